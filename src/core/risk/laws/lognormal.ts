import { normalCdf, normalQuantile, Z95 } from '../normal.ts'
import { descending, notFinite, outOfRange, type Fault, type Law } from './law.ts'

/** Positive and skewed to the right: a loss, a duration. Given by its central 90 % interval, p05 > 0. */
export interface Lognormal {
  readonly kind: 'lognormal'
  readonly p05: number
  readonly p95: number
}

/** Mean and standard deviation of the logarithm. */
export function lognormalParameters({ p05, p95 }: Lognormal): { readonly mu: number; readonly sigma: number } {
  const [low, high] = [Math.log(p05), Math.log(p95)]
  return { mu: (low + high) / 2, sigma: (high - low) / (2 * Z95) }
}

/**
 * Beyond this ratio of p95 to p05 a *higher* low end would give a *lower* mean: the range is then so wide that its mean lies in
 * a tail nobody has seen. ln mean = (L + U) / 2 + (U - L)² / (8 z²) rises with L while U - L ≤ 2 z².
 */
export const WIDEST_RATIO = Math.exp(2 * Z95 * Z95)

const tooWide = ({ p05, p95 }: Lognormal): Fault[] =>
  p05 > 0 && p95 / p05 > WIDEST_RATIO
    ? [
        {
          what: 'range-too-wide',
          message: `${p05} … ${p95} spans more than a factor of ${Math.floor(WIDEST_RATIO)}: its mean would hang on values beyond ${p95}.`,
          hint: 'Narrow the range, split it into parts with a range each, or give a PERT estimate with an upper limit.',
        },
      ]
    : []

const quantile = (d: Lognormal, u: number): number => {
  const { mu, sigma } = lognormalParameters(d)
  return Math.exp(mu + sigma * normalQuantile(u))
}

export const lognormal: Law<Lognormal> = {
  faults: ({ p05, p95 }) => [
    ...notFinite({ p05, p95 }),
    ...(p05 <= 0 ? [outOfRange('p05', p05, 'the positive numbers')] : []),
    ...descending({ p05, p95 }),
    ...tooWide({ kind: 'lognormal', p05, p95 }),
  ],
  mean(d) {
    const { mu, sigma } = lognormalParameters(d)
    return Math.exp(mu + (sigma * sigma) / 2)
  },
  variance(d) {
    const { mu, sigma } = lognormalParameters(d)
    return Math.expm1(sigma * sigma) * Math.exp(2 * mu + sigma * sigma)
  },
  quantile,
  sampler(d) {
    const { mu, sigma } = lognormalParameters(d)
    return (u) => Math.exp(mu + sigma * normalQuantile(u))
  },
  support: (d) => (d.p05 === d.p95 ? [d.p05, d.p95] : [0, Infinity]),
  cappedMean(d, cap) {
    if (cap <= 0 || d.p05 === d.p95) return Math.min(cap, lognormal.mean(d))
    const { mu, sigma } = lognormalParameters(d)
    const z = (Math.log(cap) - mu) / sigma
    return lognormal.mean(d) * normalCdf(z - sigma) + cap * normalCdf(-z)
  },
}
