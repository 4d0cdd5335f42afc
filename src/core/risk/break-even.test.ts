import fc from 'fast-check'
import { expect, test } from 'vitest'
import { breakEvenChance, threshold, type CostLine } from './break-even.ts'
import { expectedUnder, thetaAtMeans } from './closed-form.ts'
import { hazardPerDay } from './exposure.ts'
import type { InputName } from './inputs.ts'
import { optionOf } from './options.ts'
import { r1, r1With } from './reference-r1.testing.ts'
import { thresholds, tornado, withUpperEnds } from './sensitivity.ts'
import { around, between, fixed, mean } from './distribution.ts'
import { meanLoss } from './loss.ts'
import { judged } from './reference-r1.testing.ts'

const line = (id: string, otherCost: number, lossPerHazard: number): CostLine => ({ id, otherCost, lossPerHazard })
const [ship, fix, patch, control] = ['ship-now', 'fix-first', 'ship-then-patch', 'ship-with-control'].map((id) =>
  optionOf(id)!,
)

const breakEvenOf = (input: InputName, found: ReturnType<typeof thresholds>) =>
  found.find(({ name }) => name === input)?.breakEven

test('below the break-even the cheap and exposed one costs less, above it the careful one, whichever comes first', () => {
  const [bold, careful] = [line('bold', 10, 5000), line('careful', 110, 1000)]
  const expected = { kind: 'at', value: 1 - Math.exp(-30 * (100 / 4000)), below: 'bold', above: 'careful' }
  const told = breakEvenChance(bold, careful)
  expect(told).toMatchObject({ ...expected, value: expect.closeTo(expected.value, 12) })
  expect(breakEvenChance(careful, bold)).toEqual(told)
})

test('one that costs less and is less exposed wins at any chance', () => {
  expect(breakEvenChance(line('a', 1, 1), line('b', 2, 2))).toEqual({ kind: 'never', always: 'a' })
  expect(breakEvenChance(line('b', 2, 2), line('a', 1, 1))).toEqual({ kind: 'never', always: 'a' })
  expect(breakEvenChance(line('a', 1, 2), line('b', 2, 2))).toEqual({ kind: 'never', always: 'a' })
  expect(breakEvenChance(line('a', 2, 1), line('b', 2, 2))).toEqual({ kind: 'never', always: 'a' })
  expect(breakEvenChance(line('a', 2, 3), line('b', 2, 2))).toEqual({ kind: 'never', always: 'b' })
})

test('a break-even that rounds to certainty is none', () => {
  expect(breakEvenChance(line('a', 0, 1), line('b', 1e6, 0))).toEqual({ kind: 'never', always: 'a' })
})

test('two of the same cost are equal', () => {
  expect(breakEvenChance(line('a', 1, 1), line('b', 1, 1))).toEqual({ kind: 'equal' })
})

test('at the break-even both cost the same', () => {
  const positive = fc.double({ min: 1, max: 1e6, noNaN: true })
  fc.assert(
    fc.property(positive, positive, positive, positive, (a, b, c, d) => {
      const told = breakEvenChance(line('x', a, b), line('y', c, d))
      if (told.kind !== 'at' || told.value > 0.999) return
      const hazard = hazardPerDay(told.value)
      expect((a + hazard * b) / (c + hazard * d)).toBeCloseTo(1, 8)
    }),
  )
})

test('a threshold is where the cheaper one of two changes, for any input', () => {
  const theta = thetaAtMeans(r1)
  const found = threshold('costOfDelayPerDay', [0, 200_000], [ship!, fix!], r1, theta)
  expect(found).toMatchObject({ kind: 'at', below: 'fix-first', above: 'ship-now' })
  if (found.kind === 'at') {
    const at = { ...theta, costOfDelayPerDay: found.value }
    expect(expectedUnder(ship!, r1, at).expectedCost / expectedUnder(fix!, r1, at).expectedCost).toBeCloseTo(1, 10)
  }
  expect(threshold('vulnerability', [0, 1], [ship!, fix!], r1, theta)).toMatchObject({
    kind: 'at',
    below: 'ship-now',
    above: 'fix-first',
  })
})

test('a threshold is found wherever the search begins, and in the very last part of it', () => {
  const theta = thetaAtMeans(r1)
  const search = (low: number, high: number) => threshold('costOfDelayPerDay', [low, high], [ship!, fix!], r1, theta)
  const found = search(0, 200_000)
  if (found.kind !== 'at') throw new Error(found.kind)
  for (const [low, high] of [
    [found.value * 0.9, found.value * 3],
    [1000, found.value * 1.001],
    [found.value * 0.999, found.value * 1.001],
  ] as const)
    expect(search(low, high)).toMatchObject({ ...found, value: expect.closeTo(found.value, 5) })
  expect(search(found.value * 1.001, found.value * 2)).toEqual({ kind: 'never', always: 'ship-now' })
})

test('without a threshold in the range the one that always wins is named', () => {
  const theta = thetaAtMeans(r1)
  expect(threshold('costOfDelayPerDay', [0, 10], [ship!, fix!], r1, theta)).toEqual({
    kind: 'never',
    always: 'fix-first',
  })
  expect(threshold('costOfDelayPerDay', [0, 10], [fix!, ship!], r1, theta)).toEqual({
    kind: 'never',
    always: 'fix-first',
  })
  expect(threshold('costOfDelayPerDay', [0, 10], [fix!, fix!], r1, theta)).toEqual({ kind: 'equal' })
})

