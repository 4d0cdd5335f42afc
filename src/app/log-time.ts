import type { Instant } from '../core/instant.ts'
import type { Head } from './ports/ledger.ts'

/** Where a log ended at some moment, and the database's clock then. */
export type Moment = Pick<Head, 'at'> & { readonly now: Instant }

/**
 * The time that counts: the database's clock, never before the log's last entry, and never earlier than what was seen before. What
 * ended stays ended when a clock is put back.
 */
export function logTime(): (seen: Moment) => Instant {
  let latest = '0001-01-01T00:00:00.000Z' as Instant
  return ({ now, at }) => (latest = [now, at].reduce((a, b) => (a > b ? a : b), latest))
}
