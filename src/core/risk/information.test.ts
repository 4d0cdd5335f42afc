import { expect, test } from 'vitest'
import { lowest, valueOfInformation } from './information.ts'
import type { InputName } from './inputs.ts'
import { OPTIONS } from './options.ts'
import type { OptionDraws, Simulation, Uncertain } from './simulate.ts'

// Small tables of expected costs, whose value of information can be reckoned by hand.

const costs = (...conditional: readonly number[]): OptionDraws => ({
  option: OPTIONS[0]!,
  conditional: Float64Array.from(conditional),
  outcome: new Float64Array(conditional.length),
  loss: new Float64Array(conditional.length),
  lossEventChance: 0,
  otherCost: 0,
  lossPerHazard: 0,
})
const input = (name: InputName, bins: readonly number[]): Uncertain => ({
  name,
  draws: new Float64Array(bins.length),
  bins: Uint8Array.from(bins),
})
const simulated = (uncertain: readonly Uncertain[], iterations: number): Simulation => ({
  seed: 1,
  iterations,
  uncertain,
  options: [],
})
const times = <T>(count: number, one: (i: number) => T): T[] => Array.from({ length: count }, (_, i) => one(i))

test('to know everything is worth what the best choice draw by draw saves against the one choice for all of them', () => {
  const open = [costs(1, 9, 4, 6), costs(5, 5, 5, 5)]
  expect([...lowest(open, 4)]).toEqual([1, 5, 4, 5])
  // both cost 5 on average; draw by draw 15 / 4
  expect(valueOfInformation(simulated([], 4), open)).toEqual({ everything: 1.25, inputs: [] })
})

test('where one way out is never beaten there is nothing to know', () => {
  expect(valueOfInformation(simulated([], 3), [costs(1, 2, 3), costs(4, 4, 4)]).everything).toBe(0)
  expect(valueOfInformation(simulated([], 3), [costs(1, 2, 3)]).everything).toBe(0)
  expect(valueOfInformation(simulated([input('fixDays', [0])], 1), [])).toEqual({ everything: 0, inputs: [] })
})

test('an input that says which way out is best is worth as much as everything; one that says nothing is worth nothing', () => {
  // two halves of 10,000 draws: in the lower half of the one input the first costs less, in the upper the second
  const n = 20_000
  const half = (i: number) => (i < n / 2 ? 0 : 1)
  const open = [costs(...times(n, (i) => (half(i) === 0 ? 0 : 10))), costs(...times(n, (i) => (half(i) === 0 ? 8 : 1)))]
  const telling = input(
    'vulnerability',
    times(n, (i) => (half(i) === 0 ? 10 : 150)),
  )
  const silent = input(
    'fixDays',
    times(n, (i) => i % 200),
  )
  const { everything, inputs } = valueOfInformation(simulated([silent, telling], n), open)
  // 4.5 at best without knowing, 0.5 with
  expect(everything).toBeCloseTo(4, 9)
  expect(inputs).toEqual([
    { name: 'vulnerability', worth: expect.closeTo(4, 9) },
    { name: 'fixDays', worth: 0 },
  ])
})

test('what is worth the same stands by name', () => {
  const open = [costs(1, 9, 4, 6), costs(5, 5, 5, 5)]
  const same = (['patchDays', 'fixDays', 'slackDays'] as const).map((name) => input(name, [0, 0, 0, 0]))
  const { inputs } = valueOfInformation(simulated(same, 4), open)
  expect(inputs.map(({ name }) => name)).toEqual(['fixDays', 'patchDays', 'slackDays'])
})

test('few draws tell nothing: a hundred of them lie in one bin, whatever each of them says', () => {
  const worth = (n: number) => {
    const open = [costs(...times(n, (i) => (i % 2 === 0 ? 0 : 10))), costs(...times(n, () => 5))]
    const telling = input(
      'vulnerability',
      times(n, (i) => (i % 2 === 0 ? 10 : 190)),
    )
    return valueOfInformation(simulated([telling], n), open).inputs[0]!.worth
  }
  expect(worth(100)).toBe(0)
  // two bins of a hundred draws each, one for the lower half of the input and one for the upper
  expect(worth(200)).toBeCloseTo(2.5, 9)
})

test('a rounding error is worth nothing', () => {
  expect(valueOfInformation(simulated([], 2), [costs(1, 1), costs(1 + 1e-14, 1 - 1e-14)]).everything).toBe(0)
})
