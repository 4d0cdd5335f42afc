import { addMillis, HOUR } from '../../instant.ts'
import { refuse } from '../../problem.ts'
import { authority } from '../authority.ts'
import { currentPlacement, heldSince } from '../hold.ts'
import { isOverrideOpen } from '../exception.ts'
import { firstOf, happened, holdOf, lacks, NOTHING_NEW, unknown, type Rule } from './context.ts'

/** A window for one digest in one environment: hours, not days; reviewed afterwards. Asking the gate consumes nothing. */
export const breakGlass: Rule<'break_glass'> = (window, context) => {
  const hold = holdOf(context, window.product)
  if (!hold.ok) return hold
  const { state, rules, by, at } = context
  const open = [...state.overrides.values()].some(
    (known) =>
      known.product === window.product &&
      known.digest === window.digest &&
      known.environment === window.environment &&
      isOverrideOpen(known, at),
  )
  const fresh = authority(rules, by, rules.may.break_glass, at, heldSince(state, window.product)) === 'fresh'
  return (
    firstOf(
      lacks(context, 'break_glass'),
      fresh
        ? refuse('case/fresh-role', `${by} got the role after the hold was placed.`, 'Ask somebody who had it before.')
        : undefined,
      currentPlacement(hold.value) ? undefined : refuse('hold/taken-back', `${hold.value.id} was taken back.`),
      open ? refuse('override/open', 'A window for this digest is open already.', 'Close it first.') : undefined,
      window.until <= at || window.until > addMillis(at, rules.overrideMaxHours * HOUR)
        ? refuse(
            'override/too-long',
            `${window.until} is not within ${rules.overrideMaxHours} hours.`,
            'Request an acceptance for anything longer.',
          )
        : undefined,
    ) ?? happened({ ...window, type: 'override_opened' })
  )
}

export const closeOverride: Rule<'close_override'> = ({ override }, context) => {
  const known = context.state.overrides.get(override)
  const refusal = firstOf(lacks(context, 'contribute'), unknown('override', override, known))
  if (refusal) return refusal
  return known && isOverrideOpen(known, context.at) ? happened({ type: 'override_closed', override }) : NOTHING_NEW
}

/** What was signed while there was no server, once the app has verified it. It is recorded whatever it was, each use once. */
export const reconcileOverride: Rule<'reconcile_override'> = (used, context) => {
  const hold = holdOf(context, used.product)
  const refusal = hold.ok ? lacks(context, 'record') : hold
  if (refusal) return refusal
  const known = [...context.state.overrides.values()].some(({ offline }) => offline?.use === used.use)
  return known ? NOTHING_NEW : happened({ ...used, type: 'override_reconciled' })
}

/** By somebody else, once it has ended. */
export const reviewOverride: Rule<'review_override'> = ({ override, finding }, context) => {
  const known = context.state.overrides.get(override)
  const refusal = firstOf(
    lacks(context, 'close'),
    unknown('override', override, known),
    known && (known.by === context.by || known.offline?.people.includes(context.by))
      ? refuse('override/own-review', `${context.by} opened it.`, 'Somebody else reviews it.')
      : undefined,
    known && isOverrideOpen(known, context.at)
      ? refuse('override/open', `Override ${override} is still open.`, 'Close it first.')
      : undefined,
  )
  if (refusal) return refusal
  return known?.reviewed ? NOTHING_NEW : happened({ type: 'override_reviewed', override, finding })
}
