import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { RiskCase } from './case.ts'
import { compareOptions, type Comparison } from './compare.ts'
import { around, between, fixed } from './distribution.ts'
import { hazardPerDay } from './exposure.ts'
import { OPTIONS } from './options.ts'
import { everything, judged, r1, r1With } from './reference-r1.testing.ts'
import { simulate } from './simulate.ts'
import { meanOf } from './statistics.ts'

const compared = (risk: RiskCase, iterations = 4000, seed = 7): Comparison => {
  const result = compareOptions(risk, { seed, iterations })
  if (!result.ok) throw new Error(JSON.stringify(result.problems))
  return result.value
}

const resultOf = (comparison: Comparison, id: string) => comparison.options.find((one) => one.id === id)!

const ranged = r1With({
  attackChance30Days: { kind: 'logit-normal', p05: 0.03, p95: 0.4 },
  vulnerability: around(0.2, 0.6, 0.9),
  costOfDelayPerDay: between(8000, 60_000),
  fixDays: around(1, 2, 6),
  controlEffectiveness: around(0.1, 0.7, 0.95),
  overrunFactor: around(1, 1.2, 2),
})

test('the same seed gives the same figures, another one gives others', () => {
  expect(compared(ranged)).toEqual(compared(ranged))
  const [one, other] = [compared(ranged), compared(ranged, 4000, 8)]
  expect(resultOf(one, 'ship-now').expectedCost).not.toBe(resultOf(other, 'ship-now').expectedCost)
})

test('reordering the options changes nothing but the order', () => {
  const straight = compared(ranged)
  const reversed = compared({ ...ranged, options: ranged.options.toReversed() })
  expect(reversed.options.toReversed()).toEqual(straight.options)
  expect({ ...reversed, options: [] }).toEqual({ ...straight, options: [] })
})

test('renaming an option changes nothing but the name', () => {
  const renamed = {
    ...ranged,
    options: ranged.options.map((one) => (one.id === 'ship-now' ? { ...one, id: 'go', name: 'Go' } : one)),
  }
  const strip = ({ id: _id, name: _name, versusFixFirst, ...figures }: Comparison['options'][number]) => ({
    ...figures,
    difference: versusFixFirst?.difference,
  })
  expect(compared(renamed).options.map(strip)).toEqual(compared(ranged).options.map(strip))
})

test('adding or leaving out an option changes no figure of another', () => {
  fc.assert(
    fc.property(fc.subarray([...ranged.options], { minLength: 1 }), (options) => {
      const all = simulate(ranged, { seed: 3, iterations: 200 })
      for (const { option, outcome, conditional } of simulate({ ...ranged, options }, { seed: 3, iterations: 200 })
        .options) {
        const same = all.options.find((one) => one.option === option)!
        expect(outcome).toEqual(same.outcome)
        expect(conditional).toEqual(same.conditional)
      }
    }),
    { numRuns: 20 },
  )
})

test('an input that becomes a range changes the draws of no other input', () => {
  const base = simulate(r1With({ costOfDelayPerDay: between(8000, 60_000) }), { seed: 3, iterations: 300 })
  const more = simulate(
    r1With({ costOfDelayPerDay: between(8000, 60_000), controlEffectiveness: around(0.1, 0.5, 0.9) }),
    {
      seed: 3,
      iterations: 300,
    },
  )
  const fixFirst = (one: typeof base) => one.options.find(({ option }) => option.id === 'fix-first')!.outcome
  expect(fixFirst(more)).toEqual(fixFirst(base))
})

test('more iterations keep the ones there were', () => {
  const [few, many] = [100, 400].map((iterations) => simulate(ranged, { seed: 5, iterations }).options[0]!.outcome)
  expect(many!.slice(0, 100)).toEqual(few)
})

test('with the same luck more exposure never costs less in losses', () => {
  const { options } = simulate(r1, { seed: 2, iterations: 20_000 })
  const of = (id: string) => options.find(({ option }) => option.id === id)!.loss
  const [most, middle, least] = [of('ship-now'), of('ship-then-patch'), of('fix-first')]
  expect(most.every((loss, i) => loss >= middle[i]! && middle[i]! >= least[i]!)).toBe(true)
  expect(middle.some((loss, i) => loss > least[i]!)).toBe(true)
})

