import { breakEvenChance, threshold, type BreakEven } from './break-even.ts'
import { inputsInUse, valueOf, type RiskCase } from './case.ts'
import { expectedUnder, thetaAtMeans } from './closed-form.ts'
import { isCertain, mean, quantile, type Distribution } from './distribution.ts'
import { INPUTS, type InputName, type Theta } from './inputs.ts'
import { meanLoss, type LossPart } from './loss.ts'
import type { Option } from './options.ts'

/** How far one input moves the difference between two options. Money; negative where the first costs less. */
export interface TornadoBar {
  readonly name: InputName | 'upper end of the loss'
  /** The input's 5 % and 95 % quantiles; factors of 0.5 and 2 for the loss. */
  readonly low: number
  readonly high: number
  readonly differenceAtLow: number
  readonly differenceAtHigh: number
  /** Whether the cheaper one of the two changes along the bar. */
  readonly flips: boolean
}

/** The widest bar first. Each input moves over its central 90 %, the others stay at their means. */
export function tornado(risk: RiskCase, a: Option, b: Option): readonly TornadoBar[] {
  const theta = thetaAtMeans(risk)
  const difference = (at: Theta, loss: number) =>
    expectedUnder(a, risk, at, loss).expectedCost - expectedUnder(b, risk, at, loss).expectedCost
  const loss = meanLoss(risk.loss)
  const bars = inputsInUse([a, b])
    .filter((name) => !isCertain(valueOf(risk, name)))
    .map((name) => {
      const [low, high] = [0.05, 0.95].map((p) => quantile(valueOf(risk, name), p)) as [number, number]
      return bar(name, low, high, (value) => difference({ ...theta, [name]: value }, loss))
    })
  // means of a loss hang on the upper end of its range, which nobody has seen
  const ends = bar('upper end of the loss', 0.5, 2, (factor) =>
    difference(theta, meanLoss(withUpperEnds(risk.loss, factor))),
  )
  const width = (one: TornadoBar) => Math.abs(one.differenceAtHigh - one.differenceAtLow)
  return [...bars, ends].sort((x, y) => width(y) - width(x) || (x.name < y.name ? -1 : 1))
}

function bar(name: TornadoBar['name'], low: number, high: number, difference: (value: number) => number): TornadoBar {
  const [differenceAtLow, differenceAtHigh] = [difference(low), difference(high)]
  return { name, low, high, differenceAtLow, differenceAtHigh, flips: differenceAtLow * differenceAtHigh < 0 }
}

/** The same loss with the upper end of each range multiplied. */
export const withUpperEnds = (parts: readonly LossPart[], factor: number): readonly LossPart[] =>
  parts.map((part) => ({ ...part, amount: { ...part.amount, value: withUpperEnd(part.amount.value, factor) } }))

function withUpperEnd(d: Distribution, factor: number): Distribution {
  switch (d.kind) {
    case 'lognormal':
      return { ...d, p95: Math.max(d.p05, d.p95 * factor) }
    case 'pert':
      return { ...d, high: Math.max(d.mode, d.high * factor) }
    case 'uniform':
      return { ...d, high: Math.max(d.low, d.high * factor) }
    default:
      return { kind: 'scaled', factor, of: d }
  }
}

/** Where along one input the cheaper one of two options changes, the other inputs at their means. */
export interface Threshold {
  readonly name: InputName
  readonly breakEven: BreakEven
}

/** The one-way thresholds between two options, for each input that either of them rests on. */
export function thresholds(risk: RiskCase, a: Option, b: Option): readonly Threshold[] {
  const theta = thetaAtMeans(risk)
  const line = (option: Option) => {
    const { certainCost, sideCost, lossPerHazard } = expectedUnder(option, risk, theta)
    return { id: option.id, otherCost: certainCost + sideCost, lossPerHazard }
  }
  return inputsInUse([a, b]).map((name) => ({
    name,
    breakEven:
      name === 'attackChance30Days'
        ? breakEvenChance(line(a), line(b))
        : threshold(name, searchRange(risk, name), [a, b], risk, theta),
  }))
}

/** A chance or share may be anything within 0 … 1; anything else is searched to ten times what is plausible. */
function searchRange(risk: RiskCase, name: InputName): readonly [number, number] {
  const { domain } = INPUTS[name]
  if (domain === 'probability' || domain === 'fraction') return [0, 1]
  const value = valueOf(risk, name)
  const plausible = Math.max(quantile(value, 0.95), mean(value))
  return [0, 10 * (plausible > 0 ? plausible : NOTHING_YET[domain])]
}

/** What to search to where somebody gave 0. */
const NOTHING_YET = { days: 10, money: 100_000, factor: 1, count: 1, 'chance of an attack': 0.1 }
