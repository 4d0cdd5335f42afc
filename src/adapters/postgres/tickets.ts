import type { Accounts, Ticket } from '../../app/ports/accounts.ts'
import { DAY, instantFromMillis, millisOf } from '../../core/instant.ts'
import { toHex } from '../../core/log/base.ts'
import { ok, type Result } from '../../core/problem.ts'
import type { Database } from './database.ts'
import { LOOK, NOW, nowOf, ORG, stamped } from './ledger.ts'
import { locked, type Locked, type Masters, unlocked } from './secrets.ts'

type Tickets = Pick<Accounts, 'keepTicket' | 'seeTicket' | 'takeTicket' | 'tryOnce' | 'forgive' | 'sweep'>

/** What lasts for minutes: tickets that open once, and counts of tries. */
export function tickets(db: Database, keys: Masters): Tickets {
  const opened = (found: Result<readonly Locked[]>, ticket: Named): Result<string | undefined> => {
    if (!found.ok) return found
    const [row] = found.value
    if (!row) return ok(undefined)
    const data = unlocked(row, nameOf(ticket), keys)
    return data.ok ? ok(Buffer.from(data.value).toString()) : data
  }
  return {
    async keepTicket(ticket, data) {
      const { sealed, key_id } = locked(Buffer.from(data), nameOf(ticket), keys)
      const { sort, digest, until } = ticket
      const kept = await db.query(
        `INSERT INTO holdpoint.tickets (org_id, sort, digest, data, key_id, until_ms) VALUES ($1, $2, $3, $4, $5, $6)
         ON CONFLICT (org_id, sort, digest) DO UPDATE SET data = excluded.data, key_id = excluded.key_id, until_ms = excluded.until_ms`,
        [ORG, sort, digest, sealed, key_id, millisOf(until)],
      )
      return kept.ok ? ok(undefined) : kept
    },
    seeTicket: async (ticket) =>
      opened(
        await db.query<Locked>(
          `SELECT data AS sealed, key_id FROM holdpoint.tickets
           WHERE org_id = $1 AND sort = $2 AND digest = $3 AND until_ms > ${NOW}`,
          [ORG, ticket.sort, ticket.digest],
          LOOK,
        ),
        ticket,
      ),
    takeTicket: async (ticket) =>
      opened(
        await stamped<Locked>(
          db,
          `DELETE FROM holdpoint.tickets WHERE org_id = $1 AND sort = $3 AND digest = $4 AND until_ms > $2::bigint
           RETURNING data AS sealed, key_id`,
          [ticket.sort, ticket.digest],
        ),
        ticket,
      ),
    async tryOnce(about, forMillis) {
      const tried = await stamped<{ tries: number; until_ms: string }>(
        db,
        `INSERT INTO holdpoint.attempts AS known (org_id, about, tries, until_ms) VALUES ($1, $3, 1, $2::bigint + $4::bigint)
         ON CONFLICT (org_id, about) DO UPDATE SET
           tries = CASE WHEN known.until_ms <= $2::bigint THEN 1 ELSE known.tries + 1 END,
           until_ms = CASE WHEN known.until_ms <= $2::bigint THEN excluded.until_ms ELSE known.until_ms END
         RETURNING tries, until_ms`,
        [about, forMillis],
      )
      if (!tried.ok) return tried
      const { tries, until_ms } = tried.value[0]!
      return ok({ tries, until: instantFromMillis(Number(until_ms)) })
    },
    async forgive(about) {
      const forgiven = await db.query(
        'UPDATE holdpoint.attempts SET tries = tries - 1 WHERE org_id = $1 AND about = $2 AND tries > 0',
        [ORG, about],
      )
      return forgiven.ok ? ok(undefined) : forgiven
    },
    sweep: () =>
      db.transaction(async (client) => {
        const now = await nowOf(client)
        for (const table of ['tickets', 'attempts'])
          await client.query(`DELETE FROM holdpoint.${table} WHERE org_id = $1 AND until_ms < $2::bigint`, [ORG, now])
        // What was ended still shows for a day, so that every node has met it.
        await client.query(
          `DELETE FROM holdpoint.sessions WHERE org_id = $1 AND (until_ms < $2::bigint OR ended) AND changed_ms < $3::bigint`,
          [ORG, now, now - DAY],
        )
      }),
  }
}

type Named = Pick<Ticket, 'sort' | 'digest'>
const nameOf = ({ sort, digest }: Named) => `${sort} ${toHex(digest)}`
