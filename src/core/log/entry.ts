import type { Actor, Uuid } from '../ids.ts'
import type { Instant } from '../instant.ts'

/**
 * An event as it is kept: one entry of the log, and the only record of what happened. Types are never changed;
 * a new version of one is read through an upcaster. At most {@link MAX_ENTRY_BYTES} as canonical JSON (RFC 8785).
 */
export interface Entry<Type extends string = string, Data extends EntryData = EntryData> {
  /** Version of the event's type, from 1. */
  readonly v: number
  /** What it belongs to: a case (`HP-7`), `policy`, `people` … */
  readonly stream: string
  /** Position in its stream, from 1, without gaps. */
  readonly n: number
  readonly type: Type
  /** The server's time; never goes back within a log. */
  readonly at: Instant
  readonly actor: Actor
  /** The command that led to it; the same command again gets the same answer. */
  readonly command: Uuid
  /** Ids, enums, numbers and digests only. Free text and names stand as {@link Sealed}. */
  readonly data: Data
}

export type EntryData = { readonly [key: string]: EntryValue | undefined }
export type EntryValue = string | number | boolean | null | readonly EntryValue[] | EntryData

/**
 * Free text in an entry: hex SHA-256 of salt ‖ UTF-8 value. Salt (16 random bytes) and value are kept beside the log, so
 * that a person's words and name can be erased ("erased") while the log stays whole.
 */
export interface Sealed extends EntryData {
  readonly sealed: string
}

/** What stands beside the log for one {@link Sealed}. */
export interface Opening {
  /** 16 bytes in hex. */
  readonly salt: string
  readonly value: string
}

export const MAX_ENTRY_BYTES = 16 * 1024
