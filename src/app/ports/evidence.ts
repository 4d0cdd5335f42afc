import type { Actor, Digest } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import type { Result } from '../../core/problem.ts'

/** Files of cases, known by their digest and encrypted where they lie. */
export interface EvidenceStore {
  /**
   * Takes a file as it comes, whole or not at all. The same file again is the same evidence.
   * Refused: more than `limitBytes`, another digest than `expected`.
   */
  put(chunks: AsyncIterable<Uint8Array>, limits: PutLimits): Promise<Result<Stored>>
  /** Has one of these sent this file, all of it? Its digest is no secret: whoever only knows that has not got the file. */
  sentBy(digest: Digest, actors: readonly Actor[]): Promise<Result<boolean>>
  /** What is known of a file; undefined where there never was one. */
  find(digest: Digest): Promise<Result<StoredFile | undefined>>
  /**
   * Its bytes, decrypted and checked piece by piece. Refused where it is missing, erased, or the key is another one. Damage that shows
   * later is thrown by the generator as an error that carries a `problem`: only a generator that ends has given the whole file.
   */
  read(digest: Digest): Promise<Result<AsyncGenerator<Uint8Array>>>
  /** Destroys a file and its key for ever; that it was there stays known. @returns was there something to erase? */
  erase(digest: Digest): Promise<Result<boolean>>
}

export interface PutLimits {
  readonly limitBytes: number
  readonly expected?: Digest
  /** Who sends it. */
  readonly by?: Actor
}

export interface Stored {
  readonly digest: Digest
  readonly bytes: number
  /** It was there already. */
  readonly again: boolean
}

export interface StoredFile {
  readonly digest: Digest
  readonly bytes: number
  readonly storedAt: Instant
  readonly erasedAt?: Instant
}
