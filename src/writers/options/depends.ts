import type { RiskCase } from '../../core/risk/case.ts'
import type { RunnerUp } from '../../core/risk/compare.ts'
import { isCertain, mean } from '../../core/risk/distribution.ts'
import { INPUTS, type InputName } from '../../core/risk/inputs.ts'
import type { Threshold, TornadoBar } from '../../core/risk/sensitivity.ts'
import { belief, quantity } from './amounts.ts'
import { optionNamed } from './report.ts'
import type { Sentences } from './sentences.ts'
import { inputWords, named } from './words.ts'

/** One thing that the choice between the two best depends on. */
export interface Dependence {
  readonly input: string
  readonly believed: string
  /** From which value on the other one of the two costs less; absent where it never does. */
  readonly turns?: { readonly at: string; readonly when: 'below' | 'above' }
}

/** What the choice between the best and the next best depends on most: the widest bars, or the nearest turning points. */
export function dependences(
  risk: RiskCase,
  { id, tornado, thresholds }: RunnerUp,
  most: number,
): readonly Dependence[] {
  const bars = tornado.filter((bar): bar is TornadoBar & { name: InputName } => bar.name !== UPPER_END)
  const turning = new Map(thresholds.map(({ name, breakEven }) => [name, breakEven]))
  const names = bars.length > 0 ? bars.map(({ name }) => name) : nearest(risk, thresholds)
  return names.slice(0, most).map((name) => {
    const { domain } = INPUTS[name]
    const at = turning.get(name)
    return {
      input: inputWords(name),
      believed: belief(risk.inputs[name]!.value, domain),
      ...(at?.kind === 'at' && {
        turns: { at: quantity(at.value, domain), when: at.below === id ? 'below' : 'above' },
      }),
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

/** The same in sentences. */
export const dependenceLines: Sentences = ({ comparison, risk }, harmless) => {
  const runnerUp = comparison.recommendation?.runnerUp
  if (!runnerUp) return []
  const other = named(optionNamed(comparison, runnerUp.id), harmless)
  const found = dependences(risk, runnerUp, MOST)
  if (found.length === 0) return []
  if (found.every(({ turns }) => turns === undefined))
    return [
      `No one input turns the choice between the first two; ${found.map(({ input }) => input).join(', ')} move it most.`,
    ]
  return found.map(
    ({ input, believed, turns }) =>
      `${input}, believed ${believed}: ${turns ? `${turns.when} ${turns.at} "${other}" costs less` : 'no value turns the choice'}`,
  )
}

const MOST = 3
