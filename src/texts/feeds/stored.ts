import { type Instant, parseInstant } from '../../core/instant.ts'
import { cveKey, type EpssFeed, type FeedFact, type KevFeed } from '../../core/policy/feeds.ts'
import type { FeedTable } from './table.ts'

// docs/formats/feeds.md: a line of JSON, then the columns one behind the other, little-endian.

const SCHEMA = 'holdpoint/feed/v1'
const COLUMNS = { epss: 2, kev: 0 } as const
const BILLION = 1e9
const MAX_HEAD_BYTES = 1024

/** A feed as it lies in the data folder: nothing is unpacked before it is asked. */
export interface StoredFeed extends FeedFact {
  readonly source: string
  readonly rows: number
  /** The values of a CVE, in billionths; undefined where it is not there. */
  of(cve: string): readonly number[] | undefined
}

export function encodeFeed({ name, version, dated, source, keys, columns }: FeedTable): Uint8Array {
  const head = { schema: SCHEMA, feed: name, version, dated, source, rows: keys.length }
  const line = new TextEncoder().encode(`${JSON.stringify(head)}\n`)
  const bytes = new Uint8Array(line.length + keys.length * rowBytes(columns.length))
  bytes.set(line)
  const view = new DataView(bytes.buffer)
  let at = line.length
  for (const key of keys) {
    view.setFloat64(at, key, true)
    at += 8
  }
  for (const value of columns.flat()) {
    view.setUint32(at, value, true)
    at += 4
  }
  return bytes
}

/** @returns undefined for what this version did not write */
export function decodeFeed(bytes: Uint8Array): StoredFeed | undefined {
  const line = bytes.subarray(0, MAX_HEAD_BYTES).indexOf(0x0a)
  const head = line < 0 ? undefined : headOf(bytes.subarray(0, line))
  if (!head) return undefined
  const { rows } = head
  const width = COLUMNS[head.name]
  if (bytes.length !== line + 1 + rows * rowBytes(width)) return undefined
  const view = new DataView(bytes.buffer, bytes.byteOffset + line + 1, bytes.length - line - 1)
  return {
    ...head,
    of(cve) {
      const row = find(view, rows, cveKey(cve))
      if (row === undefined) return undefined
      return Array.from({ length: width }, (_, column) => view.getUint32(8 * rows + 4 * (column * rows + row), true))
    },
  }
}

export const epssFeed = (stored: StoredFeed): EpssFeed => ({
  modelVersion: stored.version ?? '',
  scoreDate: stored.dated,
  of(cve) {
    const [probability, percentile] = stored.of(cve) ?? []
    if (probability === undefined || percentile === undefined) return undefined
    // Both are whole numbers, so the quotient is the very double that the feed's decimal reads as.
    return { probability: probability / BILLION, percentile: percentile / BILLION }
  },
})

export const kevFeed = (stored: StoredFeed): KevFeed => ({
  releasedAt: stored.dated,
  lists: (cve) => stored.of(cve) !== undefined,
  ...(stored.version !== undefined && { catalogVersion: stored.version }),
})

const rowBytes = (columns: number) => 8 + 4 * columns

/** Binary search in the column of keys. */
function find(view: DataView, rows: number, key: number | undefined): number | undefined {
  if (key === undefined) return undefined
  let [low, high] = [0, rows]
  while (low < high) {
    const middle = (low + high) >> 1
    if (view.getFloat64(8 * middle, true) < key) low = middle + 1
    else high = middle
  }
  return low < rows && view.getFloat64(8 * low, true) === key ? low : undefined
}

function headOf(line: Uint8Array): (FeedFact & { source: string; rows: number }) | undefined {
  let head: Readonly<Record<string, unknown>>
  try {
    head = JSON.parse(new TextDecoder().decode(line)) as Readonly<Record<string, unknown>>
  } catch {
    return undefined
  }
  const { schema, feed, version, dated, source, rows } = head
  const when = typeof dated === 'string' ? parseInstant(dated) : undefined
  if (schema !== SCHEMA || (feed !== 'epss' && feed !== 'kev') || typeof source !== 'string') return undefined
  if (!when?.ok || typeof rows !== 'number' || !Number.isSafeInteger(rows) || rows < 0) return undefined
  const facts = { name: feed, dated: when.value satisfies Instant, source, rows } as const
  return typeof version === 'string' ? { ...facts, version } : facts
}
