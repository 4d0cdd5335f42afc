import type { Digest } from '../ids.ts'
import { MAX_ENTRY_BYTES } from '../log/entry.ts'
import { ok, refuse, type Result } from '../problem.ts'
import type { Case } from './case.ts'
import type { CaseCommand, WishType } from './command.ts'
import { approveAcceptance, refuseAcceptance, requestAcceptance, revokeAcceptance } from './decide/acceptance.ts'
import { assess } from './decide/assessment.ts'
import { approveChange, declineChange, proposeChange } from './decide/changes.ts'
import { contain, removeContainment, verifyContainment } from './decide/containment.ts'
import type { Rule } from './decide/context.ts'
import { computeOptions, recordDecision } from './decide/decision.ts'
import { recordDelivery } from './decide/delivery.ts'
import { acknowledge, comeDue, escalate, holdFollowUp, promiseFollowUp } from './decide/escalation.ts'
import { addFinding, attach, linkReport, seeInProduction } from './decide/evidence.ts'
import { lift } from './decide/lift.ts'
import { answer, object, settle } from './decide/objections.ts'
import { breakGlass, closeOverride, reconcileOverride, reviewOverride } from './decide/override.ts'
import { agreePlan, finishTask, proposePlan, startTask } from './decide/plan.ts'
import { declareCandidate, declareFixers, recordProof, recordRegression } from './decide/retest.ts'
import { addReader, removeReader } from './decide/readers.ts'
import { addCause, assignAction, close, closeReview, finishAction, openReview } from './decide/review.ts'
import { addAffected, confirm, open, place, retract, widen } from './decide/stop.ts'
import { versionOf, type CaseEvent, type Fact } from './event.ts'
import type { Rules } from './rules.ts'

export type Decision = Result<readonly CaseEvent[]>

/** After closing, only what could stop a release, or says that one happened. */
const TAKEN_WHEN_CLOSED: ReadonlySet<WishType> = new Set<WishType>([
  'place',
  'add_affected',
  'record_proof',
  'record_regression',
  'record_delivery',
  'reconcile_override',
  'attach',
  'add_finding',
  'finish_action',
  'revoke_acceptance',
  'declare_fixers',
  'come_due',
  'add_reader',
  'remove_reader',
])

/** What a command does to a case. Pure: time, actor and ids arrive inside it. No event: nothing was new. */
export function decide(state: Case, command: CaseCommand, rules: Rules): Decision {
  const { id, at, by, wish } = command
  const before = state.commands.get(id)
  if (before?.by === by) return ok([]) // the same command again: its answer stands in the log already
  if (before)
    return refuse('case/command-reused', `Command ${id} was ${before.by}'s.`, 'Give each command an id of its own.')
  if (at < state.at)
    return refuse('case/time-went-back', `${at} is before the last entry, ${state.at}.`, 'Check the clock.')
  if (!state.opened && wish.type !== 'open')
    return refuse('case/not-open', `There is no case ${state.id}.`, 'Open it first.')
  if (state.closed && !TAKEN_WHEN_CLOSED.has(wish.type))
    return refuse('case/closed', `${state.id} is closed.`, 'Place a hold to open it again, or open another case.')
  const facts = (RULES[wish.type] as Rule<WishType>)(wish, { state, rules, by, at })
  if (!facts.ok) return facts
  const events = facts.value.map((fact, i) => stamped(fact, state.n + 1 + i, state, command, rules.policy))
  return events.some(isTooLarge)
    ? refuse('case/too-large', `One entry holds ${MAX_ENTRY_BYTES} bytes; this is more.`, 'Say it in several commands.')
    : ok(events)
}

/** All that an event keeps is ASCII, and the order of keys changes no length: this is its size in the log. */
const isTooLarge = (event: CaseEvent): boolean => JSON.stringify(event).length > MAX_ENTRY_BYTES

function stamped(fact: Fact, n: number, { id }: Case, { at, by, id: command }: CaseCommand, policy: Digest): CaseEvent {
  const { type, ...details } = fact
  const data = { ...details, policy }
  return { v: versionOf(fact), stream: id, n, type, at, actor: by, command, data } as CaseEvent
}

/** One rule a wish: a wish without a rule does not compile. */
const RULES: { readonly [T in WishType]: Rule<T> } = {
  open,
  place,
  confirm,
  widen,
  add_affected: addAffected,
  retract,
  propose_change: proposeChange,
  approve_change: approveChange,
  decline_change: declineChange,
  add_finding: addFinding,
  see_in_production: seeInProduction,
  attach,
  link_report: linkReport,
  assess,
  contain,
  verify_containment: verifyContainment,
  remove_containment: removeContainment,
  compute_options: computeOptions,
  record_decision: recordDecision,
  propose_plan: proposePlan,
  agree_plan: agreePlan,
  start_task: startTask,
  finish_task: finishTask,
  object,
  answer,
  settle,
  declare_candidate: declareCandidate,
  declare_fixers: declareFixers,
  record_proof: recordProof,
  record_regression: recordRegression,
  lift,
  request_acceptance: requestAcceptance,
  approve_acceptance: approveAcceptance,
  refuse_acceptance: refuseAcceptance,
  revoke_acceptance: revokeAcceptance,
  break_glass: breakGlass,
  close_override: closeOverride,
  review_override: reviewOverride,
  reconcile_override: reconcileOverride,
  record_delivery: recordDelivery,
  acknowledge,
  escalate,
  promise_follow_up: promiseFollowUp,
  hold_follow_up: holdFollowUp,
  come_due: comeDue,
  assign_action: assignAction,
  finish_action: finishAction,
  open_review: openReview,
  add_cause: addCause,
  close_review: closeReview,
  close,
  add_reader: addReader,
  remove_reader: removeReader,
}
