import type { Digest } from '../ids.ts'
import type { Entry } from '../log/entry.ts'
import { between, count, flag, list, object, oneOf, optional, position, type Fields, type ObjectOf } from './schema.ts'
import {
  actor,
  build,
  change,
  code,
  commit,
  comparison,
  component,
  containmentKind,
  digest,
  dueKind,
  environment,
  extent,
  finding,
  hold,
  identities,
  instant,
  label,
  objectionKind,
  option,
  product,
  proof,
  scope,
  sealed,
  severity,
  task,
  uuid,
  vector,
  version,
  view,
} from './values.ts'

/**
 * Everything that can happen to a case, with what is kept of it. A thing is known by the position of the entry that made
 * it: `{"candidate": 12}` is what entry 12 declared. A type is never changed: a new version is read through an upcaster.
 */
export const EVENTS = {
  // stop
  case_opened: { name: label, title: sealed },
  hold_placed: {
    product,
    environments: list(environment, 1),
    branch: optional(label),
    affected: identities,
    reason: sealed,
    provisional: flag,
  },
  hold_confirmed: { product },
  hold_widened: { product, environments: list(environment, 1) },
  affected_added: { product, affected: identities },
  hold_retracted: { product },
  change_proposed: { change, evidence: list(digest, 1), reason: sealed },
  change_approved: { change: position },
  change_made: { change: position, people: list(actor, 1) },
  change_declined: { change: position, reason: sealed },
  // evidence
  finding_added: {
    finding,
    kind: oneOf('vulnerability', 'weakness', 'misconfiguration', 'secret', 'licence', 'other'),
    severity,
    title: sealed,
    vector: optional(vector),
    /** Absent where a person found it by hand. */
    tool: optional(label),
    report: optional(digest),
    component: optional(component),
    version: optional(version),
    fixed_in: list(version),
    /** What others call it: CVE, GHSA … Since version 2. */
    aliases: optional(list(label, 1)),
  },
  finding_seen_in_production: { finding, evidence: digest },
  evidence_attached: { evidence: digest, bytes: count, name: sealed, sensitive: flag },
  report_linked: { report: digest, format: label, findings: count },
  // assessment
  assessed: { view, evidence: list(digest) },
  reassessed: { from: view, view, learned: sealed, evidence: list(digest) },
  // containment
  containment_applied: { product, kind: containmentKind, what: sealed },
  containment_verified: { containment: position, evidence: digest },
  containment_removed: { containment: position, reason: sealed },
  // options and decision
  options_computed: { result: digest, inputs: digest, seed: count, program: label, options: list(option, 1) },
  decision_recorded: {
    decided: oneOf('halt', 'ship', 'contain', 'defer', 'escalate'),
    option: optional(label),
    deciders: list(actor, 1),
    dissent: list(object({ actor, words: sealed })),
    conditions: list(sealed),
    next_check: instant,
  },
  // plan
  plan_proposed: {
    product,
    tasks: list(task, 1),
    displaces: list(object({ owner: actor, work: sealed })),
    release: optional(instant),
    /** Why the plan before was not kept. */
    reason: optional(sealed),
  },
  plan_agreed: { plan: position },
  task_started: { plan: position, task: label },
  task_finished: { plan: position, task: label, hours: between(0, 10_000) },
  // objections
  objection_raised: {
    kind: objectionKind,
    who: actor,
    claim: sealed,
    interest: optional(sealed),
    asks: optional(sealed),
  },
  objection_answered: { objection: position, answer: sealed, evidence: list(digest) },
  objection_settled: { objection: position, outcome: oneOf('conceded', 'taken_back', 'overruled') },
  // retest
  candidate_declared: { product, build },
  fixers_declared: { candidate: position, fixers: list(actor, 1) },
  proof_recorded: { candidate: position, finding, proof },
  regression_recorded: {
    candidate: position,
    extent,
    base: digest,
    run: digest,
    comparison,
    subject: list(digest),
  },
  // lift
  lift_approved: { candidate: position, line: oneOf('ends', 'stays') },
  hold_lifted: {
    candidate: position,
    line: oneOf('ends', 'stays'),
    people: list(actor, 1),
    findings: list(finding, 1),
    /** Lifted on limited regression because it is exploited in production: the full run is due by then. */
    full_regression_due: optional(instant),
  },
  // acceptance
  acceptance_requested: {
    product,
    scope,
    environments: list(environment, 1),
    from: instant,
    until: instant,
    option: optional(label),
    findings: list(finding),
    conditions: list(sealed),
    /** Containments that it leans on: it is in force only while they are. */
    controls: list(position),
    /** Evidence that it does without, as the gate's codes. */
    missing: list(code),
    reason: sealed,
  },
  acceptance_approved: { acceptance: position },
  acceptance_granted: { acceptance: position, people: list(actor, 1) },
  acceptance_refused: { acceptance: position, reason: sealed },
  acceptance_revoked: { acceptance: position, because: oneOf('revoked', 'reassessed') },
  // override
  override_opened: { product, digest, environment, until: instant, reason: sealed },
  override_closed: { override: position },
  override_reviewed: { override: position, finding: sealed },
  /** One that two holders of a sealed key signed while there was no server, told afterwards. It opens nothing: it happened. */
  override_reconciled: {
    product,
    digest,
    environment,
    from: instant,
    until: instant,
    people: list(actor, 2),
    key: label,
    use: uuid,
    /** In what it went beyond what its key may do. */
    breaches: list(label),
    reason: sealed,
  },
  // delivery
  delivered: { product, version: optional(version), commit: optional(commit), digests: list(digest), environment },
  held_delivery_alarmed: { delivery: position, because: label },
  // escalation
  acknowledged: {},
  escalated: {
    rung: count,
    because: oneOf(
      'no_decision',
      'unconfirmed',
      'dead_end',
      'full_regression_failed',
      'full_regression_overdue',
      'asked',
    ),
  },
  follow_up_promised: { due: instant, about: sealed },
  follow_up_held: { follow_up: position },
  /** The clock told people of something that was due and not done. Told once, and it changes nothing but that. */
  came_due: { what: dueKind, hold: optional(hold), about: optional(position), due: instant },
  // actions
  action_assigned: { owner: actor, due: instant, what: sealed },
  action_finished: { action: position, evidence: list(digest) },
  // review
  review_opened: {},
  cause_added: {
    kind: oneOf(
      'requirement',
      'design',
      'code',
      'dependency',
      'configuration',
      'test',
      'review',
      'process',
      'people',
      'other',
    ),
    what: sealed,
  },
  review_closed: { summary: sealed },
  case_closed: {},
  // who may read it
  reader_added: {
    person: actor,
    /** The files that show how to exploit it, too. */
    sensitive: flag,
  },
  reader_removed: { person: actor },
} as const satisfies Readonly<Record<string, Fields>>

export type EventType = keyof typeof EVENTS
/** The version that each type began with. */
export const EVENT_VERSION = 1
/** What came to a type later: a fact that says it has this version, and one that does not stays readable to older programs. */
export const ADDED = { finding_added: { version: 2, fields: ['aliases'] } } as const satisfies {
  readonly [T in EventType]?: { readonly version: number; readonly fields: readonly string[] }
}

export function versionOf(fact: { readonly type: string }): number {
  const added = (ADDED as Readonly<Record<string, { version: number; fields: readonly string[] }>>)[fact.type]
  return added?.fields.some((field) => field in fact) ? added.version : EVENT_VERSION
}

/** What an event says, without the digest of the policy under which it was decided. */
export type Details<T extends EventType> = ObjectOf<(typeof EVENTS)[T]>
/** A fact as a rule gives it: an event without its envelope. */
export type Fact = { [T in EventType]: { readonly type: T } & Details<T> }[EventType]
export type CaseEvent = { [T in EventType]: Entry<T, Details<T> & { readonly policy: Digest }> }[EventType]
export type EventOf<T extends EventType> = Extract<CaseEvent, { readonly type: T }>
