import { ok, refuse, type Result } from '../../problem.ts'
import { currentView, isLower, scored } from '../assessment.ts'
import type { Case, PendingChange } from '../case.ts'
import { isChangeAgreed, wroteFix } from '../change.ts'
import { currentPlacement } from '../hold.ts'
import { liveFindings } from '../proof.ts'
import type { Change } from '../values.ts'
import { firstOf, happened, lacks, NOTHING_NEW, unattached, type Rule } from './context.ts'

/** Whatever ends or shrinks a hold without a proof is first proposed, with evidence. By itself a proposal does nothing. */
export const proposeChange: Rule<'propose_change'> = ({ change: said, evidence, reason }, context) => {
  const change = completed(said)
  if (!change.ok) return change
  return (
    firstOf(lacks(context, 'propose'), unattached(context, evidence), misplaced(change.value, context.state)) ??
    happened({ type: 'change_proposed', change: change.value, evidence, reason })
  )
}

function completed(change: Change): Result<Change> {
  if (change.kind !== 'lower') return ok(change)
  const view = scored(change.view)
  return view.ok ? ok({ ...change, view: view.value }) : view
}

/** A second authorised person makes it: never the proposer, never somebody who wrote the fix. */
export const approveChange: Rule<'approve_change'> = ({ change }, context) => {
  const { state, rules, by, at } = context
  const pending = pendingChange(state, change)
  if (!pending.ok) return pending
  if (pending.value.by === by)
    return refuse('case/own-request', `${by} proposed this change.`, 'A second authorised person has to agree.')
  const refusal = firstOf(
    lacks(context, 'confirm'),
    wroteFix(state, pending.value.change, by)
      ? refuse('hold/own-fix', `${by} wrote the fix.`, 'Ask somebody who did not.')
      : undefined,
    stale(state, pending.value),
    misplaced(pending.value.change, state),
  )
  if (refusal) return refusal
  const people = [...new Set([...pending.value.approvedBy, by])]
  if (isChangeAgreed(state, pending.value, people, rules, at)) return happened({ type: 'change_made', change, people })
  return pending.value.approvedBy.includes(by) ? NOTHING_NEW : happened({ type: 'change_approved', change })
}

export const declineChange: Rule<'decline_change'> = ({ change, reason }, context) => {
  const pending = pendingChange(context.state, change)
  if (!pending.ok) return pending
  const mayTakeBack = pending.value.by === context.by
  return (mayTakeBack ? undefined : lacks(context, 'confirm')) ?? happened({ type: 'change_declined', change, reason })
}

function pendingChange(state: Case, n: number): Result<PendingChange> {
  const pending = state.changes.get(n)
  if (!pending) return refuse('case/unknown', `There is no change ${n} in this case.`, 'Propose it first.')
  return pending.outcome === 'pending'
    ? ok(pending)
    : refuse('case/settled', `Change ${n} is ${pending.outcome} already.`, 'Propose another one.')
}

const stale = (state: Case, { n, inputs }: PendingChange) =>
  inputs === state.inputs
    ? undefined
    : refuse('case/inputs-changed', `The case has changed since change ${n} was proposed.`, 'Propose it again.')

/** What a change needs to make sense, when it is proposed and again when it is made. */
function misplaced(change: Change, state: Case): Result<never> | undefined {
  if (change.kind === 'lower')
    return isLower(change.view, currentView(state))
      ? undefined
      : refuse(
          'case/not-lower',
          'This view is not lower than the one in force.',
          'Record it: it needs no second person.',
        )
  if (change.kind === 'dismiss')
    return state.findings.get(change.finding)?.dismissed === false
      ? undefined
      : refuse('case/unknown', `There is no finding ${change.finding} to dismiss.`, 'Look it up in the case.')
  const hold = state.holds.get(change.product)
  const placement = hold && currentPlacement(hold)
  if (!hold || !placement)
    return refuse('hold/unknown', `There is no hold on ${change.product}.`, 'Name a product that this case holds.')
  switch (change.kind) {
    case 'withdraw':
      if (placement.ended) return refuse('hold/taken-back', `${hold.id} was withdrawn already.`)
      return change.because === 'duplicate' && change.duplicate_of === undefined
        ? refuse('hold/no-duplicate', 'A duplicate names the hold that stays.', 'Say which hold it duplicates.')
        : undefined
    case 'let_fix_through':
      return fixNotAllowed(change, state)
    default:
      return undefined
  }
}

/** The fix is never blocked by a *different* weakness that is in production already and that it makes no worse. */
function fixNotAllowed({ product, fixes }: Extract<Change, { kind: 'let_fix_through' }>, state: Case) {
  if (fixes === state.holds.get(product)?.id)
    return refuse('hold/own-proof', `${fixes} is this hold: its fix needs a proof.`, 'Record the proof, then lift.')
  const fresh = liveFindings(state).find(({ inProduction }) => !inProduction)
  return fresh
    ? refuse(
        'hold/not-in-production',
        `Finding ${fresh.finding} is not known to be in production.`,
        'Record where it was seen there, or request an acceptance.',
      )
    : undefined
}
