import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { opening, RULES } from '../../app/handle/wish.testing.ts'
import { desk } from '../../app/handle/handle.ts'
import type { Store, StorePlace } from '../../app/ports/store.ts'
import { nodeCrypto } from '../crypto.ts'
import { openStore } from './open.ts'
import { problem, stores, value } from './store.testing.ts'

const { emptyDatabase, join: connect } = stores()
const scratch = mkdtempSync(join(tmpdir(), 'hp-open-'))
chmodSync(scratch, 0o755)
afterAll(() => rmSync(scratch, { recursive: true, force: true }))

const say = async ({ ledger }: Store) =>
  value(await desk({ ledger, crypto: nodeCrypto, rules: () => RULES }).handle(opening()))

/** What follows holds for both kinds of store. */
const PLACES: readonly (readonly [string, () => Promise<StorePlace>])[] = [
  ['a folder', async () => ({ folder: mkdtempSync(join(scratch, 'data-')), mode: 'serve' })],
  [
    'a database elsewhere',
    async () => {
      const { host, port, user, database } = (await emptyDatabase()) as Record<string, string>
      const url = `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host!)}`
      return { url, keys: join(mkdtempSync(join(scratch, 'keys-')), 'keys') }
    },
  ],
]

test.each(PLACES)(
  '%s: what was said is there when it is opened again, under the same name and keys',
  async (_, make) => {
    const place = await make()
    const store = value(await openStore(place))
    const first = await say(store)
    const { origin } = store.keys
    await store.close()
    const again = value(await openStore(place))
    expect(again.keys.origin).toBe(origin)
    expect(value(await again.ledger.head())).toMatchObject({ origin, size: 1, at: first.at })
    expect((await say(again)).index).toBe(1)
    await again.close()
  },
)

test.each(PLACES)('%s: without its keys, or with others, it is not opened and not touched', async (_, make) => {
  const place = await make()
  const store = value(await openStore(place))
  await say(store)
  await store.close()
  const keys = 'url' in place ? place.keys : join(place.folder, 'keys')
  const pem = readFileSync(join(keys, 'log.key'), 'utf8')
  rmSync(join(keys, 'log.key'))
  expect(problem(await openStore(place)).code).toBe('keys/missing')
  expect(existsSync(join(keys, 'log.key'))).toBe(false)
  writeFileSync(join(keys, 'log.key'), pem, { mode: 0o600 })
  const other = join(mkdtempSync(join(scratch, 'keys-')), 'keys')
  const elsewhere = value(await openStore({ folder: mkdtempSync(join(scratch, 'data-')), keys: other, mode: 'serve' }))
  await elsewhere.close()
  expect(problem(await openStore({ ...place, keys: other })).code).toBe('keys/wrong')
  const right = value(await openStore(place))
  expect(value(await right.ledger.head()).size).toBe(1)
  await right.close()
})

test.each([
  ['mysql://root@localhost/db', 'store/no-url'],
  ['localhost:5432', 'store/no-url'],
  ['postgres://[', 'store/no-url'],
  ['postgres://holdpoint@127.0.0.1:1/holdpoint', 'store/unreachable'],
])('DATABASE_URL=%s is said to be wrong', async (url, code) => {
  const keys = join(scratch, 'never')
  expect(problem(await openStore({ url, keys })).code).toBe(code)
  expect(existsSync(keys)).toBe(false)
})

test('a newer store is not touched, and no keys are made for it', async () => {
  const where = await emptyDatabase()
  const { db } = connect(where)
  value(await db.query('CREATE SCHEMA holdpoint'))
  value(await db.query('CREATE TABLE holdpoint.schema_version (program text PRIMARY KEY, version int NOT NULL)'))
  value(await db.query("INSERT INTO holdpoint.schema_version VALUES ('holdpoint', 99)"))
  const { host, port, user, database } = where as unknown as Record<string, string>
  const keys = join(scratch, 'none')
  const url = `postgres://${user}@localhost:${port}/${database}?host=${encodeURIComponent(host!)}`
  expect(problem(await openStore({ url, keys })).code).toBe('store/newer')
  expect(existsSync(keys)).toBe(false)
})
