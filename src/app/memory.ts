import type { Entry } from '../core/log/entry.ts'
import { decodeEntry } from '../core/log/codec.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import type { Follower } from './holdings.ts'
import type { Shelf } from './ports/shelf.ts'

/** Decoding so many entries takes a few milliseconds: then others get a turn. */
const AT_ONCE = 500
/** Whoever asks for names that nobody has must not fill the memory: the one read first is read again when it is asked for. */
const MOST = 10_000

/** How a stream becomes what is known by it. */
export interface Reading<T> {
  readonly begin: () => T
  /** Never twice for one entry; refused where it cannot be read. */
  readonly add: (known: T, entry: Entry) => Result<T>
  /** Position of the last entry that was added. */
  readonly n: (known: T) => number
}

interface Kept<T> {
  known: T
  /** Since something in it could not be read, nobody can tell. */
  fault?: Result<never>
}

/**
 * Streams in memory, each read when it is first asked for and followed from then on: as of the log's size, as the holdings are that it
 * follows with.
 */
export class Memory<T> implements Follower {
  private readonly shelf: Pick<Shelf, 'streams'>
  private readonly reading: Reading<T>
  private kept = new Map<string, Kept<T>>()
  private loading = new Map<string, { readonly met: Entry[]; readonly done: Promise<Result<T>> }>()

  constructor(shelf: Pick<Shelf, 'streams'>, reading: Reading<T>) {
    this.shelf = shelf
    this.reading = reading
  }

  reset(): void {
    this.kept = new Map()
    this.loading = new Map() // what is under way was of another log: it ends in nothing
  }

  meet(entry: Entry): void {
    this.loading.get(entry.stream)?.met.push(entry)
    const kept = this.kept.get(entry.stream)
    if (kept) this.add(kept, entry)
  }

  /** What a stream says, where that is in memory. */
  now(stream: string): Result<T> | undefined {
    const kept = this.kept.get(stream)
    return kept && (kept.fault ?? ok(kept.known))
  }

  /** What a stream says. The read, where it takes one, begins after the question. */
  async about(stream: string): Promise<Result<T>> {
    const now = this.now(stream)
    if (now) return now
    const under = this.loading.get(stream)
    if (under) return under.done
    const met: Entry[] = []
    const done = this.load(stream, met)
    this.loading.set(stream, { met, done })
    return done
  }

  private async load(stream: string, met: Entry[]): Promise<Result<T>> {
    const entries = await this.shelf.streams([stream])
    const isOurs = () => this.loading.get(stream)?.met === met
    if (!entries.ok) {
      if (isOurs()) this.loading.delete(stream)
      return entries
    }
    const kept: Kept<T> = { known: this.reading.begin() }
    for (const [i, { bytes }] of entries.value.entries()) {
      const entry = decodeEntry(bytes)
      if (entry.ok) this.add(kept, entry.value)
      else kept.fault = entry
      if (i % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve))
    }
    for (const entry of met) this.add(kept, entry)
    if (!isOurs()) return PUT_BACK
    this.loading.delete(stream)
    this.kept.set(stream, kept)
    for (const first of this.kept.keys()) if (this.kept.size > MOST) this.kept.delete(first)
    return kept.fault ?? ok(kept.known)
  }

  private add(kept: Kept<T>, entry: Entry): void {
    const before = this.reading.n(kept.known)
    if (entry.n <= before) return // read with its stream already
    const known = entry.n === before + 1 ? this.reading.add(kept.known, entry) : GAP(entry)
    if (known.ok) kept.known = known.value
    else kept.fault = known
  }
}

const PUT_BACK = refuse('gate/not-read', 'The log became another one while it was read.', 'Ask again.')
const GAP = ({ stream, n }: Entry) => refuse('gate/not-read', `Entries of ${stream} before ${n} are missing.`)
