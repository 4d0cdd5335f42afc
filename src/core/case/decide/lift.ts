import { addMillis, HOUR } from '../../instant.ts'
import { refuse } from '../../problem.ts'
import type { Actor } from '../../ids.ts'
import type { Candidate, Case, LiftApproval } from '../case.ts'
import { currentPlacement, standingClearances } from '../hold.ts'
import { fixersOf, liveFindings, outcomeOf } from '../proof.ts'
import { missingEvidence, missingPeople, regressionDemand } from '../missing.ts'
import { happened, lacks, NOTHING_NEW, type Rule } from './context.ts'

/**
 * Clears the proven candidate; with `line: "ends"` later releases of the line are no longer reached either. What is known to
 * be affected stays held for ever. Whoever placed the hold may be one of two, never the only one; a fixer none.
 */
export const lift: Rule<'lift'> = ({ candidate: n, line }, context) => {
  const { state, rules, by, at } = context
  const candidate = state.candidates.get(n)
  const hold = candidate && state.holds.get(candidate.product)
  const placement = hold && currentPlacement(hold)
  if (!candidate || !hold) return refuse('case/unknown', `There is no candidate ${n}.`, 'Declare it first.')
  if (!placement || placement.ended) return refuse('hold/taken-back', `${hold.id} is not in force.`)
  if (standingClearances(state, hold).some((lifted) => lifted.candidate === n && lifted.line === line))
    return NOTHING_NEW

  if (fixersOf(state, candidate.product).has(by))
    return refuse('hold/own-fix', `${by} wrote the fix.`, `Ask one of: ${rules.may.lift.join(', ')}.`)
  const refusal = lacks(context, 'lift')
  if (refusal) return refusal
  const [missing] = missingEvidence(state, candidate, rules)
  if (missing) return { ok: false, problem: missing }

  const approvals = standingApprovals(state, candidate, placement.n).filter((approval) => approval.line === line)
  const people: readonly Actor[] = [...new Set([...approvals.map((approval) => approval.by), by])]
  if (missingPeople(state, candidate, people, rules, at))
    return approvals.some((approval) => approval.by === by)
      ? NOTHING_NEW
      : happened({ type: 'lift_approved', candidate: n, line })
  const { laterHours } = regressionDemand(state, rules)
  const due = laterHours === undefined ? {} : { full_regression_due: addMillis(at, laterHours * HOUR) }
  const findings = liveFindings(state).map(({ finding }) => finding)
  return happened({ type: 'hold_lifted', candidate: n, line, people, findings, ...due })
}

/** Approvals that were given on what is still true: after the placement, and after the last failing proof. */
export function standingApprovals(state: Case, { n }: Candidate, placed: number): readonly LiftApproval[] {
  const failed = state.proofs.findLast((record) => {
    const finding = state.findings.get(record.finding)
    return record.candidate === n && finding && outcomeOf(record.proof, finding) === 'fail'
  })
  return state.liftApprovals.filter(
    (approval) => approval.candidate === n && approval.n > Math.max(placed, failed?.n ?? 0),
  )
}
