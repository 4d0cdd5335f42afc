import { expect, test } from 'vitest'
import { around, quantile } from '../risk/distribution.ts'
import { forecast } from './forecast.ts'
import { pertTable } from './pert-table.ts'
import { codes, daily, estimate, foretold, hour, hoursAfterMonday, planOf, SOME, task } from './plan.testing.ts'

const SHAPES = [
  [10, 20, 60],
  [0, 0.5, 1],
  [5, 5, 9],
  [5, 9, 9],
] as const

test('the table of a PERT estimate agrees with the exact distribution within a ten-thousandth of its range', () => {
  for (const [low, mode, high] of SHAPES) {
    const table = pertTable(around(low, mode, high))
    for (let i = 1; i < 400; i++) {
      const error = table.quantile(i / 400) - quantile(around(low, mode, high), i / 400)
      expect(Math.abs(error) / (high - low)).toBeLessThan(1e-4)
    }
  }
})

test('value and probability of the table are inverses, from one end to the other', () => {
  for (const [low, mode, high] of SHAPES) {
    const table = pertTable(around(low, mode, high))
    for (const u of [1e-16, 0.001, 0.3, 0.5, 0.999, 1]) expect(table.cdf(table.quantile(u))).toBeCloseTo(u, 12)
    expect([table.cdf(low - 1), table.cdf(low), table.cdf(high), table.cdf(high + 1)]).toEqual([0, 0, 1, 1])
    expect(table.quantile(1)).toBe(high)
  }
})

const started = (at: number) => ({ by: 'dev', started: hour(at) })
const finished = (from: number, until: number) => ({ ...started(from), finished: hour(until) })

test('what is finished stays as it was, and what comes after begins now', () => {
  const plan = planOf(
    [task('fix', estimate(3, 4, 8), { progress: finished(0, 5) }), task('test', estimate(2), { after: ['fix'] })],
    { now: hour(6) },
  )
  const { tasks, finish } = foretold(plan)
  expect(tasks[0]).toMatchObject({
    id: 'fix',
    state: 'finished',
    start: hour(0),
    finish: { p50: hour(5), p95: hour(5) },
  })
  expect(tasks[1]).toMatchObject({ id: 'test', state: 'open', start: hour(6) })
  expect(finish.p95).toBe(hour(8))
})

test('a plan whose tasks are all finished ended when the last one did', () => {
  const done = foretold(planOf([task('fix', estimate(4), { progress: finished(0, 5) })], { now: hour(50) }))
  expect(done.finish).toEqual({ p50: hour(5), p80: hour(5), p95: hour(5) })
  expect(done.minimum).toMatchObject({ finish: hour(5), path: [], workingHours: 0 })
})

test('a task under way is known to take longer than it has taken so far', () => {
  const under = (now: number) =>
    foretold(planOf([task('fix', estimate(2, 4, 12), { progress: started(0) })], { now: hour(now) }), {
      seed: 1,
      iterations: 20_000,
    })
  const { quantile: at, cdf } = pertTable(around(2, 4, 12))
  const spent = 5
  const median = at(cdf(spent) + 0.5 * (1 - cdf(spent)))
  expect(hoursAfterMonday(under(spent).finish.p50)).toBeCloseTo(median, 1)
  expect(under(spent).tasks[0]).toMatchObject({ state: 'started', start: hour(0), criticality: 1 })
  expect(under(1).finish.p95 < under(6).finish.p95).toBe(true)
})

test('only working time counts as spent: a night is not progress', () => {
  const plan = (now: number) =>
    planOf([task('fix', estimate(10), { progress: started(6) })], { now: hour(now), people: [daily('dev')] })
  expect(foretold(plan(9)).finish.p50).toBe(hour(32))
  expect(foretold(plan(23)).finish.p50).toBe(hour(32))
})

test('a task that takes long makes the larger overrun factors likelier, for the whole plan', () => {
  const tasks = [
    task('fix', estimate(4, 4.5, 5), { progress: started(0) }),
    task('test', estimate(10), { after: ['fix'] }),
  ]
  const plan = (now: number) => planOf(tasks, { now: hour(now), overrun: { basis: 'history', ratios: [1, 1, 1, 2] } })
  // Past five hours a factor of 1 is impossible: fix and test both take twice as long.
  expect(hoursAfterMonday(foretold(plan(1)).finish.p50)).toBeLessThan(16)
  expect(hoursAfterMonday(foretold(plan(6)).finish.p50)).toBeGreaterThan(28)
})

test('a task that has outlived its estimate needs a new one', () => {
  const result = forecast(planOf([task('fix', estimate(2, 4, 8), { progress: started(0) })], { now: hour(9) }), SOME)
  expect(codes(result)).toEqual(['plan/estimate-exceeded'])
  expect(result.ok || result.problem[0]!.message).toBe('Task "fix" has taken 9 h; at most 8 h were thought possible.')
})
