import { EXIT } from '../core/gate/verdict.ts'
import { addMillis, DAY, earliest, type Instant } from '../core/instant.ts'
import { type Forecast, forecast, type Options } from '../core/plan/forecast.ts'
import type { Regression } from '../core/plan/plan.ts'
import { slip } from '../core/plan/slip.ts'
import { effectOf, type WhatIf, withHours, withPerson, withRegression } from '../core/plan/whatif.ts'
import { ok, type Problem, refuse, type Result } from '../core/problem.ts'
import type { EntryValue } from '../core/log/entry.ts'
import type { PlanReport } from '../writers/plan/report.ts'
import { planText } from '../writers/plan/text.ts'
import { type Answer, deliver, refusal, type Sheet } from './answer.ts'
import { digestOf } from './digest.ts'
import { momentOf } from './moment.ts'
import { type LoadedPlan, loadPlan } from './plan-files.ts'
import type { Ports, ReadPorts } from './ports.ts'
import { jsonText } from '../writers/json/text.ts'

export interface PlanRequest extends Options {
  /** A plan, or a case file in which one was proposed. */
  readonly file: string
  /** For a case file: who works when. */
  readonly people?: string
  /** `add=person`, `add=evening`, `regression=limited`. */
  readonly whatIfs: readonly string[]
  readonly as: 'text' | 'json' | 'markdown'
  /** A file for the Gantt chart. */
  readonly svg?: string
  readonly at?: string
  readonly version: string
}

/** `holdpoint plan`: when the release is possible, what decides that, and what would change it. */
export async function plan(request: PlanRequest, ports: Ports): Promise<Answer> {
  const at = momentOf(request.at, ports)
  if (!at.ok) return refusal([at.problem], ports)
  const loaded = loadPlan(request.file, request.people, at.value, ports)
  if (!loaded.ok) return refusal(loaded.problem, ports)
  const report = reportOf(loaded.value, request, ports)
  if (!report.ok) return refusal(report.problem.map(loaded.value.place), ports)
  return deliver(await sheetsOf(report.value, request, ports), EXIT.clear, ports)
}

/** The same of a case, as JSON and nothing else: what a server answers. */
export async function planJsonOf(
  request: Pick<PlanRequest, 'file' | 'at' | 'version'>,
  ports: ReadPorts,
): Promise<Result<string, readonly Problem[]>> {
  const at = momentOf(request.at, ports)
  if (!at.ok) return { ok: false, problem: [at.problem] }
  const loaded = loadPlan(request.file, undefined, at.value, ports)
  if (!loaded.ok) return loaded
  const report = reportOf(loaded.value, { seed: 1, iterations: 10_000, whatIfs: [], ...request }, ports)
  return report.ok ? ok(await jsonOf(report.value)) : { ok: false, problem: report.problem.map(loaded.value.place) }
}

type Asked = Omit<PlanRequest, 'as' | 'svg'>

function reportOf(loaded: LoadedPlan, request: Asked, ports: ReadPorts): Result<PlanReport, readonly Problem[]> {
  const { seed, iterations, version, whatIfs } = request
  const options = { seed, iterations }
  const base = forecast(loaded.plan, options)
  if (!base.ok) return base
  const midnights = midnightsOf(loaded, base.value.finish.p95, ports)
  if (!midnights.ok) return midnights
  const changes = changesOf(whatIfs.length > 0 ? whatIfs : usual(loaded), loaded, ports)
  if (!changes.ok) return { ok: false, problem: [changes.problem] }
  const effects = []
  for (const change of changes.value) {
    const effect = effectOf(base.value, change, options)
    if (!effect.ok) return effect
    effects.push(effect.value)
  }
  const moved = movedSince(loaded, base.value, request, ports)
  if (!moved.ok) return moved
  const { title, zone, plan: planned, assumed, files } = loaded
  return ok({
    title,
    zone,
    plan: planned,
    forecast: base.value,
    effects,
    midnights: midnights.value,
    assumed,
    kept: {
      inputs: digestOf(planned as unknown as EntryValue, ports.hash.sha256),
      program: `holdpoint ${version}`,
      files,
    },
    ...(loaded.planned && { planned: loaded.planned }),
    ...(moved.value && { moved: moved.value }),
  })
}

