import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { streamOf, uniformAt } from './chance.ts'
import {
  around,
  between,
  cappedMean,
  fixed,
  isCertain,
  mean,
  quantile,
  sampler,
  support,
  variance,
  type Distribution,
} from './distribution.ts'
import { validate } from './domain.ts'
import { WIDEST_RATIO } from './laws/lognormal.ts'
import { drawsOf } from './draws.testing.ts'
import { hasSharedData, sharedData } from './shared-data.testing.ts'

const relative = (value: number, expected: number, digits: number) => expect(value / expected).toBeCloseTo(1, digits)

describe.skipIf(!hasSharedData)('published closed forms', () => {
  const reference = hasSharedData ? sharedData('quant-reference') : {}

  test('PERT is the modified one (Vose): moments and quantiles', () => {
    for (const { min, mode, max, lambda_, ...expected } of reference.pert) {
      const d: Distribution = { kind: 'pert', low: min, mode, high: max, weight: lambda_ }
      relative(mean(d), expected.mean, 13)
      relative(variance(d), expected.variance, 13)
      relative(quantile(d, 0.05), expected.p05, 11)
      relative(quantile(d, 0.5), expected.p50, 11)
      relative(quantile(d, 0.95), expected.p95, 11)
    }
  })

  test('pyfair: the older rule sd = range / 6 is not used', () => {
    for (const { input, sd, p95 } of reference.pert_pyfair_variant_for_comparison) {
      const [low, mode, high] = input
      expect(Math.sqrt(variance(around(low, mode, high)))).toBeGreaterThan(sd * 1.03)
      expect(quantile(around(low, mode, high), 0.95)).toBeGreaterThan(p95)
    }
  })

  test('a lognormal from its 90 % interval: moments, quantiles', () => {
    for (const expected of reference.lognormal_90ci) {
      const d = between(expected.p05, expected.p95)
      relative(mean(d), expected.mean, 12)
      relative(Math.sqrt(variance(d)), expected.sd, 12)
      relative(variance(d) + mean(d) ** 2, expected.second_moment, 12)
      relative(quantile(d, 0.5), expected.median, 12)
      relative(quantile(d, 0.99), expected.p99, 12)
      relative(quantile(d, 0.05), expected.p05, 12)
    }
  })
})

const LAWS: Readonly<Record<string, Distribution>> = {
  constant: fixed(3),
  uniform: { kind: 'uniform', low: 2, high: 5 },
  pert: around(10, 20, 60),
  'pert at a point': around(4, 4, 4),
  lognormal: between(10, 100),
  'lognormal at a point': between(7, 7),
  'logit-normal': { kind: 'logit-normal', p05: 0.02, p95: 0.4 },
  bernoulli: { kind: 'bernoulli', probability: 0.3 },
  poisson: { kind: 'poisson', rate: 2.5 },
  empirical: { kind: 'empirical', values: [5, 1, 3, 3] },
  scaled: { kind: 'scaled', factor: 2.5, of: between(1, 4) },
}

describe.each(Object.entries(LAWS))('%s', (_, d) => {
  test('drawn moments lie within four standard errors of the closed ones', () => {
    const n = drawsOf(100_000)
    const draw = sampler(d)
    const stream = streamOf(11, 'law')
    const draws = Float64Array.from({ length: n }, (_, i) => draw(uniformAt(stream, i)))
    const average = draws.reduce((a, b) => a + b, 0) / n
    const sd = Math.sqrt(variance(d))
    expect(Math.abs(average - mean(d))).toBeLessThanOrEqual((4 * sd) / Math.sqrt(n) + 1e-9)
    const squares = draws.map((x) => (x - mean(d)) ** 2)
    const second = squares.reduce((a, b) => a + b, 0) / n
    const spread = Math.sqrt(squares.reduce((a, b) => a + (b - second) ** 2, 0) / n)
    expect(Math.abs(second - variance(d))).toBeLessThanOrEqual((4 * spread) / Math.sqrt(n) + 1e-9)
  })

  test('the quantile never falls, and stays within the support', () => {
    const [low, high] = support(d)
    let before = -Infinity
    for (let i = 1; i < 400; i++) {
      const value = quantile(d, i / 400)
      expect(value).toBeGreaterThanOrEqual(before)
      expect(value).toBeGreaterThanOrEqual(low)
      expect(value).toBeLessThanOrEqual(high)
      before = value
    }
  })

  test('the prepared sampler draws what the quantile says', () => {
    const draw = sampler(d)
    for (let i = 1; i < 50; i++) expect(draw(i / 50)).toBeCloseTo(quantile(d, i / 50), 3)
  })

  test('the mean of what is left under a cap agrees with counting', () => {
    const draw = sampler(d)
    const n = drawsOf(20_000)
    const draws = Float64Array.from({ length: n }, (_, i) => draw((i + 0.5) / n))
    for (const cap of [0.2, 1, 2.7, 4, 15, 40, 1e6]) {
      const counted = draws.reduce((sum, x) => sum + Math.min(cap, x), 0) / n
      expect(Math.abs(cappedMean(d, cap) / counted - 1)).toBeLessThan((2e-3 * 20_000) / n)
    }
    expect(cappedMean(d, 1e9)).toBeCloseTo(mean(d), 6)
  })

  test('a cap below all values is what is left, one above all changes nothing, and a higher one never leaves less', () => {
    const [low, high] = support(d)
    for (const cap of [-1, 0, low]) expect(cappedMean(d, cap)).toBeCloseTo(cap, 12)
    for (const cap of [high, high + 1]) if (cap < Infinity) expect(cappedMean(d, cap)).toBeCloseTo(mean(d), 6)
    const left = [-1, 0, 0.1, 0.5, 1, 2, 3, 5, 7, 12, 30, 59, 200, 1e4].map((cap) => cappedMean(d, cap))
    for (const [i, value] of left.entries()) expect(value).toBeGreaterThanOrEqual((left[i - 1] ?? -1) - 1e-9)
  })

  test('nothing is wrong with it', () => {
    expect(validate(d, 'money')).toEqual([])
  })
})

