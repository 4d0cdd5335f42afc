import { refuse } from '../../problem.ts'
import { firstOf, happened, lacks, NOTHING_NEW, unattached, unknown, type Context, type Rule } from './context.ts'
import { openEnds } from '../open-ends.ts'

export const assignAction: Rule<'assign_action'> = (action, context) =>
  lacks(context, 'contribute') ?? happened({ ...action, type: 'action_assigned' })

export const finishAction: Rule<'finish_action'> = ({ action, evidence }, context) => {
  const known = context.state.actions.get(action)
  const refusal = firstOf(lacks(context, 'contribute'), unknown('action', action, known), unattached(context, evidence))
  if (refusal) return refusal
  return known?.finished ? NOTHING_NEW : happened({ type: 'action_finished', action, evidence })
}

export const openReview: Rule<'open_review'> = (_, context) =>
  lacks(context, 'contribute') ?? (context.state.review ? NOTHING_NEW : happened({ type: 'review_opened' }))

export const addCause: Rule<'add_cause'> = (cause, context) =>
  firstOf(lacks(context, 'contribute'), notOpen(context)) ?? happened({ ...cause, type: 'cause_added' })

export const closeReview: Rule<'close_review'> = ({ summary }, context) =>
  firstOf(lacks(context, 'close'), notOpen(context)) ?? happened({ type: 'review_closed', summary })

/** A case closes only when its lines hold nothing and nothing is owed any more. What is affected stays held. */
export const close: Rule<'close'> = (_, context) => {
  const refusal = lacks(context, 'close')
  if (refusal) return refusal
  const [open] = openEnds(context.state)
  return open ? { ok: false, problem: open } : happened({ type: 'case_closed' })
}

function notOpen({ state }: Context) {
  if (!state.review) return refuse('review/not-open', 'The review is not open.', 'Open it first.')
  return state.review.closed ? refuse('review/closed', 'The review is closed.', 'Assign an action instead.') : undefined
}
