import type { FindingKind } from '../finding/finding.ts'
import type { Severity } from '../finding/severity.ts'
import type { GateDecision } from '../gate/verdict.ts'
import type { Digest } from '../ids.ts'

/** What blocks, what a severity demands and who may decide: the organisation's own, never a scanner's. */
export interface Policy {
  readonly schema: 'holdpoint/policy/v1'
  readonly name: string
  /** Of the policy's text: stands in every verdict. */
  readonly digest: Digest
  /** The organisation's words for the one scale: its "Severity 3" may be our `critical`. */
  readonly scale: Readonly<Record<Severity, string>>
  /** In order; the first one that a finding meets decides. */
  readonly rules: readonly Rule[]
  readonly evidence: EvidenceDemand
  /** Authors whose word in a report (suppressed, not affected, fixed) excuses a finding. */
  readonly trustedAuthors: readonly string[]
  /** Whom to call, shown to whoever is stopped. */
  readonly contact: string
  /** How long an answer may be relied on, 1 … 60. */
  readonly validMinutes: number
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

/** A readable threshold over one named field. An expression may stand here one day. */
export type Condition =
  | { readonly field: 'severity'; readonly atLeast: Severity }
  | { readonly field: 'severity'; readonly is: Severity }
  | { readonly field: 'score'; readonly atLeast: number }
  | { readonly field: 'kind'; readonly oneOf: readonly FindingKind[] }
  | { readonly field: 'cwe'; readonly oneOf: readonly number[] }

/** What a severity demands. `assess`: nobody can tell yet, so nobody may ship yet. */
export type Treatment = 'remediate' | 'contain' | 'assess' | 'schedule' | 'note'

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
}

export const ROLES = [
  'viewer',
  'engineer',
  'analyst',
  'qa-lead',
  'development-lead',
  'release-manager',
  'product-manager',
  'privacy-legal',
  'security-manager',
  'executive',
  'administrator',
  'auditor',
] as const
export type Role = (typeof ROLES)[number]
