import type { Grounds } from '../../core/gate/evaluate.ts'
import type { Part } from '../../core/gate/part.ts'
import type { Question } from '../../core/gate/question.ts'
import type { FeedFact } from '../../core/policy/feeds.ts'
import type { Share } from '../../scan/shape.ts'

/** Threads that hear parts of large reports beside each other. */
export interface Crew {
  /** How many are worth having here; below 2, the caller does better alone. */
  readonly size: number
  /**
   * Gives each task to a thread of its own, which does `hearPieces`; their answers in the same order. Undefined where one had
   * too little memory for it.
   */
  hear(tasks: readonly Task[]): Promise<readonly Told[] | undefined>
}

/** What one thread has to hear, and what it judges by: plain values. Feeds are large, so it loads them itself. */
export interface Task {
  readonly pieces: readonly Piece[]
  readonly question: Question
  readonly grounds: Omit<Grounds, 'feeds'>
  readonly withFeeds: boolean
  /** For fingerprints that parts can compare. */
  readonly seed: Uint32Array
}

export interface Piece {
  readonly file: string
  readonly share: Share
}

/** What a thread heard, piece by piece, of which files, and the feeds that it judged by. */
export interface Told {
  readonly parts: readonly Part[]
  /** Of the file that each is a part of; none where it could not be opened. */
  readonly stamps: readonly (string | undefined)[]
  readonly feeds: readonly FeedFact[]
}
