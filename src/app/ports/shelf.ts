import type { CaseId, HoldId, Product } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import type { Result } from '../../core/problem.ts'
import type { CaseRow, HoldRow, StreamEntry } from './ledger.ts'

/** What can be looked up beside the log, as it was committed last. A look that takes half a minute is given up. */
export interface Shelf {
  /** Cases by their number, the newest first; `before` one, where it goes on. */
  cases(page: Within & { readonly before?: CaseId; readonly limit: number }): Promise<Result<readonly CaseRow[]>>
  /** Which cases concern which products, whether or not their holds are in force. */
  holds(product?: Product): Promise<Result<readonly HoldRow[]>>
  /** The same a page at a time, by product and then by case; after one, where it goes on. */
  holdsPage(
    page: Within & { readonly product?: Product; readonly after?: HoldId; readonly limit: number },
  ): Promise<Result<readonly ListedHold[]>>
  /** Whole streams, each in order. */
  streams(names: readonly string[]): Promise<Result<readonly StreamEntry[]>>
  /**
   * What a stream of recordings has under one of these names, in order: every entry that does, beside others, which nobody has
   * looked through for their names yet.
   */
  recorded(stream: string, names: readonly string[]): Promise<Result<RecordedEntries>>
  /** Looks through those, and writes down under which names they are found. Made from the log alone, so it may be lost. */
  learnNames(stream: string): Promise<Result<void>>
}

export interface RecordedEntries {
  readonly entries: readonly StreamEntry[]
  /** So many of them nobody has looked through. */
  readonly unread: number
}

/** As a list tells of it: with the code name of its case. */
export interface ListedHold extends HoldRow {
  readonly name: string
  /** When its case was opened. */
  readonly openedAt: Instant
}

/** Only what concerns one of these products, where there are any. */
interface Within {
  readonly products?: readonly Product[]
}