test('outcomes scatter around the expected cost given the inputs', () => {
  const n = 60_000
  for (const { option, outcome, conditional } of simulate(ranged, { seed: 4, iterations: n }).options) {
    const noise = outcome.map((cost, i) => cost - conditional[i]!)
    const mean = meanOf(noise)
    const sd = Math.sqrt(meanOf(noise.map((x) => (x - mean) ** 2)))
    expect(Math.abs(mean), option.id).toBeLessThan((4 * sd) / Math.sqrt(n))
    expect(sd).toBeGreaterThan(0)
  }
})

test('a mean rests on expected costs: its error is far below that of the outcomes', () => {
  const { options } = compared(ranged, 20_000)
  for (const { standardError, expectedCost, expectedOtherCost, expectedLoss } of options) {
    expect(standardError).toBeGreaterThan(0)
    expect(standardError / expectedCost).toBeLessThan(0.01)
    expect(expectedOtherCost + expectedLoss).toBeCloseTo(expectedCost, 4)
  }
})

test('a likelier attack raises the cost, the chance of a loss and the bad day of every exposed option', () => {
  fc.assert(
    fc.property(fc.double({ min: 0.02, max: 0.8, noNaN: true }), (p30) => {
      const [low, high] = [p30, p30 * 1.1].map((p) => compared(r1With({ attackChance30Days: p }), 500))
      for (const before of low!.options) {
        const after = resultOf(high!, before.id)
        expect(after.expectedCost).toBeGreaterThan(before.expectedCost)
        expect(after.lossEventChance).toBeGreaterThan(before.lossEventChance)
        expect(after.cvar95).toBeGreaterThanOrEqual(before.cvar95 * (1 - 1e-12))
        expect(after.p99).toBeGreaterThanOrEqual(before.p99)
      }
    }),
    { numRuns: 15 },
  )
})

test('the chances to have the lowest expected cost add up to one, and regret is least for the recommended one', () => {
  const comparison = compared(ranged)
  const chances = comparison.options.map(({ lowestChance }) => lowestChance!)
  expect(chances.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9)
  const regrets = comparison.options.map(({ opportunityLoss }) => opportunityLoss!)
  expect(Math.min(...regrets)).toBe(resultOf(comparison, comparison.recommendation!.id).opportunityLoss)
  expect(comparison.information.everything).toBeCloseTo(Math.min(...regrets), 6)
  expect(comparison.recommendation!.lowestChance).toBe(resultOf(comparison, comparison.ranking[0]!).lowestChance)
})

test('two options of the same cost share their chance to be lowest', () => {
  const [now] = r1.options.filter(({ id }) => id === 'ship-now')
  const twins = { ...r1, options: [now!, { ...now!, id: 'twin' }] }
  expect(compared(twins, 100).options.map(({ lowestChance }) => lowestChance)).toEqual([0.5, 0.5])
  expect(compared(twins, 100).recommendation!.runnerUp).toMatchObject({ difference: 0, withinNoise: true })
})

test('knowing one input is never worth more than knowing all, and knowing what does not matter is worth nothing', () => {
  const { information } = compared(ranged, 20_000)
  expect(information.everything).toBeGreaterThan(0)
  expect(information.inputs.map(({ name }) => name).toSorted()).toEqual([
    'attackChance30Days',
    'controlEffectiveness',
    'costOfDelayPerDay',
    'fixDays',
    'overrunFactor',
    'vulnerability',
  ])
  for (const { worth } of information.inputs) expect(worth).toBeLessThanOrEqual(information.everything + 1e-9)
  expect(information.inputs).toEqual(information.inputs.toSorted((a, b) => b.worth - a.worth))
  expect(information.inputs[0]!.worth).toBeGreaterThan(0)
})

test('an input that could never change the choice is worth exactly nothing', () => {
  const clear = r1With({
    attackChance30Days: { kind: 'uniform', low: 0.1, high: 0.14 },
    regressionCost: between(150_000, 250_000),
  })
  expect(compared(clear, 5000).information).toMatchObject({ everything: 0, inputs: [{ worth: 0 }, { worth: 0 }] })
})

test('the value of knowing the one uncertain input is the value of knowing everything, up to the width of a bin', () => {
  const one = r1With({ attackChance30Days: { kind: 'uniform', low: 0.02, high: 0.45 } })
  const options = one.options.filter(({ id }) => id === 'fix-first' || id === 'ship-then-patch')
  const { information } = compared({ ...one, options }, 40_000)
  expect(information.inputs[0]!.worth / information.everything).toBeGreaterThan(0.97)
  expect(information.inputs[0]!.worth).toBeLessThanOrEqual(information.everything)
})

