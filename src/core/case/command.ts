import type { Actor, Digest, Product, Uuid } from '../ids.ts'
import type { Environment } from '../gate/question.ts'
import type { Instant } from '../instant.ts'
import type { Sealed } from '../log/entry.ts'
import type { Position } from './case.ts'
import type { Details, EventType } from './event.ts'
import type { Build, Identities, View } from './values.ts'

/** A wish and its envelope. The id makes it idempotent; time and actor are the server's to say, not the wisher's. */
export interface CaseCommand {
  readonly id: Uuid
  readonly at: Instant
  readonly by: Actor
  readonly wish: Wish
}

export type WishType = Wish['type']
export type WishOf<T extends WishType> = Extract<Wish, { readonly type: T }>

type Say<Type extends string, Event extends EventType> = { readonly type: Type } & Details<Event>

export type Wish =
  // stop
  | Say<'open', 'case_opened'>
  | {
      readonly type: 'place'
      readonly product: Product
      /** By default production. */
      readonly environments?: readonly Environment[]
      readonly branch?: string
      readonly affected: Identities
      readonly reason: Sealed
    }
  | Say<'confirm', 'hold_confirmed'>
  | Say<'widen', 'hold_widened'>
  | Say<'add_affected', 'affected_added'>
  | Say<'retract', 'hold_retracted'>
  | Say<'propose_change', 'change_proposed'>
  | Say<'approve_change', 'change_approved'>
  | Say<'decline_change', 'change_declined'>
  // evidence
  | Say<'add_finding', 'finding_added'>
  | Say<'see_in_production', 'finding_seen_in_production'>
  | Say<'attach', 'evidence_attached'>
  | Say<'link_report', 'report_linked'>
  // assessment
  | {
      readonly type: 'assess'
      readonly view: View
      /** What was learned since the view before; a re-assessment says it. */
      readonly learned?: Sealed
      readonly evidence: readonly Digest[]
    }
  // containment
  | Say<'contain', 'containment_applied'>
  | Say<'verify_containment', 'containment_verified'>
  | Say<'remove_containment', 'containment_removed'>
  // options and decision
  | Say<'compute_options', 'options_computed'>
  | Say<'record_decision', 'decision_recorded'>
  // plan
  | Say<'propose_plan', 'plan_proposed'>
  | Say<'agree_plan', 'plan_agreed'>
  | Say<'start_task', 'task_started'>
  | Say<'finish_task', 'task_finished'>
  // objections
  | Say<'object', 'objection_raised'>
  | Say<'answer', 'objection_answered'>
  | Say<'settle', 'objection_settled'>
  // retest
  | {
      readonly type: 'declare_candidate'
      readonly product: Product
      readonly build: Build
      /** Who wrote the fix: declared by people, joined with the commits' authors and the pipelines that they can edit. */
      readonly fixers: readonly Actor[]
    }
  | Say<'declare_fixers', 'fixers_declared'>
  | Say<'record_proof', 'proof_recorded'>
  | Say<'record_regression', 'regression_recorded'>
  // lift
  | Say<'lift', 'lift_approved'>
  // acceptance
  | (Omit<Details<'acceptance_requested'>, 'from' | 'findings'> & {
      readonly type: 'request_acceptance'
      /** By default now. */
      readonly from?: Instant
    })
  | Say<'approve_acceptance', 'acceptance_approved'>
  | Say<'refuse_acceptance', 'acceptance_refused'>
  | { readonly type: 'revoke_acceptance'; readonly acceptance: Position }
  // override
  | Say<'break_glass', 'override_opened'>
  | Say<'close_override', 'override_closed'>
  | Say<'review_override', 'override_reviewed'>
  | Say<'reconcile_override', 'override_reconciled'>
  // delivery
  | Say<'record_delivery', 'delivered'>
  // escalation
  | Say<'acknowledge', 'acknowledged'>
  | { readonly type: 'escalate'; readonly because: Details<'escalated'>['because'] }
  | Say<'promise_follow_up', 'follow_up_promised'>
  | Say<'hold_follow_up', 'follow_up_held'>
  | Say<'come_due', 'came_due'>
  // actions
  | Say<'assign_action', 'action_assigned'>
  | Say<'finish_action', 'action_finished'>
  // review
  | Say<'open_review', 'review_opened'>
  | Say<'add_cause', 'cause_added'>
  | Say<'close_review', 'review_closed'>
  | Say<'close', 'case_closed'>
  // who may read it
  | Say<'add_reader', 'reader_added'>
  | Say<'remove_reader', 'reader_removed'>
