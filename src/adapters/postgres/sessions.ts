import type { Accounts, Session } from '../../app/ports/accounts.ts'
import type { Actor, Uuid } from '../../core/ids.ts'
import { instantFromMillis, millisOf } from '../../core/instant.ts'
import { ok } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { LOOK, nowOf, ORG, stamped } from './ledger.ts'
import { turnstile } from './turnstile.ts'

type Sessions = Pick<Accounts, 'begin' | 'session' | 'changed' | 'rotate' | 'settle' | 'seen' | 'end'>

/** A change may be committed a little after the clock that it wrote down. */
const LATE_MS = 10_000

/** Strangers may send any number of secrets that look like ours: what they are asked by leaves the connections to the gate. */
const LOOKED_UP_AT_ONCE = 2

export const sessions = (db: Database, lookedUp = turnstile(LOOKED_UP_AT_ONCE)): Sessions => ({
  async begin({ id, person, digest, rotatedAt, beganAt, seenAt, until, both, sort, place }) {
    const begun = await stamped(
      db,
      `INSERT INTO holdpoint.sessions (org_id, changed_ms, id, person, digest, rotated_ms, began_ms, seen_ms, until_ms, both_factors, sort, place, ended)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, false)`,
      [id, person, digest, ...[rotatedAt, beganAt, seenAt, until].map(millisOf), both, sort, place],
    )
    return begun.ok ? ok(undefined) : begun
  },
  async session(digest) {
    const found = await lookedUp(() =>
      db.query<Row>(
        `SELECT ${COLUMNS} FROM holdpoint.sessions WHERE org_id = $1 AND (digest = $2 OR digest_before = $2)`,
        [ORG, digest],
        LOOK,
      ),
    )
    return found.ok ? ok(found.value[0] && sessionOf(found.value[0])) : found
  },
  changed: (since) =>
    db.connected(async (client) => {
      const now = await nowOf(client)
      const { rows } = since
        ? await client.query<Row>(
            `SELECT ${COLUMNS} FROM holdpoint.sessions WHERE org_id = $1 AND changed_ms >= $2::bigint`,
            [ORG, millisOf(since) - LATE_MS],
          )
        : await client.query<Row>(
            `SELECT ${COLUMNS} FROM holdpoint.sessions WHERE org_id = $1 AND NOT ended AND until_ms > $2::bigint`,
            [ORG, now],
          )
      return { sessions: rows.map(sessionOf), now: instantFromMillis(now) }
    }),
  async rotate(id, { from, to }, at) {
    const turned = await stamped(
      db,
      `UPDATE holdpoint.sessions SET digest = $5, digest_before = $4, rotated_ms = $6, changed_ms = $2
       WHERE org_id = $1 AND id = $3 AND (digest = $4 OR digest_before = $4) AND rotated_ms < $6::bigint AND NOT ended RETURNING id`,
      [id, from, to, millisOf(at)],
    )
    return turned.ok ? ok(turned.value.length > 0) : turned
  },
  async settle(settled) {
    const done = await stamped(
      db,
      `UPDATE holdpoint.sessions AS kept SET digest_before = NULL, changed_ms = $2
       FROM unnest($3::uuid[], $4::bigint[]) AS settled (id, at_ms)
       WHERE kept.org_id = $1 AND kept.id = settled.id AND kept.rotated_ms = settled.at_ms`,
      [settled.map(({ id }) => id), settled.map(({ at }) => millisOf(at))],
    )
    return done.ok ? ok(undefined) : done
  },
  async seen(uses) {
    const kept = await stamped(
      db,
      `UPDATE holdpoint.sessions AS kept SET seen_ms = used.at_ms, changed_ms = $2
       FROM unnest($3::uuid[], $4::bigint[]) AS used (id, at_ms)
       WHERE kept.org_id = $1 AND kept.id = used.id AND kept.seen_ms < used.at_ms`,
      [uses.map(({ id }) => id), uses.map(({ at }) => millisOf(at))],
    )
    return kept.ok ? ok(undefined) : kept
  },
  async end(person, which) {
    const only = 'only' in which
    const ended = await stamped(
      db,
      `UPDATE holdpoint.sessions SET ended = true, changed_ms = $2
       WHERE org_id = $1 AND person = $3 AND NOT ended AND ($4::uuid IS NULL OR (id = $4::uuid) = $5::boolean) RETURNING id`,
      [person, (only ? which.only : which.allBut) ?? null, only],
    )
    return ended.ok ? ok(ended.value.length) : ended
  },
})

const COLUMNS = `id, person, digest, digest_before, rotated_ms, began_ms, seen_ms, until_ms, both_factors, sort, place, ended`

interface Row {
  readonly id: Uuid
  readonly person: Actor
  readonly digest: Uint8Array
  readonly digest_before: Uint8Array | null
  readonly rotated_ms: string
  readonly began_ms: string
  readonly seen_ms: string
  readonly until_ms: string
  readonly both_factors: boolean
  readonly sort: Session['sort']
  readonly place: string
  readonly ended: boolean
}

const sessionOf = (row: Row): Session => ({
  id: row.id,
  person: row.person,
  digest: row.digest,
  ...(row.digest_before && { before: row.digest_before }),
  rotatedAt: at(row.rotated_ms),
  beganAt: at(row.began_ms),
  seenAt: at(row.seen_ms),
  until: at(row.until_ms),
  both: row.both_factors,
  sort: row.sort,
  place: row.place,
  ended: row.ended,
})
const at = (millis: string) => instantFromMillis(Number(millis))