test('law, policy, contract and tolerance come first; what they drop stays in sight with the reason', () => {
  const comparison = compared({
    ...r1,
    constraints: [
      { kind: 'law', forbids: 'shipping it exploitable', reason: 'forbidden', source: 'law' },
      { kind: 'tolerance', amount: 1_000_000, chance: 0.005, source: 'board' },
    ],
  })
  expect(comparison.options).toHaveLength(7)
  expect(resultOf(comparison, 'ship-with-control').dropped[0]).toMatchObject({ kind: 'law', reason: 'forbidden' })
  expect(resultOf(comparison, 'ship-now').dropped.map(({ kind }) => kind)).toEqual(['law', 'tolerance'])
  expect(resultOf(comparison, 'ship-now')).not.toHaveProperty('lowestChance')
  expect(resultOf(comparison, 'ship-now').expectedCost).toBeCloseTo(204_327.33, 1)
  expect(comparison.ranking).not.toContain('ship-then-patch')
  expect(comparison.recommendation!.id).toBe(comparison.ranking[0])
  expect(resultOf(comparison, comparison.ranking[0]!).dropped).toEqual([])
})

test('where nothing is left there is no recommendation', () => {
  const comparison = compared({
    ...r1,
    constraints: [{ kind: 'tolerance', amount: 0, chance: 0, source: 'board' }],
  })
  expect(comparison.ranking).toEqual([])
  expect(comparison).not.toHaveProperty('recommendation')
  expect(comparison.information).toEqual({ everything: 0, inputs: [] })
})

test('one option alone has no runner-up', () => {
  const comparison = compared({ ...r1, options: r1.options.filter(({ id }) => id === 'ship-now') })
  expect(comparison.recommendation).toEqual({ id: 'ship-now', againstHalting: true, lowestChance: 1 })
  expect(comparison.options[0]).not.toHaveProperty('versusFixFirst')
})

test('where an attack is likely and delay is cheap, fixing first is recommended, and that is a halt', () => {
  const urgent = r1With({
    attackChance30Days: 0.6,
    costOfDelayPerDay: 2000,
    controlEffectiveness: 0.3,
    featureOffCostPerDay: 60_000,
  })
  const { recommendation } = compared(urgent)
  expect(recommendation).toMatchObject({ againstHalting: false })
  expect(['fix-first', 'fix-limited-regression']).toContain(recommendation!.id)
})

test('a difference smaller than two standard errors is called noise', () => {
  const close = r1With({ costOfDelayPerDay: around(0, 10_000, 30_000), attackChance30Days: 0.12 })
  const { versusFixFirst } = resultOf(compared(close, 400), 'ship-then-patch')
  const { runnerUp } = compared(close, 400).recommendation!
  expect(versusFixFirst!.p05).toBeLessThan(versusFixFirst!.p95)
  expect(runnerUp!.withinNoise).toBe(runnerUp!.difference <= 2 * runnerUp!.standardError)
  expect(runnerUp!.difference).toBeGreaterThanOrEqual(0)
})

test('harm to people outside stands beside the money and changes none of it', () => {
  const outsiders = { peoplePerEvent: judged(fixed(5000)), harm: 'their addresses become public' }
  const [without, withHarm] = [compared(r1), compared({ ...r1, outsiders })]
  for (const { expectedPeopleHarmed, ...figures } of withHarm.options) {
    expect(expectedPeopleHarmed).toBeCloseTo(5000 * figures.lossEventChance, 9)
    expect(figures).toEqual(resultOf(without, figures.id))
  }
})

test('every figure names who gave it', () => {
  const { assumptions } = compared(r1)
  expect(assumptions).toHaveLength(29)
  expect(assumptions[0]).toMatchObject({
    name: 'attackChance30Days',
    basis: 'judgement',
    by: 'invented for the reference case',
    unit: 'chance within 30 days',
  })
  const { loss } = compared(r1)
  expect(loss).toMatchObject([{ id: 'event', amount: { by: 'invented for the reference case' } }])
  expect(loss[0]!.meanPerEvent).toBeCloseTo(1_331_990.048_867_775, 6)
})