/** How far the date has moved since the plan before, as that stood when it was proposed. */
function movedSince(
  { earlier }: LoadedPlan,
  after: Forecast,
  { file, people, seed, iterations }: Asked,
  ports: ReadPorts,
): Result<PlanReport['moved'], readonly Problem[]> {
  if (earlier === undefined) return ok(undefined)
  const loaded = loadPlan(file, people, earlier, ports)
  if (!loaded.ok) return loaded
  const before = forecast(loaded.value.plan, { seed, iterations })
  return before.ok ? ok({ since: earlier, slip: slip(before.value, after) }) : before
}

const other = (scope: Regression): Regression => (scope === 'full' ? 'limited' : 'full')

const usual = ({ plan: { tasks, regression } }: LoadedPlan): readonly string[] => [
  'add=person',
  'add=evening',
  ...(tasks.some(({ estimate }) => 'full' in estimate) ? [`regression=${other(regression)}`] : []),
]

const EVERY_DAY = [1, 2, 3, 4, 5, 6, 7]
const EVENING = EVERY_DAY.map((day) => ({ day, from: '18:00', until: '22:00' }))

function changesOf(names: readonly string[], loaded: LoadedPlan, ports: ReadPorts): Result<readonly WhatIf[]> {
  const { plan } = loaded
  const changes: WhatIf[] = []
  for (const name of names) {
    if (name === 'add=person')
      changes.push({ name: 'somebody more, who can take any open task', plan: oneMore(loaded) })
    else if (name === 'add=evening')
      changes.push({ name: 'everybody works this evening, 18:00 to 22:00', plan: withEvening(loaded, ports) })
    else if (name === 'regression=limited' || name === 'regression=full') {
      const scope = name === 'regression=full' ? 'full' : 'limited'
      changes.push({ name: `${scope} regression test`, plan: withRegression(plan, scope) })
    } else
      return refuse(
        'usage/unknown-what-if',
        `"${name.slice(0, 40)}" is not a change.`,
        'It is one of: add=person, add=evening, regression=limited, regression=full.',
      )
  }
  return ok(changes)
}

/** Works as the first of the people does. */
function oneMore({ plan }: LoadedPlan): LoadedPlan['plan'] {
  const open = plan.tasks.filter(({ progress }) => progress === undefined).map(({ id }) => id)
  const taken = new Set(plan.people.map(({ id }) => id))
  const names = ['one more', ...plan.people.map((_, i) => `one more ${i}`)]
  const id = names.find((name) => !taken.has(name))!
  return withPerson(plan, { id, working: plan.people[0]?.working ?? [] }, open)
}

function withEvening({ plan, calendars }: LoadedPlan, ports: ReadPorts): LoadedPlan['plan'] {
  return plan.people.reduce((changed, { id }) => {
    const { zone } = calendars.get(id)!
    const next = ports.calendars.working(
      { zone, weekly: EVENING, off: [], extra: [] },
      plan.now,
      addMillis(plan.now, DAY),
    )
    return next.ok ? withHours(changed, id, next.value.slice(0, 1)) : changed
  }, plan)
}

/** Where the days begin on the wall of whoever reads it: a minute after midnight begins with midnight. */
function midnightsOf(
  { plan, zone, planned }: LoadedPlan,
  until: Instant,
  { calendars }: ReadPorts,
): Result<readonly Instant[], readonly Problem[]> {
  const begun = plan.tasks.map(({ progress }) => progress?.started ?? plan.now).reduce(earliest, plan.now)
  const last = planned && planned > until ? planned : until
  const weekly = EVERY_DAY.map((day) => ({ day, from: '00:00', until: '00:01' }))
  const days = calendars.working({ zone, weekly, off: [], extra: [] }, begun, addMillis(last, DAY))
  return days.ok ? ok(days.value.map(({ from }) => from)) : days
}

const jsonOf = async (report: PlanReport): Promise<string> =>
  `${jsonText((await import('../writers/plan/json.ts')).planJson(report), 2)}\n`

async function sheetsOf(report: PlanReport, { as, svg }: PlanRequest, ports: Ports): Promise<readonly Sheet[]> {
  const text =
    as === 'json'
      ? await jsonOf(report)
      : as === 'markdown'
        ? (await import('../writers/plan/markdown.ts')).planMarkdown(report)
        : planText(report, ports.terminal.style)
  if (svg === undefined) return [{ to: '-', text }]
  const { ganttPicture } = await import('../writers/plan/gantt.ts')
  const { ganttSvg } = await import('../writers/svg/gantt.ts')
  return [
    { to: { file: svg }, text: `${ganttSvg(ganttPicture(report), 'light')}\n` },
    { to: '-', text },
  ]
}
