import type { Fault, Law } from './laws/law.ts'
import { logitNormal, type LogitNormal } from './laws/logit-normal.ts'
import { lognormal, type Lognormal } from './laws/lognormal.ts'
import { pert, type Pert } from './laws/pert.ts'
import { poisson, type Poisson } from './laws/poisson.ts'
import {
  bernoulli,
  constant,
  empirical,
  uniform,
  type Bernoulli,
  type Constant,
  type Empirical,
  type Uniform,
} from './laws/simple.ts'

/** What is believed about a number. Ranges, not points: an interval is a central 90 % one. */
export type Distribution =
  | Constant
  | Uniform
  | Pert
  | Lognormal
  | LogitNormal
  | Bernoulli
  | Poisson
  | Empirical
  | Scaled

/** Another distribution times a factor of 0 or more: a price per record times the records. */
export interface Scaled {
  readonly kind: 'scaled'
  readonly factor: number
  readonly of: Distribution
}

export const fixed = (value: number): Constant => ({ kind: 'constant', value })
/** Somebody's central 90 % interval of a positive quantity. */
export const between = (p05: number, p95: number): Lognormal => ({ kind: 'lognormal', p05, p95 })
/** Somebody's three-point estimate. */
export const around = (low: number, mode: number, high: number): Pert => ({ kind: 'pert', low, mode, high })

export const mean = (d: Distribution): number => law(d).mean(d)
export const variance = (d: Distribution): number => law(d).variance(d)
/** @param u strictly between 0 and 1 */
export const quantile = (d: Distribution, u: number): number => law(d).quantile(d, u)
/** A quantile function prepared once for many draws. */
export const sampler = (d: Distribution): ((u: number) => number) => law(d).sampler(d)
export const support = (d: Distribution): readonly [low: number, high: number] => law(d).support(d)
/** The mean of min(X, cap): what a fine costs on average once it is capped. */
export const cappedMean = (d: Distribution, cap: number): number => law(d).cappedMean(d, cap)
/** What is wrong with its own numbers. */
export const faults = (d: Distribution): readonly Fault[] => law(d).faults(d)
export const isCertain = (d: Distribution): boolean => support(d)[0] === support(d)[1]

const scaled: Law<Scaled> = {
  faults: ({ factor, of }) => [
    ...(Number.isFinite(factor) && factor >= 0
      ? []
      : [
          {
            what: 'out-of-range',
            message: `factor is ${factor}, not a finite number of 0 or more.`,
            hint: 'Give how many times the amount counts.',
          } satisfies Fault,
        ]),
    ...law(of).faults(of),
  ],
  mean: ({ factor, of }) => factor * mean(of),
  variance: ({ factor, of }) => factor * factor * variance(of),
  quantile: ({ factor, of }, u) => factor * quantile(of, u),
  sampler({ factor, of }) {
    const draw = sampler(of)
    return (u) => factor * draw(u)
  },
  support({ factor, of }) {
    const [low, high] = support(of)
    return factor === 0 ? [0, 0] : [factor * low, factor * high]
  },
  cappedMean: ({ factor, of }, cap) => (factor === 0 ? Math.min(0, cap) : factor * cappedMean(of, cap / factor)),
}

const LAWS: { readonly [Kind in Distribution['kind']]: Law<Extract<Distribution, { kind: Kind }>> } = {
  constant,
  uniform,
  pert,
  lognormal,
  'logit-normal': logitNormal,
  bernoulli,
  poisson,
  empirical,
  scaled,
}

/** The table is total by its type; the union of its laws cannot be told to the compiler in a simpler way. */
const law = (d: Distribution): Law<Distribution> => LAWS[d.kind] as Law<never> as Law<Distribution>
