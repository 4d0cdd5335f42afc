import { describe, expect, test } from 'vitest'
import { streamOf, uniformAt } from './chance.ts'
import { around, between, fixed, mean, variance } from './distribution.ts'
import { poissonQuantile } from './laws/poisson.ts'
import { frequency, lossSampler, meanLoss, type LossPart } from './loss.ts'
import { judged } from './reference-r1.testing.ts'
import { drawsOf } from './draws.testing.ts'
import { hasSharedData, sharedData } from './shared-data.testing.ts'
import { tailOf } from './statistics.ts'

const part = (id: string, amount: LossPart['amount'], rest: Partial<LossPart> = {}): LossPart => ({
  id,
  form: 'response',
  amount,
  ...rest,
})

const n = drawsOf(100_000)
const simulatedMean = (parts: readonly LossPart[]) => {
  const draw = lossSampler(parts, 5)
  let sum = 0
  for (let i = 0; i < n; i++) sum += draw(i, 0)
  return sum / n
}

test('pyfair: two secondary losses of 1 × 10 each give 20, not 101', () => {
  const secondary = (id: string) => part(id, judged(fixed(10)), { secondaryChance: judged(fixed(1)) })
  expect(meanLoss([secondary('courts'), secondary('customers')])).toBe(20)
  expect(lossSampler([secondary('courts'), secondary('customers')], 1)(0, 0)).toBe(20)
})

test('riskquant: the mean of a PERT rate is its mean, not its mode', () => {
  expect(mean(around(0.02, 0.1, 0.6))).toBeCloseTo(0.17, 14)
})

test('secondary loss comes with its own chance', () => {
  const parts = [part('a', judged(fixed(100))), part('b', judged(fixed(1000)), { secondaryChance: judged(fixed(0.3)) })]
  expect(meanLoss(parts)).toBe(400)
  const draws = Array.from({ length: 2000 }, (_, i) => lossSampler(parts, 3)(i, 0))
  expect(new Set(draws)).toEqual(new Set([100, 1100]))
  expect(Math.abs(simulatedMean(parts) - 400)).toBeLessThan((4 * 1000 * Math.sqrt(0.21)) / Math.sqrt(n))
})

test('a secondary loss of no chance never comes', () => {
  expect(simulatedMean([part('a', judged(fixed(9)), { secondaryChance: judged(fixed(0)) })])).toBe(0)
})

test('a price per record counts once a record', () => {
  const perRecord = part('records', judged(between(1, 10)), { units: { what: 'records', count: 5000 } })
  expect(meanLoss([perRecord])).toBeCloseTo(5000 * mean(between(1, 10)), 6)
  expect(lossSampler([perRecord], 1)(4, 2)).toBeCloseTo(
    5000 * lossSampler([part('records', judged(between(1, 10)))], 1)(4, 2),
    6,
  )
})

test('a fine is never above its cap, drawn or on average', () => {
  const fine = part('fine', judged(between(10_000, 1_000_000)), { cap: 200_000 })
  const draw = lossSampler([fine], 1)
  for (let i = 0; i < 2000; i++) expect(draw(i, 0)).toBeLessThanOrEqual(200_000)
  expect(meanLoss([fine])).toBeLessThan(200_000)
  expect(Math.abs(simulatedMean([fine]) / meanLoss([fine]) - 1)).toBeLessThan(0.01 * Math.sqrt(100_000 / n))
})

test('a part that is added changes the draws of no other', () => {
  const [a, b] = [part('a', judged(between(1, 9))), part('b', judged(between(1, 9)))]
  const alone = lossSampler([a], 1)(7, 3)
  expect(lossSampler([a, b], 1)(7, 3) - lossSampler([b], 1)(7, 3)).toBeCloseTo(alone, 12)
  expect(lossSampler([b], 1)(7, 3)).not.toBe(alone)
})

test('events of one iteration, and iterations, draw independently', () => {
  const draw = lossSampler([part('a', judged(between(1, 9)))], 1)
  expect(new Set([draw(0, 0), draw(0, 1), draw(1, 0)]).size).toBe(3)
  expect(lossSampler([part('a', judged(between(1, 9)))], 2)(0, 0)).not.toBe(draw(0, 0))
})

test('no parts, no loss; no threats, no loss events', () => {
  expect([meanLoss([]), lossSampler([], 1)(0, 0)]).toEqual([0, 0])
  expect(frequency(0, 0.9).lossEvents).toBe(0)
  expect(frequency(0.5, 0.2)).toEqual({ threatEvents: 0.5, vulnerability: 0.2, lossEvents: 0.1 })
})

describe.skipIf(!hasSharedData)('compound sums', () => {
  const reference = hasSharedData ? sharedData('quant-reference') : {}
  const Z95 = 1.6448536269514722
  const severity = (mu: number, sigma: number) => between(Math.exp(mu - sigma * Z95), Math.exp(mu + sigma * Z95))

  test('Poisson counts of lognormal losses: mean within four standard errors, quantiles within 2 %', () => {
    const n = drawsOf(400_000)
    const scatter = Math.sqrt(400_000 / n)
    for (const {
      lambda_,
      mu,
      sigma,
      p_zero,
      mean: expected,
      sd,
      p90,
      p95,
      p99,
    } of reference.compound_poisson_lognormal) {
      const draw = lossSampler([part('loss', judged(severity(mu, sigma)))], 9)
      const events = streamOf(9, 'events')
      const sums = new Float64Array(n)
      for (let i = 0; i < n; i++)
        for (let k = poissonQuantile(lambda_, uniformAt(events, i)); k > 0; k--) sums[i]! += draw(i, k)
      const zeros = sums.filter((sum) => sum === 0).length / n
      expect(Math.abs(zeros - p_zero)).toBeLessThan(4 * Math.sqrt((p_zero * (1 - p_zero)) / n))
      expect(Math.abs(sums.reduce((a, b) => a + b, 0) / n - expected)).toBeLessThan((4 * sd) / Math.sqrt(n))
      const tail = tailOf(sums)
      if (p95 > 0) expect(Math.abs(tail.p95 / p95 - 1)).toBeLessThan(0.02 * scatter)
      else expect(tail.p95).toBe(0)
      expect(Math.abs(tail.p99 / p99 - 1)).toBeLessThan(0.05 * scatter)
      expect(p90).toBeLessThanOrEqual(p95)
    }
  })

  test('a rate that is itself a range adds its variance', () => {
    const { lef, severity: size, mean: expected, variance: spread } = reference.pert_mixed_poisson_lognormal
    const rate = around(lef.min, lef.mode, lef.max)
    const loss = between(size.p05, size.p95)
    expect((mean(rate) * mean(loss)) / expected).toBeCloseTo(1, 12)
    const second = variance(loss) + mean(loss) ** 2
    expect((mean(rate) * second + variance(rate) * mean(loss) ** 2) / spread).toBeCloseTo(1, 12)
  })

  test('at most one event: mean and variance of a Bernoulli loss', () => {
    for (const { p, p05, p95, mean: expected, sd } of reference.bernoulli_lognormal) {
      const loss = between(p05, p95)
      const secondary = part('x', judged(loss), { secondaryChance: judged(fixed(p)) })
      expect(meanLoss([secondary]) / expected).toBeCloseTo(1, 12)
      expect(Math.abs(simulatedMean([secondary]) - expected)).toBeLessThan((4 * sd) / Math.sqrt(n))
    }
  })
})
