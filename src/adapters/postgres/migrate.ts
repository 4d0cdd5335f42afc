import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Client, Database } from './database.ts'
import { MIGRATIONS } from './migrations.ts'

/** Marks the schema as ours, so that another program's is never touched. */
const PROGRAM = 'holdpoint'

/**
 * Brings the schema to this program's version. Safe when several nodes start at once: one holds the lock row, the others wait and find
 * it done. Refuses a schema that is not ours, or newer than we know, and touches nothing then.
 */
export async function migrate(db: Database): Promise<Result<void>> {
  const looked = await db.connected(look)
  if (!looked.ok) return looked
  if (looked.value === 'foreign') return NOT_OURS
  if (typeof looked.value === 'number' && looked.value > MIGRATIONS.length) return NEWER(looked.value)
  if (looked.value === MIGRATIONS.length) return ok(undefined)
  const prepared = await db.connected(prepare)
  if (!prepared.ok) return prepared
  return db
    .transaction(async (lock) => {
      const { rows } = await lock.query<{ version: number }>('SELECT version FROM holdpoint.schema_version FOR UPDATE')
      const version = rows[0]!.version
      // Each step stands by itself: some engines cannot change a schema and fill it in one transaction.
      const stepped = await db.connected(async (client) => {
        for (const steps of MIGRATIONS.slice(version)) for (const step of steps) await client.query(step)
      })
      if (!stepped.ok) return stepped
      if (version < MIGRATIONS.length)
        await lock.query('UPDATE holdpoint.schema_version SET version = $1', [MIGRATIONS.length])
      return ok(undefined)
    })
    .then((done) => (done.ok ? done.value : done))
}

/** Which version the schema has; `none` where there is nothing, `foreign` where somebody else's tables stand under our name. */
async function look(client: Client): Promise<number | 'none' | 'foreign'> {
  const { rows } = await client.query<{ name: string }>(
    "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'holdpoint'",
  )
  if (rows.length === 0) return 'none'
  if (!rows.some(({ name }) => name === 'schema_version')) return 'foreign'
  const found = await client
    .query<{ program: string; version: number }>('SELECT program, version FROM holdpoint.schema_version')
    .catch((error: Error & { code?: string }) => {
      if (error.code === '42703') return { rows: [{ program: 'another', version: 0 }] } // other columns than ours
      throw error
    })
  const [row] = found.rows
  return row === undefined ? 'none' : row.program === PROGRAM ? row.version : 'foreign'
}

/** Two may do this at the same moment: PostgreSQL then tells one of them that the other was first. */
async function prepare(client: Client): Promise<void> {
  for (const statement of [
    'CREATE SCHEMA IF NOT EXISTS holdpoint',
    'CREATE TABLE IF NOT EXISTS holdpoint.schema_version (program text PRIMARY KEY, version int NOT NULL)',
    `INSERT INTO holdpoint.schema_version VALUES ('${PROGRAM}', 0) ON CONFLICT DO NOTHING`,
  ])
    await client.query(statement).catch((error: Error & { code?: string }) => {
      if (!/^(?:23505|42710|42P06|42P07)$/.test(error.code ?? '')) throw error
    })
}

const NOT_OURS = refuse(
  'store/not-ours',
  'This database has a schema "holdpoint" that Holdpoint did not make.',
  'Name another database in DATABASE_URL. Nothing was touched.',
)
const NEWER = (version: number) =>
  refuse(
    'store/newer',
    `The schema is of version ${version}; this program knows ${MIGRATIONS.length}.`,
    'Run the newer Holdpoint that made it. Nothing was touched.',
  )
