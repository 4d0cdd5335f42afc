import { desk } from '../../app/handle/handle.ts'
import { opening, placing, RULES, wished } from '../../app/handle/wish.testing.ts'
import type { Batch, Ledger } from '../../app/ports/ledger.ts'
import type { Actor, CaseId } from '../../core/ids.ts'
import { nodeCrypto } from '../crypto.ts'
import { type Database, database, type Where } from './database.ts'
import { foundLog } from './found.ts'
import { ledger } from './ledger.ts'
import { migrate } from './migrate.ts'
import { value } from './store.testing.ts'

const CALLERS = 64
const HOLDS = 1_000
const COMMANDS = 10_000

/** 64 callers who raise objections on 1,000 holds, through `handle`; and then a script that only commits the same batches. Seconds. */
export async function handled(
  admin: Where,
): Promise<{ ours: number; peer: number; commands: number; batches: number }> {
  const store = await fresh(admin, 'ours')
  const written: Batch[] = []
  const recording: Ledger = {
    ...store.ledger,
    append: (decide) =>
      store.ledger.append(async (view) => {
        const decided = await decide(view)
        if (decided.batch) written.push(decided.batch)
        return decided
      }),
  }
  const work = desk({ ledger: recording, crypto: nodeCrypto, rules: () => RULES })
  const cases = (await Promise.all(Array.from({ length: HOLDS }, () => work.handle(opening())))).map(
    (one) => value(one).stream,
  )
  await Promise.all(cases.map(async (id) => value(await work.handle(placing(id)))))
  const wishes = Array.from({ length: COMMANDS }, (_, i) => objection(cases[(i * 7919) % HOLDS]!))
  const before = written.length
  const start = performance.now()
  await Promise.all(
    Array.from({ length: CALLERS }, async () => {
      for (let wish = wishes.pop(); wish; wish = wishes.pop()) value(await work.handle(wish))
    }),
  )
  const ours = (performance.now() - start) / 1000
  await store.db.close()
  return { ours, peer: await committed(admin, written, before), commands: COMMANDS, batches: written.length - before }
}

/** The same rows in the same batches, decided by nobody. */
async function committed(admin: Where, batches: readonly Batch[], before: number): Promise<number> {
  const store = await fresh(admin, 'peer')
  const put = async (batch: Batch) => value(await store.ledger.append(async () => ({ answer: undefined, batch })))
  for (const batch of batches.slice(0, before)) await put(batch)
  const start = performance.now()
  for (const batch of batches.slice(before)) await put(batch)
  const seconds = (performance.now() - start) / 1000
  await store.db.close()
  return seconds
}

const objection = (on: string) =>
  wished(on as CaseId, (words) => ({
    type: 'object',
    kind: 'minor',
    who: 'product-manager' as Actor,
    claim: words('We have known of this for months.'),
  }))

async function fresh(admin: Where, name: string): Promise<{ db: Database; ledger: Ledger }> {
  const first = database(admin)
  value(await first.query(`DROP DATABASE IF EXISTS ${name}`))
  value(await first.query(`CREATE DATABASE ${name}`))
  await first.close()
  const db = database({ ...admin, database: name } as Where)
  value(await migrate(db))
  value(await foundLog(db, 'bench'))
  return { db, ledger: ledger(db) }
}
