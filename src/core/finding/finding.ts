import type { Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Problem } from '../problem.ts'
import type { Score } from '../score/score.ts'
import type { Severity } from './severity.ts'

/** What sort of weakness it is: it decides which proofs can show that it is gone. */
export const FINDING_KINDS = ['vulnerability', 'weakness', 'misconfiguration', 'secret', 'licence', 'other'] as const
export type FindingKind = (typeof FINDING_KINDS)[number]

/**
 * A finding as a reader gives it: what the report says, in the one shape, before anything is computed.
 * Everything in it was written by strangers: text only, never markup, a path to open or an instruction.
 */
export interface Draft {
  readonly kind: FindingKind
  /** One line; may be long or hostile. */
  readonly title: string
  readonly description?: string
  readonly rule?: Rule
  /** Advisory ids of the same flaw: CVE, GHSA, OSV …, the tool's preferred one first. */
  readonly advisories: readonly string[]
  /** CWE numbers, the most specific first. */
  readonly cwes: readonly number[]
  readonly component?: Component
  /** Versions of the component that carry the fix. */
  readonly fixedIn: readonly string[]
  /** The first is the primary one. */
  readonly locations: readonly Location[]
  /** As reported, mapped to the one scale; `unknown` where the report names none. */
  readonly severity: Severity
  /** The tool's own word or number for it, verbatim. */
  readonly severityWord?: string
  /** The CVSS vector that stands behind the reported severity: same source, never another's. */
  readonly vector?: Rating
  /** What other sources say of the same flaw. */
  readonly otherRatings: readonly Rating[]
  readonly state: State
  /** Against the tool's own baseline (SARIF baselineState). */
  readonly baseline?: 'new' | 'unchanged' | 'updated'
  /** Ways to recognise it again, the strongest first; at least one. */
  readonly keys: readonly [Key, ...Key[]]
  readonly tool?: Tool
  /** JSON Pointer (or line) of the record within its report. */
  readonly at: string
  /** Worth saying, without effect on the evidence: a vector that could not be read, a reference into nothing. */
  readonly notes?: readonly Problem[]
}

export interface Rule {
  readonly id: string
  readonly name?: string
  readonly url?: string
}

export interface Component {
  readonly name: string
  readonly version?: string
  /** Package URL, as the report gives it. */
  readonly purl?: string
}

export interface Location {
  /** A file, artifact or image as the report names it; never opened. */
  readonly file?: string
  readonly line?: number
  readonly column?: number
  readonly endLine?: number
  /** A fully qualified name: function, resource, module. */
  readonly logical?: string
  readonly url?: string
  readonly snippet?: string
}

export interface Rating {
  readonly source?: string
  readonly vector?: string
  readonly score?: number
  readonly severity?: string
}

/** What a report says became of the finding. It excuses nothing by itself: policy decides whose word counts. */
export type State =
  | { readonly status: 'open' }
  | {
      readonly status: 'suppressed' | 'not_affected' | 'in_triage' | 'fixed'
      readonly justification?: string
      readonly author?: string
    }

export interface Tool {
  readonly name: string
  readonly version?: string
}

/**
 * Parts that together mean "the same finding". `basis` says how far to trust it:
 * a tool's fingerprint or an advisory survives edits, a snippet survives line shifts, a place survives nothing.
 */
export interface Key {
  readonly basis: 'stated' | 'fingerprint' | 'advisory' | 'snippet' | 'place' | 'content'
  readonly parts: readonly string[]
}

declare const brand: unique symbol
/** 128 bits as 32 hex digits: SHA-256 of a key, cut. */
export type IdentityId = string & { readonly [brand]: 'IdentityId' }

export interface Identity {
  readonly basis: Key['basis']
  readonly id: IdentityId
}

/**
 * A finding in full: what the report said, what we computed, and where it came from. Made by `complete`, which computes
 * what is looked at: read its fields, do not spread it.
 */
export interface Finding extends Omit<Draft, 'at'> {
  readonly id: IdentityId
  /** Every way to recognise it; the first one is `id`. */
  readonly identities: readonly Identity[]
  /** Computed by us from `vector`, exactly. */
  readonly score?: Score
  readonly provenance: Provenance
}

export interface Provenance {
  readonly format: string
  readonly file: string
  readonly report: Digest
  readonly at: string
}

/** What a report says of itself: which tool, when it ended, what it looked at. */
export interface ReportFacts {
  readonly tools: readonly Tool[]
  /** The tool's own end time, never the file's date. */
  readonly finishedAt?: Instant
  readonly subject: Subject
}

/** What the tool looked at, where it says so. Empty lists mean "does not say". */
export interface Subject {
  readonly commits: readonly string[]
  readonly digests: readonly string[]
  readonly products: readonly string[]
}
