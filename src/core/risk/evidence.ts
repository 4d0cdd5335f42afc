import type { Distribution } from './distribution.ts'
import type { Input } from './inputs.ts'

/**
 * What is known about attacks.
 *
 * EPSS is the chance that anybody is attacked anywhere; whether *we* are among the targets is a judgement on top.
 * A listing in KEV, or our own evidence, says that it is exploited: EPSS then has nothing to add.
 * An in-house flaw has no CVE and so no EPSS: somebody gives a range, and the break-even leads.
 */
export type ThreatEvidence =
  | {
      readonly kind: 'epss'
      readonly epss: number
      readonly scoreDate: string
      readonly model: string
      readonly targeted: Input
      /** Earlier scores, each with the days for which it stood: they may raise the chance, never lower it. */
      readonly past?: readonly PastScore[]
    }
  | { readonly kind: 'exploited'; readonly source: string; readonly dated: string; readonly targeted: Input }
  | { readonly kind: 'elicited'; readonly chance: Input }

export interface PastScore {
  readonly epss: number
  readonly days: number
}

/**
 * The chance that it has been exploited already, by its earlier scores, each taken as a constant rate over its days.
 * @source NIST CSWP 41, Likely Exploited Vulnerabilities (2025), as reported; with the exact daily chance, not a thirtieth
 */
export const likelyExploited = (past: readonly PastScore[]): number =>
  1 - past.reduce((none, { epss, days }) => none * (1 - epss) ** (days / 30), 1)

/** The 30-day chance of an attack on us. With a CVE: P(exploited anywhere) × P(we are targeted | exploited). */
export function attackChance(evidence: ThreatEvidence): Input {
  if (evidence.kind === 'elicited') return evidence.chance
  const { targeted } = evidence
  const [factor, source, dated] =
    evidence.kind === 'epss'
      ? [
          Math.max(evidence.epss, likelyExploited(evidence.past ?? [])),
          `EPSS ${evidence.epss} (${evidence.model})`,
          evidence.scoreDate,
        ]
      : [1, evidence.source, evidence.dated]
  const times = (of: Distribution): Distribution => (factor === 1 ? of : { kind: 'scaled', factor, of })
  return {
    ...targeted,
    value: times(targeted.value),
    source: `${source} × chance of being a target${targeted.basis === 'default' ? ', which is judgement' : ''}`,
    dated,
    ...(targeted.disputed && { disputed: targeted.disputed.map((other) => ({ ...other, value: times(other.value) })) }),
  }
}
