import type { Actor } from '../../core/ids.ts'
import { type Instant, parseInstant } from '../../core/instant.ts'
import type { Displaced, Estimate, Overrun, Progress, Regression, Task } from '../../core/plan/plan.ts'
import { ok, type Problem, type Result } from '../../core/problem.ts'
import { byPlace, type Formed, readForm } from '../form.ts'
import { placeOf } from '../place.ts'
import { planForm, type SaidPlan } from './form.ts'
import { datedHours, weeklyHours, type WeeklyHours } from './hours.ts'

/** A plan as its file has it; times of the wall clock are not yet UTC. */
export interface PlanText {
  readonly text: Formed<unknown>
  readonly title?: string
  readonly by: Actor
  readonly zone: string
  readonly planned?: Instant
  readonly people: readonly PersonText[]
  readonly tasks?: readonly Task[]
  readonly regression: Regression
  readonly overrun: Overrun
  readonly displaces: readonly Displaced[]
}

/** Somebody, and when they work by the clock on their wall. */
export interface PersonText {
  readonly id: string
  readonly calendar: {
    readonly zone: string
    readonly weekly: readonly WeeklyHours[]
    readonly off: readonly string[]
    readonly extra: readonly { readonly date: string; readonly from: string; readonly until: string }[]
  }
  /** Every text that says when they work, and where it stands in the file. */
  readonly said: readonly { readonly text: string; readonly path: Path }[]
}

type Path = readonly (string | number)[]

/** Reads a plan, or everything that is wrong with it, in the order of the text. */
export function readPlan(file: string, source: string): Result<PlanText, readonly Problem[]> {
  const formed = readForm(file, source, planForm, 'plan')
  if (!formed.ok) return formed
  const reader = new Reader(formed.value)
  const plan = reader.plan()
  return reader.problems.length > 0 ? { ok: false, problem: reader.problems.toSorted(byPlace) } : ok(plan)
}

/** Collects what is wrong, with its place, while it goes on reading. */
class Reader {
  readonly problems: Problem[] = []
  readonly #text: Formed<SaidPlan>

  constructor(text: Formed<SaidPlan>) {
    this.#text = text
  }

  plan(): PlanText {
    const { title, by, zone, planned, regression, overrun, displaces, tasks } = this.#text.value
    return {
      text: this.#text,
      ...(title !== undefined && { title }),
      by: by as Actor,
      zone,
      ...(planned !== undefined && { planned: this.instant(planned, ['planned']) }),
      people: this.people(),
      ...(tasks && { tasks: tasks.map((task, i) => this.task(task, ['tasks', i])) }),
      regression,
      overrun: overrunOf(overrun, by),
      displaces: displaces.map((one, i) => this.displaced(one, ['displaces', i])),
    }
  }

  /** A value of a text, or its problem with the place; the plan is not used where there is one. */
  #take<T>(result: Result<T>, path: Path, instead: T): T {
    if (result.ok) return result.value
    this.problems.push({ ...result.problem, at: placeOf(this.#text, path) })
    return instead
  }

  instant(text: string, path: Path): Instant {
    return this.#take(parseInstant(text), path, text as Instant)
  }

  people(): readonly PersonText[] {
    const { calendars, people } = this.#text.value
    const weekly = new Map(
      Object.entries(calendars).map(([name, { hours }]) => [
        name,
        hours.flatMap((text, i) => this.#take(weeklyHours(text), ['calendars', name, 'hours', i], [])),
      ]),
    )
    return Object.entries(people).flatMap(([id, { calendar, off, extra }]) => {
      const path = ['people', id]
      const known = Object.hasOwn(calendars, calendar) ? calendars[calendar] : undefined
      if (!known) {
        const message = `"${calendar.slice(0, 60)}" is not one of the calendars.`
        const hint = `Known: ${Object.keys(calendars).join(', ').slice(0, 200)}.`
        this.problems.push({
          code: 'plan/unknown-calendar',
          message,
          hint,
          at: placeOf(this.#text, [...path, 'calendar']),
        })
        return []
      }
      const times = extra.flatMap((text, i) => {
        const read = datedHours(text)
        return read.ok ? [read.value] : this.#take(read, [...path, 'extra', i], [] as never)
      })
      const { zone, hours, holidays } = known
      const listed = (texts: readonly string[], at: Path) => texts.map((text, i) => ({ text, path: [...at, i] }))
      const from = ['calendars', calendar]
      const said = [
        { text: zone, path: [...from, 'zone'] },
        ...listed(hours, [...from, 'hours']),
        ...listed(holidays, [...from, 'holidays']),
        ...listed(off, [...path, 'off']),
        ...listed(extra, [...path, 'extra']),
      ]
      return [{ id, said, calendar: { zone, weekly: weekly.get(calendar)!, off: [...holidays, ...off], extra: times } }]
    })
  }

  task(said: NonNullable<SaidPlan['tasks']>[number], path: Path): Task {
    const { id, title = id, hours, who, after, not_before: notBefore, progress } = said
    const { by } = this.#text.value
    return {
      id,
      title,
      estimate:
        'low' in hours
          ? estimateOf(hours, by)
          : { full: estimateOf(hours.full, by), limited: estimateOf(hours.limited, by) },
      who: typeof who === 'string' ? [who] : who,
      after,
      ...(notBefore !== undefined && { notBefore: this.instant(notBefore, [...path, 'not_before']) }),
      ...(progress && { progress: this.progress(progress, [...path, 'progress']) }),
    }
  }

  progress(
    { started, by, finished }: { started: string; by: string; finished?: string | undefined },
    path: Path,
  ): Progress {
    return {
      started: this.instant(started, [...path, 'started']),
      by,
      ...(finished !== undefined && { finished: this.instant(finished, [...path, 'finished']) }),
    }
  }

  displaced({ work, owner, person, agreed }: SaidPlan['displaces'][number], path: Path): Displaced {
    return {
      work,
      owner: owner as Actor,
      person,
      ...(agreed && { agreed: { by: agreed.by as Actor, at: this.instant(agreed.at, [...path, 'agreed', 'at']) } }),
    }
  }
}

type SaidPoints = { low: number; likely: number; high: number; by?: string | undefined }

const estimateOf = ({ low, likely, high, by }: SaidPoints, lead: string): Estimate => ({
  low,
  likely,
  high,
  by: (by ?? lead) as Actor,
})

function overrunOf(said: SaidPlan['overrun'], lead: string): Overrun {
  if (said === 'default') return { basis: 'default' }
  return 'history' in said
    ? { basis: 'history', ratios: said.history }
    : { basis: 'judgement', factor: said.factor, by: (said.by ?? lead) as Actor }
}
