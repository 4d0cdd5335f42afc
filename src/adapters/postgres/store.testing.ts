import { generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { afterAll, beforeAll } from 'vitest'
import { type Desk, desk } from '../../app/handle/handle.ts'
import { RULES } from '../../app/handle/wish.testing.ts'
import type { EvidenceStore } from '../../app/ports/evidence.ts'
import type { Inventory } from '../../app/ports/inventory.ts'
import { policies } from '../../app/policies.ts'
import type { Keys } from '../../app/ports/keys.ts'
import type { Ledger } from '../../app/ports/ledger.ts'
import type { LookBook } from '../../app/ports/looks.ts'
import type { PolicyTexts } from '../../app/ports/policies.ts'
import type { Shelf } from '../../app/ports/shelf.ts'
import { formatKey, verifierKey } from '../../core/log/key.ts'
import { ok, type Problem, type Result } from '../../core/problem.ts'
import type { Answers } from '../../app/ports/answers.ts'
import type { Deliveries } from '../../app/ports/deliveries.ts'
import { nodeHash } from '../hash.ts'
import { nodeCrypto } from '../crypto.ts'
import { decisionKey } from '../decision-key.testing.ts'
import { answers } from './answers.ts'
import { type Database, database, type Where } from './database.ts'
import { evidence } from './evidence.ts'
import { deliveries } from './deliveries.ts'
import { foundLog } from './found.ts'
import { inventory } from './inventory.ts'
import { ledger } from './ledger.ts'
import { lookBook } from './looks.ts'
import { migrate } from './migrate.ts'
import { throwaway } from './postgres.testing.ts'
import { policyTexts } from './policies.ts'
import { shelf } from './shelf.ts'

export const ORIGIN = 'test.example/log'

/** A new, empty store for a test. */
export interface TestStore {
  readonly where: Where
  readonly db: Database
  readonly ledger: Ledger
  readonly shelf: Shelf
  readonly looks: LookBook
  readonly policies: PolicyTexts
  readonly evidence: EvidenceStore
  readonly inventory: Inventory
  readonly deliveries: Deliveries
  readonly answers: Answers
  readonly desk: Desk
}

export const value = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.problem))
  return result.value
}
export const problem = (result: Result<unknown>): Problem => {
  if (result.ok) throw new Error(`expected a refusal, got ${JSON.stringify(result.value)}`)
  return result.problem
}

/** Of test stores: nobody's secret. */
export const MASTERS = { masters: [{ id: '00', key: new Uint8Array(32) }] } as const

/** A store as another process sees it; whoever asks closes its database. */
export function storeAt(where: Where): TestStore {
  const db = database(where)
  const log = ledger(db)
  const texts = policyTexts(db)
  const { ready, rules } = policies({ texts, hash: nodeHash })
  return {
    where,
    db,
    ledger: log,
    shelf: shelf(db),
    looks: lookBook(db),
    evidence: evidence(db, MASTERS),
    inventory: inventory(db),
    deliveries: deliveries(db),
    answers: answers(db),
    policies: texts,
    desk: desk({
      ledger: log,
      crypto: nodeCrypto,
      ready,
      rules: (_, policy) => (policy === undefined ? RULES : rules(RULES.people, policy)),
    }),
  }
}

/** One server a test file; a database of its own for each store. */
export function stores() {
  let server: Awaited<ReturnType<typeof throwaway>>
  const open: Database[] = []
  beforeAll(async () => {
    server = await throwaway()
  })
  afterAll(async () => {
    await Promise.all(open.map((db) => db.close()))
    await server.stop()
  })

  /** Another process on the same store. */
  function join(where: Where): TestStore {
    const store = storeAt(where)
    open.push(store.db)
    return store
  }
  async function emptyDatabase(): Promise<Where> {
    const name = `store_${randomBytes(6).toString('hex')}`
    const admin = database(server.where)
    value(await admin.query(`CREATE DATABASE ${name}`))
    await admin.close()
    return { ...server.where, database: name } as Where
  }
  async function fresh(): Promise<TestStore> {
    const store = join(await emptyDatabase())
    value(await migrate(store.db))
    value(await foundLog(store.db, ORIGIN))
    return store
  }
  return { fresh, join, emptyDatabase }
}

/** Keys that lie in memory, as if in a folder beside the store. */
export function keysInMemory(origin = ORIGIN): Keys & { readonly publicKey: string; last: string | undefined } {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  const key = verifierKey(origin, 'log', raw, nodeCrypto.sha256)
  const keys = {
    origin,
    signer: { key, sign: (message: Uint8Array) => sign(null, message, privateKey) },
    gate: () => ok(decisionKey()),
    masters: [{ id: '00', key: new Uint8Array(32) }] as const,
    publicKey: formatKey(key),
    last: undefined as string | undefined,
    checkpoint: () => ({ ok: true as const, value: keys.last }),
    keep: (note: string) => {
      keys.last = note
      return { ok: true as const, value: undefined }
    },
  }
  return keys
}

/** An empty store of one's own: our schema, a log without entries. */
export async function emptyStore(): Promise<{ db: Database; where: Where; stop(): Promise<void> }> {
  const { where, stop } = await throwaway()
  const db = database(where)
  value(await migrate(db))
  value(await foundLog(db, ORIGIN))
  return {
    db,
    where,
    async stop() {
      await db.close()
      await stop()
    },
  }
}
