import type { Result } from '../../core/problem.ts'

/**
 * Keys of a log that begins: a new name, a new key, the same masters, and no checkpoint yet. They are on the disk, beside the ones in
 * use, before any store names the new log; `settle` puts them in their place once one does. Whoever opens the keys of a store that
 * names the new log settles first: the restore may have broken off in between.
 */
export interface Renewal {
  /** The new log's name. */
  readonly origin: string
  readonly settle: () => Result<void>
}
