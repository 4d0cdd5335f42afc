import type { Message, Outbox } from '../../app/ports/outbox.ts'
import { ok } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { nowOf, ORG } from './ledger.ts'

export const outbox = (db: Database): Outbox => ({
  take: (limit, forMillis) =>
    db.transaction(async (client) => {
      const now = await nowOf(client)
      // The first of each stream, locked: who comes second finds it taken. What is behind it waits, whatever its own time says.
      const { rows } = await client.query<Row>(
        `SELECT log, seq, stream, attempts FROM holdpoint.outbox AS o
         WHERE org_id = $1 AND not_before_ms <= $3 AND NOT EXISTS (
           SELECT 1 FROM holdpoint.outbox AS earlier WHERE earlier.org_id = $1 AND earlier.stream = o.stream
             AND (earlier.log < o.log OR (earlier.log = o.log AND earlier.seq < o.seq)))
         ORDER BY log, seq LIMIT $2 FOR UPDATE`,
        [ORG, limit, now],
      )
      if (rows.length === 0) return []
      const values = [ORG, rows.map(({ log }) => log), rows.map(({ seq }) => seq)]
      const { rows: taken } = await client.query<Row & { bytes: Uint8Array }>(
        `UPDATE holdpoint.outbox AS o SET not_before_ms = $5, attempts = o.attempts + 1
         FROM unnest($2::int[], $3::bigint[]) AS u (log, seq), holdpoint.entries AS e
         WHERE o.org_id = $1 AND o.log = u.log AND o.seq = u.seq AND o.not_before_ms <= $4
           AND e.org_id = $1 AND e.log = u.log AND e.seq = u.seq
         RETURNING o.log, o.seq, o.stream, o.attempts - 1 AS attempts, e.bytes`,
        [...values, now, now + forMillis],
      )
      return taken
        .map(({ seq, ...rest }): Message => ({ ...rest, index: Number(seq) }))
        .sort((a, b) => a.log - b.log || a.index - b.index)
    }),
  async told({ log, index }) {
    const gone = await db.query('DELETE FROM holdpoint.outbox WHERE org_id = $1 AND log = $2 AND seq = $3', [
      ORG,
      log,
      index,
    ])
    return gone.ok ? ok(undefined) : gone
  },
  later: ({ log, index }, afterMillis) =>
    db.connected(async (client) => {
      await client.query('UPDATE holdpoint.outbox SET not_before_ms = $4 WHERE org_id = $1 AND log = $2 AND seq = $3', [
        ORG,
        log,
        index,
        (await nowOf(client)) + afterMillis,
      ])
    }),
  async drop(limit) {
    const gone = await db.query(
      `DELETE FROM holdpoint.outbox AS o USING (
         SELECT log, seq FROM holdpoint.outbox WHERE org_id = $1 ORDER BY log, seq LIMIT $2) AS u
       WHERE o.org_id = $1 AND o.log = u.log AND o.seq = u.seq RETURNING 1`,
      [ORG, limit],
    )
    return gone.ok ? ok(gone.value.length) : gone
  },
})

interface Row {
  readonly log: number
  readonly seq: string
  readonly stream: string
  readonly attempts: number
}
