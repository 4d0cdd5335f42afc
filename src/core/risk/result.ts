import { breakEvenChance, type BreakEven } from './break-even.ts'
import { windowOf, type RiskCase } from './case.ts'
import type { Dropped } from './constraints.ts'
import { blankCourse, follow } from './course.ts'
import { exposureTimeline, type ExposurePoint } from './timeline.ts'
import { mean } from './distribution.ts'
import type { Theta } from './inputs.ts'
import type { Judged } from './judge.ts'
import { halts, responseOf } from './options.ts'
import type { OptionDraws } from './simulate.ts'
import {
  differenceOf,
  exceedanceCurve,
  meanOf,
  quantilesOf,
  tailOf,
  type Tail,
  standardErrorOf,
  type ExceedancePoint,
} from './statistics.ts'

/**
 * What one option costs. Money in whole units of the case's currency. The `p95` is a bad day; where losses are rarer than one
 * in twenty it shows none of them: then `p99` and `cvar95` belong beside it.
 */
export interface OptionResult extends Tail {
  readonly id: string
  readonly name: string
  readonly response: 'accept' | 'avoid' | 'mitigate'
  readonly halts: boolean
  /** Why it is off the table; empty where it is open. */
  readonly dropped: readonly Dropped[]
  readonly expectedCost: number
  /** Of `expectedCost`, by the simulation; 0 where no input is a range. */
  readonly standardError: number
  /** What stands beside the losses: delay, measures, regressions. And the losses. Together the expected cost. */
  readonly expectedOtherCost: number
  readonly expectedLoss: number
  /** Loss per unit of the attack rate: the expected cost is a straight line in that rate, `expectedOtherCost` at 0. */
  readonly lossPerHazard: number
  readonly lossEventChance: number
  readonly lossExceedance: readonly ExceedancePoint[]
  /** How likely its expected cost is the lowest, given what is not known; absent where it is off the table. */
  readonly lowestChance?: number
  /** What choosing it costs on average against choosing with full knowledge of the inputs. */
  readonly opportunityLoss?: number
  /** Against fixing first; absent for that option itself and where it is not among the options. */
  readonly versusFixFirst?: Versus
  /** People outside whom it harms on average. Beside the money, never netted. */
  readonly expectedPeopleHarmed?: number
  /** With every input at its mean. */
  readonly releaseDay: number
  readonly timeline: readonly ExposurePoint[]
}

export interface Versus {
  /** Expected cost of the option minus that of fixing first: its mean, its error, and its 90 % range over the inputs. */
  readonly difference: number
  readonly standardError: number
  readonly p05: number
  readonly p95: number
  /** The 30-day chance of an attack above or below which fixing first pays. */
  readonly breakEven: BreakEven
}

export function resultOf(
  judged: Judged,
  risk: RiskCase,
  theta: Theta,
  fixFirst: OptionDraws | undefined,
): OptionResult {
  const { draws, dropped, expectedCost, losses } = judged
  const { option } = draws
  const course = follow(option, theta, windowOf(risk), blankCourse())
  return {
    id: option.id,
    name: option.name,
    response: responseOf(option),
    halts: halts(option),
    dropped,
    expectedCost,
    standardError: standardErrorOf(draws.conditional, expectedCost),
    expectedOtherCost: draws.otherCost,
    expectedLoss: expectedCost - draws.otherCost,
    lossPerHazard: draws.lossPerHazard,
    ...tailOf(draws.outcome),
    lossEventChance: draws.lossEventChance,
    lossExceedance: exceedanceCurve(losses, draws.outcome.length),
    ...(fixFirst && fixFirst !== draws && { versusFixFirst: versus(draws, fixFirst) }),
    ...(risk.outsiders && {
      expectedPeopleHarmed: draws.lossEventChance * mean(risk.outsiders.peoplePerEvent.value),
    }),
    releaseDay: course.releaseDay,
    timeline: exposureTimeline(course, theta, risk.horizonDays),
  }
}

function versus(draws: OptionDraws, fixFirst: OptionDraws): Versus {
  const difference = differenceOf(draws.conditional, fixFirst.conditional)
  const middle = meanOf(difference)
  const standardError = standardErrorOf(difference, middle)
  const [p05, p95] = quantilesOf(difference, [0.05, 0.95]) as [number, number]
  return {
    difference: middle,
    standardError,
    p05,
    p95,
    breakEven: breakEvenChance(lineOf(draws), lineOf(fixFirst)),
  }
}

const lineOf = ({ option, otherCost, lossPerHazard }: OptionDraws) => ({ id: option.id, otherCost, lossPerHazard })

/**
 * How often `a` turns out cheaper than `b`, luck included. True most of the time of any risky short cut, as usually nothing
 * happens: it says nothing on which has the lower expected cost, and stands in no table.
 */
export function turnsOutCheaper(a: OptionDraws, b: OptionDraws): number {
  const cheaper = a.outcome.reduce((count, cost, i) => count + (cost < b.outcome[i]! ? 1 : 0), 0)
  return cheaper / a.outcome.length
}
