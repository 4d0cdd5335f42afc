import { refuse } from '../../problem.ts'
import { currentView, isLower, scored } from '../assessment.ts'
import type { Fact } from '../event.ts'
import { isLineInForce } from '../hold.ts'
import { firstOf, happened, lacks, unattached, type Rule } from './context.ts'

/**
 * The first view, or a higher one with what was learned: at once. A lower one, while a hold is in force, takes a second
 * person. What was accepted under a lower view ends: it was another risk.
 */
export const assess: Rule<'assess'> = ({ view: said, learned, evidence }, context) => {
  const { state } = context
  const read = scored(said)
  if (!read.ok) return read
  const view = read.value
  const refusal = firstOf(lacks(context, 'assess'), unattached(context, evidence))
  if (refusal) return refusal
  const before = currentView(state)
  const isHeld = [...state.holds.values()].some((hold) => isLineInForce(state, hold))
  if (isLower(view, before) && isHeld)
    return refuse(
      'case/needs-second-person',
      `${view.severity} is lower than ${before.severity}, and a hold is in force.`,
      'Propose it with evidence; a second authorised person confirms it.',
    )
  if (state.assessments.length === 0) return happened({ type: 'assessed', view, evidence })
  if (learned === undefined)
    return refuse('case/nothing-learned', 'A re-assessment says what was learned.', 'Say what is known now.')
  const ended = isLower(view, before) ? [] : acceptances(state)
  return happened({ type: 'reassessed', from: before, view, learned, evidence }, ...ended)
}

const acceptances = (state: Parameters<typeof currentView>[0]): readonly Fact[] =>
  [...state.acceptances.values()]
    .filter(({ outcome }) => outcome === 'granted')
    .map(({ n }) => ({ type: 'acceptance_revoked', acceptance: n, because: 'reassessed' }))
