import type { Problem, Result } from '../problem.ts'
import { forecast, type Forecast, type Options } from './forecast.ts'
import type { Person, Plan, Regression, Working } from './plan.ts'
import { slip, type Slip } from './slip.ts'
import { joinWorking } from './working.ts'

/** Another plan beside the one on the table. */
export interface WhatIf {
  readonly name: string
  readonly plan: Plan
}

/** What it would change: simulated with the same luck, so that the difference is the change's alone. */
export interface Effect {
  readonly name: string
  readonly forecast: Forecast
  readonly slip: Slip
}

/** @param base the forecast of the plan on the table, from the same options */
export function effectOf(base: Forecast, { name, plan }: WhatIf, options: Options): Result<Effect, readonly Problem[]> {
  const changed = forecast(plan, options)
  return changed.ok ? { ok: true, value: { name, forecast: changed.value, slip: slip(base, changed.value) } } : changed
}

/** Somebody more, who could take any of `tasks`. Helps where tasks wait for people, not where they wait for each other. */
export const withPerson = (plan: Plan, person: Person, tasks: readonly string[]): Plan => ({
  ...plan,
  people: [...plan.people, person],
  tasks: plan.tasks.map((task) => (tasks.includes(task.id) ? { ...task, who: [...task.who, person.id] } : task)),
})

/** Somebody works more hours: the evening, the weekend. Hours that were working time already count once. */
export const withHours = (plan: Plan, person: string, hours: readonly Working[]): Plan => ({
  ...plan,
  people: plan.people.map((p) => (p.id === person ? { ...p, working: joinWorking([...p.working, ...hours]) } : p)),
})

export const withRegression = (plan: Plan, regression: Regression): Plan => ({ ...plan, regression })
