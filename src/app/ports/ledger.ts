import type { Actor, CaseId, Product, Uuid } from '../../core/ids.ts'
import type { Due } from '../../core/case/due.ts'
import type { Instant } from '../../core/instant.ts'
import type { Opening, Sealed } from '../../core/log/entry.ts'
import type { Result } from '../../core/problem.ts'

/**
 * The log in a database, with everything that changes together with it. Several processes may append at once: whoever
 * holds the head is alone.
 */
export interface Ledger {
  /**
   * Locks the head, lets `decide` look and say what to append, and commits that with the head, or nothing at all. When it
   * resolves to a batch's answer, the batch is durable. After a lost race `decide` is asked again, so it must not remember;
   * a refusal means that nobody can tell whether the batch was committed.
   */
  append<T>(decide: (view: LedgerView) => Promise<Decided<T>>): Promise<Result<T>>
  /** The head as it was committed last, read after this call began, and the database's clock then. Given up after a second. */
  head(): Promise<Result<Head & { readonly now: Instant }>>
  /** Entries of one log in order, from index `from` up to but without `until`; ends early where the log does. A page that takes half a minute is given up: it throws. */
  entries(log: number, from: number, until: number): AsyncGenerator<Uint8Array>
  /** The entries of one stream after its first `after`, in order. */
  stream(name: string, after: number): Promise<Result<readonly Uint8Array[]>>
  /** Keeps a signed checkpoint of a log beside it. */
  keepCheckpoint(log: number, size: number, note: string): Promise<Result<void>>
  /** The checkpoint of a log that was signed last. */
  checkpoint(log: number): Promise<Result<string | undefined>>
  /** The text behind seals, those that were not erased. */
  openings(seals: readonly Sealed['sealed'][]): Promise<Result<ReadonlyMap<Sealed['sealed'], Opening>>>
  /** Forgets texts for ever. The log keeps what it hashed. @returns how many there were */
  erase(seals: readonly Sealed['sealed'][]): Promise<Result<number>>
}

export interface Decided<T> {
  readonly answer: T
  readonly batch?: Batch
}

/** Where a log ends. */
export interface Head {
  /** Which log of this store: 1, and one more after each restore. */
  readonly log: number
  readonly origin: string
  readonly size: number
  /** Roots of the complete subtrees, from left to right: what the next leaf needs (`Frontier`). */
  readonly roots: readonly Uint8Array[]
  /** Time of the last entry. */
  readonly at: Instant
  /** The number that the last case got. */
  readonly cases: number
}

/** What a decision may look at while the head is held. */
export interface LedgerView {
  readonly head: Head
  /** The database's clock: the one that all processes share. */
  readonly now: Instant
  /** Entries of the present log from this index on. */
  since(index: number): Promise<readonly StreamEntry[]>
  /** Whole streams, each in order. */
  streams(names: readonly string[]): Promise<readonly StreamEntry[]>
  /** How many entries a stream has. */
  length(stream: string): Promise<number>
  /** The cases that are not closed. */
  openCases(): Promise<readonly CaseId[]>
  /** Those of these commands that were answered before. */
  known(commands: readonly Uuid[]): Promise<readonly KnownCommand[]>
}

export interface StreamEntry {
  readonly stream: string
  readonly n: number
  /** The bytes that are hashed. */
  readonly bytes: Uint8Array
}

/** That a command was carried out, and as which entries. */
export interface KnownCommand {
  readonly id: Uuid
  readonly by: Actor
  /** What was said, hashed (`saidOf`): the same id with other words is another command. Empty once words of its stream were erased. */
  readonly said: string
  readonly log: number
  /** Index of its first entry in the log; of the next entry, where it had none. */
  readonly index: number
  readonly stream: string
  /** Position of its first entry in its stream. */
  readonly n: number
  readonly entries: number
  readonly at: Instant
}

/** What is committed in one step. */
export interface Batch {
  readonly head: Head
  readonly entries: readonly StreamEntry[]
  readonly commands: readonly KnownCommand[]
  readonly openings: readonly (Opening & Sealed & { readonly stream: string })[]
  /** Read models of the cases that were touched. */
  readonly cases: readonly CaseRow[]
  readonly holds: readonly HoldRow[]
  readonly due: { readonly added: readonly DueRow[]; readonly gone: readonly DueRow[] }
}

export interface CaseRow {
  readonly id: CaseId
  /** Position of its last entry. */
  readonly n: number
  /** The code name. */
  readonly name: string
  readonly openedAt: Instant
  readonly closed: boolean
}

/** Which cases a question about a product concerns. */
export interface HoldRow {
  readonly case: CaseId
  readonly product: Product
  readonly inForce: boolean
}

export interface DueRow extends Due {
  readonly case: CaseId
}
