import type { FeedFact } from '../../core/policy/feeds.ts'

/** A feed that is present. */
export const feedJson = (feed: FeedFact & { readonly source: string; readonly rows: number }): object => ({
  ...feedFactJson(feed),
  rows: feed.rows,
  source: feed.source,
})

/** A feed that an answer rests on. */
export const feedFactJson = ({ name, version, dated }: FeedFact): object => ({ name, version: version ?? null, dated })
