import type { Component, FindingKind, Rating, Rule } from '../../core/finding/finding.ts'
import type { Severity } from '../../core/finding/severity.ts'
import type { Problem } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'

/** The rule of a result, as far as the run defines it. */
export interface FoundRule {
  /** As the result spells it (`CA2101/foo`), else as the rule does. */
  readonly id: string
  /** The reportingDescriptor, where there is one. */
  readonly value: Json | undefined
  /** The driver or extension that defines it. */
  readonly component: ToolComponent | undefined
  readonly doubts: readonly Problem[]
}

/** What a result's rule says of it, and its own taxa and properties. */
export interface About {
  readonly kind: FindingKind
  /** The rule's short description in one line, if it has one. */
  readonly headline: string | undefined
  readonly rule: Rule
  readonly advisories: readonly string[]
  readonly cwes: readonly number[]
  readonly component: Component | undefined
  /** The result's before the rule's. */
  readonly vectors: readonly Rating[]
  readonly rated: Rated | undefined
}

/** A security-severity that somebody wrote. */
export interface Rated {
  /** Absent where it is not a number from 0 to 10. */
  readonly severity: Severity | undefined
  /** As it stands there; as JSON where it is no such number. */
  readonly word: string
}

/** A driver or extension with its rules, found by id, by guid or by index (§3.19). */
export interface ToolComponent {
  readonly value: Json | undefined
  readonly rules: readonly Json[]
  /** Where two rules share an id, the first one. */
  readonly byId: ReadonlyMap<string, Json>
  /** By guid in lower case. */
  readonly byGuid: ReadonlyMap<string, Json>
}
