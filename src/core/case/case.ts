import type { IdentityId } from '../finding/finding.ts'
import type { Environment } from '../gate/question.ts'
import type { Actor, CaseId, Digest, HoldId, Product, Uuid } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Details } from './event.ts'
import type { Sealed } from '../log/entry.ts'
import type { Build, Change, Identities, View } from './values.ts'

/** The position of the entry that made a thing, and so the thing's name within its case: `12`. */
export type Position = number

/**
 * Everything around one weakness found late, as far as rules need it. Its facets are independent: there is no status.
 * Words stand in it as seals: no rule reads them, so erasing them changes nothing.
 */
export interface Case {
  readonly id: CaseId
  /** Position and time of the last entry; 0 before the first. */
  readonly n: Position
  readonly at: Instant
  readonly opened?: Made & Details<'case_opened'>
  readonly closed?: Made
  readonly holds: ReadonlyMap<Product, Hold>
  readonly changes: ReadonlyMap<Position, PendingChange>
  readonly findings: ReadonlyMap<IdentityId, CaseFinding>
  /** Files attached and reports linked. */
  readonly evidence: ReadonlySet<Digest>
  /** Those of them that show how to exploit it. */
  readonly sensitive: ReadonlySet<Digest>
  /** The last one is current; the ones before are kept. */
  readonly assessments: readonly Assessment[]
  readonly containments: ReadonlyMap<Position, Containment>
  readonly options: readonly (Made & Details<'options_computed'>)[]
  readonly decisions: readonly (Made & Details<'decision_recorded'>)[]
  readonly plans: ReadonlyMap<Position, Plan>
  readonly objections: ReadonlyMap<Position, Objection>
  readonly candidates: ReadonlyMap<Position, Candidate>
  readonly proofs: readonly ProofRecord[]
  readonly runs: readonly RegressionRun[]
  readonly liftApprovals: readonly LiftApproval[]
  readonly clearances: readonly Clearance[]
  readonly acceptances: ReadonlyMap<Position, Acceptance>
  readonly overrides: ReadonlyMap<Position, Override>
  readonly deliveries: readonly (Made & Details<'delivered'>)[]
  readonly alarms: readonly Made[]
  readonly escalations: readonly (Made & Details<'escalated'>)[]
  readonly acknowledged?: Made
  readonly followUps: ReadonlyMap<Position, FollowUp>
  /** What came due and was told (`dueKey`). */
  readonly told: ReadonlySet<string>
  readonly actions: ReadonlyMap<Position, Action>
  readonly review?: Review
  /** Who was let in to read it, and who was put out, in order. */
  readonly admissions: readonly Admission[]
  /** The last entry that changed what a decision about the risk rests on: what was pending then is void. */
  readonly inputs: Position
  /** The last entry of each actor: whoever retracts a hold must be the only one who acted since. */
  readonly acted: ReadonlyMap<Actor, Position>
  readonly commands: ReadonlyMap<Uuid, Made>
}

/** By whom, when, and as which entry. */
export interface Made {
  readonly n: Position
  readonly at: Instant
  readonly by: Actor
}

/** The stop on one product's line, and what is known of its releases. */
export interface Hold {
  readonly id: HoldId
  readonly product: Product
  /** Where it reaches; a question about another environment is not its affair. */
  readonly environments: ReadonlySet<Environment>
  /** For people: a question names no branch, so the whole product is reached. */
  readonly branch?: string
  /** A hold may be placed again after it ended: the last placement that was not taken back counts. */
  readonly placements: readonly [Placement, ...Placement[]]
  /** Known to be vulnerable: held for ever, whatever happens to the line. */
  readonly affected: readonly (Identities & { readonly n: Position })[]
  /** Builds that never had the weakness, and fixes of other holds that this one does not stop. */
  readonly unaffected: readonly Build[]
  readonly letThrough: readonly { readonly build: Build; readonly findings: readonly IdentityId[] }[]
  /** Digests of the same artifact before and after a store's signing. */
  readonly links: readonly (readonly [Digest, Digest])[]
}

export interface Placement extends Made, Pick<Details<'hold_placed'>, 'provisional' | 'reason'> {
  /** `cancelled` ends the line and keeps what is affected; every other end takes the placement back. */
  readonly ended?: 'retracted' | Extract<Change, { kind: 'withdraw' }>['because']
}

