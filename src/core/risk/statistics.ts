/** The running mean: of equal numbers it is that number, to the last digit. */
export function meanOf(values: Float64Array): number {
  let mean = values.length === 0 ? NaN : 0
  for (let i = 0; i < values.length; i++) mean += (values[i]! - mean) / (i + 1)
  return mean
}

/** a - b, draw by draw. */
export function differenceOf(a: Float64Array, b: Float64Array): Float64Array {
  const difference = new Float64Array(a.length)
  for (let i = 0; i < a.length; i++) difference[i] = a[i]! - b[i]!
  return difference
}

/** The standard error of the mean of independent draws. */
export function standardErrorOf(values: Float64Array, mean = meanOf(values)): number {
  let sum = 0
  for (const value of values) sum += (value - mean) ** 2
  return Math.sqrt(sum / (values.length - 1) / values.length)
}

/** The smallest draw that at least the share `p` of all draws does not exceed. */
export const quantileOf = (sorted: Float64Array, p: number): number =>
  sorted[Math.max(0, Math.ceil(p * sorted.length - 1e-9) - 1)]!

/**
 * The mean of the worst 5 % (CVaR, expected shortfall): the tail holds exactly 5 %, a part of a draw where need be.
 * @source Rockafellar, Uryasev: Optimization of Conditional Value-at-Risk, Journal of Risk 2 (2000)
 */
export function cvar95(sorted: Float64Array): number {
  const share = 0.05 * sorted.length
  const whole = Math.floor(share + 1e-9)
  let sum = 0
  for (let i = sorted.length - whole; i < sorted.length; i++) sum += sorted[i]!
  const rest = Math.max(0, share - whole)
  return (sum + rest * (sorted[sorted.length - whole - 1] ?? 0)) / share
}

/** The share of draws above `amount`. */
export function exceedanceOf(sorted: Float64Array, total: number, amount: number): number {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (sorted[middle]! > amount) high = middle
    else low = middle + 1
  }
  return (sorted.length - low) / total
}

export interface ExceedancePoint {
  readonly amount: number
  /** P(loss > amount) */
  readonly chance: number
}

/**
 * The loss exceedance curve from the losses above 0, sorted: at most `points` of them, dense in the tail where it matters.
 * @param total how many draws there were, those without loss included
 */
export function exceedanceCurve(sorted: Float64Array, total: number, points = 60): readonly ExceedancePoint[] {
  if (sorted.length === 0) return [{ amount: 0, chance: 0 }]
  const curve: ExceedancePoint[] = [{ amount: 0, chance: sorted.length / total }]
  const step = Math.log(sorted.length) / Math.max(1, points - 2)
  let before = sorted.length
  for (let k = 1; before > 1; k++) {
    const above = Math.min(before - 1, Math.round(sorted.length * Math.exp(-k * step)))
    curve.push({ amount: sorted[sorted.length - 1 - above]!, chance: above / total })
    before = above
  }
  return curve
}
