import { expect, test } from 'vitest'
import { evaluateClosedForm } from './closed-form.ts'
import { compareOptions } from './compare.ts'
import { around, between } from './distribution.ts'
import { drawsOf } from './draws.testing.ts'
import { optionOf } from './options.ts'
import { r1, r1With } from './reference-r1.testing.ts'
import { turnsOutCheaper } from './result.ts'
import { thresholds, tornado } from './sensitivity.ts'
import { simulate, type OptionDraws } from './simulate.ts'

const n = drawsOf(20_000)
const near = (share: number, p: number) => expect(Math.abs(share - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n))
const shareOf = (values: Float64Array, is: (value: number, i: number) => boolean) => values.filter(is).length / n

// every uncertainty has a luck of its own: what goes wrong together by the draw alone would make the bad days worse than they are

test('what is drawn of one input tells nothing of another', () => {
  const { uncertain } = simulate(
    r1With({
      fixDays: around(1, 2, 6),
      vulnerability: around(0.2, 0.6, 0.9),
      costOfDelayPerDay: between(8000, 60_000),
    }),
    { seed: 3, iterations: n },
  )
  expect(uncertain).toHaveLength(3)
  for (const [k, a] of uncertain.entries())
    for (const b of uncertain.slice(k + 1))
      near(
        shareOf(a.draws, (_, i) => a.bins[i]! < 100 === b.bins[i]! < 100),
        0.5,
      )
})

test('a failed return and a regression come together as often as chance has it', () => {
  const risk = r1With({ attackChance30Days: 0, regressionChanceFull: 0.5, rollBackFailureChance: 0.5 })
  const { outcome } = simulate(risk, { seed: 6, iterations: n }).options.find(
    ({ option }) => option.id === 'roll-back',
  )!
  const least = 175_000
  for (const cost of [0, 200_000, 150_000, 350_000])
    near(
      shareOf(outcome, (value) => value === least + cost),
      0.25,
    )
})

test('an attack and a regression come together as often as chance has it', () => {
  const risk = r1With({ attackChance30Days: 0.5, vulnerability: 1, regressionChanceFull: 0.5, patchDays: 29.4 })
  const { options } = simulate(risk, { seed: 6, iterations: n })
  const { outcome, loss, lossEventChance: p } = options.find(({ option }) => option.id === 'ship-then-patch')!
  const regressed = (i: number) => outcome[i]! - loss[i]! > 1
  expect(p).toBeGreaterThan(0.4)
  near(
    shareOf(loss, (value, i) => value > 0 && regressed(i)),
    p / 2,
  )
  near(
    shareOf(loss, (value, i) => value === 0 && regressed(i)),
    (1 - p) / 2,
  )
})

// what rests on it

test('to turn out cheaper is to cost less in the same draw; the same cost is not cheaper', () => {
  const drawn = (...outcome: readonly number[]) => ({ outcome: Float64Array.from(outcome) }) as OptionDraws
  expect(turnsOutCheaper(drawn(1, 2, 3, 0, 4), drawn(2, 2, 2, 2, 2))).toBe(0.4)
})

test('fixing first is not held against itself', () => {
  const compared = compareOptions(r1, { seed: 1, iterations: 100 })
  if (!compared.ok) throw new Error('R1 is valid')
  for (const option of compared.value.options) expect('versusFixFirst' in option).toBe(option.id !== 'fix-first')
})

test('in closed form the loss is the rate of attacks times the loss per attack, and its scale multiplies it', () => {
  const [single, double] = [1, 2].map((lossScale) => evaluateClosedForm(r1With({ lossScale })))
  for (const [id, one] of single!) {
    const two = double!.get(id)!
    expect(two.lossPerHazard).toBeCloseTo(2 * one.lossPerHazard, 4)
    expect(two.lossCost).toBeCloseTo(2 * one.lossCost, 4)
    expect(one.certainCost + one.sideCost + one.lossCost).toBeCloseTo(one.expectedCost, 6)
  }
})

const [ship, limited, fix] = ['ship-now', 'fix-limited-regression', 'fix-first'].map((id) => optionOf(id)!)

test('the break-even between two ways out counts what their regressions cost', () => {
  const found = thresholds(r1, limited!, fix!).find(({ name }) => name === 'attackChance30Days')
  const compared = compareOptions(r1, { seed: 1, iterations: 100 })
  const held = compared.ok && compared.value.options.find(({ id }) => id === 'fix-limited-regression')!.versusFixFirst
  expect(held && held.breakEven).toMatchObject({ kind: 'at', value: expect.closeTo(0.4151, 3) })
  expect(found!.breakEven).toMatchObject({ kind: 'at', value: expect.closeTo(0.4151, 3) })
})

test('a chance is never searched beyond certainty, money as far as ten times what is believed', () => {
  const rare = r1With({ attackChance30Days: 0.02, vulnerability: 0.6 })
  const of = (name: string, risk = rare) => thresholds(risk, ship!, fix!).find((one) => one.name === name)!.breakEven
  // it would take a chance of an attempt's success above 1 for fixing first to pay
  expect(of('vulnerability')).toEqual({ kind: 'never', always: 'ship-now' })
  const dear = r1With({ costOfDelayPerDay: 400_000, attackChance30Days: 0.9, lossScale: 4 })
  expect(of('costOfDelayPerDay', dear)).toMatchObject({ kind: 'at', below: 'fix-first', above: 'ship-now' })
})

test('inputs that move nothing stand in a tornado by name', () => {
  const ranged = r1With({ fixDays: around(1, 2, 6), vulnerability: around(0.2, 0.6, 0.9), slackDays: around(0, 1, 2) })
  expect(tornado(ranged, fix!, fix!).map(({ name }) => name)).toEqual([
    'fixDays',
    'slackDays',
    'upper end of the loss',
    'vulnerability',
  ])
})
