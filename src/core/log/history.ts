import type { Instant } from '../instant.ts'
import { ok, refuse, type Result } from '../problem.ts'
import type { ReadEntry } from './codec.ts'

/** What the order of entries must keep to, looked at one entry after the other. Remembers a number or two a stream. */
export class History {
  first: Instant | undefined
  last: Instant | undefined
  /** Where each stream goes on from; kept only where the log continues another. */
  readonly starts = new Map<string, number>()
  private readonly positions = new Map<string, number>()
  private continues = false

  get streams(): number {
    return this.positions.size
  }

  /** The log goes on from another: from here, a stream may begin with any number. */
  continue(): void {
    this.continues = true
  }

  /** The number that each stream has reached, as of now. */
  reached(): ReadonlyMap<string, number> {
    return new Map(this.positions)
  }

  admit({ at, stream, n }: Pick<ReadEntry, 'at' | 'stream' | 'n'>): Result<undefined> {
    if (this.last !== undefined && at < this.last)
      return refuse('log/time-goes-back', `This entry is of ${at}, the one before it of ${this.last}.`, ORDER)
    const before = this.positions.get(stream)
    if (before === undefined && this.continues) this.starts.set(stream, n)
    const expected = (before ?? (this.continues ? n - 1 : 0)) + 1
    if (n !== expected)
      return refuse('log/gap', `This entry is number ${n} of ${stream}; number ${expected} is expected here.`, ORDER)
    this.positions.set(stream, n)
    this.first ??= at
    this.last = at
    return ok(undefined)
  }
}

const ORDER = 'Entries were taken out, put in or moved. Get the bundle again from whoever keeps the log.'
