import type { Instant } from '../../core/instant.ts'
import type { Result } from '../../core/problem.ts'
import type { Head, StreamEntry } from './ledger.ts'

/** The store as a whole: read as of one moment, or filled while it is empty. */
export interface Vault {
  /** The schema's version, as this program knows it. */
  readonly version: number
  /**
   * One moment of the whole store, however long it is looked at while others write. `alone`: nobody writes until the look is over.
   */
  look<T>(look: (view: VaultView) => Promise<Result<T>>, how?: { readonly alone: boolean }): Promise<Result<T>>
  /** In one step everything that `fill` put there; nothing where it refuses, or where the store is not empty (`backup/not-empty`). */
  fill<T>(fill: (loader: Loader) => Promise<Result<T>>): Promise<Result<T>>
}

export interface VaultView {
  readonly head: Head
  /** The database's clock. */
  readonly now: Instant
  /** All rows of a table in the order of its key, some at a time. */
  pages(table: Table): AsyncGenerator<readonly Row[]>
}

export interface Loader {
  /** The database's clock. */
  readonly now: Instant
  add(table: Table, rows: readonly Row[]): Promise<void>
  head(head: Head): Promise<void>
  /** The entries that were added, stream by stream. */
  streams(): AsyncGenerator<StreamEntry>
}

/** A table of the store, as far as it matters outside. */
export interface Table {
  readonly name: string
  /** What tells its rows apart, and orders them. */
  readonly key: readonly string[]
  readonly columns: Readonly<Record<string, Form>>
  /** How many rows are handed over at once. */
  readonly page: number
}

/** `count` goes to 2^53 − 1, `bytes` are base64; with `?`, null is a value. */
export type Form = Plain | `${Plain}?`
type Plain = 'text' | 'uuid' | 'int' | 'count' | 'boolean' | 'bytes'
export type Cell = string | number | boolean | null
export type Row = Readonly<Record<string, Cell>>

/** Files of which each part is packed by itself (gzip of several members). */
export interface PackedFiles {
  /** A private file that appears whole and on the disk, or not at all. */
  draft(path: string): Result<Draft>
  open(path: string): Result<Packed>
}

export interface Draft {
  write(part: string): Promise<Result<void>>
  /** @returns how many bytes the file has */
  deliver(): Result<number>
  /** Harmless after `deliver`. */
  discard(): void
}

/** A packed file, read through one descriptor. */
export interface Packed {
  readonly name: string
  /** What is in it, from the start; a refusal ends it. */
  chunks(): AsyncGenerator<Result<Uint8Array>>
  close(): void
}

/** SHA-256 of what comes bit by bit. */
export interface Hashing {
  update(part: string | Uint8Array): void
  /** In hex. */
  digest(): string
}
