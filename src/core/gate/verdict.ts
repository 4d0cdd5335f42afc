import type { HoldId, Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Code, Place } from '../problem.ts'
import type { Question } from './question.ts'

/** Held beats unknown beats clear. "Cannot tell" is never "clear". */
export type GateDecision = 'clear' | 'held' | 'unknown'

/** One reason for a decision that is not `clear`. The worst come first. */
export interface Reason {
  readonly code: Code
  /** What it weighs: a reason never speaks for `clear`. */
  readonly decision: 'held' | 'unknown'
  /** One sentence. May quote strangers' text: writers escape it. */
  readonly message: string
  readonly hold?: HoldId
  /** The case's code name, where one may not know more. */
  readonly name?: string
  readonly contact?: string
  /** The policy's rule that was met. */
  readonly rule?: string
  readonly whoCanLift?: readonly string[]
  /** The next step. */
  readonly next?: string
  /** `check` only: whoever runs it has the report. */
  readonly finding?: string
  readonly at?: Place
}

/** What lets through what a hold would stop, and when that is over. */
export interface Lean {
  readonly hold: HoldId
  readonly is: 'accepted' | 'overridden'
  readonly until: Instant
}

/** The answer of the gate, as everyone gets it. */
export interface Verdict {
  readonly schema: 'holdpoint/verdict/v1'
  readonly decision: GateDecision
  readonly release: Omit<Question, 'now'>
  /** false: somebody only asked what would be. It can never be taken for a pass. */
  readonly enforced: boolean
  /** The worst, at most 20. */
  readonly reasons: readonly Reason[]
  readonly reasonsTotal: number
  readonly evaluatedAt: Instant
  readonly validUntil: Instant
  readonly policy: Digest
  /** Absent where no log was asked: `check` on reports alone. */
  readonly log?: { readonly origin: string; readonly size: number }
  /** Of a `clear` that is clear for a while only. Told beside the JSON, which has no place for it. */
  readonly leansOn?: readonly Lean[]
}

export const MAX_REASONS = 20

/** Exit codes of the CLI. 1 is a fault of our own: a crash is never a verdict. */
export const EXIT = { clear: 0, fault: 1, usage: 2, held: 3, unknown: 4, refused: 5 } as const

/** Held beats unknown beats clear. */
export function decisionOf(reasons: Iterable<Pick<Reason, 'decision'>>): GateDecision {
  let decision: GateDecision = 'clear'
  for (const reason of reasons) {
    if (reason.decision === 'held') return 'held'
    decision = 'unknown'
  }
  return decision
}
