import type { Actor } from '../../ids.ts'
import { standing } from '../standing.ts'
import { happened, lacks, type Rule } from './context.ts'

/** Who tells what is known already, to a case that came later. It decides nothing. */
export const HOUSE = 'holdpoint' as Actor

/** A deployment that took place. It is recorded whatever it was; one that was held alarms the case. */
export const recordDelivery: Rule<'record_delivery'> = (delivery, context) => {
  const { state, at, by } = context
  const refusal = by === HOUSE ? undefined : lacks(context, 'record')
  if (refusal) return refusal
  const found = standing(state, delivery, at)
  return found.is === 'held'
    ? happened(
        { ...delivery, type: 'delivered' },
        { type: 'held_delivery_alarmed', delivery: state.n + 1, because: found.because },
      )
    : happened({ ...delivery, type: 'delivered' })
}
