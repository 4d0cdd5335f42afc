import type { CaseRules } from '../case/rules.ts'
import type { Severity } from '../finding/severity.ts'
import type { GateDecision } from '../gate/verdict.ts'
import type { Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Condition } from './condition.ts'
import type { Role } from './role.ts'

/** What blocks, what a severity demands and who may decide: the organisation's own, never a scanner's. */
export interface Policy {
  readonly schema: 'holdpoint/policy/v1'
  readonly name: string
  /** Of the policy's text, or of all its layers' digests: stands in every verdict. */
  readonly digest: Digest
  /** Whom to call, shown to whoever is stopped. */
  readonly contact: string
  /** How long an answer may be relied on, 1 … 60. */
  readonly validMinutes: number
  /** The organisation's words for the one scale: its "Severity 3" may be our `critical`. */
  readonly scale: Readonly<Record<Severity, string>>
  /** What makes a finding graver here than its score says; all that apply, apply. */
  readonly raises: readonly Raise[]
  /** In order; the first one that a finding meets decides. */
  readonly rules: readonly Rule[]
  readonly evidence: EvidenceDemand
  /** Findings excused by name, each with an owner, a reason and an end. */
  readonly ignore: readonly IgnoreEntry[]
  /** Whose ignore entries, and whose word in a report (suppressed, not affected, fixed), excuse a blocking finding. */
  readonly trustedAuthors: readonly string[]
  /** Whose file of what is in production counts, and for how long. */
  readonly baseline: BaselineDemand
  /** Who may end a hold or accept a risk, on which proof, and what happens when nobody decides. */
  readonly cases: CaseRules
  /** What the repository's own file adds. It can only tighten: its rules judge again, and the graver treatment counts. */
  readonly repository?: Pick<Policy, 'name' | 'rules' | 'raises'>
}

export interface Rule {
  /** `critical-remediate`: quoted by verdicts. */
  readonly id: string
  /** All must hold; none means every finding. */
  readonly when: readonly Condition[]
  readonly treatment: Treatment
  /** Why, in a sentence that could be read aloud. */
  readonly because: string
  readonly whoCanLift: readonly Role[]
}

export interface Raise {
  readonly id: string
  readonly when: readonly Condition[]
  readonly to: Severity
}

/** What a severity demands, from gravest to mildest. `assess`: nobody can tell yet, so nobody may ship yet. */
export const TREATMENTS = ['remediate', 'contain', 'assess', 'schedule', 'note'] as const
export type Treatment = (typeof TREATMENTS)[number]

export const DECISION_OF: Readonly<Record<Treatment, GateDecision>> = {
  remediate: 'held',
  contain: 'held',
  assess: 'unknown',
  schedule: 'clear',
  note: 'clear',
}

export interface EvidenceDemand {
  /** A report older than this says nothing about today. Absent: any age, if it fits the release. */
  readonly maxAgeHours?: number
  /** Formats (`sarif`) or tools (`trivy`) without whose report nothing is clear. */
  readonly require: readonly string[]
}

export interface IgnoreEntry {
  readonly match: {
    readonly finding?: string
    readonly advisory?: string
    readonly component?: string
    readonly rule?: string
    readonly file?: string
  }
  readonly owner: string
  readonly author: string
  readonly reason: string
  /** Over at this instant. */
  readonly until: Instant
}

export interface BaselineDemand {
  readonly owners: readonly string[]
  readonly maxAgeDays: number
}
