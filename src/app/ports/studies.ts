import type { Rules } from '../../core/case/rules.ts'
import type { RegisteredProfile } from '../../core/product/profile-at.ts'
import type { CaseId } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import type { Problem, Result } from '../../core/problem.ts'

/** What takes a while to work out of a case. */
export type Study =
  | { readonly of: 'document'; readonly kind: string; readonly format: string }
  | { readonly of: 'options' }
  | { readonly of: 'plan' }

/** All that a study rests on, as values: it can be done anywhere. */
export interface StudyTask {
  readonly study: Study
  readonly case: CaseTexts
  readonly rules: Rules
  /** As of this moment; now where not given. */
  readonly at?: string
  readonly now: Instant
  /** Of this program. */
  readonly version: string
}

/** A case as texts: its file, and by their well-known names the newest of those that lie beside it. */
export interface CaseTexts {
  readonly id: CaseId
  readonly file: string
  readonly beside: ReadonlyMap<Beside, string>
  readonly register: RegisterSays
}

/** What the register says of a case's product. A profile that lies beside the case goes before it. */
export interface RegisterSays {
  readonly profile?: RegisteredProfile & { readonly text: string }
}

/** What a case itself cannot say: answers for the figures, the product's standing facts, who works when. */
export const BESIDE = ['answers.yaml', 'profile.yaml', 'plan.yaml'] as const
export type Beside = (typeof BESIDE)[number]

export interface Worked {
  readonly content: string | Uint8Array
  /** Why something could not be worked out, and so is missing from it. */
  readonly notes: readonly Problem[]
}

export type Studied = Result<Worked, readonly Problem[]>

/** Does a study where it holds nobody else up. */
export type Studies = (task: StudyTask) => Promise<Studied>
