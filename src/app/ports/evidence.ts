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
  /** Somebody is about to name it: from now on it waits as if it had been sent now, where it is there. */
  claim(digest: Digest): Promise<Result<void>>
  /** What nobody has sent or claimed for so long. */
  unsentFor(millis: number): Promise<Result<readonly Digest[]>>
  /** Which of these some entry names, of this log or of those before it. Reads all of them: rarely. */
  named(digests: readonly Digest[]): Promise<Result<NamedFiles>>
  /** Drops a file as if it had never been sent: unless it was since, or an entry names it that came after that look. @returns was it? */
  drop(digest: Digest, unless: { readonly millis: number; readonly looked: LookedUpTo }): Promise<Result<boolean>>
}

/** How far the log was when somebody looked. */
export interface LookedUpTo {
  readonly log: number
  readonly size: number
}

export interface NamedFiles extends LookedUpTo {
  readonly named: ReadonlySet<Digest>
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
  /** When it was sent or claimed last. */
  readonly storedAt: Instant
  readonly erasedAt?: Instant
}
