import fc from 'fast-check'
import { expect, test } from 'vitest'
import { normalCdf, normalQuantile, Z95 } from './normal.ts'

test('the normal quantile agrees with published digits in the centre, the flank and the tail', () => {
  expect(normalQuantile(0.5)).toBe(0)
  expect(normalQuantile(0.95)).toBeCloseTo(1.644_853_626_951_472_7, 14)
  expect(normalQuantile(0.975)).toBeCloseTo(1.959_963_984_540_054_2, 14)
  expect(normalQuantile(0.25)).toBeCloseTo(-0.674_489_750_196_081_7, 14)
  expect(normalQuantile(0.001)).toBeCloseTo(-3.090_232_306_167_813_5, 13)
  expect(normalQuantile(1e-20)).toBeCloseTo(-9.262_340_089_798_408, 12)
  expect(normalQuantile(0.95)).toBeCloseTo(Z95, 14)
})

test('the normal distribution function agrees with published digits', () => {
  expect(normalCdf(0)).toBeCloseTo(0.5, 15)
  expect(normalCdf(1)).toBeCloseTo(0.841_344_746_068_542_9, 15)
  expect(normalCdf(2)).toBeCloseTo(0.977_249_868_051_820_8, 15)
  expect(normalCdf(-3)).toBeCloseTo(0.001_349_898_031_630_094_5, 15)
  expect(normalCdf(-5) / 2.866_515_718_791_939e-7).toBeCloseTo(1, 9)
  expect(normalCdf(-10) / 7.619_853_024_160_527e-24).toBeCloseTo(1, 8)
  expect(normalCdf(10)).toBe(1)
})

test('quantile and distribution function undo each other', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-6, max: 1 - 1e-6, noNaN: true }), (p) => {
      expect(normalCdf(normalQuantile(p))).toBeCloseTo(p, 13)
    }),
  )
})

test('the quantile is odd, and rises', () => {
  fc.assert(
    fc.property(fc.double({ min: 1e-9, max: 0.5, noNaN: true }), (p) => {
      expect(normalQuantile(1 - p)).toBeCloseTo(-normalQuantile(p), 6)
      expect(normalQuantile(p * 1.001)).toBeGreaterThan(normalQuantile(p))
    }),
  )
})
