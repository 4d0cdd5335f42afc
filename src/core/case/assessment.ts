import { bySeverity, type Severity } from '../finding/severity.ts'
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

/** `Re-assessed from medium (5.3) to critical (9.3): PR:L → PR:N.` What was learned, and by whom, follows in words. */
export function sayReassessment(before: View, after: View): string {
  const name = ({ severity, score }: View) => severity + (score === undefined ? '' : ` (${score.toFixed(1)})`)
  const changes = [
    ...metricChanges(before.vector, after.vector),
    ...(after.exploited && !before.exploited ? ['now exploited'] : []),
    ...(after.in_production && !before.in_production ? ['now known to be in production'] : []),
  ]
  return `Re-assessed from ${name(before)} to ${name(after)}${changes.length > 0 ? `: ${changes.join(', ')}` : ''}.`
}

function metricChanges(before: string | undefined, after: string | undefined): readonly string[] {
  if (!before || !after) return []
  const metrics = (vector: string) => new Map(vector.split('/').map((part) => part.split(':', 2) as [string, string]))
  const [old, now] = [metrics(before), metrics(after)]
  if (old.get('CVSS') !== now.get('CVSS')) return [`${before} → ${after}`]
  return [...new Set([...old.keys(), ...now.keys()])]
    .filter((metric) => old.get(metric) !== now.get(metric))
    .map((metric) => `${metric}:${old.get(metric) ?? 'X'} → ${metric}:${now.get(metric) ?? 'X'}`)
}
