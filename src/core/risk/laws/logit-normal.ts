import { normalQuantile, Z95 } from '../normal.ts'
import { descending, notFinite, outOfRange, type Fault, type Law } from './law.ts'

/** A probability somebody was asked for: its log-odds are normal. Given by a central 90 % interval within (0, 1). */
export interface LogitNormal {
  readonly kind: 'logit-normal'
  readonly p05: number
  readonly p95: number
}

const logit = (p: number): number => Math.log(p) - Math.log1p(-p)
const LARGEST_BELOW_ONE = 1 - 2 ** -53
/** Its values lie below 1: where rounding would say 1, the nearest number below it stands. */
const logistic = (x: number): number => Math.min(1 / (1 + Math.exp(-x)), LARGEST_BELOW_ONE)

function parameters({ p05, p95 }: LogitNormal): { readonly mu: number; readonly sigma: number } {
  const [low, high] = [logit(p05), logit(p95)]
  return { mu: (low + high) / 2, sigma: (high - low) / (2 * Z95) }
}

/**
 * The expectation of `f` of it; no closed form exists. The trapezoidal rule over 10 standard deviations to either side
 * converges faster than any power of the step where `f` is smooth: full double precision for a mean.
 */
function expectation(d: LogitNormal, f: (p: number) => number, steps = 400): number {
  const { mu, sigma } = parameters(d)
  const width = 20 / steps
  let sum = 0
  for (let i = 0; i <= steps; i++) {
    const z = i * width - 10
    sum += f(logistic(mu + sigma * z)) * Math.exp((-z * z) / 2)
  }
  return (sum * width) / Math.sqrt(2 * Math.PI)
}

const mean = (d: LogitNormal): number => expectation(d, (p) => p)

const inside = (name: string, p: number): Fault[] =>
  p <= 0 || p >= 1 ? [outOfRange(name, p, 'the numbers strictly between 0 and 1')] : []

export const logitNormal: Law<LogitNormal> = {
  faults: ({ p05, p95 }) => [
    ...notFinite({ p05, p95 }),
    ...inside('p05', p05),
    ...inside('p95', p95),
    ...descending({ p05, p95 }),
  ],
  mean,
  variance(d) {
    const centre = mean(d)
    return expectation(d, (p) => (p - centre) ** 2)
  },
  quantile(d, u) {
    const { mu, sigma } = parameters(d)
    return logistic(mu + sigma * normalQuantile(u))
  },
  sampler(d) {
    const { mu, sigma } = parameters(d)
    return (u) => logistic(mu + sigma * normalQuantile(u))
  },
  support: () => [0, LARGEST_BELOW_ONE],
  // min() has a corner, so more points: an error of about 1e-8
  cappedMean: (d, cap) => expectation(d, (p) => Math.min(p, cap), 20_000),
}
