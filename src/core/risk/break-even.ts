import { expectedUnder } from './closed-form.ts'
import type { RiskCase } from './case.ts'
import { chance30DaysOf } from './exposure.ts'
import type { InputName, Theta } from './inputs.ts'
import { meanLoss } from './loss.ts'
import type { Option } from './options.ts'

/** Where one way out begins to cost more than another on average, or that it never does. */
export type BreakEven =
  | {
      readonly kind: 'at'
      /** The input's value at which both cost the same. */
      readonly value: number
      /** The id of the one that costs less below it, and of the one that does above. */
      readonly below: string
      readonly above: string
    }
  | { readonly kind: 'never'; readonly always: string }
  | { readonly kind: 'equal' }

/** An option's expected cost as a straight line in the attack rate. */
export interface CostLine {
  readonly id: string
  readonly otherCost: number
  readonly lossPerHazard: number
}

/**
 * The 30-day chance of an attack at which `a` and `b` cost the same. Neither times nor exposure depend on that chance, so
 * both costs are straight lines in its rate and no search is needed, whatever the other inputs are.
 * It is the cost-loss ratio: what caution costs, divided by what it saves.
 */
export function breakEvenChance(a: CostLine, b: CostLine): BreakEven {
  const saved = a.lossPerHazard - b.lossPerHazard
  const price = b.otherCost - a.otherCost
  if (saved === 0 && price === 0) return { kind: 'equal' }
  const value = chance30DaysOf(price / saved)
  if (value > 0 && value < 1)
    return saved > 0 ? { kind: 'at', value, below: a.id, above: b.id } : { kind: 'at', value, below: b.id, above: a.id }
  return { kind: 'never', always: (price === 0 ? saved < 0 : price > 0) ? a.id : b.id }
}

const SCAN_STEPS = 64

/**
 * The first value of an input, the others as in `theta`, at which the cheaper one of two options changes.
 * @param low, high  where to look
 */
export function threshold(
  name: InputName,
  [low, high]: readonly [low: number, high: number],
  [a, b]: readonly [a: Option, b: Option],
  risk: RiskCase,
  theta: Theta,
): BreakEven {
  const loss = meanLoss(risk.loss)
  const cost = (option: Option, at: Theta) => expectedUnder(option, risk, at, loss).expectedCost
  const difference = (value: number) => {
    const at = { ...theta, [name]: value }
    return cost(a, at) - cost(b, at)
  }
  let before = 0
  for (let i = 0; i <= SCAN_STEPS; i++) {
    const value = low + ((high - low) * i) / SCAN_STEPS
    const here = difference(value)
    if (before * here < 0) {
      const at = crossing(difference, value - (high - low) / SCAN_STEPS, value, before)
      return { kind: 'at', value: at, below: before < 0 ? a.id : b.id, above: before < 0 ? b.id : a.id }
    }
    if (here !== 0) before = here
  }
  return before === 0 ? { kind: 'equal' } : { kind: 'never', always: before < 0 ? a.id : b.id }
}

/** Halves an interval until it cannot be halved any more. @param before a value with the sign of the lower end */
function crossing(f: (x: number) => number, low: number, high: number, before: number): number {
  for (;;) {
    const middle = (low + high) / 2
    if (middle <= low || middle >= high) return middle
    if (f(middle) * before > 0) low = middle
    else high = middle
  }
}
