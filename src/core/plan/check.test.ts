import { expect, test } from 'vitest'
import type { Actor } from '../ids.ts'
import { checkPlan } from './check.ts'
import { forecast } from './forecast.ts'
import { orderOf } from './order.ts'
import type { Plan, Task } from './plan.ts'
import { always, codes, daily, estimate, hour, planOf, SOME, task } from './plan.testing.ts'

const refused = (plan: Plan) => checkPlan(plan).map(({ code }) => code)
const messages = (plan: Plan) => checkPlan(plan).map(({ message }) => message)
const one = (more: Partial<Task>) => planOf([task('fix', estimate(1), more)])

test('a plan without tasks is no plan', () => {
  expect(refused(planOf([]))).toEqual(['plan/empty'])
})

test.each([
  ['low above likely', [5, 4, 8]],
  ['likely above high', [1, 9, 8]],
  ['negative hours', [-1, 4, 8]],
  ['what is not a number', [Number.NaN, 4, 8]],
  ['endless work', [1, 4, Infinity]],
])('an estimate with %s is refused, not put right', (_, [low, likely, high]) => {
  expect(refused(planOf([task('fix', estimate(low!, likely!, high!))]))).toEqual(['plan/bad-estimate'])
})

test('both estimates of a regression test are checked', () => {
  expect(refused(one({ estimate: { full: estimate(9, 8, 7), limited: estimate(1) } }))).toEqual(['plan/bad-estimate'])
})

test('tasks that wait for each other are refused with the circle named', () => {
  const plan = planOf([
    task('fix', estimate(1), { after: ['review'] }),
    task('test', estimate(1), { after: ['fix'] }),
    task('review', estimate(1), { after: ['test'] }),
  ])
  expect(messages(plan)).toEqual([
    'Tasks wait for each other: "fix" waits for "review" waits for "test" waits for "fix".',
  ])
})

test('a task that waits for itself is a circle', () => {
  expect(refused(one({ after: ['fix'] }))).toEqual(['plan/cycle'])
})

test('a chain of a hundred thousand tasks is walked, not fallen down', () => {
  const tasks = Array.from({ length: 100_000 }, (_, i) => ({ id: `${i}`, after: i ? [`${i - 1}`] : [] }))
  expect(orderOf(new Map(tasks.toReversed().map(({ id, after }) => [id, after])))).toHaveProperty(
    'order.length',
    100_000,
  )
})

test('a plan beyond any remediation is refused before it costs memory', () => {
  const tasks = Array.from({ length: 1001 }, (_, i) => task(`t${i}`, estimate(1)))
  expect(refused(planOf(tasks))).toEqual(['plan/too-large'])
  expect(codes(forecast(planOf(tasks.slice(0, 900)), { seed: 1, iterations: 100_000 }))).toEqual(['plan/bad-options'])
})

test('who and what is named must exist', () => {
  expect(refused(one({ who: ['dave'] }))).toEqual(['plan/unknown-person'])
  expect(refused(one({ after: ['constructor'] }))).toEqual(['plan/unknown-task'])
  expect(refused(one({ who: [] }))).toEqual(['plan/nobody'])
})

test('an id names one thing', () => {
  expect(refused(planOf([task('fix', estimate(1)), task('fix', estimate(2))]))).toEqual(['plan/duplicate'])
  expect(refused(planOf([task('fix', estimate(1))], { people: [always('dev'), always('dev')] }))).toEqual([
    'plan/duplicate',
  ])
})

test('a calendar without working hours is told, and so is one that is out of order or counts an hour twice', () => {
  const withHours = (...hours: readonly (readonly [number, number])[]) =>
    refused(
      planOf([task('fix', estimate(1))], {
        people: [{ id: 'dev', working: hours.map(([from, until]) => ({ from: hour(from), until: hour(until) })) }],
      }),
    )
  expect(withHours()).toEqual(['plan/no-working-hours'])
  expect(withHours([4, 4])).toEqual(['plan/bad-hours'])
  expect(withHours([0, 5], [4, 8])).toEqual(['plan/bad-hours'])
  expect(withHours([24, 32], [0, 8])).toEqual(['plan/bad-hours'])
  expect(withHours([0, 4], [4, 8])).toEqual([])
})

