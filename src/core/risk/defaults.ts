import { around, fixed, type Distribution } from './distribution.ts'
import type { Fact } from './facts/fact.ts'
import { CONTROLS } from './facts/controls.ts'
import { REMEDIATION } from './facts/remediation.ts'
import type { Input, InputName } from './inputs.ts'

const judged = (value: Distribution): Input => ({ value, basis: 'default', by: 'Holdpoint', source: 'judgement' })

const cited = (value: Distribution, { source, published }: Fact): Input => ({
  value,
  basis: 'default',
  by: 'Holdpoint',
  source: `judgement, anchored in: ${source}`,
  dated: published,
})

/**
 * What stands in where nobody has said anything. Every one is shown as a default and can be changed; there is none for the
 * chance of an attack, for what is in production, for one's own days of work, and for money, as these differ too much.
 */
export const DEFAULTS: Readonly<Partial<Record<InputName, Input>>> = {
  vulnerability: judged(around(0.1, 0.5, 0.9)),
  publicFactor: judged(fixed(1)),
  lossScale: judged(fixed(1)),
  slackDays: judged(fixed(0)),
  // mean 1.3: the cited mean overrun of effort is 30 to 40 %
  overrunFactor: cited(around(1, 1.2, 2), REMEDIATION['effort.overrun']),
  patchDays: judged(fixed(14)),
  controlDays: judged(around(0.25, 0.5, 2)),
  featureOffDays: judged(around(0.1, 0.25, 1)),
  revertDays: judged(around(0.5, 1, 3)),
  rollBackDays: judged(around(0.5, 1, 3)),
  adoptionHalfLifeDays: judged(fixed(0)),
  // measured on generic requests: somebody who adapts to one known hole gets through more often
  controlEffectiveness: cited(around(0.12, 0.8, 0.98), CONTROLS['waf.tpr.others']),
  controlCost: judged(fixed(0)),
  controlCostPerDay: judged(fixed(0)),
  featureOffExposedFraction: judged(around(0, 0.05, 0.2)),
  featureOffCostPerDay: judged(fixed(0)),
  revertExposedFraction: judged(around(0, 0.02, 0.1)),
  revertCostPerDay: judged(fixed(0)),
  replacementCost: judged(fixed(0)),
  rolledOutFraction: judged(fixed(0)),
  regressionChanceFull: cited(around(0.01, 0.05, 0.15), REMEDIATION['secfix.negative']),
  // no study compares limited with full testing: the difference is judgement until one's own data replace it
  regressionChanceLimited: cited(around(0.05, 0.18, 0.3), REMEDIATION['fix.incorrect']),
  openAfterFixFull: judged(around(0.005, 0.02, 0.08)),
  openAfterFixLimited: judged(around(0.02, 0.07, 0.2)),
  rollBackFailureChance: judged(around(0.01, 0.03, 0.1)),
  rollBackFailureCost: judged(fixed(0)),
  // nobody has shown that the previous release is clean
  previousExposedFraction: judged(fixed(1)),
}

/**
 * Whether we are among the targets of what is exploited in the wild, where nobody has said: from a flaw that few are attacked
 * through to one that is tried on everybody who can be reached. It stands in only where a feed knows the rest.
 */
export const TARGETED: Input = judged({ kind: 'logit-normal', p05: 0.05, p95: 0.8 })
