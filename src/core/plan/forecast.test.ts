import { HOUR } from '../instant.ts'
import { array, assert, integer, nat, property, tuple } from 'fast-check'
import { expect, test } from 'vitest'
import type { Actor } from '../ids.ts'
import { around, mean, variance } from '../risk/distribution.ts'
import { forecast } from './forecast.ts'
import { networkOf } from './network.ts'
import type { Plan, Task } from './plan.ts'
import {
  always,
  codes,
  daily,
  estimate,
  foretold,
  hour,
  hoursAfterMonday,
  moved,
  planOf,
  SOME,
  task,
} from './plan.testing.ts'
import { simulate } from './simulate.ts'
import { workDraws } from './work.ts'

/** Hours from Monday to the end of each simulated schedule. */
function endsOf(plan: Plan, iterations: number, seed = 7): Float64Array {
  const network = networkOf(plan)
  const draws = workDraws(network, plan.overrun, seed)
  if (!draws.ok) throw new Error('refused')
  return simulate(network, draws.value, iterations).ends.map((end) => (end - network.now) / HOUR)
}
const average = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length

const fix = task('fix', estimate(3, 4, 8))
const retest = task('retest', estimate(1, 2, 4), { after: ['fix'] })

test('four hours of fixing and two of testing, one after the other, take six hours if nothing is uncertain', () => {
  const certain = planOf([task('fix', estimate(4)), task('test', estimate(2), { after: ['fix'] })])
  expect(foretold(certain).finish).toEqual({ p50: hour(6), p80: hour(6), p95: hour(6) })
})

test('work stops in the evening and goes on in the morning', () => {
  const certain = planOf([task('fix', estimate(7)), task('test', estimate(2), { after: ['fix'] })], {
    people: [daily('dev')],
  })
  const { tasks, finish } = foretold(certain)
  expect(finish.p80).toBe(hour(25))
  expect(tasks.map(({ start }) => start)).toEqual([hour(0), hour(7)])
})

test('work that fills a day to its end is done that evening, and the next begins in the morning', () => {
  const certain = planOf([task('fix', estimate(8)), task('test', estimate(1), { after: ['fix'] })], {
    people: [daily('dev')],
  })
  const { tasks } = foretold(certain)
  expect(tasks.map(({ start, finish }) => [start, finish.p50])).toEqual([
    [hour(0), hour(8)],
    [hour(24), hour(25)],
  ])
})

test('the mean of a serial plan of one person is the sum of the PERT means times the overrun, within four standard errors', () => {
  const rows = [
    [3, 4, 8],
    [1, 2, 4],
    [0.5, 0.5, 6],
    [2, 9, 9],
  ] as const
  const tasks = rows.map(([low, likely, high], i) =>
    task(`t${i}`, estimate(low, likely, high), { after: i ? [`t${i - 1}`] : [] }),
  )
  const n = 40_000
  const ends = endsOf(planOf(tasks, { overrun: { basis: 'judgement', factor: 1.3, by: 'lead' as Actor } }), n)
  const laws = rows.map(([low, likely, high]) => around(low * 1.3, likely * 1.3, high * 1.3))
  const sd = Math.sqrt(laws.reduce((sum, law) => sum + variance(law), 0))
  expect(Math.abs(average(ends) - laws.reduce((sum, law) => sum + mean(law), 0))).toBeLessThan((4 * sd) / Math.sqrt(n))
  const centre = average(ends)
  const spread = Math.sqrt(average(ends.map((end) => (end - centre) ** 2)))
  expect(spread / sd).toBeCloseTo(1, 1)
})

test('one person does one task at a time, two people two', () => {
  const both = [task('a', estimate(4)), task('b', estimate(4))]
  expect(foretold(planOf(both)).finish.p50).toBe(hour(8))
  const people = [always('dev'), always('ops')]
  const shared = both.map((t) => ({ ...t, who: ['dev', 'ops'] }))
  expect(foretold(planOf(shared, { people })).finish.p50).toBe(hour(4))
})

test('what most work waits behind is begun first, whatever the order of the list', () => {
  const tasks = [
    task('paint', estimate(1)),
    task('fix', estimate(1)),
    task('test', estimate(5), { after: ['fix'], who: ['qa'] }),
  ]
  const plan = planOf(tasks, { people: [always('dev'), always('qa')] })
  expect(foretold(plan).finish.p50).toBe(hour(6))
  expect(foretold({ ...plan, tasks: tasks.toReversed() })).toEqual(foretold(plan))
})

