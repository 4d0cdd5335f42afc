import { type Instant, millisOf, MINUTE } from '../../core/instant.ts'
import type { Effect } from '../../core/plan/whatif.ts'
import { percent } from '../options/amounts.ts'
import type { Harmless } from '../options/words.ts'
import type { PlanReport } from './report.ts'
import { clock, span } from './time.ts'

type Sentences = (report: PlanReport, harmless: Harmless) => readonly string[]

/** How the promised date stands to the range. */
export const promised: Sentences = ({ planned, forecast, zone }) => {
  if (!planned) return []
  const { finish, minimum } = forecast
  const said = `The promised date, ${clock(zone)(millisOf(planned))},`
  if (planned < minimum.finish) return [`${said} cannot be kept even if everything goes as well as anybody thinks.`]
  if (planned < finish.p50) return [`${said} is less likely than not.`]
  if (planned < finish.p80) return [`${said} is kept more often than not, but less than four times in five.`]
  return [
    planned < finish.p95
      ? `${said} is kept at least four times in five.`
      : `${said} holds: it is kept nineteen times in twenty.`,
  ]
}

/** How far the date has slipped. */
export const slipped: Sentences = ({ moved, zone }) => {
  if (!moved) return []
  const format = clock(zone)
  const { from, to, millis } = moved.slip
  const since = `Since the plan of ${format(millisOf(moved.since))}`
  return Math.abs(millis) < MINUTE
    ? [`${since} the date to promise stays ${format(millisOf(to))}.`]
    : [
        `${since} the date to promise is ${span(millis)} ${millis > 0 ? 'later' : 'earlier'}: ${format(millisOf(to))} instead of ${format(millisOf(from))}.`,
      ]
}

/** What the end waits for. */
export const critical: Sentences = ({ forecast }, harmless) => {
  const waits = forecast.tasks
    .filter(({ criticality }) => criticality > 0)
    .sort((a, b) => b.criticality - a.criticality)
  return waits.length === 0
    ? ['Nothing: everything is finished.']
    : [
        `${waits.map(({ title, criticality }) => `${harmless(title)} (${percent(criticality)})`).join(', ')} of the simulated plans.`,
      ]
}

/** "What is the absolute minimum?" */
export const minimum: Sentences = ({ forecast: { minimum: least, tasks }, zone }, harmless) => {
  const titles = new Map(tasks.map(({ id, title }) => [id, title]))
  const path = least.path.map((id) => harmless(titles.get(id) ?? id)).join(', then ')
  const chance = least.chanceBelow === undefined ? percent(least.chance) : `below ${percent(least.chanceBelow)}`
  return [
    `${clock(zone)(millisOf(least.finish))}: ${hours(least.workingHours)} at the low estimates, nothing overruns (${path || 'nothing is left'}).`,
    `The chance that it goes so well: ${chance}.`,
  ]
}

const hours = (count: number) => `${Number(count.toFixed(1))} working hours`

/** What a change would bring: other dates, from the same luck. */
export const effects: Sentences = ({ effects: all, zone }) =>
  all.map(({ name, slip, forecast: { finish } }: Effect) => {
    const [p50, p80] = [finish.p50, finish.p80].map((at) => clock(zone)(millisOf(at)))
    const moved =
      Math.abs(slip.millis) < MINUTE ? 'as before' : `${span(slip.millis)} ${slip.millis < 0 ? 'earlier' : 'later'}`
    return `${capital(name)}: P80 ${p80}, ${moved}; P50 ${p50}.`
  })

const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1)

/** Work that waits because of the plan, and who has not said yes. */
export const displaced: Sentences = ({ plan, zone }, harmless) =>
  plan.displaces.map(({ work, owner, agreed }) =>
    agreed
      ? `${harmless(work)}: ${harmless(owner)} agreed on ${clock(zone)(millisOf(agreed.at))}.`
      : `${harmless(work)}: ${harmless(owner)} has not agreed yet. The dates hold only if they do.`,
  )

/** What the dates rest on. */
export const grounds: Sentences = ({ forecast, assumed }) => [forecast.overrun, forecast.regression, ...assumed]

export const rangeLines = ({
  forecast: { finish },
  zone,
}: PlanReport): readonly (readonly [string, Instant, string])[] => {
  const format = clock(zone)
  return [
    [format(millisOf(finish.p50)), finish.p50, 'P50, an even chance'],
    [format(millisOf(finish.p80)), finish.p80, 'P80, four times in five: the date to promise'],
    [format(millisOf(finish.p95)), finish.p95, 'P95, nineteen times in twenty'],
  ]
}