test('a price is multiplied: its mean by the number of records, its variance by the square; no records cost nothing', () => {
  const price: Distribution = { kind: 'uniform', low: 2, high: 5 }
  const of = (factor: number): Distribution => ({ kind: 'scaled', factor, of: price })
  expect(mean(of(3))).toBeCloseTo(3 * 3.5, 12)
  expect(variance(of(3))).toBeCloseTo(9 * 0.75, 12)
  expect(cappedMean(of(3), 12)).toBeCloseTo(3 * cappedMean(price, 4), 12)
  expect([mean(of(0)), variance(of(0)), quantile(of(0), 0.9), ...support(of(0))]).toEqual([0, 0, 0, 0, 0])
  expect([cappedMean(of(0), 7), cappedMean(of(0), -7)]).toEqual([0, -7])
  expect(validate(of(-1), 'money')).toMatchObject([
    { message: 'factor is -1, not a finite number of 0 or more.', hint: expect.stringContaining('how many times') },
  ])
})

test('only what can take one value is certain', () => {
  const certain = Object.entries(LAWS).filter(([, d]) => isCertain(d))
  expect(certain.map(([name]) => name)).toEqual(['constant', 'pert at a point', 'lognormal at a point'])
  expect(isCertain({ kind: 'scaled', factor: 0, of: between(1, 2) })).toBe(true)
  expect(isCertain({ kind: 'bernoulli', probability: 1 })).toBe(true)
  expect(isCertain({ kind: 'bernoulli', probability: 0 })).toBe(true)
  expect(isCertain({ kind: 'poisson', rate: 0 })).toBe(true)
})

test('the support is the smallest and the largest value there may be', () => {
  expect(support(LAWS.pert!)).toEqual([10, 60])
  expect(support(LAWS.lognormal!)).toEqual([0, Infinity])
  expect(support(LAWS['logit-normal']!)[1]).toBeLessThan(1)
  expect(support(LAWS.empirical!)).toEqual([1, 5])
  expect(support(LAWS.bernoulli!)).toEqual([0, 1])
  expect(support(LAWS.poisson!)).toEqual([0, Infinity])
  expect(support({ kind: 'scaled', factor: 2, of: LAWS.uniform! })).toEqual([4, 10])
})

const amount = fc.double({ min: 0.01, max: 1e6, noNaN: true })

test('raising a bound of a PERT estimate never lowers its mean', () => {
  fc.assert(
    fc.property(fc.tuple(amount, amount, amount, amount), fc.nat(2), (four, which) => {
      const [a, b, c, more] = four.toSorted((x, y) => x - y) as [number, number, number, number]
      const after = [around(b, b, c), around(a, c, c), around(a, b, more)][which]!
      expect(mean(after)).toBeGreaterThanOrEqual(mean(around(a, b, c)) * (1 - 1e-12))
    }),
  )
})

