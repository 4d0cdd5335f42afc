import { logGamma } from '../beta.ts'
import { notFinite, outOfRange, type Law } from './law.ts'

/** How many events come, at `rate` expected ones. */
export interface Poisson {
  readonly kind: 'poisson'
  readonly rate: number
}

/**
 * The smallest n with P(N ≤ n) ≥ u. For one `u` a lower rate never gives more events: options compared meet the same luck.
 * @param rate 0 or more, finite
 * @param u strictly between 0 and 1
 */
export function poissonQuantile(rate: number, u: number): number {
  let n = firstCount(rate)
  let probability = chanceOf(n, rate)
  let cumulated = probability
  while (cumulated < u) {
    probability *= rate / (n + 1)
    // past the bulk the sum may come to rest a rounding error below a `u` next to 1
    if (cumulated + probability === cumulated) break
    n++
    cumulated += probability
  }
  return n
}

/** Where summing may begin: ten standard deviations below a large rate there is less than rounding error. */
const firstCount = (rate: number): number => (rate < 400 ? 0 : Math.floor(rate - 10 * Math.sqrt(rate)))

const chanceOf = (n: number, rate: number): number =>
  n === 0 ? Math.exp(-rate) : Math.exp(n * Math.log(rate) - rate - logGamma(n + 1))

export const poisson: Law<Poisson> = {
  faults: ({ rate }) => [...notFinite({ rate }), ...(rate < 0 ? [outOfRange('rate', rate, '0 and more')] : [])],
  mean: ({ rate }) => rate,
  variance: ({ rate }) => rate,
  quantile: ({ rate }, u) => poissonQuantile(rate, u),
  sampler:
    ({ rate }) =>
    (u) =>
      poissonQuantile(rate, u),
  support: ({ rate }) => [0, rate > 0 ? Infinity : 0],
  cappedMean({ rate }, cap) {
    const first = firstCount(rate)
    let probability = chanceOf(first, rate)
    let [mean, below] = [0, 0]
    for (let n = first; n < cap; n++) {
      // past the bulk the rest is less than rounding error, however far away the cap is
      if (n > rate && mean + n * probability === mean) return mean
      mean += n * probability
      below += probability
      probability *= rate / (n + 1)
    }
    return mean + cap * (1 - below)
  },
}
