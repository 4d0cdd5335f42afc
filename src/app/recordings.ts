import type { Asked } from '../core/case/standing.ts'
import { decodeProductEvent, evolveRegister, NO_PRODUCTS, type Register } from '../core/product/register.ts'
import {
  addRecording,
  decodeRecording,
  namesAsked,
  namesOf,
  noRecordings,
  RECORDED_STREAMS,
  recordedStream,
  type Recordings,
} from '../core/recording/recording.ts'
import type { Entry } from '../core/log/entry.ts'
import { decodeEntry } from '../core/log/codec.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import type { Follower } from './holdings.ts'
import { Memory, type Reading } from './memory.ts'
import type { Shelf } from './ports/shelf.ts'

const REGISTER: Reading<Register> = {
  begin: () => NO_PRODUCTS,
  n: ({ n }) => n,
  add(known, entry) {
    const event = decodeProductEvent(entry, { file: entry.stream })
    return event.ok ? ok(evolveRegister(known, event.value)) : event
  },
}

/** Which products there are, in memory. */
export const registerIn = (shelf: Pick<Shelf, 'streams'>) => new Memory(shelf, REGISTER)

/** Decoding so many entries takes a few milliseconds: then others get a turn. */
const AT_ONCE = 100
/** So many recordings are kept; what was asked for longest ago is read again when somebody asks for it. */
const MOST = 10_000
/** So many that nobody has looked through for their names make every question slower: then somebody does. */
const MANY_UNREAD = 50

/** A release, as its recordings know it: whatever goes by one of these names, in the stream of its product. */
export interface Recorded {
  readonly stream: string
  readonly names: readonly string[]
  /** Of both. */
  readonly key: string
}

/** What is recorded of a release that is asked about. @param sha256  hex, of a text */
export function recordedOf(asked: Asked, sha256: (text: string) => string): Recorded {
  const stream = recordedStream(asked.product, sha256)
  const names = namesAsked(asked)
  return { stream, names, key: [stream, ...names].join('\n') } // names hold no line break
}

interface Kept {
  readonly names: ReadonlySet<string>
  readonly stream: string
  readonly known: Recordings
  /** Since something in it could not be read, nobody can tell. */
  fault?: Result<never>
}

/**
 * What is recorded of the releases that somebody asks about, in memory: each is read when it is first asked for and followed from
 * then on, as of the log's size. What a product has recorded of its other releases stays where it is.
 */
export class RecordedReleases implements Follower {
  private readonly shelf: Pick<Shelf, 'recorded' | 'learnNames'>
  private kept = new Map<string, Kept>()
  private size = 0
  private loading = new Map<string, { readonly met: Entry[]; readonly done: Promise<Result<Recordings>> }>()
  private readonly learning = new Map<string, Promise<void>>()

  constructor(shelf: Pick<Shelf, 'recorded' | 'learnNames'>) {
    this.shelf = shelf
  }

  reset(): void {
    this.kept = new Map()
    this.size = 0
    this.loading = new Map() // what is under way was of another log: it ends in nothing
  }

  meet(entry: Entry): void {
    if (!entry.stream.startsWith(RECORDED_STREAMS)) return
    for (const { met } of this.loading.values()) met.push(entry)
    for (const kept of this.kept.values()) this.size += add(kept, entry)
  }

  /** What is recorded of a release, where that is in memory. */
  now({ key }: Recorded): Result<Recordings> | undefined {
    const kept = this.kept.get(key)
    if (!kept) return undefined
    this.kept.delete(key)
    this.kept.set(key, kept) // asked for last: forgotten last
    return kept.fault ?? ok(kept.known)
  }

  /** What is recorded of a release. The read, where it takes one, begins after the question. */
  async about(release: Recorded): Promise<Result<Recordings>> {
    const now = this.now(release)
    if (now) return now
    const under = this.loading.get(release.key)
    if (under) return under.done
    const met: Entry[] = []
    const done = this.load(release, met)
    this.loading.set(release.key, { met, done })
    return done
  }

  /** Looks through what was recorded in a stream since somebody did last, so that no question has to. */
  learn(stream: string): Promise<void> {
    const under = this.learning.get(stream)
    if (under) return under
    const done = this.shelf
      .learnNames(stream)
      .then(
        () => {},
        () => {},
      ) // what could not be written down now is read by whoever asks
      .finally(() => this.learning.delete(stream))
    this.learning.set(stream, done)
    return done
  }

  private async load({ stream, names, key }: Recorded, met: Entry[]): Promise<Result<Recordings>> {
    const isOurs = () => this.loading.get(key)?.met === met
    const read = await this.shelf.recorded(stream, names)
    if (!read.ok) {
      if (isOurs()) this.loading.delete(key)
      return read
    }
    const { entries, unread } = read.value
    const kept: Kept = { stream, names: new Set(names), known: noRecordings() }
    let size = 1
    for (const [i, { bytes }] of entries.entries()) {
      const entry = decodeEntry(bytes)
      if (entry.ok) size += add(kept, entry.value)
      else kept.fault = entry
      if (i % AT_ONCE === AT_ONCE - 1) await new Promise((resolve) => setImmediate(resolve))
    }
    for (const entry of met) size += add(kept, entry)
    if (unread > MANY_UNREAD) void this.learn(stream)
    if (!isOurs()) return PUT_BACK
    this.loading.delete(key)
    this.kept.set(key, kept)
    this.size += size
    for (const [first, one] of this.kept) {
      if (this.size <= MOST || first === key) break
      this.kept.delete(first)
      this.size -= 1 + weightOf(one)
    }
    return kept.fault ?? ok(kept.known)
  }
}

/** @returns how many recordings it has more */
function add(kept: Kept, entry: Entry): 0 | 1 {
  if (entry.stream !== kept.stream || entry.n <= kept.known.n) return 0 // read with the release already, where it is of it
  const recording = decodeRecording(entry, { file: entry.stream })
  if (!recording.ok) kept.fault = recording
  else if (namesOf(recording.value).some((name) => kept.names.has(name))) {
    addRecording(kept.known, recording.value)
    return 1
  }
  return 0
}

/** Each under one of its names. */
const weightOf = ({ known }: Kept): number => new Set([...known.byName.values()].flat()).size

const PUT_BACK = refuse('gate/not-read', 'The log became another one while it was read.', 'Ask again.')
