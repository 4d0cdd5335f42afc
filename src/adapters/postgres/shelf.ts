import type { CaseRow, HoldRow, StreamEntry } from '../../app/ports/ledger.ts'
import type { Shelf } from '../../app/ports/shelf.ts'
import type { CaseId, HoldId } from '../../core/ids.ts'
import { instantFromMillis } from '../../core/instant.ts'
import { ok } from '../../core/problem.ts'
import type { Entry } from '../../core/log/entry.ts'
import { decodeUtf8 } from '../../core/log/utf8.ts'
import { namesOf, RECORDED_TYPE, type RecordedData } from '../../core/recording/recording.ts'
import type { Client, Database } from './database.ts'
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
  async recorded(stream, names) {
    // One statement, so one moment: what was not looked through then is among what it gives.
    const found = await db.query<StreamEntry & { unread: boolean }>(RECORDED, [ORG, stream, names], LOOK)
    if (!found.ok) return found
    const entries = found.value.map(({ n, bytes }) => ({ stream, n, bytes }))
    return ok({ entries, unread: found.value.filter(({ unread }) => unread).length })
  },
  async learnNames(stream) {
    for (;;) {
      const page = await db.attempt(async (client) => ok(await learnPage(client, stream)))
      if (!page.ok || page.value < NAMES_A_PAGE) return page.ok ? ok(undefined) : page
    }
  },
})

/** Up to here a stream was looked through: an entry under no name. */
const LEARNT = ''
const RECORDED = `WITH learnt AS (
    SELECT coalesce(max(n), 0) AS n FROM holdpoint.recorded WHERE org_id = $1 AND stream = $2 AND name = '${LEARNT}')
  SELECT e.n, e.bytes, e.n > (SELECT n FROM learnt) AS unread FROM holdpoint.entries AS e
  WHERE e.org_id = $1 AND e.stream = $2 AND e.n IN (
    SELECT r.n FROM holdpoint.recorded AS r WHERE r.org_id = $1 AND r.stream = $2 AND r.name = ANY($3)
    UNION SELECT t.n FROM holdpoint.entries AS t WHERE t.org_id = $1 AND t.stream = $2 AND t.n > (SELECT n FROM learnt))
  ORDER BY e.n`

const NAMES_A_PAGE = 500

/** Nodes that do this at once write the same: one waits for the other. What cannot be read stays unread, so every question meets it. */
async function learnPage(client: Client, stream: string): Promise<number> {
  const { rows } = await client.query<StreamEntry>(
    `SELECT n, bytes FROM holdpoint.entries WHERE org_id = $1 AND stream = $2 AND n > (
       SELECT coalesce(max(n), 0) FROM holdpoint.recorded WHERE org_id = $1 AND stream = $2 AND name = '${LEARNT}')
     ORDER BY n LIMIT ${NAMES_A_PAGE}`,
    [ORG, stream],
  )
  const found: [name: string, n: number][] = []
  let last = 0
  for (const { n, bytes } of rows) {
    const names = namesIn(bytes)
    if (!names) break
    found.push(...names.map((name): [string, number] => [name, n]))
    last = n
  }
  if (last === 0) return 0
  await client.query(
    `INSERT INTO holdpoint.recorded (org_id, stream, name, n)
     SELECT $1, $2, * FROM unnest($3::text[], $4::int[]) ON CONFLICT DO NOTHING`,
    [ORG, stream, [...found.map(([name]) => name), LEARNT], [...found.map(([, n]) => n), last]],
  )
  await client.query(
    `DELETE FROM holdpoint.recorded WHERE org_id = $1 AND stream = $2 AND name = '${LEARNT}' AND n < $3`,
    [ORG, stream, last],
  )
  return last === rows.at(-1)!.n ? rows.length : 0
}

/** Only what it is found by: whoever finds it checks it to the last field. */
function namesIn(bytes: Uint8Array): readonly string[] | undefined {
  try {
    const { type, v, data } = JSON.parse(decodeUtf8(bytes) ?? '') as Entry
    return type === RECORDED_TYPE && v === 1 ? namesOf(data as unknown as RecordedData) : undefined
  } catch {
    return undefined
  }
}

/** `HP-7/payments`: its case's number, and its product. */
function placeOf(hold: HoldId): [number, string] {
  const slash = hold.indexOf('/')
  return [Number(hold.slice('HP-'.length, slash)), hold.slice(slash + 1)]
}
