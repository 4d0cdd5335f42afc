import { HOUR } from '../../core/instant.ts'
import type { Forecast } from '../../core/plan/forecast.ts'
import type { PlanReport } from './report.ts'

/** The forecast for machines: dates in UTC as they were simulated, and what it takes to simulate them again. */
export function planJson({ title, zone, plan, forecast, planned, moved, effects, assumed, kept }: PlanReport): object {
  return {
    schema: 'holdpoint/plan-forecast/v1',
    title,
    zone,
    ...forecastJson(forecast),
    promised: planned,
    ...(moved && {
      moved: { since: moved.since, from: moved.slip.from, to: moved.slip.to, hours: moved.slip.millis / HOUR },
    }),
    regression: plan.regression,
    rests_on: { overrun: forecast.overrun, regression: forecast.regression, assumed },
    displaces: plan.displaces.map(({ work, owner, person, agreed }) => ({
      work,
      owner,
      person,
      agreed: agreed ?? null,
    })),
    what_if: effects.map(({ name, forecast: changed, slip }) => ({
      name,
      slip_hours: slip.millis / HOUR,
      finish: changed.finish,
      minimum: changed.minimum.finish,
    })),
    computed: {
      inputs: kept.inputs,
      seed: forecast.seed,
      iterations: forecast.iterations,
      program: kept.program,
      files: kept.files,
    },
  }
}

const forecastJson = ({ now, finish, tasks, minimum }: Forecast): object => ({
  now,
  finish,
  tasks,
  minimum: {
    finish: minimum.finish,
    path: minimum.path,
    working_hours: minimum.workingHours,
    chance: minimum.chance,
    chance_below: minimum.chanceBelow,
  },
})
