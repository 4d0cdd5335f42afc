import { addMillis, DAY, type Instant } from '../../core/instant.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { StoredFeed } from './stored.ts'
import type { FeedTable } from './table.ts'

/** A feed that keeps fewer of its rows than this was most likely cut off between two lines. */
const KEPT = 0.9

/** May this feed take the place of the one that is present? Never an older one, and never one that shrank. */
export function succession(
  next: FeedTable,
  present: StoredFeed | undefined,
  now: Instant,
  file: string,
): Result<'newer' | 'same'> {
  if (next.dated > addMillis(now, DAY))
    return refuse('feed/future', `It is dated ${next.dated}, and now is ${now}.`, 'Is the clock right?', { file })
  if (!present) return ok('newer')
  const what = `${next.name.toUpperCase()} of ${present.dated} is present`
  if (next.dated < present.dated)
    return refuse('feed/older', `${what}; this one is of ${next.dated}.`, 'Import a newer one.', { file })
  if (next.dated === present.dated)
    return next.source === present.source
      ? ok('same')
      : refuse('feed/older', `${what}; this one is as old and says something else.`, SAME_DAY[next.name], { file })
  if (next.keys.length < KEPT * present.rows)
    return refuse(
      'feed/shrunk',
      `It has ${next.keys.length} rows, and the one that is present ${present.rows}: was it cut off?`,
      'If it is whole indeed, remove the one that is present first.',
      { file },
    )
  return ok('newer')
}

const SAME_DAY = {
  epss: 'Import a newer one.',
  kev: 'Import a newer one. A CSV says only the day of its newest entry; the JSON says when it was released.',
}
