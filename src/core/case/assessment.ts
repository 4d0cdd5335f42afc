import { bySeverity, type Severity } from '../finding/severity.ts'
import { ok, refuse, type Result } from '../problem.ts'
import { difference, score } from '../score/index.ts'
import type { Case } from './case.ts'
import { liveFindings } from './proof.ts'
import type { View } from './values.ts'

/**
 * The severity that rules look at: the current view, and the worst of the findings that came after it.
 * `unknown` weighs as much as critical: it is not mild, it is not known.
 */
export function severityInForce(state: Case): Severity {
  const current = state.assessments.at(-1)
  const later = liveFindings(state).filter(({ n }) => !current || n > current.n)
  return [...(current ? [current.view.severity] : []), ...later.map(({ severity }) => severity)].reduce<Severity>(
    (worst, severity) => (isMilder(worst, severity) ? severity : worst),
    current || later.length > 0 ? 'info' : 'unknown',
  )
}

export const isMilder = (a: Severity, b: Severity): boolean => weight(a) > weight(b)
const weight = (severity: Severity) => bySeverity(severity === 'unknown' ? 'critical' : severity, 'critical')

/** Whether a view asks for less caution than the one before it. */
export function isLower(view: View, before: View): boolean {
  if (view.severity !== before.severity) return isMilder(view.severity, before.severity)
  return (
    (view.score ?? 10) < (before.score ?? 0) ||
    (before.exploited && !view.exploited) ||
    (before.in_production && !view.in_production)
  )
}

/** The view that rules rest on; before anybody gave one, the findings' own severity. */
export const currentView = (state: Case): View =>
  state.assessments.at(-1)?.view ?? { severity: severityInForce(state), exploited: false, in_production: false }

/**
 * What was learned between two views, in one sentence: by their vectors where both have one, else by severity.
 * By whom, and in whose words, stands in the assessment.
 */
export function sayReassessment(before: View, after: View): string {
  const [old, now] = [before, after].map(({ vector }) => (vector === undefined ? undefined : score(vector)))
  return old?.ok && now?.ok
    ? difference(old.value, now.value)
    : `The severity goes from ${before.severity} to ${after.severity}.`
}

/** A view's score is its vector's, exactly; one without a vector has none. */
export function scored(view: View): Result<View> {
  if (view.vector === undefined)
    return view.score === undefined
      ? ok(view)
      : refuse('case/score-without-vector', `${view.score} has no vector behind it.`, 'Give the vector, or no score.')
  const computed = score(view.vector)
  if (!computed.ok) return computed
  return view.score === undefined || view.score === computed.value.score
    ? ok({ ...view, score: computed.value.score })
    : refuse(
        'case/score-differs',
        `${view.score} is not the score of ${view.vector}: that is ${computed.value.score}.`,
        'Leave the score out: it is computed.',
      )
}
