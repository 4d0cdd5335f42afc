import type { Currency } from '../money.ts'
import type { Problem } from '../problem.ts'
import { inputsInUse, type RiskCase } from './case.ts'
import { thetaAtMeans } from './closed-form.ts'
import { lowest, valueOfInformation, type Information } from './information.ts'
import { INPUTS, type Input, type InputMeaning, type InputName } from './inputs.ts'
import { judge, ranked, rankedIds, type Judged } from './judge.ts'
import { meanOfPart, type LossPart } from './loss.ts'
import { FIX_FIRST, halts } from './options.ts'
import { resultOf, type OptionResult } from './result.ts'
import { thresholds, tornado, type Threshold, type TornadoBar } from './sensitivity.ts'
import { simulate, type OptionDraws, type Settings } from './simulate.ts'
import { differenceOf, meanOf, standardErrorOf } from './statistics.ts'
import { validateCase, validateSettings } from './validate.ts'
import { viewsOf, type View } from './views.ts'

/** The ways out of a case, side by side. */
export interface Comparison extends Settings {
  readonly currency: Currency
  readonly horizonDays: number
  /** In the order of the case; what is off the table is among them, with the reason. */
  readonly options: readonly OptionResult[]
  /** Ids of the open options, the lowest expected cost first. */
  readonly ranking: readonly string[]
  /** Absent where law, policy, contract and tolerance leave nothing. */
  readonly recommendation?: Recommendation
  /** Every figure that went in, and who gave it. */
  readonly assumptions: readonly Assumption[]
  readonly loss: readonly LossAssumption[]
  readonly information: Information
  /** What each side's own figures say, where they differ. */
  readonly views: readonly View[]
}

export interface Recommendation {
  readonly id: string
  /** True where the figures speak against holding the release: that is to be said in so many words. */
  readonly againstHalting: boolean
  readonly lowestChance: number
  /** Against the next best open option. */
  readonly runnerUp?: RunnerUp
}

export interface RunnerUp {
  readonly id: string
  /** Its expected cost minus that of the recommended one. */
  readonly difference: number
  readonly standardError: number
  /** The difference is not above two standard errors: more iterations, or a coin. */
  readonly withinNoise: boolean
  /** What the choice between the two depends on most. */
  readonly tornado: readonly TornadoBar[]
  readonly thresholds: readonly Threshold[]
}

export interface Assumption extends Input, InputMeaning {
  readonly name: InputName
}

export interface LossAssumption extends LossPart {
  /** What the part adds to the mean loss of one event. */
  readonly meanPerEvent: number
}

export type Compared =
  | { readonly ok: true; readonly value: Comparison }
  | { readonly ok: false; readonly problems: readonly Problem[] }

/** @param file what the case is called in the places of problems */
export function compareOptions(risk: RiskCase, settings: Settings, file = 'case'): Compared {
  const problems = [...validateSettings(settings), ...validateCase(risk, file)]
  if (problems.length > 0) return { ok: false, problems }
  const simulation = simulate(risk, settings)
  const judged = judge(risk, simulation)
  const order = ranked(judged)
  const open = order.map(({ draws }) => draws)
  const shares = sharesOf(open, settings.iterations)
  const ranking = rankedIds(judged)
  const recommendation = recommend(risk, order, shares)
  return {
    ok: true,
    value: {
      ...settings,
      currency: risk.currency,
      horizonDays: risk.horizonDays,
      options: results(risk, judged, shares),
      ranking,
      ...(recommendation && { recommendation }),
      assumptions: inputsInUse(risk.options).map((name) => ({ name, ...INPUTS[name], ...risk.inputs[name]! })),
      loss: risk.loss.map((part) => ({ ...part, meanPerEvent: meanOfPart(part) })),
      information: valueOfInformation(simulation, open),
      views: viewsOf(risk, settings, ranking),
    },
  }
}

function results(risk: RiskCase, judged: readonly Judged[], shares: Shares): readonly OptionResult[] {
  const theta = thetaAtMeans(risk)
  const fixFirst = judged.find(({ draws }) => draws.option.id === FIX_FIRST)?.draws
  return judged.map((one) => ({ ...resultOf(one, risk, theta, fixFirst), ...shares.get(one.draws) }))
}

type Shares = ReadonlyMap<OptionDraws, { readonly lowestChance: number; readonly opportunityLoss: number }>

/** Among the open options: how often each has the lowest expected cost (ties are shared), and what it costs where not. */
function sharesOf(open: readonly OptionDraws[], iterations: number): Shares {
  const least = lowest(open, iterations)
  const winners = new Uint8Array(iterations)
  for (const { conditional } of open)
    for (let i = 0; i < iterations; i++) if (conditional[i] === least[i]) winners[i]!++
  const floor = meanOf(least)
  return new Map(
    open.map((draws) => {
      let wins = 0
      for (let i = 0; i < iterations; i++) if (draws.conditional[i] === least[i]) wins += 1 / winners[i]!
      return [draws, { lowestChance: wins / iterations, opportunityLoss: meanOf(draws.conditional) - floor }]
    }),
  )
}

function recommend(risk: RiskCase, order: readonly Judged[], shares: Shares): Recommendation | undefined {
  const [best, second] = order
  if (!best) return undefined
  const { option } = best.draws
  return {
    id: option.id,
    againstHalting: !halts(option),
    lowestChance: shares.get(best.draws)!.lowestChance,
    ...(second && { runnerUp: runnerUp(risk, best, second) }),
  }
}

function runnerUp(risk: RiskCase, best: Judged, second: Judged): RunnerUp {
  const difference = differenceOf(second.draws.conditional, best.draws.conditional)
  const middle = meanOf(difference)
  const standardError = standardErrorOf(difference, middle)
  const [a, b] = [best.draws.option, second.draws.option]
  return {
    id: b.id,
    difference: middle,
    standardError,
    withinNoise: Math.abs(middle) <= 2 * standardError,
    tornado: tornado(risk, a, b),
    thresholds: thresholds(risk, a, b),
  }
}
