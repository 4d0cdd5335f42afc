import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { around, fixed } from './distribution.ts'
import { attackChance, likelyExploited } from './evidence.ts'
import {
  agedWindowChance,
  chance30DaysOf,
  hazardPerDay,
  unpatchedDays,
  unpatchedShare,
  windowChance,
} from './exposure.ts'
import { judged } from './reference-r1.testing.ts'
import { hasSharedData, sharedData } from './shared-data.testing.ts'

describe.skipIf(!hasSharedData)('published windows', () => {
  test('a 30-day chance becomes the chance of another window by a constant rate, not by a rule of three', () => {
    for (const { p30, hazard_per_day, p1, p7, p14, p90, linear_p1_CSWP41 } of sharedData('quant-reference')
      .epss_window) {
      expect(hazardPerDay(p30) / hazard_per_day).toBeCloseTo(1, 11)
      for (const [days, expected] of [
        [1, p1],
        [7, p7],
        [14, p14],
        [90, p90],
      ])
        expect(windowChance(p30, days) / expected).toBeCloseTo(1, 11)
      expect(windowChance(p30, 1)).toBeGreaterThan(linear_p1_CSWP41)
    }
  })
})

test.skipIf(!hasSharedData)('earlier scores add up to the published chance that it was exploited already', () => {
  const { series, lev_daily_exact, lev_windowed } = sharedData('quant-reference').lev_example
  const past = series.map(([epss, days]: [number, number]) => ({ epss, days }))
  expect(likelyExploited(past)).toBeCloseTo(lev_daily_exact, 14)
  expect(likelyExploited(past)).toBeGreaterThan(lev_windowed)
  expect(likelyExploited([])).toBe(0)
})

test('a rate that falls with age: the published sample gives 1.28 % in 7 days', () => {
  // EPSS 0.2, a control that stops half of it, 40 days old, Weibull shape 0.605 (vulnerability-lookup, pull request 530)
  const chance = agedWindowChance({ chance30Days: 0.2 * (1 - 0.5), ageDays: 40, days: 7, shape: 0.605 })
  expect(chance).toBeCloseTo(0.012_768_532_263_096_488, 14)
})

test('with a shape of 1 age does not matter', () => {
  expect(agedWindowChance({ chance30Days: 0.12, ageDays: 400, days: 14, shape: 1 })).toBeCloseTo(
    windowChance(0.12, 14),
    12,
  )
})

test('rate and chance undo each other; nothing happens at chance 0', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 0.999, noNaN: true }), (p) => {
      expect(chance30DaysOf(hazardPerDay(p))).toBeCloseTo(p, 12)
      expect(windowChance(p, 30)).toBeCloseTo(p, 12)
      expect(windowChance(p, 10)).toBeLessThanOrEqual(windowChance(p, 11))
    }),
  )
  expect([hazardPerDay(0), windowChance(0, 30)].map(Math.abs)).toEqual([0, 0])
})

test('where we run every installation a patch leaves nothing unpatched', () => {
  expect([unpatchedDays(30, 0), unpatchedShare(30, 0), unpatchedShare(0, 0)]).toEqual([0, 0, 0])
})

test('half of the installations carry the patch after the half-life, and the days left add up', () => {
  expect(unpatchedShare(10, 10)).toBe(0.5)
  expect(unpatchedShare(0, 10)).toBe(1)
  expect(unpatchedDays(0, 10)).toBe(0)
  expect(unpatchedDays(-1, 10)).toBe(0)
  let sum = 0
  for (let i = 0; i < 40_000; i++) sum += unpatchedShare((i + 0.5) / 1000, 10) / 1000
  expect(unpatchedDays(40, 10)).toBeCloseTo(sum, 5)
})

const targeted = { ...judged(around(0.05, 0.1, 0.4)), by: 'security' }

test('with a CVE the chance is that of exploitation anywhere times that of being a target', () => {
  const chance = attackChance({ kind: 'epss', epss: 0.4, scoreDate: '2026-11-20', model: 'v2026.06.15', targeted })
  expect(chance.value).toEqual({ kind: 'scaled', factor: 0.4, of: targeted.value })
  expect(chance).toMatchObject({ by: 'security', basis: 'judgement', dated: '2026-11-20' })
  expect(chance.source).toBe('EPSS 0.4 (v2026.06.15) × chance of being a target')
})

test('earlier scores may raise the chance and never lower it', () => {
  const factor = (epss: number, before: number) => {
    const past = [{ epss: before, days: 30 }]
    const { value } = attackChance({ kind: 'epss', epss, scoreDate: '2026-11-20', model: 'v', targeted, past })
    return value.kind === 'scaled' && value.factor
  }
  expect(factor(0.1, 0.3)).toBeCloseTo(0.3, 14)
  expect(factor(0.4, 0.3)).toBe(0.4)
})

test('what is known to be exploited has no use for EPSS: only being a target remains uncertain', () => {
  const chance = attackChance({ kind: 'exploited', source: 'KEV 2026.11.20', dated: '2026-11-20', targeted })
  expect(chance.value).toEqual(targeted.value)
  expect(chance.source).toBe('KEV 2026.11.20 × chance of being a target')
})

test('an in-house flaw has no CVE: the range somebody gave stands as it is', () => {
  expect(attackChance({ kind: 'elicited', chance: targeted })).toBe(targeted)
})

test('a dispute about being a target stays a dispute', () => {
  const disputed = [{ ...judged(fixed(0.01)), by: 'product' }]
  const chance = attackChance({
    kind: 'epss',
    epss: 0.5,
    scoreDate: '2026-11-20',
    model: 'v',
    targeted: { ...targeted, disputed },
  })
  expect(chance.disputed).toEqual([{ ...disputed[0], value: { kind: 'scaled', factor: 0.5, of: fixed(0.01) } }])
})
