import type { LookBook, NotedLook } from '../../app/ports/looks.ts'
import type { Actor, CaseId } from '../../core/ids.ts'
import { instantFromMillis } from '../../core/instant.ts'
import { ok } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { NOW, nowOf, ORG } from './ledger.ts'

const HOUR_MS = 3_600_000
const DAY_MS = 24 * HOUR_MS

export const lookBook = (db: Database): LookBook => ({
  write: (looks) =>
    db.transaction(async (client) => {
      const now = await nowOf(client)
      await client.query(
        `INSERT INTO holdpoint.case_looks (org_id, case_id, actor, what, hour_ms)
         SELECT $1, u.case_id, u.actor, u.what, $5 FROM unnest($2::text[], $3::text[], $4::text[]) AS u (case_id, actor, what)
         ON CONFLICT DO NOTHING`,
        [
          ORG,
          looks.map((look) => look.case),
          looks.map(({ by }) => by),
          looks.map(({ what }) => what),
          now - (now % HOUR_MS),
        ],
      )
    }),
  async of(id) {
    const found = await db.query<{ actor: Actor; what: string; hour_ms: string }>(
      `SELECT actor, what, hour_ms FROM holdpoint.case_looks WHERE org_id = $1 AND case_id = $2
       ORDER BY hour_ms DESC, actor, what`,
      [ORG, id],
    )
    return found.ok ? ok(found.value.map(noted(id))) : found
  },
  async erase(olderThanDays) {
    const gone = await db.query<{ gone: 1 }>(
      `DELETE FROM holdpoint.case_looks WHERE org_id = $1 AND hour_ms < ${NOW} - $2::bigint RETURNING 1 AS gone`,
      [ORG, olderThanDays * DAY_MS],
    )
    return gone.ok ? ok(gone.value.length) : gone
  },
})

const noted =
  (id: CaseId) =>
  ({ actor, what, hour_ms }: { actor: Actor; what: string; hour_ms: string }): NotedLook => ({
    case: id,
    by: actor,
    what,
    hour: instantFromMillis(Number(hour_ms)),
  })
