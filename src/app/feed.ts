import type { Instant } from '../core/instant.ts'
import { decodeEntry } from '../core/log/codec.ts'
import type { Result } from '../core/problem.ts'
import type { Head, Ledger } from './ports/ledger.ts'
import { pause } from './regularly.ts'

/** That something happened, and where: no word of what. */
export interface News {
  readonly log: number
  readonly index: number
  readonly stream: string
  readonly n: number
  readonly type: string
  readonly at: Instant
}

/** A place in the log: after the entry of this index. */
export type Since = Pick<News, 'log' | 'index'>

export interface Feed {
  /** What comes after a place, or after now, until the signal ends it. Waits where the store is away. */
  follow(since: Since | undefined, signal: AbortSignal): AsyncGenerator<News>
}

export interface FeedPorts {
  readonly ledger: Pick<Ledger, 'entries'>
  /** Where the log ends, by a look that began after this call; whoever waits shares it. */
  readonly look: () => Promise<Result<Pick<Head, 'log' | 'size'>>>
  readonly everyMillis?: number
}

/** Looks for new entries twice a second, for as long as somebody listens. */
export function feed({ ledger, look, everyMillis = 500 }: FeedPorts): Feed {
  return {
    async *follow(since, signal) {
      let place = since && { log: since.log, next: since.index + 1 }
      for (; !signal.aborted; await pause(everyMillis, signal)) {
        const head = await look()
        if (!head.ok) continue
        const { log, size } = head.value
        // Another log than the one that was followed: it is told from its beginning.
        place = place === undefined ? { log, next: size } : place.log === log ? place : { log, next: 0 }
        try {
          for await (const bytes of ledger.entries(log, place.next, size)) {
            const index = place.next++
            const entry = decodeEntry(bytes)
            if (signal.aborted) return
            if (!entry.ok) continue
            const { stream, n, type, at } = entry.value
            yield { log, index, stream, n, type, at }
          }
        } catch {
          continue // the store went away: it goes on where it stopped
        }
      }
    },
  }
}
