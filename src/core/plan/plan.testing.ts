import type { Actor } from '../ids.ts'
import { addMillis, HOUR, type Instant, instantFromMillis, millisOf } from '../instant.ts'
import type { Problem, Result } from '../problem.ts'
import { forecast, type Forecast, type Options } from './forecast.ts'
import type { Estimate, Person, Plan, Task, Working } from './plan.ts'

/** The moment the tests count from: a Monday, 08:00 UTC. */
export const MONDAY = '2026-11-23T08:00:00.000Z' as Instant

/** So many hours after {@link MONDAY}. */
export const hour = (hours: number): Instant => addMillis(MONDAY, Math.round(hours * HOUR))
export const hoursAfterMonday = (instant: Instant): number => (millisOf(instant) - millisOf(MONDAY)) / HOUR

export const estimate = (low: number, likely = low, high = likely): Estimate => ({
  low,
  likely,
  high,
  by: 'dev' as Actor,
})

/** Day and night, so that hours of work are hours of the clock. */
export const always = (id: string, hours = 100_000): Person => ({ id, working: [{ from: MONDAY, until: hour(hours) }] })

/** Eight hours a day from Monday 08:00, seven days a week, `days` long. */
export const daily = (id: string, days = 60): Person => ({
  id,
  working: Array.from({ length: days }, (_, day): Working => ({ from: hour(day * 24), until: hour(day * 24 + 8) })),
})

export const task = (id: string, hours: Estimate, more: Partial<Task> = {}): Task => ({
  id,
  title: id,
  estimate: hours,
  who: ['dev'],
  after: [],
  ...more,
})

/** Estimates as they stand, unless a test says otherwise. */
export const planOf = (tasks: readonly Task[], more: Partial<Plan> = {}): Plan => ({
  now: MONDAY,
  people: [always('dev')],
  tasks,
  regression: 'full',
  overrun: { basis: 'judgement', factor: 1, by: 'lead' as Actor },
  displaces: [],
  ...more,
})

export const SOME: Options = { seed: 7, iterations: 2000 }

export function foretold(plan: Plan, options: Options = SOME): Forecast {
  const result = forecast(plan, options)
  if (!result.ok) throw new Error(JSON.stringify(result.problem))
  return result.value
}

export const codes = (result: Result<unknown, readonly Problem[]>): readonly string[] =>
  result.ok ? [] : result.problem.map(({ code }) => code)

/** Every moment of a plan moved by the same time: what another time zone would be. */
export function moved(plan: Plan, millis: number): Plan {
  const move = (instant: Instant) => instantFromMillis(millisOf(instant) + millis)
  return {
    ...plan,
    now: move(plan.now),
    people: plan.people.map((person) => ({
      ...person,
      working: person.working.map(({ from, until }) => ({ from: move(from), until: move(until) })),
    })),
    tasks: plan.tasks.map((t) => (t.notBefore ? { ...t, notBefore: move(t.notBefore) } : t)),
  }
}
