import { HOUR, type Instant, instantFromMillis } from '../instant.ts'
import { problem, type Problem, type Result } from '../problem.ts'
import { quantilesOf } from '../risk/statistics.ts'
import { checkPlan } from './check.ts'
import { networkOf, type Network } from './network.ts'
import { overrunSays } from './overrun.ts'
import type { Displaced, Plan, Progress } from './plan.ts'
import { quote } from './quote.ts'
import { consequenceOf } from './regression.ts'
import { scheduler, type Schedule } from './schedule.ts'
import { columnOf, lastOf, outOfHours, simulate, type Futures } from './simulate.ts'
import { workDraws, workLeft } from './work.ts'

/** When the plan may be done, from thousands of simulated schedules; every figure from the same ones. */
export interface Forecast {
  /** What it counts from. */
  readonly now: Instant
  /** When the last task is finished: the revised date. */
  readonly finish: Range
  /** In the order of their median finish. */
  readonly tasks: readonly TaskForecast[]
  readonly minimum: Minimum
  /** Where the overrun factor comes from. */
  readonly overrun: string
  /** What the chosen scope of the regression test means. */
  readonly regression: string
  /** Displaced work whose owner has not agreed: the dates hold only if they do. */
  readonly unagreed: readonly Displaced[]
  readonly seed: number
  readonly iterations: number
}

/** The moment by which 50, 80 or 95 % of the simulated schedules are done: the observed one, never one in between. */
export interface Range {
  readonly p50: Instant
  readonly p80: Instant
  readonly p95: Instant
}

export interface TaskForecast {
  readonly id: string
  readonly title: string
  readonly state: 'finished' | 'started' | 'open'
  /** Median begin; the real one where it has begun. */
  readonly start: Instant
  /** All the same where it is finished. */
  readonly finish: Range
  /** Share of the schedules in which the end waited for it, 0 … 1. */
  readonly criticality: number
}

/** "What is the absolute minimum?": every open task at its low estimate, without overrun, one after another as they must. */
export interface Minimum {
  readonly finish: Instant
  /** The tasks that the end waits for, and the sum of what is left of their low estimates. */
  readonly path: readonly string[]
  readonly workingHours: number
  /** Share of the simulated schedules that were done by then, 0 … 1. */
  readonly chance: number
  /** Where none was: the chance is below this with 95 % confidence, 3 / iterations (the rule of three). */
  readonly chanceBelow?: number
}

/** What fits into the memory of a small server: 16 bytes each. */
const MAX_DRAWS = 10_000_000

export interface Options {
  /** A whole number from 0 to 2⁵³ − 1. */
  readonly seed: number
  /** Simulated schedules, 100 … 100,000. */
  readonly iterations: number
}

export function forecast(plan: Plan, options: Options): Result<Forecast, readonly Problem[]> {
  const problems = [...optionProblems(options, plan.tasks.length), ...checkPlan(plan)]
  if (problems.length > 0) return { ok: false, problem: problems }
  const network = networkOf(plan)
  const draws = workDraws(network, plan.overrun, options.seed)
  if (!draws.ok) return draws
  const futures = simulate(network, draws.value, options.iterations)
  const least = scheduler(network)(workLeft(network))
  const short = tooShort(plan, futures, least)
  if (short.length > 0) return { ok: false, problem: short }
  const { ends } = futures
  return {
    ok: true,
    value: {
      now: plan.now,
      finish: rangeOf(ends),
      tasks: taskForecasts(plan, network, futures),
      minimum: minimumOf(network, least, ends),
      overrun: overrunSays(plan.overrun),
      regression: consequenceOf(plan.regression),
      unagreed: plan.displaces.filter(({ agreed }) => !agreed),
      ...options,
    },
  }
}

function optionProblems({ seed, iterations }: Options, tasks: number): Problem[] {
  const wrong = (message: string) => problem('plan/bad-options', message)
  return [
    ...(Number.isSafeInteger(seed) && seed >= 0
      ? []
      : [wrong(`A seed of ${seed} is not a whole number from 0 to 2^53 - 1.`)]),
    ...(Number.isInteger(iterations) && iterations >= 100 && iterations <= 100_000
      ? []
      : [wrong(`${iterations} simulated schedules: not a whole number from 100 to 100,000.`)]),
    ...(iterations * tasks > MAX_DRAWS
      ? [wrong(`${iterations} simulated schedules of ${tasks} tasks are more than ${MAX_DRAWS} draws.`)]
      : []),
  ]
}

function rangeOf(values: Float64Array): Range {
  const [p50, p80, p95] = quantilesOf(values, [0.5, 0.8, 0.95]).map(moment) as [Instant, Instant, Instant]
  return { p50, p80, p95 }
}

const medianOf = (values: Float64Array) => moment(quantilesOf(values, [0.5])[0]!)

/** Up to the next millisecond: a date is never promised before it was reached. */
const moment = (millis: number) => instantFromMillis(Math.ceil(millis))

function taskForecasts(plan: Plan, { tasks }: Network, { starts, finishes, critical, ends }: Futures): TaskForecast[] {
  const index = new Map(tasks.map(({ id }, i) => [id, i]))
  const forecasts = plan.tasks.map(({ id, title, progress }): TaskForecast => {
    const i = index.get(id)
    if (i === undefined) {
      const { started, finished } = progress as Required<Progress>
      const finish = { p50: finished, p80: finished, p95: finished }
      return { id, title, state: 'finished', start: started, finish, criticality: 0 }
    }
    return {
      id,
      title,
      state: progress ? 'started' : 'open',
      start: progress?.started ?? medianOf(columnOf(starts, i, tasks.length)),
      finish: rangeOf(columnOf(finishes, i, tasks.length)),
      criticality: critical[i]! / ends.length,
    }
  })
  return forecasts.sort((a, b) => byText(a.finish.p50, b.finish.p50) || byText(a.start, b.start) || byText(a.id, b.id))
}

const byText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

function minimumOf(network: Network, schedule: Schedule, ends: Float64Array): Minimum {
  const work = workLeft(network)
  const last = lastOf(schedule)
  const path: number[] = []
  for (let task = last; task >= 0; task = schedule.cause[task]!) path.unshift(task)
  const finish = last < 0 ? network.ended : schedule.finish[last]!
  const hits = ends.reduce((count, end) => (end <= finish ? count + 1 : count), 0)
  return {
    finish: moment(finish),
    path: path.map((task) => network.tasks[task]!.id),
    workingHours: path.reduce((sum, task) => sum + work[task]!, 0) / HOUR,
    chance: hits / ends.length,
    ...(hits === 0 && { chanceBelow: 3 / ends.length }),
  }
}

/** A date that is cut off is no date: neither in the simulated schedules nor in the one of the minimum. */
function tooShort(plan: Plan, { unfinished, ends }: Futures, least: Schedule): Problem[] {
  const alike = `${ends.length} simulated schedules`
  const cut: [number, string][] = [...unfinished].map(([person, times]) => [person, `in ${times} of ${alike}`])
  const stuck = outOfHours(least)
  if (cut.length === 0 && stuck !== undefined) cut.push([stuck, 'even at the low estimates'])
  return cut.map(([person, when]) => {
    const { id, working } = plan.people[person]!
    return problem(
      'plan/calendar-too-short',
      `Working time of ${quote(id)} ends at ${working.at(-1)!.until}; ${when} the work takes longer.`,
      'Give working time further into the future.',
    )
  })
}