test('riskquant: raising either end of a 90 % interval never lowers the mean; where it would, the range is refused', () => {
  const ratio = fc.double({ min: 1, max: WIDEST_RATIO, noNaN: true })
  fc.assert(
    fc.property(amount, ratio, ratio, (low, one, other) => {
      const [narrow, wide] = [Math.min(one, other), Math.max(one, other)]
      expect(mean(between(low, low * wide))).toBeGreaterThanOrEqual(mean(between(low, low * narrow)) * (1 - 1e-12))
      const high = low * wide
      expect(mean(between(high / narrow, high))).toBeGreaterThanOrEqual(mean(between(low, high)) * (1 - 1e-12))
    }),
  )
  expect(mean(between(1, 100_000))).toBeGreaterThan(mean(between(1000, 100_000)))
  expect(codes(between(1, 100_000), 'money')).toEqual(['risk/range-too-wide'])
  expect(codes(between(1, 224), 'money')).toEqual(['risk/range-too-wide'])
  expect(codes(between(1, 223), 'money')).toEqual([])
  expect(mean(between(99_999, 100_000))).toBeGreaterThan(mean(between(1000, 100_000)))
})

test('a logit-normal never reaches 0 or 1, however extreme', () => {
  const d: Distribution = { kind: 'logit-normal', p05: 0.001, p95: 1 - 1e-12 }
  expect(quantile(d, 1 - 2 ** -53)).toBeLessThan(1)
  expect(sampler(d)(1 - 2 ** -53)).toBeLessThan(1)
  expect(quantile(d, 2 ** -53)).toBeGreaterThan(0)
})

test('events counted by inversion follow their rate, small, middling and very large', () => {
  for (const rate of [0, 0.001, 0.8, 39, 399.9, 400.1, 5000]) {
    const d: Distribution = { kind: 'poisson', rate }
    const median = quantile(d, 0.5)
    expect(median).toBeGreaterThanOrEqual(rate - Math.LN2)
    expect(median).toBeLessThanOrEqual(rate + 1 / 3)
    expect(quantile(d, 1 - 2 ** -53)).toBeLessThan(rate + 12 * Math.sqrt(rate) + 12)
  }
})

test('the quantile is the smallest count that is likely enough: exactly likely enough is', () => {
  for (const rate of [0.1, 0.8, 3]) {
    expect(quantile({ kind: 'poisson', rate }, Math.exp(-rate))).toBe(0)
    expect(quantile({ kind: 'poisson', rate }, Math.exp(-rate) * (1 + 1e-12))).toBe(1)
  }
})

test('the mean of capped counts holds for large rates too, where the chance of none is too small for a number', () => {
  const capped = (rate: number, cap: number) => cappedMean({ kind: 'poisson', rate }, cap)
  expect(capped(5000, 1e9) / 5000).toBeCloseTo(1, 9)
  expect(capped(5000, 4000)).toBe(4000)
  // half the spread is cut off at the mean: E min(N, rate) = rate - sd / sqrt(2 pi), up to terms in 1 / sd
  expect(capped(10_000, 10_000)).toBeCloseTo(10_000 - 100 / Math.sqrt(2 * Math.PI), 1)
})

test('a lower rate never meets more events with the same luck', () => {
  const rate = fc.double({ min: 0, max: 120, noNaN: true })
  fc.assert(
    fc.property(rate, rate, fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true }), (a, b, u) => {
      const events = (r: number) => quantile({ kind: 'poisson', rate: r }, u)
      expect(events(Math.min(a, b))).toBeLessThanOrEqual(events(Math.max(a, b)))
    }),
  )
})

const codes = (d: Distribution, domain: Parameters<typeof validate>[1]) => validate(d, domain).map(({ code }) => code)

test('low above high is a problem, and is not swapped', () => {
  expect(codes(between(10, 5), 'money')).toEqual(['risk/low-above-high'])
  expect(codes(around(3, 2, 9), 'days')).toEqual(['risk/low-above-high'])
  expect(codes(around(3, 9, 8), 'days')).toEqual(['risk/low-above-high'])
  expect(codes({ kind: 'uniform', low: 2, high: 1 }, 'days')).toEqual(['risk/low-above-high'])
  expect(codes({ kind: 'logit-normal', p05: 0.4, p95: 0.3 }, 'probability')).toEqual(['risk/low-above-high'])
  expect(validate(between(10, 5), 'money')[0]!.message).toBe('p05 (10) is above p95 (5).')
})