test('nobody waits for a colleague: who can begin first begins', () => {
  const plan = planOf([task('a', estimate(2)), task('b', estimate(1), { who: ['dev', 'ops'] })], {
    people: [always('dev'), { id: 'ops', working: [{ from: hour(1), until: hour(50) }] }],
  })
  expect(foretold(plan).tasks.map(({ id, start }) => [id, start])).toEqual(
    [
      ['a', hour(0)],
      ['b', hour(1)],
    ].toSorted((x, y) => (x[0]! < y[0]! ? -1 : 1)),
  )
})

test('a task that may not begin before a moment does not', () => {
  expect(foretold(planOf([task('vendor', estimate(1), { notBefore: hour(40) })])).finish.p50).toBe(hour(41))
})

test('a release window is a person with a calendar of its own', () => {
  const tasks = [task('fix', estimate(5)), task('deploy', estimate(1), { who: ['window'], after: ['fix'] })]
  const window = {
    id: 'window',
    working: [0, 2, 4].map((day) => ({ from: hour(day * 24), until: hour(day * 24 + 2) })),
  }
  expect(foretold(planOf(tasks, { people: [always('dev'), window] })).finish.p95).toBe(hour(49))
})

test('the absolute minimum is every low estimate in a row, and it hardly ever happens', () => {
  const { minimum } = foretold(planOf([fix, retest]))
  expect(minimum).toMatchObject({ finish: hour(4), path: ['fix', 'retest'], workingHours: 4, chance: 0 })
  expect(minimum.chanceBelow).toBe(3 / SOME.iterations)
})

test('a minimum without uncertainty is certain', () => {
  const { minimum } = foretold(planOf([task('fix', estimate(4))]))
  expect(minimum.chance).toBe(1)
  expect(minimum).not.toHaveProperty('chanceBelow')
})

test('criticality is the share of schedules in which the end waited for the task', () => {
  const people = [always('dev'), always('ops')]
  const tasks = [
    task('long', estimate(5, 6, 9)),
    task('short', estimate(1, 2, 8), { who: ['ops'] }),
    task('join', estimate(1), { after: ['long', 'short'] }),
  ]
  const of = new Map(foretold(planOf(tasks, { people })).tasks.map(({ id, criticality }) => [id, criticality]))
  expect(of.get('join')).toBe(1)
  expect(of.get('long')! + of.get('short')!).toBeCloseTo(1, 10)
  expect(of.get('long')).toBeGreaterThan(0.9)
})

test('whoever keeps a person busy is critical too, without any dependency', () => {
  const { tasks } = foretold(planOf([task('a', estimate(1, 2, 3)), task('b', estimate(1, 2, 3))]))
  expect(tasks.map(({ criticality }) => criticality)).toEqual([1, 1])
})

test('the same seed gives the same numbers, another seed others', () => {
  const plan = planOf([fix, retest])
  expect(foretold(plan)).toEqual(foretold(plan))
  expect(foretold(plan, { ...SOME, seed: 8 }).finish.p80).not.toBe(foretold(plan).finish.p80)
})

test('a new title changes no number; a task that is added takes no luck from the others', () => {
  const plan = planOf([fix, retest])
  const numbers = (tasks: readonly Task[]) =>
    foretold(planOf(tasks, { people: [always('dev'), always('ops')] })).tasks.map(({ id, finish }) => [id, finish])
  expect(foretold(planOf([{ ...fix, title: 'Validate input' }, retest])).finish).toEqual(foretold(plan).finish)
  expect(numbers([fix, retest, task('notes', estimate(0, 1, 2), { who: ['ops'] })])).toEqual(
    expect.arrayContaining(numbers([fix, retest])),
  )
})

test('a date comes from the history of overruns where there is one, else from a default that says so', () => {
  const plan = planOf([task('fix', estimate(10))])
  const history = foretold({ ...plan, overrun: { basis: 'history', ratios: [1, 1, 1, 2] } })
  expect([history.finish.p50, history.finish.p95]).toEqual([hour(10), hour(20)])
  const byDefault = foretold({ ...plan, overrun: { basis: 'default' } })
  expect(byDefault.finish.p50).toBe(hour(13))
  expect(byDefault.overrun).toMatch(/default.*Jørgensen/)
})

test('one factor holds for all tasks of a future: optimism does not average out', () => {
  const tasks = ['a', 'b', 'c', 'd'].map((id) => task(id, estimate(1)))
  const ends = endsOf(planOf(tasks, { overrun: { basis: 'history', ratios: [1, 2] } }), 500)
  expect([...new Set(ends)].sort()).toEqual([4, 8])
})

