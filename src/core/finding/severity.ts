/** From worst to mildest. `unknown` is a value of its own: it is not mild, it is not known. */
export const SEVERITIES = ['critical', 'high', 'medium', 'low', 'info', 'unknown'] as const
export type Severity = (typeof SEVERITIES)[number]

/** The qualitative rating of a CVSS v3 or v4 score, 0 … 10. @source FIRST, CVSS v4.0 Specification, section 6 */
export function severityOfScore(score: number): Severity {
  return score >= 9 ? 'critical' : score >= 7 ? 'high' : score >= 4 ? 'medium' : score > 0 ? 'low' : 'info'
}

/** Negative where `a` is the worse one: worst first. `unknown` sorts between medium and high: it wants a look. */
export const bySeverity = (a: Severity, b: Severity): number => RANK[a] - RANK[b]

const RANK: Readonly<Record<Severity, number>> = { critical: 0, high: 1, unknown: 2, medium: 3, low: 4, info: 5 }

/** The worse of two known severities; a known one wins over `unknown`. */
export function worse(a: Severity, b: Severity): Severity {
  if (a === 'unknown') return b
  if (b === 'unknown') return a
  return bySeverity(a, b) <= 0 ? a : b
}

export type SeverityCounts = Readonly<Record<Severity, number>>
export const noSeverities = (): Record<Severity, number> => ({
  critical: 0,
  high: 0,
  medium: 0,
  low: 0,
  info: 0,
  unknown: 0,
})
