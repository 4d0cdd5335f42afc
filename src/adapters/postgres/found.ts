import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { ORG } from './ledger.ts'

/** Makes sure that there is a log: the first of a new store, under a name that nobody else's has. @returns the origin of the present one */
export async function foundLog(db: Database, origin: string): Promise<Result<string>> {
  const made = await db.query(
    `INSERT INTO holdpoint.heads (org_id, log, origin, size, roots, at_ms, cases)
     VALUES ($1, 1, $2, 0, ''::bytea, 0, 0) ON CONFLICT (org_id) DO NOTHING`,
    [ORG, origin],
  )
  if (!made.ok) return made
  const present = await originOf(db)
  return present.ok ? ok(present.value!) : present
}

/** The name of the present log; undefined in a store that has none yet, or no schema. */
export async function originOf(db: Database): Promise<Result<string | undefined>> {
  const known = await db.query<{ there: boolean }>("SELECT to_regclass('holdpoint.heads') IS NOT NULL AS there")
  if (!known.ok) return known
  if (!known.value[0]!.there) return ok(undefined)
  const found = await db.query<{ origin: string }>('SELECT origin FROM holdpoint.heads WHERE org_id = $1', [ORG])
  return found.ok ? ok(found.value[0]?.origin) : found
}

/** A database that forgets what it said yes to is no place for a log. */
export async function checkDurable(db: Database): Promise<Result<void>> {
  const found = await db.query<{ fsync: string; commit: string; pages: string }>(
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commit,
            current_setting('full_page_writes') AS pages`,
  )
  if (!found.ok) return found
  const { fsync, commit, pages } = found.value[0]!
  if (fsync === 'on' && commit !== 'off' && pages === 'on') return ok(undefined)
  return refuse(
    'store/not-durable',
    `The database may forget what it acknowledged: fsync is ${fsync}, synchronous_commit ${commit}, full_page_writes ${pages}.`,
    'Switch all three on. Nothing was touched.',
  )
}
