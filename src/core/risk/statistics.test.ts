import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  differenceOf,
  exceedanceCurve,
  exceedanceOf,
  meanOf,
  quantilesOf,
  standardErrorOf,
  tailOf,
} from './statistics.ts'

const of = (...values: number[]) => Float64Array.from(values)
const oneTo = (n: number) => Float64Array.from({ length: n }, (_, i) => ((i * 37) % n) + 1)

test('the mean of equal numbers is that number, to the last digit', () => {
  expect(meanOf(new Float64Array(1000).fill(204_327.334_517_26))).toBe(204_327.334_517_26)
  expect(standardErrorOf(new Float64Array(1000).fill(0.1))).toBe(0)
  expect(meanOf(of(1, 2, 6))).toBeCloseTo(3, 14)
  expect(meanOf(of())).toBeNaN()
})

test('the standard error is the standard deviation over the root of n', () => {
  expect(standardErrorOf(of(1, 2, 3, 4))).toBeCloseTo(Math.sqrt(5 / 3) / 2, 14)
})

test('a difference is taken draw by draw', () => {
  expect([...differenceOf(of(5, 7), of(2, 9))]).toEqual([3, -2])
})

test('quantiles of the numbers 1 to 100 are the numbers themselves', () => {
  expect(quantilesOf(oneTo(100), [0.01, 0.05, 0.5, 0.95, 0.99, 1])).toEqual([1, 5, 50, 95, 99, 100])
  expect(tailOf(oneTo(100))).toEqual({ p50: 50, p95: 95, p99: 99, cvar95: 98 })
})

test('where 5 % is not a whole number of draws, the draw at the edge counts in part', () => {
  // 5 % of 30 draws is one and a half: all of 30 and half of 29
  expect(tailOf(oneTo(30)).cvar95).toBeCloseTo((30 + 0.5 * 29) / 1.5, 12)
  expect(tailOf(of(7)).cvar95).toBeCloseTo(7, 12)
})

test('quantiles agree with sorting, whatever the draws, and leave them as they are', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 60 }), (values) => {
      const draws = Float64Array.from(values)
      const sorted = draws.toSorted()
      const at = (p: number) => sorted[Math.max(0, Math.ceil(p * sorted.length - 1e-9) - 1)]
      expect(quantilesOf(draws, [0.05, 0.5, 0.95])).toEqual([at(0.05), at(0.5), at(0.95)])
      const { p50, p95, p99, cvar95 } = tailOf(draws)
      expect([p50, p95, p99]).toEqual([at(0.5), at(0.95), at(0.99)])
      expect(cvar95).toBeGreaterThanOrEqual(p95 - 1e-9)
      expect([...draws]).toEqual(values)
    }),
  )
})

test('exceedance is the share strictly above an amount', () => {
  const losses = of(10, 20, 20, 30)
  expect([5, 10, 15, 20, 30, 40].map((amount) => exceedanceOf(losses, 10, amount))).toEqual([0.4, 0.3, 0.3, 0.1, 0, 0])
  expect(exceedanceOf(of(), 10, 0)).toBe(0)
})

test('the exceedance curve begins at any loss at all, falls, and ends at the worst', () => {
  const losses = oneTo(5000).sort()
  const curve = exceedanceCurve(losses, 20_000)
  expect(curve[0]).toEqual({ amount: 0, chance: 0.25 })
  expect(curve.at(-1)!.chance).toBe(1 / 20_000)
  expect(curve.length).toBeLessThanOrEqual(62)
  expect(curve.length).toBeGreaterThan(40)
  for (const [i, { amount, chance }] of curve.entries()) {
    expect(chance).toBe(exceedanceOf(losses, 20_000, amount))
    if (i > 0) {
      expect(amount).toBeGreaterThan(curve[i - 1]!.amount)
      expect(chance).toBeLessThan(curve[i - 1]!.chance)
    }
  }
})

test('without losses the curve says so; with one it has its one step', () => {
  expect(exceedanceCurve(of(), 100)).toEqual([{ amount: 0, chance: 0 }])
  expect(exceedanceCurve(of(50), 100)).toEqual([{ amount: 0, chance: 0.01 }])
})
