import { betaCdf, betaQuantile } from '../beta.ts'
import { betaSampler } from './beta-table.ts'
import { descending, notFinite, outOfRange, type Law } from './law.ts'

/** A three-point estimate: never below `low`, never above `high`, most likely `mode`. */
export interface Pert {
  readonly kind: 'pert'
  readonly low: number
  readonly mode: number
  readonly high: number
  /** How much the mode weighs against the ends; 4 unless given. */
  readonly weight?: number
}

/**
 * The two shapes of the beta distribution underneath.
 * @source Vose, Risk Analysis (2008), modified PERT: not the older rule sd = range / 6, which is narrower and wrong off centre
 */
export function pertShapes({ low, mode, high, weight = 4 }: Pert): { readonly a: number; readonly b: number } {
  return { a: 1 + (weight * (mode - low)) / (high - low), b: 1 + (weight * (high - mode)) / (high - low) }
}

const quantile = (d: Pert, u: number): number => {
  if (d.low === d.high) return d.low
  const { a, b } = pertShapes(d)
  return d.low + (d.high - d.low) * betaQuantile(a, b, u)
}

const mean = ({ low, mode, high, weight = 4 }: Pert) => (low + weight * mode + high) / (weight + 2)

export const pert: Law<Pert> = {
  faults: ({ low, mode, high, weight = 4 }) => [
    ...notFinite({ low, mode, high, weight }),
    ...descending({ low, mode, high }),
    ...(weight < 0 ? [outOfRange('weight', weight, '0 and more')] : []),
  ],
  mean,
  variance: (d) => ((mean(d) - d.low) * (d.high - mean(d))) / ((d.weight ?? 4) + 3),
  quantile,
  sampler(d) {
    if (d.low === d.high) return () => d.low
    const { a, b } = pertShapes(d)
    const draw = betaSampler(a, b)
    return (u) => d.low + (d.high - d.low) * draw(u)
  },
  support: ({ low, high }) => [low, high],
  cappedMean(d, cap) {
    if (cap <= d.low) return cap
    if (cap >= d.high) return mean(d)
    const { a, b } = pertShapes(d)
    const z = (cap - d.low) / (d.high - d.low)
    const below = (a / (a + b)) * betaCdf(a + 1, b, z)
    return d.low + (d.high - d.low) * (below + z * (1 - betaCdf(a, b, z)))
  },
}
