import { randomBytes } from 'node:crypto'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { desk } from '../../app/handle/handle.ts'
import { opening, RULES } from '../../app/handle/wish.testing.ts'
import type { StorePlace } from '../../app/ports/store.ts'
import { nodeCrypto } from '../crypto.ts'
import { type Acknowledged, flawsOf } from './consistency.testing.ts'
import { buildWorker, crash, three, VICTIMS } from './crash.testing.ts'
import { database } from './database.ts'
import { openStore } from './open.ts'
import { throwaway, type TestServer } from './postgres.testing.ts'
import { value } from './store.testing.ts'
import { supervised } from './supervised.ts'

/** Each kills three times. `npm run crash` does a hundred. */
const ROUNDS = Number(process.env['HOLDPOINT_CRASH_ROUNDS'] ?? 1)
/** Everything is looked at after each kill: a store that is small is looked at quickly. */
const ROUNDS_A_STORE = 10

const folder = mkdtempSync(join(tmpdir(), 'hp-crash-'))
chmodSync(folder, 0o755)
let worker: string
let server: TestServer
beforeAll(async () => {
  worker = await buildWorker('dist')
  server = await throwaway()
})
afterAll(async () => {
  rmSync(worker)
  await server.stop()
  rmSync(folder, { recursive: true, force: true })
})

/** A store of its own each time it is asked. */
const PLACES: Readonly<Record<string, () => Promise<{ place: StorePlace; server?: TestServer }>>> = {
  embedded: async () => ({ place: { folder: mkdtempSync(join(folder, 'data-')), mode: 'serve' } }),
  external: async () => {
    const { host, port, user } = server.where as Record<string, string>
    const name = `crash_${randomBytes(4).toString('hex')}`
    const admin = database(server.where)
    value(await admin.query(`CREATE DATABASE ${name}`))
    await admin.close()
    const url = `postgres://${user}@localhost:${port}/${name}?host=${encodeURIComponent(host!)}`
    return { place: { url, keys: join(folder, `keys-${name}`) }, server }
  },
}

test.each(Object.entries(PLACES))(
  '%s: kill -9 at any moment loses nothing that was acknowledged, and leaves nothing half there',
  async (name, make) => {
    let target = await make()
    let acknowledged: readonly Acknowledged[] = []
    let total = 0
    for (let round = 0; round < ROUNDS; round++) {
      if (round % ROUNDS_A_STORE === 0 && round > 0) {
        total += acknowledged.length
        acknowledged = []
        target = await make()
      }
      for (const victim of VICTIMS) {
        const done = await crash({ worker, ...target, victim, afterMillis: 50 + Math.random() * 400 }, acknowledged)
        expect(done.flaws, `${victim} killed`).toEqual([])
        expect(done.acknowledged.length).toBeGreaterThanOrEqual(acknowledged.length)
        acknowledged = done.acknowledged
      }
    }
    total += acknowledged.length
    expect(total).toBeGreaterThan(0)
    console.log(`${name}: ${3 * ROUNDS} kills, ${total} acknowledged commands, all there`)
  },
  60_000 + ROUNDS * 60_000,
)

test('three processes on one PostgreSQL write one log, and one that is killed loses nothing for anybody', async () => {
  const { acknowledged, flaws, each } = await three({ worker, ...(await PLACES['external']!()), afterMillis: 300 })
  expect(flaws).toEqual([])
  expect(Math.min(...each)).toBeGreaterThan(0)
  console.log(`three processes: ${each.join(' + ')} = ${acknowledged.length} acknowledged commands, all there`)
})

test('the look finds what is not there, and what is only half there', async () => {
  const place = { folder: mkdtempSync(join(folder, 'data-')), mode: 'serve' } as const
  const store = value(await openStore(place))
  const { where, stop } = value(await supervised({ ...place, mode: 'join-or-start' }))
  const db = database(where)
  const never: Acknowledged = ['0193e5f0-7c1a-7b3e-8a5d-1f2e3d4c5b6a', 'HP-1', '1', '0']
  expect(await flawsOf(store, db, [never])).toMatchObject([expect.stringContaining('was acknowledged')])
  value(await desk({ ledger: store.ledger, crypto: nodeCrypto, rules: () => RULES }).handle(opening()))
  expect(await flawsOf(store, db, [])).toEqual([])
  for (const table of ['commands', 'outbox', 'cases']) {
    const rows = value(await db.query<Record<string, unknown>>(`DELETE FROM holdpoint.${table} RETURNING *`))
    expect(await flawsOf(store, db, []), table).toHaveLength(1)
    const columns = Object.keys(rows[0]!)
    const marks = columns.map((_, i) => `$${i + 1}`)
    value(await db.query(`INSERT INTO holdpoint.${table} (${columns}) VALUES (${marks})`, Object.values(rows[0]!)))
  }
  await db.close()
  await stop()
  await store.close()
})
