import type { RiskCase } from '../risk/case.ts'
import { thetaAtMeans } from '../risk/closed-form.ts'
import type { Comparison } from '../risk/compare.ts'
import { judge } from '../risk/judge.ts'
import { FIX_FIRST } from '../risk/options.ts'
import { resultOf } from '../risk/result.ts'
import { simulate, type Settings } from '../risk/simulate.ts'

/** The part of a comparison that documents show. */
export type Costs = Pick<Comparison, 'currency' | 'seed' | 'iterations' | 'options'>

/**
 * What the ways out cost, to the digit as `compareOptions` has them; without what no document shows (sensitivity, views, value of
 * information), and so in half the time.
 *
 * @param risk validated
 */
export function costsOf(risk: RiskCase, settings: Settings): Costs {
  const judged = judge(risk, simulate(risk, settings))
  const theta = thetaAtMeans(risk)
  const fixFirst = judged.find(({ draws }) => draws.option.id === FIX_FIRST)?.draws
  const { seed, iterations } = settings
  return {
    currency: risk.currency,
    seed,
    iterations,
    options: judged.map((one) => resultOf(one, risk, theta, fixFirst)),
  }
}