test('where product and security differ both are computed, and the ranking either changes or does not', () => {
  const disputed = (by: string, value: number) => [{ ...judged(fixed(value)), by }]
  const inputs = {
    ...r1.inputs,
    controlEffectiveness: { ...judged(fixed(0.7)), disputed: disputed('security', 0.05) },
    costOfDelayPerDay: { ...judged(fixed(25_000)), disputed: disputed('product', 26_000) },
  }
  const { views, ranking } = compared({ ...r1, inputs })
  expect(views.map(({ by }) => by)).toEqual(['product', 'security'])
  expect(views[0]).toMatchObject({ ranking, changesRanking: false, changesRecommendation: false })
  expect(views[1]).toMatchObject({ changesRanking: true, changesRecommendation: true })
  const theirs = compared(r1With({ controlEffectiveness: 0.05 }))
  expect(views[1]!.ranking).toEqual(theirs.ranking)
  expect(views[1]!.expectedCosts.find(({ id }) => id === 'ship-with-control')!.expectedCost).toBe(
    resultOf(theirs, 'ship-with-control').expectedCost,
  )
})

test('a dispute may change the order and leave the recommendation', () => {
  const inputs = {
    ...r1.inputs,
    costOfDelayPerDay: { ...judged(fixed(25_000)), disputed: [{ ...judged(fixed(60_000)), by: 'product' }] },
  }
  const [view] = compared({ ...r1, inputs }).views
  expect(view).toMatchObject({ changesRanking: true })
  expect(view!.changesRecommendation).toBe(view!.ranking[0] !== 'ship-with-control')
})

test('the expected cost is a straight line in the attack rate', () => {
  for (const { expectedCost, expectedOtherCost, lossPerHazard } of compared(r1, 100).options)
    expect(expectedOtherCost + hazardPerDay(0.12) * lossPerHazard).toBeCloseTo(expectedCost, 6)
})

test('a comparison is plain data: it survives being written down', () => {
  const comparison = compared(ranged, 300)
  expect(JSON.parse(JSON.stringify(comparison))).toEqual(comparison)
})

test('undisputed figures need no views', () => {
  expect(compared(r1).views).toEqual([])
})

test('the result names its seed, iterations, horizon and currency, so that it can be computed again', () => {
  expect(compared(r1, 123, 9)).toMatchObject({ seed: 9, iterations: 123, horizonDays: 60, currency: 'EUR' })
})

test('each option brings its series: a loss exceedance curve and the exposed share over time', () => {
  const comparison = compared(r1, 20_000)
  const now = resultOf(comparison, 'ship-now')
  expect(now.lossExceedance[0]!.chance).toBeCloseTo(now.lossEventChance, 1)
  expect(now.timeline).toEqual([
    { day: 0, share: 1 },
    { day: 60, share: 1 },
  ])
  expect(resultOf(comparison, 'fix-first')).toMatchObject({ releaseDay: 4, halts: true, response: 'mitigate' })
})

test('a scale of the loss multiplies losses only', () => {
  const [single, double] = [1, 2].map((lossScale) => compared(r1With({ lossScale }), 3000))
  for (const { id, expectedLoss, expectedOtherCost, p99 } of single!.options) {
    const other = resultOf(double!, id)
    expect(other.expectedLoss / expectedLoss).toBeCloseTo(2, 9)
    expect(other.expectedOtherCost).toBe(expectedOtherCost)
    expect(other.p99).toBeGreaterThanOrEqual(p99)
  }
})

test('without an attacker there is no loss, and delay is all that costs', () => {
  const comparison = compared(r1With({ attackChance30Days: 0 }), 500)
  for (const { expectedLoss, lossEventChance, lossExceedance } of comparison.options) {
    expect([expectedLoss, lossEventChance]).toEqual([0, 0])
    expect(lossExceedance).toEqual([{ amount: 0, chance: 0 }])
  }
  expect(comparison.ranking[0]).toBe('ship-now')
})

test('a failed return and a regression come as often as they are said to', () => {
  const n = 40_000
  const { options } = simulate(r1With({ attackChance30Days: 0 }), { seed: 6, iterations: n })
  const share = (id: string, cost: number) =>
    options.find(({ option }) => option.id === id)!.outcome.filter((outcome) => outcome === cost).length / n
  const near = (value: number, p: number) => expect(Math.abs(value - p)).toBeLessThan(4 * Math.sqrt((p * (1 - p)) / n))
  near(share('fix-first', 300_000), 0.02)
  near(share('roll-back', 175_000 + 150_000), 0.03 * 0.98)
  near(share('fix-limited-regression', 237_500), 0.12)
})

test('every option of the table can be compared at once', () => {
  const { options, ranking } = compared(everything(), 300)
  expect(new Set(ranking).size).toBe(OPTIONS.length)
  for (const { expectedCost } of options) expect(expectedCost).toBeGreaterThan(0)
})
