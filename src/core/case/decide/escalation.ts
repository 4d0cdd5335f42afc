import { refuse } from '../../problem.ts'
import { type Due, dueKey, untold } from '../due.ts'
import type { Details } from '../event.ts'
import { firstOf, happened, lacks, NOTHING_NEW, unknown, type Rule } from './context.ts'

export const acknowledge: Rule<'acknowledge'> = (_, context) =>
  lacks(context, 'contribute') ?? (context.state.acknowledged ? NOTHING_NEW : happened({ type: 'acknowledged' }))

/** Anybody may, and the clock does: it only calls people. Silence never lifts and never accepts. */
export const escalate: Rule<'escalate'> = ({ because }, { state }) =>
  happened({ type: 'escalated', rung: state.escalations.length, because })

/** The clock says that something is due: once, and only if it is. What nobody decided or confirmed goes to the next authority. */
export const comeDue: Rule<'come_due'> = (told, { state, rules, at }) => {
  if (told.due > at) return refuse('case/not-due', `That is due at ${told.due}.`, 'Wait until then.')
  if (!untold(state, rules).some((due) => dueKey(due) === dueKey({ ...told, at: told.due }))) return NOTHING_NEW
  const because = ESCALATES[told.what]
  const fact = { ...told, type: 'came_due' } as const
  if (because === undefined) return happened(fact)
  return happened({ type: 'escalated', rung: state.escalations.length, because }, fact)
}

const ESCALATES: Partial<Record<Due['what'], Details<'escalated'>['because']>> = {
  confirm_hold: 'unconfirmed',
  escalate: 'no_decision',
  full_regression: 'full_regression_overdue',
}

export const promiseFollowUp: Rule<'promise_follow_up'> = (promise, context) =>
  firstOf(
    lacks(context, 'contribute'),
    promise.due <= context.at ? refuse('case/time-past', `${promise.due} is past.`, 'Give a time to come.') : undefined,
  ) ?? happened({ ...promise, type: 'follow_up_promised' })

export const holdFollowUp: Rule<'hold_follow_up'> = ({ follow_up }, context) => {
  const known = context.state.followUps.get(follow_up)
  const refusal = firstOf(lacks(context, 'contribute'), unknown('follow-up', follow_up, known))
  if (refusal) return refusal
  return known?.held ? NOTHING_NEW : happened({ type: 'follow_up_held', follow_up })
}
