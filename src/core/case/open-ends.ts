import { problem, type Problem } from '../problem.ts'
import type { Case } from './case.ts'
import { isLineInForce } from './hold.ts'
import { hasRegression } from './proof.ts'

/** What is still owed before a case may close. */
export function openEnds(state: Case): readonly Problem[] {
  const ends: Problem[] = []
  for (const hold of state.holds.values())
    if (isLineInForce(state, hold))
      ends.push(problem('case/still-holding', `${hold.id} is in force.`, 'Lift or withdraw it.'))
  for (const override of state.overrides.values())
    if (!override.reviewed)
      ends.push(problem('override/unreviewed', `Override ${override.n} is not reviewed.`, 'Somebody else reviews it.'))
  for (const lifted of state.clearances)
    if (lifted.full_regression_due !== undefined && !hasFullRun(state, lifted.candidate))
      ends.push(
        problem('hold/no-regression', `The full regression run of candidate ${lifted.candidate} is due.`, 'Record it.'),
      )
  for (const { n, held, due } of state.followUps.values())
    if (!held) ends.push(problem('case/follow-up-owed', `Follow-up ${n} was promised for ${due}.`, 'Hold it.'))
  if (!state.review?.closed) ends.push(problem('review/not-closed', 'The review is not closed.', 'Open and close it.'))
  return ends
}

function hasFullRun(state: Case, n: number): boolean {
  const candidate = state.candidates.get(n)
  return candidate !== undefined && hasRegression(state, candidate, 'full', 0)
}
