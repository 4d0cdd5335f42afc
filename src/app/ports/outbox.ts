import type { Result } from '../../core/problem.ts'

/** What the log still has to tell others, stream by stream in the order of its entries. */
export interface Outbox {
  /**
   * Takes the oldest message of each stream that waits, for so long: whoever took it tells it, or the time passes and somebody else does. Never
   * two of one stream at once.
   */
  take(limit: number, forMillis: number): Promise<Result<readonly Message[]>>
  /** It was told. */
  told(message: Message): Promise<Result<void>>
  /** It could not be told: again after so long, and what follows it in its stream waits. */
  later(message: Message, afterMillis: number): Promise<Result<void>>
  /** Forgets the oldest messages, told or not: for a store of which nobody is to be told anything. @returns how many there were */
  drop(limit: number): Promise<Result<number>>
}

/** One entry, to be told. */
export interface Message {
  readonly log: number
  readonly index: number
  readonly stream: string
  /** How often somebody took it before. */
  readonly attempts: number
  readonly bytes: Uint8Array
}
