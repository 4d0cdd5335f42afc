import { addMillis, DAY, earliest, type Instant } from '../core/instant.ts'
import type { Displaced, Person, Plan, Task } from '../core/plan/plan.ts'
import { ok, type Problem, problem, type Result } from '../core/problem.ts'
import { placeOf } from '../texts/place.ts'
import { type PersonText, type PlanText, readPlan } from '../texts/plan/read.ts'
import { words } from '../writers/case.ts'
import { openCase } from './case-file.ts'
import { displacedBy, OFFICE, officeHours, tasksOf } from './plan-of-case.ts'
import type { Calendar, ReadPorts } from './ports.ts'

const MAX_TEXT_BYTES = 2 ** 20

/** A plan with everybody's hours in UTC, ready to be simulated. */
export interface LoadedPlan {
  readonly title: string
  readonly zone: string
  readonly plan: Plan
  /** The date that was promised. */
  readonly planned?: Instant
  /** When the plan before this one was proposed. */
  readonly earlier?: Instant
  readonly files: readonly string[]
  /** What nobody has said and was assumed. */
  readonly assumed: readonly string[]
  /** Everybody's calendar, by their id: for hours beside the usual ones. */
  readonly calendars: ReadonlyMap<string, Calendar>
  /** Where a problem of the plan stands in its file. */
  readonly place: (found: Problem) => Problem
}

type Refused = readonly Problem[]
const no = (found: Problem): Result<never, Refused> => ({ ok: false, problem: [found] })

/** @param people for a case file: a plan without tasks, which says who works when */
export function loadPlan(
  file: string,
  people: string | undefined,
  now: Instant,
  ports: ReadPorts,
): Result<LoadedPlan, Refused> {
  const text = ports.files.text(file, 256 * MAX_TEXT_BYTES)
  if (!text.ok) return no(text.problem)
  if (/^\uFEFF?\s*\{/.test(text.value)) return fromCaseFile(file, people, now, ports)
  const read = readPlan(file, text.value)
  if (!read.ok) return read
  const { title = file, tasks, displaces } = read.value
  if (!tasks) return no(missingTasks(file))
  return withHours({ title, tasks, displaces, said: read.value, files: [file], assumed: [] }, now, ports)
}

const missingTasks = (file: string) =>
  problem('plan/empty', 'There are no tasks.', 'Add at least the fix and its test, or propose a plan in the case.', {
    file,
  })

/** What is to be done, and by whom; the hours are still those of the wall clock. */
interface Work {
  readonly title: string
  readonly tasks: readonly Task[]
  readonly displaces: readonly Displaced[]
  readonly planned?: Instant | undefined
  readonly earlier?: Instant | undefined
  readonly said: Pick<PlanText, 'people' | 'zone' | 'regression' | 'overrun'> &
    Partial<Pick<PlanText, 'text' | 'planned'>>
  readonly files: readonly string[]
  readonly assumed: readonly string[]
}

function fromCaseFile(
  file: string,
  people: string | undefined,
  now: Instant,
  ports: ReadPorts,
): Result<LoadedPlan, Refused> {
  const open = openCase(file, now, ports)
  if (!open.ok) return no(open.problem)
  const { id, state, openings } = open.value
  const [proposed, earlier] = [...state.plans.values()].toReversed()
  if (!proposed) return no(missingTasks(file))
  const beside = people ?? `${file.replace(/\.[^./\\]+$/, '')}.plan.yaml`
  const text = ports.files.text(beside, MAX_TEXT_BYTES)
  if (!text.ok && (people !== undefined || text.problem.code !== 'file/missing')) return no(text.problem)
  const said = text.ok ? readPlan(beside, text.value) : ok(officeHours(proposed))
  if (!said.ok) return said
  const title = `${id}${state.opened ? ` "${state.opened.name}": ${words(openings, state.opened.title)}` : ''}`
  return withHours(
    {
      title,
      tasks: tasksOf(proposed, open.value),
      displaces: displacedBy(proposed, open.value, said.value.people),
      planned: proposed.release,
      earlier: earlier?.at,
      said: said.value,
      files: text.ok ? [file, beside] : [file],
      assumed: text.ok ? [] : [`Working hours: ${OFFICE.says}. Who works when belongs into ${beside}.`],
    },
    now,
    ports,
  )
}

/** Far enough for any remediation plan; what takes longer is told, not cut. */
const AHEAD = 365 * DAY

function withHours(work: Work, now: Instant, ports: ReadPorts): Result<LoadedPlan, Refused> {
  const { said, tasks } = work
  const begun = tasks.reduce((first, { progress }) => earliest(first, progress?.started ?? first), now)
  const problems: Problem[] = []
  const once = remembered((calendar: Calendar) =>
    ports.calendars.working(calendar, addMillis(begun, -DAY), addMillis(now, AHEAD)),
  )
  const people = said.people.map(({ id, calendar, said: texts }): Person => {
    const working = once(calendar)
    if (!working.ok) problems.push(...working.problem.map((one) => calendarPlace(one, texts, said)))
    return { id, working: working.ok ? working.value : [] }
  })
  const known = new Set<string>()
  const distinct = problems.filter(({ code, message }) => !known.has(code + message) && known.add(code + message))
  if (distinct.length > 0) return { ok: false, problem: distinct }
  const planned = work.planned ?? said.planned
  return ok({
    title: work.title,
    zone: said.zone,
    plan: { now, people, tasks, regression: said.regression, overrun: said.overrun, displaces: work.displaces },
    ...(planned && { planned }),
    ...(work.earlier && { earlier: work.earlier }),
    files: work.files,
    assumed: work.assumed,
    calendars: new Map(said.people.map(({ id, calendar }) => [id, calendar])),
    place: (found) =>
      said.text && !ASKED.test(found.code) ? { ...found, at: placeOfPlan(found, said.text, tasks) } : found,
  })
}

/** People mostly share a calendar, and time zones are slow. */
function remembered<T>(compute: (calendar: Calendar) => T): (calendar: Calendar) => T {
  const known = new Map<string, T>()
  return (calendar) => {
    const key = JSON.stringify(calendar)
    const value = known.get(key) ?? compute(calendar)
    known.set(key, value)
    return value
  }
}

/** What the command line asked for stands in no file. */
const ASKED = /^usage\/|^plan\/bad-options$/

type Text = NonNullable<Work['said']['text']>

/** The text that the problem quotes is where it stands. */
function calendarPlace(found: Problem, texts: PersonText['said'], { text }: Work['said']): Problem {
  const quoted = /"([^"]*)"/.exec(found.message)?.[1]
  const said = quoted === undefined ? undefined : texts.find((one) => one.text.includes(quoted))
  return text && said ? { ...found, at: placeOf(text, said.path) } : found
}

/** The core names what it speaks of in quotes: the first task or person of that name is the place. */
function placeOfPlan({ code, message }: Problem, text: Text, tasks: readonly Task[]) {
  for (const [, quoted] of message.matchAll(/"((?:[^"\\]|\\.)*)"/g)) {
    const index = tasks.findIndex(({ id }) => id === quoted)
    if (index >= 0) return placeOf(text, ['tasks', index])
    if (text.yaml.place(`/people/${quoted}`)) return placeOf(text, ['people', quoted!], 'key')
  }
  return placeOf(text, [PLACES[code] ?? 'tasks'])
}

const PLACES: Readonly<Record<string, string | undefined>> = {
  'plan/bad-factor': 'overrun',
  'calendar/unknown-zone': 'zone',
}
