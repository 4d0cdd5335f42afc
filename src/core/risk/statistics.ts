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

/**
 * Quantiles without sorting it all: the smallest draw that at least the share `p` of all draws does not exceed.
 * @param shares in rising order, each above 0 and at most 1
 */
export function quantilesOf(draws: Float64Array, shares: readonly number[]): readonly number[] {
  const values = draws.slice()
  let from = 0
  return shares.map((share) => {
    from = select(values, from, indexOf(share, values.length))
    return values[from]!
  })
}

/** The least index below which, itself included, lies at least the share; rounding is not to push it one further. */
const indexOf = (share: number, count: number): number => Math.max(0, Math.ceil(share * count - 1e-9) - 1)

/** How bad it gets. */
export interface Tail {
  readonly p50: number
  readonly p95: number
  readonly p99: number
  /** The mean of the worst 5 % (CVaR, expected shortfall). */
  readonly cvar95: number
}

/**
 * The tail that CVaR averages holds exactly 5 %: a part of the draw at its edge where need be.
 * @source Rockafellar, Uryasev: Optimization of Conditional Value-at-Risk, Journal of Risk 2 (2000)
 */
export function tailOf(draws: Float64Array): Tail {
  const values = draws.slice()
  const at = (share: number, from = 0) => select(values, from, indexOf(share, values.length))
  const p50 = values[at(0.5)]!
  const edge = at(0.95)
  const p95 = values[edge]!
  let worse = 0
  for (let i = edge + 1; i < values.length; i++) worse += values[i]!
  const share = 0.05 * values.length
  const cvar95 = (worse + (share - (values.length - 1 - edge)) * p95) / share
  return { p50, p95, p99: values[at(0.99, edge)]!, cvar95 }
}

/**
 * Moves the value that belongs at `index` there, smaller ones before it and larger ones behind; from `from` on.
 * @source Hoare: Algorithm 65, Find, Communications of the ACM 4 (1961)
 */
function select(values: Float64Array, from: number, index: number): number {
  let [left, right] = [from, values.length - 1]
  while (left < right) {
    const pivot = values[(left + right) >>> 1]!
    let [i, j] = [left, right]
    while (i <= j) {
      while (values[i]! < pivot) i++
      while (values[j]! > pivot) j--
      if (i <= j) {
        const swapped = values[i]!
        values[i++] = values[j]!
        values[j--] = swapped
      }
    }
    if (index <= j) right = j
    else if (index >= i) left = i
    else break
  }
  return index
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
