import { expect, test } from 'vitest'
import { always, daily, estimate, foretold, hour, planOf, SOME, task } from './plan.testing.ts'
import type { Plan } from './plan.ts'
import { slip } from './slip.ts'
import { effectOf, withHours, withPerson, withRegression } from './whatif.ts'
import { finishOf, intervalAt, joinWorking, workedBetween, workingTime } from './working.ts'

const effect = (plan: Plan, changed: Plan) => {
  const result = effectOf(foretold(plan), { name: 'what if', plan: changed }, SOME)
  if (!result.ok) throw new Error(JSON.stringify(result.problem))
  return result.value
}

const serial = planOf([task('fix', estimate(3, 4, 8)), task('test', estimate(1, 2, 4), { after: ['fix'] })], {
  people: [daily('dev')],
})

test('one more person changes nothing where tasks wait for each other', () => {
  const { slip } = effect(serial, withPerson(serial, daily('ops'), ['fix', 'test']))
  expect(slip.millis).toBe(0)
  expect(slip.sentence).toMatch(/^The date that holds with 80 % confidence stays: 2026-11-2\d \d\d:\d\d UTC\.$/)
})

test('one more person helps where tasks wait for somebody', () => {
  const plan = planOf([task('a', estimate(4)), task('b', estimate(4))])
  expect(effect(plan, withPerson(plan, always('ops'), ['b'])).slip.sentence).toBe(
    'The date that holds with 80 % confidence is 4 hours earlier: 2026-11-23 12:00 UTC instead of 2026-11-23 16:00 UTC.',
  )
})

test('working the evening takes the night out', () => {
  const plan = planOf([task('fix', estimate(10))], { people: [daily('dev')] })
  const evening = withHours(plan, 'dev', [{ from: hour(7), until: hour(12) }])
  expect(effect(plan, evening).slip).toMatchObject({ from: hour(26), to: hour(10), millis: -16 * 3_600_000 })
})

test('a person who is said to work hours twice works them once', () => {
  const hours = [
    [4, 8],
    [0, 4],
    [6, 9],
    [20, 21],
  ].map(([from, until]) => ({ from: hour(from!), until: hour(until!) }))
  expect(joinWorking(hours)).toEqual([
    { from: hour(0), until: hour(9) },
    { from: hour(20), until: hour(21) },
  ])
})

test('the limited regression test is a plan of its own to compare with', () => {
  const plan = planOf([task('regression', estimate(1), { estimate: { full: estimate(30), limited: estimate(4) } })])
  expect(effect(plan, withRegression(plan, 'limited')).slip.sentence).toMatch(/1 day 2 hours earlier/)
})

test('a date that slips is told in one sentence, later and by how much', () => {
  const plan = (hours: number) => foretold(planOf([task('fix', estimate(hours))]))
  expect(slip(plan(4), plan(5.5)).sentence).toMatch(
    /is 1 hour 30 minutes later: .* 13:30 UTC instead of .* 12:00 UTC\.$/,
  )
  expect(slip(plan(4), plan(76)).sentence).toMatch(/ is 3 days later/)
})

test('an impossible what-if is refused like any plan', () => {
  const plan = withPerson(serial, { id: 'ghost', working: [] }, ['fix'])
  expect(effectOf(foretold(serial), { name: 'ghost', plan }, SOME)).toMatchObject({
    ok: false,
    problem: [{ code: 'plan/no-working-hours' }],
  })
})

test('working time is found from any hint, and no work is done outside it', () => {
  const time = workingTime(daily('dev', 30).working)
  const at = (hours: number) => Date.parse(hour(hours))
  for (let i = 0; i < 30; i++)
    for (let hint = 0; hint <= i; hint++) {
      expect(intervalAt(time, at(i * 24 + 7.99), hint)).toBe(i)
      expect(intervalAt(time, at(i * 24 + 8), hint)).toBe(i + 1)
    }
  expect(finishOf(time, 0, at(0), 8 * 3_600_000)).toBe(at(8))
  expect(finishOf(time, 0, at(0), 8 * 3_600_000 + 1)).toBe(at(24) + 1)
  expect(finishOf(time, 3, at(75), 20 * 3_600_000)).toBe(at(5 * 24 + 7))
  expect(finishOf(time, 29, at(29 * 24), 9 * 3_600_000)).toBe(Infinity)
  expect(workedBetween(time, at(4), at(28)) / 3_600_000).toBe(8)
  expect(workedBetween(time, at(10), at(20))).toBe(0)
})