test('progress is what happened: not in the future, not backwards, not before what it waited for', () => {
  const done = (started: number, finished?: number) => ({
    by: 'dev',
    started: hour(started),
    ...(finished !== undefined && { finished: hour(finished) }),
  })
  const at = (progress: Task['progress'], more: Partial<Task> = {}) =>
    refused({ ...one({ progress: progress!, ...more }), now: hour(5) })
  expect(at(done(6))).toEqual(['plan/bad-progress'])
  expect(at(done(2, 1))).toEqual(['plan/bad-progress'])
  expect(at(done(2, 6))).toEqual(['plan/bad-progress'])
  expect(at(done(2, 4))).toEqual([])
  const early = planOf(
    [
      task('fix', estimate(1), { progress: done(0, 2) }),
      task('test', estimate(1), { after: ['fix'], progress: done(1) }),
    ],
    { now: hour(5) },
  )
  expect(refused(early)).toEqual(['plan/bad-progress'])
})

test('nobody is at two tasks at once', () => {
  const progress = { by: 'dev', started: hour(0) }
  expect(refused(planOf([task('a', estimate(1), { progress }), task('b', estimate(1), { progress })]))).toEqual([
    'plan/two-at-once',
  ])
})

test('hours spent before the calendar begins cannot be counted, so more of the calendar is asked for', () => {
  const progress = { by: 'dev', started: hour(-2) }
  expect(refused(one({ progress }))).toEqual(['plan/bad-progress'])
})

test('an overrun factor is a plausible ratio, and a history holds at least one', () => {
  const factor = (n: number) =>
    refused(planOf([task('fix', estimate(1))], { overrun: { basis: 'judgement', factor: n, by: 'x' as Actor } }))
  expect([0, -1, Number.NaN, Infinity].map(factor)).toEqual([0, 1, 2, 3].map(() => ['plan/bad-factor']))
  expect(refused(planOf([task('fix', estimate(1))], { overrun: { basis: 'history', ratios: [] } }))).toEqual([
    'plan/bad-factor',
  ])
})

test('only the owner of displaced work agrees that it waits', () => {
  const displaced = { work: 'dark mode', owner: 'pia' as Actor, person: 'dev' }
  const agreed = (by: string) =>
    refused(
      planOf([task('fix', estimate(1))], { displaces: [{ ...displaced, agreed: { by: by as Actor, at: hour(0) } }] }),
    )
  expect(agreed('pia')).toEqual([])
  expect(agreed('dev')).toEqual(['plan/not-the-owner'])
})

test('everything wrong is told at once', () => {
  const plan = planOf([task('fix', estimate(3, 2, 1), { who: ['dave'], after: ['nothing'] })], {
    people: [{ id: 'dev', working: [] }],
  })
  expect(refused(plan).toSorted()).toEqual([
    'plan/bad-estimate',
    'plan/no-working-hours',
    'plan/unknown-person',
    'plan/unknown-task',
  ])
})

test('a seed and a number of schedules that make no sense are refused', () => {
  const plan = planOf([task('fix', estimate(1))], { people: [daily('dev')] })
  const withOptions = (seed: number, iterations: number) => codes(forecast(plan, { seed, iterations }))
  expect(withOptions(-1, 1000)).toEqual(['plan/bad-options'])
  expect(withOptions(0.5, 1000)).toEqual(['plan/bad-options'])
  expect(withOptions(1, 10)).toEqual(['plan/bad-options'])
  expect(withOptions(1, 100_001)).toEqual(['plan/bad-options'])
  expect(codes(forecast(plan, SOME))).toEqual([])
})
