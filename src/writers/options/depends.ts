import type { RiskCase } from '../../core/risk/case.ts'
import type { RunnerUp } from '../../core/risk/compare.ts'
import { isCertain, mean } from '../../core/risk/distribution.ts'
import { INPUTS, type InputName } from '../../core/risk/inputs.ts'
import type { Threshold, TornadoBar } from '../../core/risk/sensitivity.ts'
import { belief, quantity } from './amounts.ts'
import { inputWords } from './words.ts'

/** One thing that the choice between the two best depends on. */
export interface Dependence {
  readonly input: string
  readonly believed: string
  /** At which value the other one of the two costs less; absent where it never does. */
  readonly turnsAt?: string
  /** Whether that value lies within what is believed. */
  readonly withinBelief: boolean
}

/** What the choice between the best and the next best depends on most: the widest bars, or the nearest turning points. */
export function dependences(risk: RiskCase, { tornado, thresholds }: RunnerUp, most: number): readonly Dependence[] {
  const bars = tornado.filter((bar): bar is TornadoBar & { name: InputName } => bar.name !== UPPER_END)
  const turning = new Map(thresholds.map(({ name, breakEven }) => [name, breakEven]))
  const names = bars.length > 0 ? bars.map(({ name }) => name) : nearest(risk, thresholds)
  return names.slice(0, most).map((name) => {
    const { domain } = INPUTS[name]
    const at = turning.get(name)
    return {
      input: inputWords(name),
      believed: belief(risk.inputs[name]!.value, domain),
      ...(at?.kind === 'at' && { turnsAt: quantity(at.value, domain) }),
      withinBelief: bars.some((bar) => bar.name === name && bar.flips),
    }
  })
}

export const UPPER_END = 'upper end of the loss'

/** Where no input is a range: those that would have to be wrong by the smallest factor. */
function nearest(risk: RiskCase, thresholds: readonly Threshold[]): readonly InputName[] {
  return thresholds
    .flatMap(({ name, breakEven }) => {
      const { value } = risk.inputs[name]!
      if (breakEven.kind !== 'at' || !isCertain(value)) return []
      const [given, turn] = [mean(value), breakEven.value]
      return [{ name, off: given > 0 && turn > 0 ? Math.abs(Math.log(turn / given)) : Infinity }]
    })
    .sort((a, b) => a.off - b.off)
    .map(({ name }) => name)
}
