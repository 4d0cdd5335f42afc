import type { Instant } from '../instant.ts'
import { ok, refuse, type Result } from '../problem.ts'
import type { ReadEntry } from './codec.ts'

/** What the order of entries must keep to, looked at one entry after the other. Remembers one number a stream. */
export class History {
  first: Instant | undefined
  last: Instant | undefined
  private readonly positions = new Map<string, number>()

  get streams(): number {
    return this.positions.size
  }

  admit({ at, stream, n }: Pick<ReadEntry, 'at' | 'stream' | 'n'>): Result<undefined> {
    if (this.last !== undefined && at < this.last)
      return refuse('log/time-goes-back', `This entry is of ${at}, the one before it of ${this.last}.`, ORDER)
    const expected = (this.positions.get(stream) ?? 0) + 1
    if (n !== expected)
      return refuse('log/gap', `This entry is number ${n} of ${stream}; number ${expected} is expected here.`, ORDER)
    this.positions.set(stream, n)
    this.first ??= at
    this.last = at
    return ok(undefined)
  }
}

const ORDER = 'Entries were taken out, put in or moved. Get the bundle again from whoever keeps the log.'