test('a threshold that two options touch at the very end of the range is no crossing', () => {
  // without vulnerability both exposures cost nothing, and nothing else differs
  const risk = r1With({ costOfDelayPerDay: 0, regressionCost: 0, slackDays: 5 })
  expect(threshold('vulnerability', [0, 1], [ship!, fix!], risk, thetaAtMeans(risk))).toEqual({
    kind: 'never',
    always: 'fix-first',
  })
})

test('thresholds cover the inputs of the two, and agree with the closed break-even for the chance of an attack', () => {
  const found = thresholds(r1, patch!, fix!)
  const names = found.map(({ name }) => name)
  expect(breakEvenOf('attackChance30Days', found)).toMatchObject({
    kind: 'at',
    value: expect.closeTo(0.238_155_775_312_264_9, 12),
  })
  expect(names).not.toContain('controlDays')
  expect(names).toContain('patchDays')
  const chance = threshold('attackChance30Days', [0, 0.99], [patch!, fix!], r1, thetaAtMeans(r1))
  expect(chance).toMatchObject({ value: expect.closeTo(0.238_155_775_312_264_9, 10), below: 'ship-then-patch' })
})

test('an input that is 0 today is still searched: the share already in production, the slack', () => {
  const risk = r1With({ attackChance30Days: 0.066, slackDays: 0, alreadyExposedFraction: 0, costOfDelayPerDay: 20_000 })
  const found = thresholds(risk, ship!, fix!)
  expect(breakEvenOf('alreadyExposedFraction', found)).toMatchObject({
    kind: 'at',
    below: 'fix-first',
    above: 'ship-now',
  })
  const late = r1With({ attackChance30Days: 0.05, slackDays: 0 })
  expect(breakEvenOf('slackDays', thresholds(late, ship!, fix!))).toMatchObject({
    kind: 'at',
    below: 'ship-now',
    above: 'fix-first',
  })
})

const ranged = r1With({
  attackChance30Days: { kind: 'logit-normal', p05: 0.03, p95: 0.4 },
  controlEffectiveness: around(0.1, 0.7, 0.95),
  regressionCost: between(150_000, 250_000),
})

test('a tornado holds a bar for each range of the two options and one for the loss, the widest first', () => {
  const bars = tornado(ranged, control!, patch!)
  expect(bars.map(({ name }) => name).toSorted()).toEqual([
    'attackChance30Days',
    'controlEffectiveness',
    'regressionCost',
    'upper end of the loss',
  ])
  const widths = bars.map(({ differenceAtLow, differenceAtHigh }) => Math.abs(differenceAtHigh - differenceAtLow))
  expect(widths).toEqual(widths.toSorted((a, b) => b - a))
  expect(bars.at(-1)).toMatchObject({ name: 'regressionCost' })
})

test('a bar spans the central 90 % of its input, others at their means, and says where the cheaper one changes', () => {
  const bars = tornado(ranged, patch!, fix!)
  const bar = bars.find(({ name }) => name === 'attackChance30Days')!
  expect([bar.low, bar.high]).toEqual([expect.closeTo(0.03, 10), expect.closeTo(0.4, 10)])
  const theta = thetaAtMeans(ranged)
  const difference = (p30: number) => {
    const at = { ...theta, attackChance30Days: p30 }
    return expectedUnder(patch!, ranged, at).expectedCost - expectedUnder(fix!, ranged, at).expectedCost
  }
  expect(bar.differenceAtLow).toBeCloseTo(difference(0.03), 4)
  expect(bar.differenceAtHigh).toBeCloseTo(difference(0.4), 4)
  expect(bar.flips).toBe(true)
  expect(bars.find(({ name }) => name === 'regressionCost')!.flips).toBe(false)
})

test('the loss is shown with its upper end halved and doubled', () => {
  const bar = tornado(r1, patch!, fix!).find(({ name }) => name === 'upper end of the loss')!
  const theta = thetaAtMeans(r1)
  const difference = (loss: number) =>
    expectedUnder(patch!, r1, theta, loss).expectedCost - expectedUnder(fix!, r1, theta, loss).expectedCost
  expect(bar).toMatchObject({ low: 0.5, high: 2 })
  expect(bar.differenceAtLow).toBeCloseTo(difference(mean(between(50_000, 2_500_000))), 6)
  expect(bar.differenceAtHigh).toBeCloseTo(difference(mean(between(50_000, 10_000_000))), 6)
})

test('an upper end never falls below what stands under it', () => {
  const widened = (value: Parameters<typeof mean>[0], factor: number) =>
    withUpperEnds([{ id: 'x', form: 'all forms', amount: judged(value) }], factor)[0]!.amount.value
  expect(widened(between(10, 12), 0.5)).toEqual(between(10, 10))
  expect(widened(between(10, 12), 2)).toEqual(between(10, 24))
  expect(widened(around(1, 4, 6), 0.5)).toEqual(around(1, 4, 4))
  expect(widened(around(1, 4, 6), 2)).toEqual(around(1, 4, 12))
  expect(widened({ kind: 'uniform', low: 3, high: 4 }, 0.5)).toEqual({ kind: 'uniform', low: 3, high: 3 })
  expect(meanLoss(withUpperEnds([{ id: 'x', form: 'all forms', amount: judged(fixed(8)) }], 0.5))).toBe(4)
})
