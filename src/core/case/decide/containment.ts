import { refuse } from '../../problem.ts'
import { firstOf, happened, holdOf, lacks, unattached, unknown, type Rule } from './context.ts'

/** An interim measure lowers the number. It does not lift the hold. */
export const contain: Rule<'contain'> = (measure, context) => {
  const hold = holdOf(context, measure.product)
  if (!hold.ok) return hold
  return lacks(context, 'contribute') ?? happened({ ...measure, type: 'containment_applied' })
}

export const verifyContainment: Rule<'verify_containment'> = ({ containment, evidence }, context) => {
  const measure = context.state.containments.get(containment)
  const refusal = firstOf(
    lacks(context, 'contribute'),
    unknown('containment', containment, measure),
    unattached(context, [evidence]),
  )
  if (refusal) return refusal
  if (measure?.state === 'removed')
    return refuse('case/settled', `Containment ${containment} was removed.`, 'Apply it again first.')
  return happened({ type: 'containment_verified', containment, evidence })
}

export const removeContainment: Rule<'remove_containment'> = ({ containment, reason }, context) =>
  firstOf(
    lacks(context, 'contribute'),
    unknown('containment', containment, context.state.containments.get(containment)),
  ) ?? happened({ type: 'containment_removed', containment, reason })