test('a limited regression test comes earlier, and the forecast says what it leaves out', () => {
  const plan = planOf([task('regression', estimate(1), { estimate: { full: estimate(16), limited: estimate(4) } })])
  expect(foretold(plan).finish.p50).toBe(hour(16))
  const limited = foretold({ ...plan, regression: 'limited' })
  expect(limited.finish.p50).toBe(hour(4))
  expect(limited.regression).toMatch(/judgement/)
})

test('a date that counts on work its owner has not given up says so', () => {
  const mine = { work: 'invoice export', owner: 'pia' as Actor, person: 'dev' }
  const agreed = { ...mine, work: 'dark mode', agreed: { by: 'pia' as Actor, at: hour(0) } }
  expect(foretold(planOf([fix], { displaces: [mine, agreed] })).unagreed).toEqual([mine])
})

test('a calendar that is too short is told, never a date that is cut off', () => {
  const result = forecast(planOf([task('fix', estimate(3, 4, 8))], { people: [always('dev', 6)] }), SOME)
  expect(codes(result)).toEqual(['plan/calendar-too-short'])
  expect(result.ok || result.problem[0]!.message).toMatch(/"dev" ends at 2026-11-23T14:00:00.000Z; in \d+ of 2000/)
})

test('hours that do not even hold the low estimates are too short, whatever the history says', () => {
  const plan = planOf([task('fix', estimate(8))], {
    people: [always('dev', 6)],
    overrun: { basis: 'history', ratios: [0.5] },
  })
  const result = forecast(plan, SOME)
  expect(codes(result)).toEqual(['plan/calendar-too-short'])
  expect(result.ok || result.problem[0]!.message).toMatch(/even at the low estimates/)
})

test('the whole plan moved by any time is the same plan, that much later: no time zone is in it', () => {
  const plan = planOf([fix, retest, task('notes', estimate(1, 2, 3), { notBefore: hour(30) })], {
    people: [daily('dev')],
  })
  assert(
    property(integer({ min: -(10 ** 11), max: 10 ** 11 }), (millis) => {
      const there = foretold(moved(plan, millis), { seed: 1, iterations: 100 }).finish
      const here = foretold(plan, { seed: 1, iterations: 100 }).finish
      expect(hoursAfterMonday(there.p80)).toBeCloseTo(hoursAfterMonday(here.p80) + millis / HOUR, 6)
    }),
    { numRuns: 30 },
  )
})

const points = tuple(nat(20), nat(20), nat(20)).map(([a, b, c]) => estimate(a, a + b, a + b + c))

test('of tasks that do not wait for each other, more people with the same hours make none end later, in any schedule', () => {
  assert(
    property(array(points, { minLength: 1, maxLength: 8 }), integer({ min: 1, max: 3 }), (estimates, team) => {
      const ids = Array.from({ length: team + 1 }, (_, i) => `p${i}`)
      const people = ids.map((id) => daily(id, 300))
      const tasksOf = (who: string[]) => estimates.map((e, i) => task(`t${i}`, e, { who }))
      const fewer = endsOf(planOf(tasksOf(ids.slice(0, team)), { people }), 100)
      const more = endsOf(planOf(tasksOf(ids), { people }), 100)
      expect(more.every((end, i) => end <= fewer[i]! + 1e-9)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('more hours on each point of an estimate never make a serial plan earlier, in any schedule', () => {
  assert(
    property(array(points, { minLength: 1, maxLength: 5 }), nat(4), nat(10), (estimates, which, extra) => {
      const at = which % estimates.length
      const tasksOf = (all: typeof estimates) => all.map((e, i) => task(`t${i}`, e, { after: i ? [`t${i - 1}`] : [] }))
      const raised = estimates.map((e, i) => (i === at ? estimate(e.low + extra, e.likely + extra, e.high + extra) : e))
      const people = [daily('dev', 400)]
      const before = endsOf(planOf(tasksOf(estimates), { people }), 100)
      const after = endsOf(planOf(tasksOf(raised), { people }), 100)
      expect(after.every((end, i) => end >= before[i]! - 1e-9)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('a shorter task may, rarely, make a plan longer where tasks wait for each other: it is simulated, not hidden', () => {
  const endOf = (last: number) => {
    const hours = [5, 6, 6, 3, 6, last]
    const after = [[], [], ['t0'], [], ['t0'], ['t0', 't3']]
    const tasks = hours.map((h, i) => task(`t${i}`, estimate(h), { who: ['p', 'q'], after: after[i]! }))
    return foretold(planOf(tasks, { people: [always('p'), always('q')] })).finish.p50
  }
  expect([endOf(3), endOf(2)]).toEqual([hour(15), hour(16)])
})
