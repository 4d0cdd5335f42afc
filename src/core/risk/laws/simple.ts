import { descending, notFinite, outOfRange, type Law } from './law.ts'

/** A number that is known. */
export interface Constant {
  readonly kind: 'constant'
  readonly value: number
}

export const constant: Law<Constant> = {
  faults: ({ value }) => notFinite({ value }),
  mean: ({ value }) => value,
  variance: () => 0,
  quantile: ({ value }) => value,
  sampler:
    ({ value }) =>
    () =>
      value,
  support: ({ value }) => [value, value],
  cappedMean: ({ value }, cap) => Math.min(value, cap),
}

/** Anywhere between two numbers, without a favourite. */
export interface Uniform {
  readonly kind: 'uniform'
  readonly low: number
  readonly high: number
}

export const uniform: Law<Uniform> = {
  faults: ({ low, high }) => [...notFinite({ low, high }), ...descending({ low, high })],
  mean: ({ low, high }) => (low + high) / 2,
  variance: ({ low, high }) => (high - low) ** 2 / 12,
  quantile: ({ low, high }, u) => low + (high - low) * u,
  sampler:
    ({ low, high }) =>
    (u) =>
      low + (high - low) * u,
  support: ({ low, high }) => [low, high],
  cappedMean({ low, high }, cap) {
    if (cap <= low) return cap
    if (cap >= high) return (low + high) / 2
    return cap - (cap - low) ** 2 / (2 * (high - low))
  },
}

/** Yes (1) or no (0). */
export interface Bernoulli {
  readonly kind: 'bernoulli'
  readonly probability: number
}

export const bernoulli: Law<Bernoulli> = {
  faults: ({ probability }) => [
    ...notFinite({ probability }),
    ...(probability < 0 || probability > 1 ? [outOfRange('probability', probability, '0 … 1')] : []),
  ],
  mean: ({ probability }) => probability,
  variance: ({ probability }) => probability * (1 - probability),
  quantile: ({ probability }, u) => (u > 1 - probability ? 1 : 0),
  sampler:
    ({ probability }) =>
    (u) =>
      u > 1 - probability ? 1 : 0,
  support: ({ probability }) => [probability === 1 ? 1 : 0, probability === 0 ? 0 : 1],
  cappedMean: ({ probability }, cap) => probability * Math.min(1, cap) + (1 - probability) * Math.min(0, cap),
}

/** What was observed, each value as likely as the others. */
export interface Empirical {
  readonly kind: 'empirical'
  readonly values: readonly number[]
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

const empiricalSampler = ({ values }: Empirical) => {
  const sorted = Float64Array.from(values).sort()
  return (u: number) => sorted[Math.ceil(u * sorted.length) - 1]!
}

export const empirical: Law<Empirical> = {
  faults: ({ values }) =>
    values.length === 0
      ? [{ what: 'empty', message: 'There are no values.', hint: 'Give at least one observed value.' }]
      : notFinite(Object.fromEntries(values.map((value, i) => [`value ${i + 1}`, value]))),
  mean: ({ values }) => average(values),
  variance({ values }) {
    const centre = average(values)
    return average(values.map((value) => (value - centre) ** 2))
  },
  quantile: (d, u) => empiricalSampler(d)(u),
  sampler: empiricalSampler,
  support: ({ values }) => [
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  ],
  cappedMean: ({ values }, cap) => average(values.map((value) => Math.min(value, cap))),
}
