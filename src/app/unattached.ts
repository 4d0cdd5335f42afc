import type { Digest } from '../core/ids.ts'
import { DAY } from '../core/instant.ts'
import { ok, type Result } from '../core/problem.ts'
import type { EvidenceStore } from './ports/evidence.ts'

/** So long a file that was sent waits to be attached, or named in another way. Sent again, it waits as long again. */
export const WAITS_MS = DAY

/**
 * Drops files that were sent and that no entry of the log names. What an entry names once it names for ever, so that is remembered, and
 * found out again after a restart: the log is read through only where a file has waited for its time.
 */
export function unattached(
  evidence: Pick<EvidenceStore, 'unsentFor' | 'named' | 'drop'>,
  millis = WAITS_MS,
): () => Promise<Result<number>> {
  let log: number | undefined
  const known = new Set<Digest>()
  return async () => {
    const waiting = await evidence.unsentFor(millis)
    if (!waiting.ok) return waiting
    const doubtful = waiting.value.filter((digest) => !known.has(digest))
    if (doubtful.length === 0) return ok(0)
    const looked = await evidence.named(doubtful)
    if (!looked.ok) return looked
    if (log !== looked.value.log) known.clear() // another log, perhaps put back: it may name less
    log = looked.value.log
    for (const digest of looked.value.named) known.add(digest)
    let dropped = 0
    for (const digest of doubtful) {
      const gone = looked.value.named.has(digest)
        ? ok(false)
        : await evidence.drop(digest, { millis, looked: looked.value })
      if (!gone.ok) return gone
      if (gone.value) dropped++
    }
    return ok(dropped)
  }
}
