import { millisOf } from '../../core/instant.ts'
import type { Range } from '../../core/plan/forecast.ts'
import type { Gantt } from '../svg/gantt.ts'
import type { PlanReport } from './report.ts'
import { clock } from './time.ts'

/** The plan as a chart: now, the promised date, and every task with its range. */
export function ganttPicture({ title, zone, forecast, planned, midnights, kept }: PlanReport): Gantt {
  const format = clock(zone)
  const days = midnights.map((at) => ({ at: millisOf(at), label: format(millisOf(at)).replace(/ \d\d:\d\d$/, '') }))
  const every = Math.max(1, Math.ceil(days.length / MOST_DAYS))
  return {
    title: `When the release is possible: ${title}`,
    description: `Four in five simulated plans are done by ${format(millisOf(forecast.finish.p80))}.`,
    note: `Times in ${zone}. Seed ${forecast.seed}, ${forecast.iterations} schedules, ${kept.program}; inputs ${kept.inputs.slice(0, 19)}…`,
    tasks: forecast.tasks.map((task) => ({
      label: task.title,
      state: task.state,
      start: millisOf(task.start),
      finish: rangeOf(task.finish),
      criticality: task.criticality,
    })),
    finish: rangeOf(forecast.finish),
    marks: [
      { at: millisOf(forecast.now), label: 'now' },
      ...(planned ? [{ at: millisOf(planned), label: 'promised' }] : []),
    ],
    format,
    ticks: days.filter((_, i) => i % every === 0),
  }
}

const MOST_DAYS = 7

const rangeOf = ({ p50, p80, p95 }: Range) => ({ p50: millisOf(p50), p80: millisOf(p80), p95: millisOf(p95) })
