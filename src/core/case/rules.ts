import type { FindingKind } from '../finding/finding.ts'
import type { Severity } from '../finding/severity.ts'
import type { Actor, Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Money } from '../money.ts'
import type { Role } from '../policy/role.ts'
import type { Extent, ProofKind } from './values.ts'

/** A role, from when, and until when: a deputy's has an end. */
export interface Grant {
  readonly role: Role
  readonly since: Instant
  readonly until?: Instant
}

/** What takes authority. Everybody may place a hold; without `place` it is provisional. */
export type Act =
  | 'contribute'
  /** What programs may say as well: what was built and delivered, and what else is affected. */
  | 'record'
  | 'place'
  | 'assess'
  | 'prove'
  | 'propose'
  | 'confirm'
  | 'lift'
  | 'request'
  | 'break_glass'
  | 'close'
  | 'let_in'
  | 'propose_policy'
  | 'approve_policy'

/** Who has to agree: each seat is taken by another person, who has one of its roles. */
export type Seats = readonly [readonly Role[], ...(readonly Role[])[]]

export interface AcceptanceRules {
  /** From the lowest authority to the highest. */
  readonly levels: readonly [Seats, ...Seats[]]
  /** `level` counts from 0; a level beyond the last is the last. */
  readonly bySeverity: Readonly<Record<Severity, { readonly level: number; readonly maxDays: number }>>
  /** Ascending P95 losses of the chosen option; above the last, in another currency or not computed: the highest level. */
  readonly byAmount: readonly { readonly upTo: Money; readonly level: number }[]
  /** Where one acceptance may cover a whole line, as long as the findings stay the same. */
  readonly acrossLine: readonly Severity[]
}

/** Who reads what of cases, by their roles alone; others are let in by name or by their part. */
export interface ReadingRules {
  /** The words of every case. Whoever may lift, confirm or accept reads them as well. */
  readonly always: readonly Role[]
  /** The words of cases that are not restricted. */
  readonly unrestricted: readonly Role[]
  /** Cases of these severities are need-to-know. */
  readonly restricted: readonly Severity[]
  /** Also the files that show how to exploit it. */
  readonly sensitive: readonly Role[]
}
/** What becomes of a blocking finding that was recorded and that no case has: nothing, a case, a case and a provisional hold. */
export const SCAN_RULES = ['never', 'case', 'hold'] as const
export type ScanRule = (typeof SCAN_RULES)[number]

/** The part of policy that a case needs. */
export interface CaseRules {
  readonly may: Readonly<Record<Act, readonly Role[]>>
  /** How many people a lift takes. */
  readonly lifters: Readonly<Record<Severity, number>>
  readonly regression: Readonly<Record<Severity, Extent | 'none'>>
  /** For what is in production and exploited: limited regression lifts, the full run is due within these hours. */
  readonly exploitedLane?: { readonly fullRegressionHours: number }
  readonly proofs: Readonly<Record<FindingKind, readonly ProofKind[]>>
  readonly acceptance: AcceptanceRules
  readonly overrideMaxHours: number
  readonly retractMinutes: number
  /** A provisional hold is confirmed within these hours, or it escalates; it never ends by itself. */
  readonly confirmHours: number
  readonly escalation: readonly { readonly afterMinutes: number; readonly roles: readonly Role[] }[]
  readonly reading: ReadingRules
  readonly openFromScans: ScanRule
}

/** What `decide` is given beside state and command: the policy in force and everybody's authority. */
export interface Rules extends CaseRules {
  readonly policy: Digest
  readonly people: ReadonlyMap<Actor, readonly Grant[]>
}

const SECURITY: readonly Role[] = ['analyst', 'security-manager']
const TEAM: readonly Role[] = [
  'engineer',
  'qa-lead',
  'development-lead',
  'release-manager',
  'product-manager',
  'privacy-legal',
  'executive',
  ...SECURITY,
]

export const DEFAULT_RULES: CaseRules = {
  may: {
    contribute: TEAM,
    record: [...TEAM, 'pipeline'],
    place: SECURITY,
    assess: SECURITY,
    prove: ['engineer', 'qa-lead', 'pipeline', ...SECURITY],
    propose: ['development-lead', 'release-manager', 'product-manager', ...SECURITY],
    confirm: ['security-manager', 'executive'],
    lift: ['security-manager', 'executive'],
    request: ['development-lead', 'release-manager', 'product-manager', 'executive', ...SECURITY],
    break_glass: ['security-manager', 'executive'],
    close: SECURITY,
    let_in: SECURITY,
    propose_policy: [...SECURITY, 'executive'],
    approve_policy: ['security-manager', 'executive'],
  },
  lifters: { critical: 1, high: 1, medium: 1, low: 1, info: 1, unknown: 1 },
  regression: { critical: 'full', high: 'full', medium: 'limited', low: 'limited', info: 'none', unknown: 'full' },
  exploitedLane: { fullRegressionHours: 24 },
  proofs: {
    vulnerability: ['retest', 'component', 'manual'],
    weakness: ['retest', 'manual'],
    misconfiguration: ['retest', 'configuration', 'manual'],
    secret: ['retest', 'review', 'manual'],
    licence: ['component', 'review'],
    other: ['retest', 'manual', 'review'],
  },
  acceptance: {
    levels: [[['security-manager', 'executive']], [['executive']], [['executive'], ['executive', 'security-manager']]],
    bySeverity: {
      critical: { level: 2, maxDays: 7 },
      high: { level: 1, maxDays: 30 },
      medium: { level: 0, maxDays: 90 },
      low: { level: 0, maxDays: 180 },
      info: { level: 0, maxDays: 365 },
      unknown: { level: 2, maxDays: 7 },
    },
    byAmount: [],
    acrossLine: ['medium', 'low', 'info'],
  },
  overrideMaxHours: 4,
  retractMinutes: 15,
  confirmHours: 4,
  escalation: [
    { afterMinutes: 60, roles: ['security-manager'] },
    { afterMinutes: 240, roles: ['executive'] },
  ],
  reading: {
    always: ['auditor', ...SECURITY],
    unrestricted: TEAM,
    restricted: ['critical', 'high', 'unknown'],
    sensitive: SECURITY,
  },
  openFromScans: 'never',
}
