import type { CaseRow, HoldRow, StreamEntry } from '../../app/ports/ledger.ts'
import type { Shelf } from '../../app/ports/shelf.ts'
import type { CaseId, HoldId } from '../../core/ids.ts'
import { instantFromMillis } from '../../core/instant.ts'
import { ok } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { LOOK, ORG } from './ledger.ts'

export const shelf = (db: Database): Shelf => ({
  async cases({ before, products, limit }) {
    const found = await db.query<{ case_id: CaseId; n: number; name: string; opened_ms: string; closed: boolean }>(
      `SELECT case_id, n, name, opened_ms, closed FROM holdpoint.cases AS c
       WHERE org_id = $1 AND ($2::int IS NULL OR substr(case_id, 4)::int < $2::int)
         AND ($4::text[] IS NULL OR EXISTS (
           SELECT 1 FROM holdpoint.holds AS h WHERE h.org_id = $1 AND h.case_id = c.case_id AND h.product = ANY($4)))
       ORDER BY substr(case_id, 4)::int DESC LIMIT $3`,
      [ORG, before === undefined ? null : Number(before.slice(3)), limit, products ?? null],
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
  async holdsPage({ product, products, after, limit }) {
    const [id, last] = after === undefined ? [null, null] : placeOf(after)
    const found = await db.query<HoldRow & { name: string; opened_ms: string }>(
      `SELECT case_id AS "case", product, in_force AS "inForce", name, opened_ms
       FROM holdpoint.holds JOIN holdpoint.cases USING (org_id, case_id)
       WHERE org_id = $1 AND ($2::text IS NULL OR product = $2) AND ($3::text[] IS NULL OR product = ANY($3))
         AND ($4::int IS NULL OR product > $5 OR (product = $5 AND substr(case_id, 4)::int > $4::int))
       ORDER BY product, substr(case_id, 4)::int LIMIT $6`,
      [ORG, product ?? null, products ?? null, id, last, limit],
      LOOK,
    )
    if (!found.ok) return found
    return ok(found.value.map(({ opened_ms, ...row }) => ({ ...row, openedAt: instantFromMillis(Number(opened_ms)) })))
  },
  streams: (names) =>
    db.query<StreamEntry>(
      'SELECT stream, n, bytes FROM holdpoint.entries WHERE org_id = $1 AND stream = ANY($2) ORDER BY stream, n',
      [ORG, names],
      LOOK,
    ),
})

/** `HP-7/payments`: its case's number, and its product. */
function placeOf(hold: HoldId): [number, string] {
  const slash = hold.indexOf('/')
  return [Number(hold.slice('HP-'.length, slash)), hold.slice(slash + 1)]
}
