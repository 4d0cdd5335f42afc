import { refuse } from '../../problem.ts'
import { firstOf, happened, lacks, type Rule } from './context.ts'

/** Results are kept with what they were computed from, so that they can be computed again to the same digits. */
export const computeOptions: Rule<'compute_options'> = (result, context) => {
  const names = result.options.map(({ option }) => option)
  const twice = names.find((name, i) => names.indexOf(name) !== i)
  if (twice !== undefined)
    return refuse('case/option-twice', `Option "${twice}" is named twice.`, 'Name each option once.')
  return lacks(context, 'contribute') ?? happened({ ...result, type: 'options_computed' })
}

/** What the meeting decided, with dissent. It is a record: a hold ends by lift, acceptance or override alone. */
export const recordDecision: Rule<'record_decision'> = (decision, context) => {
  const options = context.state.options.at(-1)?.options
  const strange =
    options !== undefined && decision.option !== undefined && !options.some(({ option }) => option === decision.option)
  return (
    firstOf(
      lacks(context, 'contribute'),
      strange
        ? refuse('case/unknown-option', `"${decision.option}" is none of the options.`, 'Compute it first.')
        : undefined,
      decision.next_check <= context.at
        ? refuse('case/time-past', `The next check, ${decision.next_check}, is past.`, 'Give a time to come.')
        : undefined,
    ) ?? happened({ ...decision, type: 'decision_recorded' })
  )
}