test('what is not a number is a problem, wherever it stands', () => {
  const wrong: readonly Distribution[] = [
    fixed(NaN),
    fixed(Infinity),
    between(NaN, 5),
    around(1, NaN, 3),
    { kind: 'uniform', low: 1, high: Infinity },
    { kind: 'logit-normal', p05: NaN, p95: 0.5 },
    { kind: 'bernoulli', probability: NaN },
    { kind: 'poisson', rate: NaN },
    { kind: 'empirical', values: [1, NaN] },
    { kind: 'scaled', factor: 2, of: fixed(NaN) },
  ]
  for (const d of wrong) expect(codes(d, 'money'), JSON.stringify(d)).toContain('risk/not-a-number')
  expect(validate(fixed(NaN), 'money')[0]!.message).toBe('value is NaN, not a number.')
})

test('parameters outside their range are problems', () => {
  expect(codes(between(0, 5), 'money')).toEqual(['risk/out-of-range'])
  expect(codes({ kind: 'logit-normal', p05: 0, p95: 1 }, 'probability')).toEqual([
    'risk/out-of-range',
    'risk/out-of-range',
  ])
  expect(codes({ kind: 'bernoulli', probability: 1.2 }, 'probability')).toEqual(['risk/out-of-range'])
  expect(codes({ kind: 'bernoulli', probability: -0.1 }, 'probability')).toEqual(['risk/out-of-range'])
  expect(codes({ kind: 'poisson', rate: -1 }, 'count')).toEqual(['risk/out-of-range'])
  expect(codes({ kind: 'pert', low: 1, mode: 2, high: 3, weight: -1 }, 'days')).toEqual(['risk/out-of-range'])
  expect(codes({ kind: 'scaled', factor: -1, of: fixed(1) }, 'money')).toEqual(['risk/out-of-range'])
  expect(codes({ kind: 'scaled', factor: Infinity, of: fixed(1) }, 'money')).toEqual(['risk/out-of-range'])
  expect(codes({ kind: 'empirical', values: [] }, 'money')).toEqual(['risk/empty'])
})

test('the ends of a range belong to it', () => {
  for (const probability of [0, 1]) expect(codes({ kind: 'bernoulli', probability }, 'probability')).toEqual([])
  expect(codes({ kind: 'poisson', rate: 0 }, 'count')).toEqual([])
  expect(codes({ kind: 'pert', low: 1, mode: 2, high: 3, weight: 0 }, 'days')).toEqual([])
  expect(codes({ kind: 'scaled', factor: 0, of: fixed(1) }, 'money')).toEqual([])
})

test('a chance outside 0 … 1 is a problem, and is not cut off', () => {
  for (const domain of ['probability', 'fraction'] as const) {
    expect(codes(fixed(1.2), domain)).toEqual(['risk/not-a-probability'])
    expect(codes(fixed(-0.1), domain)).toEqual(['risk/not-a-probability'])
    expect(codes(between(0.1, 0.5), domain)).toEqual(['risk/not-a-probability'])
    expect([fixed(0), fixed(1), around(0, 0.5, 1)].flatMap((d) => codes(d, domain))).toEqual([])
  }
  expect(validate(around(0.5, 0.7, 12), 'probability')[0]!.message).toBe(
    'A probability lies within 0 … 1, this one covers 0.5 … 12.',
  )
  expect(validate(fixed(12), 'probability')[0]!.message).toContain('covers 12.')
})

test('a certain attack has no finite rate and is refused; as good as certain is not', () => {
  expect(codes(fixed(1), 'chance of an attack')).toEqual(['risk/not-a-chance'])
  expect(codes(fixed(-0.1), 'chance of an attack')).toEqual(['risk/not-a-chance'])
  expect(codes(around(0.5, 0.9, 1), 'chance of an attack')).toEqual(['risk/not-a-chance'])
  expect(codes(fixed(0.99), 'chance of an attack')).toEqual([])
  expect(codes({ kind: 'logit-normal', p05: 0.5, p95: 0.99 }, 'chance of an attack')).toEqual([])
})

test('negative money, days, counts and factors are problems', () => {
  for (const domain of ['money', 'days', 'count', 'factor'] as const) {
    expect(codes(fixed(-1), domain)).toEqual(['risk/negative'])
    expect(codes({ kind: 'uniform', low: -1, high: 1 }, domain)).toEqual(['risk/negative'])
    expect(codes(fixed(0), domain)).toEqual([])
  }
  expect(validate(fixed(-5), 'money')[0]!.message).toBe('An amount cannot be negative, this covers -5.')
})

test('a problem names its place and what to do', () => {
  const at = { file: 'r1.yaml', pointer: '/inputs/fixDays' }
  for (const told of [validate(fixed(-1), 'days', at), validate(between(2, 1), 'days', at)])
    expect(told[0]).toMatchObject({ at, hint: expect.any(String) })
})
