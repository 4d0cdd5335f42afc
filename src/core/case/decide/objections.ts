import { refuse } from '../../problem.ts'
import { firstOf, happened, lacks, unattached, unknown, type Rule } from './context.ts'

/** Anybody may be heard, and whoever writes it down says who spoke. */
export const object: Rule<'object'> = (objection, context) =>
  lacks(context, 'contribute') ?? happened({ ...objection, type: 'objection_raised' })

export const answer: Rule<'answer'> = (answer, context) =>
  firstOf(
    lacks(context, 'contribute'),
    unknown('objection', answer.objection, context.state.objections.get(answer.objection)),
    unattached(context, answer.evidence),
  ) ?? happened({ ...answer, type: 'objection_answered' })

/** An objection that is right is conceded; one without an answer is not overruled. */
export const settle: Rule<'settle'> = ({ objection, outcome }, context) => {
  const known = context.state.objections.get(objection)
  return (
    firstOf(
      lacks(context, 'contribute'),
      unknown('objection', objection, known),
      outcome === 'overruled' && !known?.answer
        ? refuse('case/unanswered', `Objection ${objection} has no answer yet.`, 'Answer it first.')
        : undefined,
    ) ?? happened({ type: 'objection_settled', objection, outcome })
  )
}
