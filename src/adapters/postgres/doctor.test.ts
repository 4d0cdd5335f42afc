import { chmodSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { opening } from '../../app/handle/wish.testing.ts'
import { notary } from '../../app/notary.ts'
import type { StorePlace } from '../../app/ports/store.ts'
import { nodeCrypto } from '../crypto.ts'
import { openKeys } from '../keys.ts'
import { scratchFolder } from './backup.testing.ts'
import { examinePlace } from './doctor.ts'
import { foundLog } from './found.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'
import { wayTo } from './proxy.testing.ts'
import { stores, storeAt, value } from './store.testing.ts'

const at = scratchFolder()
const { emptyDatabase } = stores()
let folders = 0

/** A store as it is after some days, behind a URL, with its keys in a folder. */
async function place() {
  const where = (await emptyDatabase()) as { host: string; database: string }
  const way = await wayTo(where.host, where.database)
  const store = storeAt(where as never)
  const folder = at(`keys-${folders++}`)
  value(await migrate(store.db))
  const keys = value(openKeys(folder, undefined))
  value(await foundLog(store.db, keys.origin))
  value(await store.desk.handle(opening()))
  value(await notary({ ledger: store.ledger, keys, crypto: nodeCrypto }).sign())
  const looked = async (more: Partial<StorePlace> = {}) => {
    const checks = await examinePlace({ url: way.url, keys: folder, ...more } as StorePlace)
    return Object.fromEntries(checks.map(({ what, state, detail }) => [what, `${state}: ${detail}`]))
  }
  const sql = async (text: string) => void value(await store.db.query(text))
  const close = async () => {
    await store.db.close()
    await way.close()
  }
  return { store, folder, looked, sql, close, way }
}

test('a store that is well is fine in everything', async () => {
  const { looked, close } = await place()
  const checks = await looked()
  expect(Object.values(checks).filter((text) => !text.startsWith('fine: '))).toEqual([])
  expect(checks).toMatchObject({ signed: 'fine: all 1 entries', outbox: 'fine: 1 messages wait' })
  await close()
})

test('what nobody signs, tells or takes is said, and since when', async () => {
  const { store, looked, sql, close } = await place()
  value(await store.desk.handle(opening()))
  await sql('UPDATE holdpoint.heads SET at_ms = at_ms - 600000')
  await sql(`INSERT INTO holdpoint.due SELECT org_id, 'HP-1', 'follow_up', '3', at_ms - 600000 FROM holdpoint.heads`)
  await sql(
    `INSERT INTO holdpoint.outbox SELECT org_id, log, seq + i, stream, 0, 0 FROM holdpoint.outbox, generate_series(10, 12000) AS i
     WHERE seq = 0`,
  )
  expect(await looked()).toMatchObject({
    signed: 'warning: 1 of 2 entries, though the last came 10 minutes ago',
    due: 'warning: 1 things should have been told, the oldest 20 minutes ago',
    outbox: expect.stringMatching(/^warning: 11\d\d\d messages wait/) as string,
  })
  await close()
})

test('a database that was put back, entries from the future, and another version are said', async () => {
  const { looked, sql, close } = await place()
  await sql('UPDATE holdpoint.heads SET size = 0')
  expect((await looked())['signed']).toBe('broken: 1 entries were signed, and 0 are there')
  await sql('UPDATE holdpoint.heads SET size = 1, at_ms = at_ms + 3600000')
  expect((await looked())['time']).toBe("warning: the last entry is dated 60 minutes ahead of the database's clock")
  await sql('UPDATE holdpoint.schema_version SET version = version + 1')
  expect((await looked())['schema']).toMatch(/^broken: version \d+; this program knows \d+/)
  await sql('UPDATE holdpoint.schema_version SET version = 1')
  expect((await looked())['schema']).toBe('warning: version 1')
  expect(MIGRATIONS.length).toBeGreaterThan(1)
  await close()
})

test('keys that others may read, and a database that is away, are broken', async () => {
  const { folder, looked, close, way } = await place()
  chmodSync(join(folder, 'log.key'), 0o644)
  expect((await looked())['keys']).toMatch(/^broken: Others may use what lies there/)
  chmodSync(join(folder, 'log.key'), 0o600)
  way.cut()
  expect((await looked())['database']).toMatch(/^broken: The database cannot be reached/)
  const empty = at('nothing')
  mkdirSync(empty)
  expect((await looked({ keys: empty }))['keys']).toBe('fine: none yet; the first start makes them')
  await close()
})
