import { ok, type Result } from '../problem.ts'
import type { Wish, WishType } from './command.ts'
import { EVENTS } from './event.ts'
import { type Fields, list, type Misfit, object, optional, position } from './schema.ts'
import { actor, build, digest, environment, identities, instant, label, product, sealed, view } from './values.ts'

const { from: _from, findings: _findings, ...requested } = EVENTS.acceptance_requested
const { rung: _rung, ...escalated } = EVENTS.escalated

/** What each wish says, for whoever reads one of which nothing is known. Most say what their event keeps. */
export const WISHES = {
  open: EVENTS.case_opened,
  place: {
    product,
    environments: optional(list(environment, 1)),
    branch: optional(label),
    affected: identities,
    reason: sealed,
  },
  confirm: EVENTS.hold_confirmed,
  widen: EVENTS.hold_widened,
  add_affected: EVENTS.affected_added,
  retract: EVENTS.hold_retracted,
  propose_change: EVENTS.change_proposed,
  approve_change: EVENTS.change_approved,
  decline_change: EVENTS.change_declined,
  add_finding: EVENTS.finding_added,
  see_in_production: EVENTS.finding_seen_in_production,
  attach: EVENTS.evidence_attached,
  link_report: EVENTS.report_linked,
  assess: { view, learned: optional(sealed), evidence: list(digest) },
  contain: EVENTS.containment_applied,
  verify_containment: EVENTS.containment_verified,
  remove_containment: EVENTS.containment_removed,
  compute_options: EVENTS.options_computed,
  record_decision: EVENTS.decision_recorded,
  propose_plan: EVENTS.plan_proposed,
  agree_plan: EVENTS.plan_agreed,
  start_task: EVENTS.task_started,
  finish_task: EVENTS.task_finished,
  object: EVENTS.objection_raised,
  answer: EVENTS.objection_answered,
  settle: EVENTS.objection_settled,
  declare_candidate: { product, build, fixers: list(actor) },
  declare_fixers: EVENTS.fixers_declared,
  record_proof: EVENTS.proof_recorded,
  record_regression: EVENTS.regression_recorded,
  lift: EVENTS.lift_approved,
  request_acceptance: { ...requested, from: optional(instant) },
  approve_acceptance: EVENTS.acceptance_approved,
  refuse_acceptance: EVENTS.acceptance_refused,
  revoke_acceptance: { acceptance: position },
  break_glass: EVENTS.override_opened,
  close_override: EVENTS.override_closed,
  review_override: EVENTS.override_reviewed,
  reconcile_override: EVENTS.override_reconciled,
  record_delivery: EVENTS.delivered,
  acknowledge: EVENTS.acknowledged,
  escalate: escalated,
  promise_follow_up: EVENTS.follow_up_promised,
  hold_follow_up: EVENTS.follow_up_held,
  come_due: EVENTS.came_due,
  assign_action: EVENTS.action_assigned,
  finish_action: EVENTS.action_finished,
  open_review: EVENTS.review_opened,
  add_cause: EVENTS.cause_added,
  close_review: EVENTS.review_closed,
  close: EVENTS.case_closed,
  add_reader: EVENTS.reader_added,
  remove_reader: EVENTS.reader_removed,
} as const satisfies Readonly<Record<WishType, Fields>>

/** A wish, checked to the last field. */
export function readWish(type: WishType, said: unknown): Result<Wish, Misfit> {
  const read = object(WISHES[type] as Fields).read(said, '')
  return read.ok ? ok({ type, ...read.value } as unknown as Wish) : read
}
