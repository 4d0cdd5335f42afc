import { expect, test } from 'vitest'
import type { Constraint } from './constraints.ts'
import { judge, rankedIds } from './judge.ts'
import { OPTIONS } from './options.ts'
import { r1 } from './reference-r1.testing.ts'
import type { OptionDraws } from './simulate.ts'

const drawn = (id: string, cost: number, losses: readonly number[] = []): OptionDraws => ({
  option: { ...OPTIONS[0]!, id },
  conditional: new Float64Array(4).fill(cost),
  outcome: new Float64Array(4).fill(cost),
  loss: Float64Array.from({ length: 4 }, (_, i) => losses[i] ?? 0),
  lossEventChance: 0,
  otherCost: 0,
  lossPerHazard: 0,
})
const judged = (options: readonly OptionDraws[], constraints: readonly Constraint[] = []) =>
  judge({ ...r1, constraints }, { seed: 1, iterations: 4, uncertain: [], options })

test('a tolerance is held against how often the losses exceed it, in whatever order they were drawn', () => {
  const limit = (chance: number): Constraint => ({ kind: 'tolerance', amount: 20, chance, source: 'board' })
  const option = drawn('a', 1, [90, 0, 10, 30])
  const [at] = judged([option], [limit(0.5)])
  expect([...at!.losses]).toEqual([10, 30, 90])
  expect(at!.dropped).toEqual([])
  expect(judged([option], [limit(0.49)])[0]!.dropped).toMatchObject([{ kind: 'tolerance' }])
})

test('ways out that cost the same stand by name, so that their order in the case tells nothing', () => {
  const [a, b, c] = [drawn('a', 5), drawn('b', 5), drawn('c', 4)]
  for (const order of [
    [a, b, c],
    [c, b, a],
    [b, c, a],
  ])
    expect(rankedIds(judged(order))).toEqual(['c', 'a', 'b'])
})
