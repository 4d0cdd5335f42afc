import { database, type Database, type Where } from './database.ts'
import { foundLog } from './found.ts'
import { migrate } from './migrate.ts'
import { throwaway } from './postgres.testing.ts'

/** An empty store of one's own: our schema, a log without entries. */
export async function emptyStore(): Promise<{ db: Database; where: Where; stop(): Promise<void> }> {
  const { where, stop } = await throwaway()
  const db = database(where)
  for (const step of [await migrate(db), await foundLog(db, 'holdpoint-test')])
    if (!step.ok) throw new Error(step.problem.message)
  return {
    db,
    where,
    async stop() {
      await db.close()
      await stop()
    },
  }
}