/** A change that would end or shrink a hold: nothing yet, until a second authorised person makes it. */
export interface PendingChange extends Made, Details<'change_proposed'> {
  readonly approvedBy: readonly Actor[]
  /** {@link Case.inputs} when it was proposed: if they changed since, it is void. */
  readonly inputs: Position
  readonly outcome: 'pending' | 'made' | 'declined'
}

export interface CaseFinding extends Made, Details<'finding_added'> {
  readonly inProduction: boolean
  readonly dismissed: boolean
}

export interface Containment extends Made, Details<'containment_applied'> {
  readonly state: 'applied' | 'verified' | 'removed'
}

export interface Plan extends Made, Details<'plan_proposed'> {
  readonly agreedBy: readonly Actor[]
  readonly started: ReadonlySet<string>
  readonly finished: ReadonlyMap<string, number>
}

export interface Objection extends Made, Details<'objection_raised'> {
  readonly answer?: Made & Details<'objection_answered'>
  readonly outcome?: Details<'objection_settled'>['outcome']
}

/** A view of the risk, from whom, and what was learned since the one before. */
export interface Assessment extends Made {
  readonly view: View
  readonly learned?: Sealed
}

export interface FollowUp extends Made, Details<'follow_up_promised'> {
  readonly held: boolean
}

export interface Action extends Made, Details<'action_assigned'> {
  readonly finished: boolean
}

export interface Review extends Made {
  readonly causes: readonly Details<'cause_added'>[]
  readonly closed: boolean
}

/** A build that is meant to carry the fix, and who wrote it: the fixers prove and lift nothing on it. */
export interface Candidate extends Made {
  readonly product: Product
  readonly build: Build
  readonly fixers: ReadonlySet<Actor>
}

export type ProofRecord = Made & Details<'proof_recorded'>
export type RegressionRun = Made & Details<'regression_recorded'>
export type LiftApproval = Made & Details<'lift_approved'>
/** That a candidate was lifted. It stands only as long as its proofs do. */
export type Clearance = Made & Details<'hold_lifted'>

export interface Acceptance extends Made, Details<'acceptance_requested'> {
  readonly approvedBy: readonly Actor[]
  readonly inputs: Position
  readonly outcome: 'pending' | 'granted' | 'refused' | 'revoked'
  readonly grantedAt?: Instant
}

/** Break-glass: a window for one digest in one environment. */
export interface Override extends Made, Details<'override_opened'> {
  /** The first recorded delivery, or when somebody closed it. */
  readonly endedAt?: Instant
  readonly reviewed: boolean
  /** Signed by two holders of a sealed key while there was no server; over here before it was told. */
  readonly offline?: Pick<Details<'override_reconciled'>, 'from' | 'people' | 'key' | 'use' | 'breaches'>
}

/** That somebody was let in, named for a part, or put out: the last word about a person counts. */
export interface Admission {
  readonly person: Actor
  readonly by: Actor
  readonly at: Instant
  readonly level: 'outline' | 'words' | 'sensitive'
  /** `named` for a part counts only where whoever did it reads the case: nobody lets themself in, nor another by a detour. */
  readonly how: 'brought' | 'named' | 'let in' | 'put out'
}

/** A case of which nothing has happened yet. */
export const noCase = (id: CaseId): Case => ({
  id,
  n: 0,
  at: '0001-01-01T00:00:00.000Z' as Instant,
  holds: new Map(),
  changes: new Map(),
  findings: new Map(),
  evidence: new Set(),
  sensitive: new Set(),
  assessments: [],
  containments: new Map(),
  options: [],
  decisions: [],
  plans: new Map(),
  objections: new Map(),
  candidates: new Map(),
  proofs: [],
  runs: [],
  liftApprovals: [],
  clearances: [],
  acceptances: new Map(),
  overrides: new Map(),
  deliveries: [],
  alarms: [],
  escalations: [],
  followUps: new Map(),
  told: new Set(),
  actions: new Map(),
  admissions: [],
  inputs: 0,
  acted: new Map(),
  commands: new Map(),
})
