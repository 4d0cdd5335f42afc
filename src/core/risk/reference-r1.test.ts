import { describe, expect, test } from 'vitest'
import { evaluateClosedForm } from './closed-form.ts'
import { compareOptions, type Comparison } from './compare.ts'
import type { RiskCase } from './case.ts'
import { r1 } from './reference-r1.testing.ts'
import { turnsOutCheaper } from './result.ts'
import { drawsOf } from './draws.testing.ts'
import { hasSharedData, sharedData } from './shared-data.testing.ts'
import { simulate } from './simulate.ts'

const compared = (risk: RiskCase, iterations: number, seed = 7): Comparison => {
  const result = compareOptions(risk, { seed, iterations })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

/** By the formulas of the model, written out once more and by hand: hazard × V × exposure-days × mean loss, plus costs. */
const byHand = () => {
  const hazard = -Math.log(1 - 0.12) / 30
  const sigma = Math.log(100) / (2 * 1.6448536269514722)
  const loss = Math.exp(Math.log(50_000 * 5_000_000) / 2 + (sigma * sigma) / 2)
  const cost = (exposureDays: number, rest: number) => rest + hazard * 0.6 * exposureDays * loss
  return {
    'ship-now': cost(60, 0),
    'ship-with-control': cost(0.3 * 13.5 + 0.02 * 46, 12_500 + 5000 + 4000),
    'disable-feature': cost(0.05 * 4.75 + 0.02 * 55, 6250 + 8000 * 4.75 + 4000),
    'roll-back': cost(0.02 * 53, 175_000 + 4000 + 4500),
    'ship-then-patch': cost(14 + 0.02 * 46, 4000),
    'fix-limited-regression': cost(0.07 * 58.5, 37_500 + 24_000),
    'fix-first': cost(0.02 * 56, 100_000 + 4000),
  }
}

test('R1 in closed form, to 12 digits', () => {
  const results = evaluateClosedForm(r1)
  for (const [id, expected] of Object.entries(byHand()))
    expect(results.get(id)!.expectedCost / expected).toBeCloseTo(1, 12)
})

describe.skipIf(!hasSharedData)('R1 as published', () => {
  const reference = hasSharedData ? sharedData('quant-reference').decision_case_R1 : {}

  test('closed form: loss events, their chance, certain and expected cost of each of the seven', () => {
    const results = evaluateClosedForm(r1)
    expect([...results.keys()].sort()).toEqual(Object.keys(reference.options).sort())
    for (const [id, { frequency, lossEventChance, certainCost, expectedCost }] of results) {
      const expected = reference.options[id]
      expect(frequency.lossEvents).toBeCloseTo(expected.Lambda, 7)
      expect(lossEventChance).toBeCloseTo(expected.p_loss_event, 7)
      expect(certainCost).toBe(expected.certain_cost)
      expect(Math.abs(expectedCost - expected.expected_cost)).toBeLessThan(0.006)
    }
  })

  test('break-even against fixing first, to 12 digits', () => {
    const { options } = compared(r1, 1000)
    for (const { id, versusFixFirst } of options) {
      const expected = reference.break_even_p30_vs_fix_first[id]
      if (expected === undefined) continue
      expect(versusFixFirst!.breakEven).toMatchObject({ kind: 'at', below: id, above: 'fix-first' })
      const { breakEven } = versusFixFirst!
      expect(breakEven.kind === 'at' && breakEven.value / expected).toBeCloseTo(1, 11)
    }
  })

  test('simulated: every outcome within four standard errors', () => {
    const n = drawsOf(400_000)
    const simulation = simulate(r1, { seed: 3, iterations: n })
    for (const { option, outcome, conditional } of simulation.options) {
      const expected = reference.options[option.id]
      const mean = outcome.reduce((a, b) => a + b, 0) / n
      const sd = Math.sqrt(outcome.reduce((a, b) => a + (b - mean) ** 2, 0) / n)
      expect(Math.abs(mean - expected.expected_cost)).toBeLessThan((4 * sd) / Math.sqrt(n))
      expect(new Set(conditional).size).toBe(1)
    }
  })

  // they lie at steps, where few draws say nothing
  const n = 400_000
  test.skipIf(drawsOf(n) < n)('simulated: quantiles within 2 %', () => {
    for (const { id, p50, p95, p99, lossEventChance } of compared(r1, n, 3).options) {
      const expected = reference.options[id]
      expect(p50).toBe(expected.p50)
      if (expected.p95 === 0) expect(p95).toBe(0)
      else expect(Math.abs(p95 / expected.p95 - 1)).toBeLessThan(0.02)
      expect(Math.abs(p99 / expected.p99 - 1)).toBeLessThan(0.05)
      expect(lossEventChance).toBeCloseTo(expected.p_loss_event, 7)
    }
  })

  test('shipping and patching turns out cheaper than fixing first nearly always: luck, and no reason', () => {
    const n = drawsOf(200_000)
    const { options } = simulate(r1, { seed: 5, iterations: n })
    const of = (id: string) => options.find(({ option }) => option.id === id)!
    const chance = turnsOutCheaper(of('ship-then-patch'), of('fix-first'))
    const expected = reference.pairwise_outcome['P(ship-then-patch costs less than fix-first)']
    expect(Math.abs(chance - expected)).toBeLessThan(4 * Math.sqrt((expected * (1 - expected)) / n))
  })
})

test('the figures of R1 speak against halting, and it says so', () => {
  const { recommendation, ranking } = compared(r1, 1000)
  expect(recommendation).toMatchObject({ id: 'ship-with-control', againstHalting: true, lowestChance: 1 })
  expect(ranking).toEqual([
    'ship-with-control',
    'disable-feature',
    'ship-then-patch',
    'fix-limited-regression',
    'fix-first',
    'roll-back',
    'ship-now',
  ])
})

test('R1 has no input that is a range, so nothing is worth knowing and its means carry no error', () => {
  const { information, options, recommendation } = compared(r1, 500)
  expect(information).toEqual({ everything: 0, inputs: [] })
  for (const { standardError, versusFixFirst } of options) {
    expect(standardError).toBe(0)
    if (versusFixFirst) expect(versusFixFirst.p05).toBe(versusFixFirst.p95)
  }
  expect(recommendation!.runnerUp).toMatchObject({ id: 'disable-feature', withinNoise: false, standardError: 0 })
})
