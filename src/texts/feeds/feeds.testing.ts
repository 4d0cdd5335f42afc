import { createHash } from 'node:crypto'
import { sourceOf } from '../../scan/source.ts'
import { readFeed } from './read.ts'
import type { FeedTable } from './table.ts'

export const EPSS_HEAD = '#model_version:v2026.06.15,score_date:2026-11-18T00:00:00+0000\ncve,epss,percentile\n'
export const KEV_HEAD =
  'cveID,vendorProject,product,vulnerabilityName,dateAdded,shortDescription,requiredAction,dueDate\n'

/** A text as a feed; chunks small enough that everything is cut somewhere. */
export const read = (text: string | Uint8Array) => {
  const bytes = Buffer.from(text)
  return readFeed(sourceOf('feed', bytes, `sha256:${createHash('sha256').update(bytes).digest('hex')}`, 7))
}

export function table(text: string): FeedTable {
  const feed = read(text)
  if (!feed.ok) throw new Error(feed.problem.message)
  return feed.value
}

export const kevJson = (cves: readonly string[], more: object = {}): string =>
  JSON.stringify({
    title: 'Catalog',
    catalogVersion: '2026.11.18',
    dateReleased: '2026-11-18T17:04:19.9796Z',
    count: cves.length,
    vulnerabilities: cves.map((cveID) => ({ cveID, dateAdded: '2026-11-18' })),
    ...more,
  })
