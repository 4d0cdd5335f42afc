import type { Product, Uuid } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import type { Result } from '../../core/problem.ts'
import type { Decided, LedgerView } from './ledger.ts'

/** What the scanners said of each product, finding by finding. It informs: nothing in a case or hold changes by it. */
export interface Inventory {
  /**
   * Alone with what is known of one product. Commits everything that `work` did, or undoes all of it where it refuses. After a lost
   * race `work` is asked again, so it must not remember.
   */
  open<T>(product: Product, work: (shelf: Shelf) => Promise<Result<T>>): Promise<Result<T>>
}

/** What is known of a product, while nobody else changes it. */
export interface Shelf {
  /** The database's clock. */
  readonly now: Instant
  /** The highest number that a finding got. */
  readonly numbers: number
  /** Each tool's last look at the product. */
  readonly looks: readonly Look[]
  /** Was this command answered before? */
  isKnown(command: Uuid): Promise<boolean>
  /** How many entries a stream has. */
  length(stream: string): Promise<number>
  entry(stream: string, n: number): Promise<Uint8Array>
  /** Did an earlier import say just this, of a scan that ended then or later? */
  wasSaid(said: string, finishedAt: Instant | undefined): Promise<boolean>
  /** Every finding that was ever said of it, without its words. */
  findings(): Promise<readonly KnownFinding[]>
  /** The words of some. */
  words(numbers: readonly number[]): AsyncIterable<{ readonly no: number; readonly finding: string }>
  /** Adds one; wait before the next, so that they do not pile up. */
  add(finding: NewFinding): Promise<void>
  /** Writes what an import came to. */
  settle(outcome: Outcome): Promise<void>
  /** Locks the log's head and appends, as `Ledger.append` does, within this transaction: the last thing to do. */
  append<T>(decide: (view: LedgerView) => Promise<Decided<T>>): Promise<T>
}

export interface KnownFinding {
  readonly no: number
  readonly tool: string
  /** Hex SHA-256 of the tool and what it said. */
  readonly content: string
  /** `basis:id` of every identity, the strongest first. */
  readonly identities: string
  readonly absent: boolean
}

export interface NewFinding extends Omit<KnownFinding, 'absent'> {
  /** As JSON. */
  readonly finding: string
  /** The import that says it. */
  readonly first: number
}

/** When a tool looked last, and which tools looked with it. */
export interface Look {
  readonly tool: string
  readonly covers: readonly string[]
  readonly finishedAt?: Instant
}

/** What an import changes. */
export interface Outcome {
  /** Its number. */
  readonly n: number
  readonly numbers: number
  /** Known ones that take the words of an added one, which goes; they are there again. */
  readonly changed: readonly { readonly no: number; readonly words: number }[]
  /** Added ones that said nothing new after all: they go. */
  readonly dropped: readonly number[]
  /** There again, in the same words. */
  readonly returned: readonly number[]
  /** No longer there. */
  readonly gone: readonly number[]
  readonly looks: readonly Look[]
  /** Absent where the import said nothing new. */
  readonly row?: {
    readonly format: string
    /** Hex SHA-256. */
    readonly report: string
    readonly said: string
    readonly findings: number
    readonly scope: string
    readonly finishedAt?: Instant
  }
}
