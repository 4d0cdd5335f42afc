import { DAY, type Instant, millisOf } from '../../core/instant.ts'
import type { FeedFact } from '../../core/policy/feeds.ts'
import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'
import { count } from './reading.ts'

type Present = FeedFact & { readonly rows: number }

/** `EPSS v2025.03.14 of 2026-05-18`: a feed, wherever it was used. */
export const feedName = ({ name, version, dated }: FeedFact): string =>
  `${name.toUpperCase()}${version === undefined ? '' : ` ${plain(version, 64)}`} of ${dated.slice(0, 10)}`

/** What is present and how old it is, a line each. */
export function feedsText(feeds: readonly Present[], folder: string, now: Instant, style: Style): string {
  const lines = feeds.map(
    (feed) => `${style('bold', feedName(feed))}, ${age(feed.dated, now)}: ${count(feed.rows, 'CVE')}`,
  )
  if (feeds.length === 0) lines.push('There is no feed. Get one with: holdpoint feeds import <files…>')
  return `${[...lines, style('dim', `in ${plain(folder, 300)}`)].join('\n')}\n`
}

/** What became of a file that was imported. */
export function importedText(
  feed: FeedFact & { readonly keys: readonly number[] },
  outcome: 'newer' | 'same',
  before: FeedFact | undefined,
  style: Style,
): string {
  if (outcome === 'same') return `${style('dim', 'present ')}  ${feedName(feed)}, this very file\n`
  const instead = before ? `, in place of ${feedName(before)}` : ''
  return `${style('green', 'imported')}  ${feedName(feed)}: ${count(feed.keys.length, 'CVE')}${instead}\n`
}

function age(dated: Instant, now: Instant): string {
  const days = Math.floor((millisOf(now) - millisOf(dated)) / DAY)
  return days < 1 ? 'of today' : `${count(days, 'day')} old`
}
