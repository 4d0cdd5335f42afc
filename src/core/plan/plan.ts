import type { Actor } from '../ids.ts'
import type { Instant } from '../instant.ts'

/**
 * The way from "held" to a proven candidate: who does what, in what order, and how long each thinks it takes.
 * Seen at `now`: nothing that is still to be done happens before it. Checked by {@link ./check.ts}.
 */
export interface Plan {
  readonly now: Instant
  readonly people: readonly Person[]
  readonly tasks: readonly Task[]
  /** How much is tested again: a choice, with its consequence (see ./whatif.ts). */
  readonly regression: Regression
  readonly overrun: Overrun
  readonly displaces: readonly Displaced[]
}

/** Whatever does one thing at a time: a developer, a tester, a test rig, or a release window. */
export interface Person {
  readonly id: string
  /** In UTC, sorted, apart from each other: time zones, holidays and daylight saving were resolved outside. */
  readonly working: readonly Working[]
}

/** `[from, until)` */
export interface Working {
  readonly from: Instant
  readonly until: Instant
}

export interface Task {
  /** Names the task's own draws: another title changes no number, another id does. */
  readonly id: string
  readonly title: string
  /** Two estimates where the work differs by the scope of the regression test. */
  readonly estimate: Estimate | { readonly [scope in Regression]: Estimate }
  /** Who can do it, the preferred one first. One of them will, without putting another task in between. */
  readonly who: readonly string[]
  /** Ids of the tasks that must be finished before. */
  readonly after: readonly string[]
  readonly notBefore?: Instant
  readonly progress?: Progress
}

/** Working hours of one person, three points of a PERT distribution: 0 ≤ low ≤ likely ≤ high. */
export interface Estimate {
  readonly low: number
  readonly likely: number
  readonly high: number
  /** Who said so. */
  readonly by: Actor
}

export type Regression = 'full' | 'limited'

/** What is known to have happened. Without `finished`, `by` is at it. */
export interface Progress {
  readonly started: Instant
  readonly by: string
  readonly finished?: Instant
}

/** How much longer work takes than people say. One factor holds for the whole plan: the same people were hopeful. */
export type Overrun =
  | { readonly basis: 'default' }
  /** Actual divided by estimated effort of one's own earlier work; each is as likely as the others. */
  | { readonly basis: 'history'; readonly ratios: readonly number[] }
  | { readonly basis: 'judgement'; readonly factor: number; readonly by: Actor }

/** Work that waits because of this plan. The dates count on its owner's agreement. */
export interface Displaced {
  readonly work: string
  readonly owner: Actor
  /** Whose time it frees. */
  readonly person: string
  readonly agreed?: { readonly by: Actor; readonly at: Instant }
}

/** What of a task's estimate applies under a scope of regression test. */
export const estimateOf = ({ estimate }: Task, scope: Regression): Estimate =>
  'low' in estimate ? estimate : estimate[scope]
