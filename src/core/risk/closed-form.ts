import { INPUT_NAMES, type Theta } from './inputs.ts'
import { valueOf, windowOf, inputsInUse, type RiskCase } from './case.ts'
import { blankCourse, follow, type Course } from './course.ts'
import { mean } from './distribution.ts'
import { hazardPerDay } from './exposure.ts'
import { frequency, meanLoss, type Frequency } from './loss.ts'
import type { Option } from './options.ts'

/** What an option costs in closed form, its inputs known. */
export interface Expected {
  /** Delay and measures: what is paid in any case. */
  readonly certainCost: number
  /** Regressions and failed returns, weighted with their chance. */
  readonly sideCost: number
  readonly frequency: Frequency
  readonly lossEventChance: number
  readonly exposureDays: number
  /** Loss per unit of the attack rate: V · A · m. */
  readonly lossPerHazard: number
  /** Loss events × mean loss. */
  readonly lossCost: number
  readonly expectedCost: number
}

/** A theta with every input at its mean; inputs that no option uses are 0. */
export function thetaAtMeans(risk: RiskCase): Theta {
  const theta = Object.fromEntries(INPUT_NAMES.map((name) => [name, 0])) as Theta
  for (const name of inputsInUse(risk.options)) theta[name] = mean(valueOf(risk, name))
  return theta
}

/** The expected cost of an option under one theta: E = K + Σ chance · cost + h · V · A · m. */
export function expectedUnder(option: Option, risk: RiskCase, theta: Theta, loss = meanLoss(risk.loss)): Expected {
  const course = follow(option, theta, windowOf(risk), blankCourse())
  const hazard = hazardPerDay(theta.attackChance30Days)
  const events = frequency(hazard * course.exposureDays, theta.vulnerability)
  const certainCost = course.delayCost + course.measureCost
  const sideCost = sideCostOf(course, theta)
  const lossPerHazard = theta.vulnerability * course.exposureDays * theta.lossScale * loss
  return {
    certainCost,
    sideCost,
    exposureDays: course.exposureDays,
    frequency: events,
    lossEventChance: -Math.expm1(-events.lossEvents),
    lossPerHazard,
    lossCost: hazard * lossPerHazard,
    expectedCost: certainCost + sideCost + hazard * lossPerHazard,
  }
}

export const sideCostOf = (course: Course, theta: Theta): number =>
  course.regressionChance * theta.regressionCost + course.rollBackFailureChance * theta.rollBackFailureCost

/**
 * Every option with each input at its mean, by id. Exact where all inputs are fixed; where they are ranges a simulation
 * tells more, as a mean of maxima is not the maximum of means.
 */
export function evaluateClosedForm(risk: RiskCase): ReadonlyMap<string, Expected> {
  const theta = thetaAtMeans(risk)
  const loss = meanLoss(risk.loss)
  return new Map(risk.options.map((option) => [option.id, expectedUnder(option, risk, theta, loss)]))
}
