import type { Spans } from '../tree.ts'

/** `concede`: the facts support the objection; `partly`: in part, or for the time being; `hold`: they do not. */
export type Stance = 'concede' | 'partly' | 'hold'

/** What can be said to an objection with this case's facts, in words that could be spoken aloud. */
export interface Reply {
  readonly stance: Stance
  readonly answer: Spans
  /** What would change our mind: never nothing. */
  readonly change: Spans
  /** What we do now: never nothing. */
  readonly next: Spans
}
