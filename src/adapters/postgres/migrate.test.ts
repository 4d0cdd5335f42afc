import { expect, test } from 'vitest'
import { database } from './database.ts'
import { checkDurable, foundLog } from './found.ts'
import { migrate } from './migrate.ts'
import { MIGRATIONS } from './migrations.ts'
import { ORIGIN, problem, stores, value } from './store.testing.ts'

const { fresh, join, emptyDatabase } = stores()

test('several nodes that start at once make one schema and one log', async () => {
  const where = await emptyDatabase()
  const nodes = Array.from({ length: 6 }, () => join(where))
  const done = await Promise.all(nodes.map(({ db }) => migrate(db)))
  done.forEach(value)
  const origins = await Promise.all(nodes.map(({ db }, i) => foundLog(db, `node-${i}`)))
  expect(new Set(origins.map(value)).size).toBe(1)
  const [row] = value(await nodes[0]!.db.query('SELECT version FROM holdpoint.schema_version'))
  expect(row).toEqual({ version: MIGRATIONS.length })
})

test('a start that was cut off half-way is finished by the next one', async () => {
  const store = join(await emptyDatabase())
  value(await store.db.query('CREATE SCHEMA holdpoint'))
  value(await store.db.query('CREATE TABLE holdpoint.schema_version (program text PRIMARY KEY, version int NOT NULL)'))
  value(await migrate(store.db))
  value(await store.db.query('UPDATE holdpoint.schema_version SET version = 1'))
  value(await migrate(store.db))
})

test("another program's schema of our name is left alone", async () => {
  const store = join(await emptyDatabase())
  value(await store.db.query('CREATE SCHEMA holdpoint'))
  value(await store.db.query('CREATE TABLE holdpoint.orders (id int)'))
  expect(problem(await migrate(store.db)).code).toBe('store/not-ours')
  const tables = value(
    await store.db.query("SELECT table_name FROM information_schema.tables WHERE table_schema = 'holdpoint'"),
  )
  expect(tables).toEqual([{ table_name: 'orders' }])
})

test('so is one that has a table of our name, with other columns', async () => {
  const store = join(await emptyDatabase())
  value(await store.db.query('CREATE SCHEMA holdpoint'))
  value(await store.db.query('CREATE TABLE holdpoint.schema_version (id int)'))
  expect(problem(await migrate(store.db)).code).toBe('store/not-ours')
})

test('a schema of a newer program is left alone', async () => {
  const { db } = await fresh()
  value(await db.query('UPDATE holdpoint.schema_version SET version = 99'))
  expect(problem(await migrate(db))).toMatchObject({ code: 'store/newer', message: expect.stringContaining('99') })
})

test.each([
  ['nobody listens', { port: 1 }, 'store/unreachable'],
  ['another host', { host: 'nowhere.invalid' }, 'store/unreachable'],
  ['no such database', { database: 'nothere' }, 'store/no-database'],
  ['no such user', { user: 'nobody_here' }, 'store/denied'],
])('%s: said, with what to do', async (_, change, code) => {
  const where = { ...(await emptyDatabase()), ...change }
  const db = database(where)
  const { code: said, hint } = problem(await migrate(db))
  await db.close()
  expect(said).toBe(code)
  expect(hint).toBeDefined()
})

test('a user without rights is told which one is missing, and nothing is there', async () => {
  const where = await emptyDatabase()
  const { db } = join(where)
  value(await db.query('CREATE ROLE guest LOGIN').then((made) => (made.ok ? made : { ok: true, value: [] })))
  const guest = join({ ...where, user: 'guest' } as typeof where)
  expect(problem(await migrate(guest.db)).code).toBe('store/no-rights')
  expect(value(await db.query("SELECT 1 FROM information_schema.schemata WHERE schema_name = 'holdpoint'"))).toEqual([])
})

test('a database that may forget what it acknowledged is refused', async () => {
  const where = await emptyDatabase()
  const { db } = join(where)
  value(await checkDurable(db))
  value(await db.query(`ALTER DATABASE ${(where as { database: string }).database} SET synchronous_commit = off`))
  const later = join(where)
  expect(problem(await checkDurable(later.db))).toMatchObject({
    code: 'store/not-durable',
    message: expect.stringContaining('synchronous_commit off'),
  })
})

test('a new store has an empty log under the name that it was given, once', async () => {
  const { db, ledger } = await fresh()
  expect(value(await foundLog(db, 'another/name'))).toBe(ORIGIN)
  expect(value(await ledger.head())).toMatchObject({ log: 1, origin: ORIGIN, size: 0, cases: 0, roots: [] })
})
