import type { Candidate, Case } from '../core/case/case.ts'
import type { Due } from '../core/case/due.ts'
import type { CaseEvent } from '../core/case/event.ts'
import type { Step } from '../core/case/next.ts'
import type { Standing } from '../core/case/standing.ts'
import type { Question } from '../core/gate/question.ts'
import type { CaseId } from '../core/ids.ts'
import type { Instant } from '../core/instant.ts'
import type { Opening } from '../core/log/entry.ts'
import type { Problem } from '../core/problem.ts'

/** A case at a moment, as replayed: what happened, what it amounts to, and what would move it. */
export interface Replay {
  readonly id: CaseId
  readonly at: Instant
  readonly state: Case
  readonly events: readonly CaseEvent[]
  readonly openings: ReadonlyMap<string, Opening>
  readonly question?: Question
  readonly standing?: Standing
  readonly steps: readonly Step[]
  readonly missing: readonly { readonly candidate: Candidate; readonly problems: readonly Problem[] }[]
  readonly due: readonly Due[]
  /** Why the case cannot be closed yet. */
  readonly openEnds: readonly Problem[]
}

/** The words behind a seal; "erased" where they are gone. */
export const words = (openings: Replay['openings'], { sealed }: { readonly sealed: string }): string =>
  openings.get(sealed)?.value ?? '(erased)'
