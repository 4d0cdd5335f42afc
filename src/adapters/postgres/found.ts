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
  const found = await db.query<{ origin: string }>('SELECT origin FROM holdpoint.heads WHERE org_id = $1', [ORG])
  return found.ok ? ok(found.value[0]!.origin) : found
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
