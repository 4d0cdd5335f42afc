import fc from 'fast-check'
import { expect, test } from 'vitest'
import { betaCdf, betaQuantile, logBeta, logGamma } from './beta.ts'
import { betaSampler } from './laws/beta-table.ts'

const shape = fc.double({ min: 1, max: 12, noNaN: true })
const chance = fc.double({ min: 1e-9, max: 1 - 1e-9, noNaN: true })

test('the gamma function of whole numbers is a factorial, and of one half the root of pi', () => {
  for (const [n, factorial] of [1, 1, 2, 6, 24, 120, 720].entries())
    expect(logGamma(n + 1)).toBeCloseTo(Math.log(factorial), 13)
  expect(logGamma(0.5)).toBeCloseTo(Math.log(Math.sqrt(Math.PI)), 13)
  expect(logBeta(2, 3)).toBeCloseTo(Math.log(1 / 12), 13)
})

test('the beta distribution function has its closed forms', () => {
  expect(betaCdf(1, 1, 0.3)).toBeCloseTo(0.3, 14)
  expect(betaCdf(2, 1, 0.3)).toBeCloseTo(0.09, 14)
  expect(betaCdf(1, 3, 0.3)).toBeCloseTo(1 - 0.7 ** 3, 14)
  expect(betaCdf(2, 2, 0.25)).toBeCloseTo(3 * 0.25 ** 2 - 2 * 0.25 ** 3, 14)
  expect([betaCdf(2, 3, 0), betaCdf(2, 3, -1), betaCdf(2, 3, 1), betaCdf(2, 3, 2)]).toEqual([0, 0, 1, 1])
})

test('next to the mean, where rounding puts x and 1 - x both on the far side, it still has an answer', () => {
  const [a, b, x] = [8.066893984827146, 6.620260367619215, 0.5433457253002473]
  expect(x > (a + 1) / (a + b + 2) && 1 - x > (b + 1) / (a + b + 2)).toBe(true)
  expect(betaCdf(a, b, x) + betaCdf(b, a, 1 - x)).toBeCloseTo(1, 13)
})

test('quantile and distribution function undo each other for any shapes', () => {
  fc.assert(
    fc.property(shape, shape, chance, (a, b, p) => {
      expect(betaCdf(a, b, betaQuantile(a, b, p))).toBeCloseTo(p, 11)
      expect(betaQuantile(a, b, p, 0.999)).toBeCloseTo(betaQuantile(a, b, p), 11)
    }),
  )
})

test('the table of a beta quantile lies close to the solution, tails included', () => {
  fc.assert(
    fc.property(shape, shape, fc.array(chance, { minLength: 20, maxLength: 20 }), (a, b, us) => {
      const draw = betaSampler(a, b)
      for (const u of [...us, 1e-15, 1 / 32, 31 / 32, 0.5])
        expect(Math.abs(draw(u) - betaQuantile(a, b, u))).toBeLessThan(5e-6)
    }),
    { numRuns: 40 },
  )
})

test('the tail of the table keeps its relative accuracy', () => {
  const draw = betaSampler(1.8, 4.2)
  // the smallest uniform number that is drawn, and half of it
  for (const u of [1e-3, 1e-5, 1e-8, 1e-12, 2 ** -53, 2 ** -54])
    expect(draw(u) / betaQuantile(1.8, 4.2, u)).toBeCloseTo(1, 4)
})
