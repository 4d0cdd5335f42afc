import type { FeedFact, Feeds } from '../core/policy/feeds.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { decodeFeed, epssFeed, kevFeed, type StoredFeed } from '../texts/feeds/stored.ts'
import type { DataFolder } from './ports.ts'

type Name = FeedFact['name']

/** The feeds that are present. One that is damaged is said, never skipped: without it a policy would see less. */
export function loadFeeds(data: DataFolder): Result<Feeds> {
  const epss = loadFeed('epss', data)
  if (!epss.ok) return epss
  const kev = loadFeed('kev', data)
  if (!kev.ok) return kev
  return ok({ ...(epss.value && { epss: epssFeed(epss.value) }), ...(kev.value && { kev: kevFeed(kev.value) }) })
}

/** One feed as it is present; undefined where it is not. */
export function loadFeed(name: Name, data: DataFolder): Result<StoredFeed | undefined> {
  const bytes = data.read(fileOf(name))
  if (!bytes.ok || bytes.value === undefined) return bytes as Result<undefined>
  const stored = decodeFeed(bytes.value)
  if (stored?.name === name) return ok(stored)
  return refuse('feed/other-version', 'This feed was kept by another version of Holdpoint.', 'Import it again.', {
    file: `${data.path}/${fileOf(name)}`,
  })
}

export const fileOf = (name: Name): string => `feeds/${name}.feed`
