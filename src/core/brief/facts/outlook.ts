import type { Plan } from '../../case/case.ts'
import { instantFromMillis, millisOf, MINUTE, type Instant } from '../../instant.ts'
import { DEFAULT_FACTOR } from '../../plan/overrun.ts'
import { known, type Fact, type Source } from '../fact.ts'
import { moment, name, names, type Foreseen } from '../material.ts'

/** When the plan may be done: three dates, the least it can take, what decides it, and how a promised date stands to them. */
export interface Outlook {
  /** As likely as not; four times in five: the one to promise; nineteen times in twenty. */
  readonly likely: Fact
  readonly safe: Fact
  readonly late: Fact
  readonly minimum: { readonly at: Fact; readonly hours: Fact; readonly chance: Fact }
  /** Whose work the end waits for, in at least every second simulated course. */
  readonly critical?: Fact
  /** How likely it is that the date given with the plan is kept. */
  readonly promise?: 'never' | 'unlikely' | 'likely' | 'safe'
  /** By how much the estimates were stretched, and on whose word; neither where one's own history was drawn from. */
  readonly overrun: { readonly factor?: Fact; readonly by?: Fact }
  /** Owners of displaced work who have not agreed. */
  readonly waitsFor?: Fact
}

const OFTEN = 0.5

export function outlookOf(foreseen: Foreseen, plan: Plan): Outlook {
  const { forecast } = foreseen
  const { finish, minimum, tasks } = forecast
  const source = sourceOf(foreseen)
  const date = (id: string, at: Instant) => moment(`plan.date.${id}`, upToMinute(at), source)
  const owners = new Map(plan.tasks.map(({ task, owner }) => [task, owner]))
  const waits = tasks.filter(({ criticality }) => criticality >= OFTEN).flatMap(({ id }) => owners.get(id) ?? [])
  const unagreed = forecast.unagreed.map(({ owner }) => owner)
  const hours = minimum.workingHours
  return {
    likely: date('likely', finish.p50),
    safe: date('safe', finish.p80),
    late: date('late', finish.p95),
    minimum: {
      at: date('minimum', minimum.finish),
      hours: known('plan.minimum.hours', { kind: 'hours', low: hours, likely: hours, high: hours }, source),
      chance: known(
        'plan.minimum.chance',
        minimum.chanceBelow === undefined
          ? { kind: 'chance', p: minimum.chance }
          : { kind: 'chance-below', p: minimum.chanceBelow },
        source,
      ),
    },
    overrun: overrunOf(foreseen, source),
    ...(waits.length > 0 && { critical: names('plan.critical', [...new Set(waits)], source) }),
    ...(plan.release && { promise: promiseOf(plan.release, foreseen) }),
    ...(unagreed.length > 0 && { waitsFor: names('plan.unagreed', [...new Set(unagreed)], source) }),
  }
}

function overrunOf({ overrun }: Foreseen, source: Source): Outlook['overrun'] {
  if (overrun.basis === 'history') return {}
  const factor = overrun.basis === 'default' ? DEFAULT_FACTOR : overrun.factor
  return {
    factor: known(
      'plan.overrun',
      { kind: 'factor', factor },
      overrun.basis === 'default' ? { kind: 'default' } : source,
    ),
    ...(overrun.basis === 'judgement' && { by: name('plan.overrun.by', overrun.by, source) }),
  }
}

function promiseOf(at: Instant, { forecast: { finish, minimum } }: Foreseen): NonNullable<Outlook['promise']> {
  if (at < minimum.finish) return 'never'
  if (at < finish.p50) return 'unlikely'
  return at < finish.p80 ? 'likely' : 'safe'
}

export const sourceOf = ({ forecast, inputs, program, files }: Foreseen): Source => ({
  kind: 'computation',
  program,
  seed: forecast.seed,
  inputs,
  at: forecast.now,
  draws: forecast.iterations,
  files,
})

/** A date is shown by the minute, and never before it was reached. */
const upToMinute = (at: Instant) => instantFromMillis(Math.ceil(millisOf(at) / MINUTE) * MINUTE)
