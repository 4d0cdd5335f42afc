import type { CaseRow, HoldRow, StreamEntry } from '../../app/ports/ledger.ts'
import type { Shelf } from '../../app/ports/shelf.ts'
import type { CaseId } from '../../core/ids.ts'
import { instantFromMillis } from '../../core/instant.ts'
import { ok } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { LOOK, ORG } from './ledger.ts'

export const shelf = (db: Database): Shelf => ({
  async cases({ before, limit }) {
    const found = await db.query<{ case_id: CaseId; n: number; name: string; opened_ms: string; closed: boolean }>(
      `SELECT case_id, n, name, opened_ms, closed FROM holdpoint.cases
       WHERE org_id = $1 AND ($2::int IS NULL OR substr(case_id, 4)::int < $2::int)
       ORDER BY substr(case_id, 4)::int DESC LIMIT $3`,
      [ORG, before === undefined ? null : Number(before.slice(3)), limit],
      LOOK,
    )
    if (!found.ok) return found
    return ok(
      found.value.map(({ case_id, n, name, opened_ms, closed }): CaseRow => ({
        id: case_id,
        n,
        name,
        openedAt: instantFromMillis(Number(opened_ms)),
        closed,
      })),
    )
  },
  holds: (product) =>
    db.query<HoldRow>(
      `SELECT case_id AS "case", product, in_force AS "inForce" FROM holdpoint.holds
       WHERE org_id = $1 AND ($2::text IS NULL OR product = $2) ORDER BY product, substr(case_id, 4)::int`,
      [ORG, product ?? null],
      LOOK,
    ),
  streams: (names) =>
    db.query<StreamEntry>(
      'SELECT stream, n, bytes FROM holdpoint.entries WHERE org_id = $1 AND stream = ANY($2) ORDER BY stream, n',
      [ORG, names],
      LOOK,
    ),
})
