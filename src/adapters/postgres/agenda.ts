import type { Agenda } from '../../app/ports/agenda.ts'
import type { DueRow } from '../../app/ports/ledger.ts'
import type { CaseId, HoldId } from '../../core/ids.ts'
import { instantFromMillis } from '../../core/instant.ts'
import { ok } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { NOW, ORG } from './ledger.ts'

export const agenda = (db: Database): Agenda => ({
  async due(limit) {
    const found = await db.query<{ case_id: CaseId; what: DueRow['what']; about: string; at_ms: string }>(
      `SELECT case_id, what, about, at_ms FROM holdpoint.due
       WHERE org_id = $1 AND at_ms <= ${NOW} ORDER BY at_ms, case_id, what, about LIMIT $2`,
      [ORG, limit],
    )
    if (!found.ok) return found
    return ok(
      found.value.map(({ case_id, what, about, at_ms }): DueRow => ({
        case: case_id,
        what,
        at: instantFromMillis(Number(at_ms)),
        ...aboutOf(about),
      })),
    )
  },
})

/** A hold's name, the position of an entry, or nothing. */
const aboutOf = (about: string) =>
  about === '' ? {} : about.startsWith('HP-') ? { hold: about as HoldId } : { about: Number(about) }
