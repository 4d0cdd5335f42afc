import { standing } from '../standing.ts'
import { happened, lacks, type Rule } from './context.ts'

/** A deployment that took place. It is recorded whatever it was; one that was held alarms the case. */
export const recordDelivery: Rule<'record_delivery'> = (delivery, context) => {
  const { state, at } = context
  const refusal = lacks(context, 'record')
  if (refusal) return refusal
  const found = standing(state, delivery, at)
  return found.is === 'held'
    ? happened(
        { ...delivery, type: 'delivered' },
        { type: 'held_delivery_alarmed', delivery: state.n + 1, because: found.because },
      )
    : happened({ ...delivery, type: 'delivered' })
}
