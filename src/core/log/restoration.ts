import { ok, refuse, type Result } from '../problem.ts'
import { parseDigest, type Digest } from '../ids.ts'
import { fromBase64 } from './base.ts'
import type { ReadEntry } from './codec.ts'
import type { EntryData } from './entry.ts'
import { HASH_BYTES } from './merkle.ts'

/**
 * A log that was put back from a backup does not go on: another begins, under a new origin, and its first entry names the old one as far
 * as it was put back. Only in such a log a stream may begin with another number than 1: it goes on with the next one.
 */
export const LOG_RESTORED = { stream: 'log', type: 'log_restored' } as const

/** What a log goes on from. */
export interface Continuation {
  /** Of the log before. */
  readonly origin: string
  /** How many of its entries were put back. */
  readonly size: number
  /** Their root, in base64. */
  readonly root: string
  /** SHA-256 of the signed note that was known last, if any was. */
  readonly checkpoint?: Digest
  /** How many signed entries are known to be lost. */
  readonly lost: number
}

export const restoration = ({ origin, size, root, checkpoint, lost }: Continuation): EntryData => ({
  origin,
  size,
  root,
  checkpoint,
  lost,
})

/** What the entry at `index` of the log `origin` says it continues; undefined where it is another sort of entry. */
export function readRestoration(entry: ReadEntry, index: number, origin: string): Result<Continuation | undefined> {
  if (entry.stream !== LOG_RESTORED.stream || entry.type !== LOG_RESTORED.type) return ok(undefined)
  if (index > 0)
    return refuse(
      'log/restored-later',
      `Entry ${index} says that the log continues another; only the first may.`,
      'A log that was put back starts anew. Ask whoever keeps the log where this entry comes from.',
    )
  const continued = entry.v === 1 ? continuationOf(entry.readData()) : undefined
  return continued && continued.origin !== origin
    ? ok(continued)
    : refuse(
        'log/continuation-unreadable',
        'The first entry does not say which other log this one continues.',
        'Its data must be {"lost":0,"origin":"…","root":"…","size":1}, and a checkpoint where one was known.',
      )
}

function continuationOf(data: EntryData): Continuation | undefined {
  const { origin, size, root, checkpoint, lost, ...others } = data
  if (Object.keys(others).length > 0) return undefined
  if (typeof origin !== 'string' || origin === '' || typeof root !== 'string') return undefined
  if (!isCount(size) || !isCount(lost) || fromBase64(root)?.length !== HASH_BYTES) return undefined
  if (checkpoint === undefined) return { origin, size, root, lost }
  const digest = typeof checkpoint === 'string' ? parseDigest(checkpoint) : undefined
  return digest?.ok ? { origin, size, root, checkpoint: digest.value, lost } : undefined
}

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0
