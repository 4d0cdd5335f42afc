import { DAY, type Instant, instantFromMillis, millisOf, MINUTE, parseInstant } from '../core/instant.ts'
import type { Working } from '../core/plan/plan.ts'
import { joinWorking } from '../core/plan/working.ts'
import { ok, problem, type Problem, type Result } from '../core/problem.ts'

/** When somebody works, as people say it: by the clock on their wall. */
export interface Calendar {
  /** A name of the IANA time zone database: `Europe/Berlin`. */
  readonly zone: string
  readonly weekly: readonly Hours[]
  /** Days without the weekly hours: holidays, absences. `2026-12-25` */
  readonly off: readonly string[]
  /** Hours beside the weekly ones, also on days off: an evening, a Saturday. */
  readonly extra: readonly ({ readonly date: string } & Span)[]
}

/** Monday is 1, Sunday is 7. @source ISO 8601 */
export interface Hours extends Span {
  readonly day: number
}

/** `09:00` to `17:30`; `24:00` is the end of the day. An end that is not after its begin is on the next day. */
export interface Span {
  readonly from: string
  readonly until: string
}

/**
 * A calendar as UTC intervals within `[from, until)`, for the core. An hour that the clock skips is no working time, and
 * one that it shows twice is worked twice by who works through it; a shift begins and ends when the clock first
 * reaches its time.
 */
export function workingOf(
  calendar: Calendar,
  from: Instant,
  until: Instant,
): Result<readonly Working[], readonly Problem[]> {
  const problems = [...calendarProblems(calendar)]
  if (!(from < until) || millisOf(until) - millisOf(from) > MAX_DAYS * DAY)
    problems.push(problem('calendar/bad-range', `From ${from} to ${until} is not a time of up to ${MAX_DAYS} days.`))
  if (problems.length > 0) return { ok: false, problem: problems }

  const toUtc = localClock(calendar.zone)
  const off = new Set(calendar.off)
  const [first, last] = [Math.floor(millisOf(from) / DAY) - 2, Math.ceil(millisOf(until) / DAY) + 1]
  const working: Working[] = []
  const add = (day: number, span: Span) => {
    const begin = minutesOf(span.from)
    const end = minutesOf(span.until)
    const [start, stop] = [toUtc(day * DAY + begin * MINUTE), toUtc((end > begin ? day : day + 1) * DAY + end * MINUTE)]
    const [a, b] = [Math.max(start, millisOf(from)), Math.min(stop, millisOf(until))]
    if (a < b) working.push({ from: instantFromMillis(a), until: instantFromMillis(b) })
  }
  for (let day = first; day <= last; day++)
    if (!off.has(dateOf(day))) for (const hours of calendar.weekly) if (hours.day === weekdayOf(day)) add(day, hours)
  for (const extra of calendar.extra) add(dayOf(extra.date), extra)
  return ok(joinWorking(working))
}

const MAX_DAYS = 3660

/**
 * Local time, as if it were UTC, to the first moment at which the clock of `zone` shows it or has jumped past it.
 * A zone never changes its offset twice within a day and a half, so the offsets a day before and after are the candidates.
 */
function localClock(zone: string): (local: number) => number {
  const offsetAt = offsets(zone)
  return (local) => {
    const before = offsetAt(local - DAY)
    const after = offsetAt(local + DAY)
    // The larger offset gives the earlier moment: where the clock shows a time twice, the first one counts.
    for (const offset of before > after ? [before, after] : [after, before])
      if (offsetAt(local - offset) === offset) return local - offset
    return jump(offsetAt, local - after, local - before)
  }
}

/** The first moment in `(low, high]` with the offset of `high`. */
function jump(offsetAt: (at: number) => number, low: number, high: number): number {
  const offset = offsetAt(high)
  let [before, after] = [low, high]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(middle) === offset) after = middle
    else before = middle
  }
  return after
}

/** What the clock of a zone is ahead of UTC, in milliseconds. */
function offsets(zone: string): (at: number) => number {
  const format = new Intl.DateTimeFormat('en-US', { timeZone: zone, timeZoneName: 'longOffset' })
  return (at) => {
    const name = format.formatToParts(at).find(({ type }) => type === 'timeZoneName')?.value ?? ''
    const [, sign, hours = '0', minutes = '0', seconds = '0'] =
      /^GMT(?:([+-])(\d\d):(\d\d)(?::(\d\d))?)?$/.exec(name) ?? []
    return (sign === '-' ? -1 : 1) * ((Number(hours) * 60 + Number(minutes)) * MINUTE + Number(seconds) * 1000)
  }
}

function* calendarProblems({ zone, weekly, off, extra }: Calendar): Generator<Problem> {
  if (!isZone(zone))
    yield problem(
      'calendar/unknown-zone',
      `${quote(zone)} is not a time zone.`,
      'Use a name such as Europe/Berlin, or UTC.',
    )
  for (const { day } of weekly)
    if (!Number.isInteger(day) || day < 1 || day > 7)
      yield problem('calendar/bad-day', `${day} is not a day of the week.`, 'Monday is 1, Sunday is 7.')
  for (const { from, until } of [...weekly, ...extra]) {
    for (const time of [from, until])
      if (!TIME.test(time))
        yield problem('calendar/bad-time', `${quote(time)} is not a time of day.`, 'Write it as 09:00.')
    if (from === until)
      yield problem(
        'calendar/bad-time',
        `From ${quote(from)} to ${quote(until)} is no time.`,
        'A whole day is 00:00 to 24:00.',
      )
  }
  for (const date of [...off, ...extra.map(({ date }) => date)])
    if (!parseInstant(`${date}T00:00Z`).ok)
      yield problem('calendar/bad-date', `${quote(date)} is not a day.`, 'Write it as 2026-12-25.')
}

const quote = (text: string) => JSON.stringify(text.slice(0, 60))

function isZone(zone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const TIME = /^(?:[01]\d|2[0-3]):[0-5]\d$|^24:00$/
const minutesOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

/** Days since 1970-01-01, a Thursday. */
const dayOf = (date: string) => millisOf(`${date}T00:00:00.000Z` as Instant) / DAY
const dateOf = (day: number) => instantFromMillis(day * DAY).slice(0, 10)
const weekdayOf = (day: number) => ((day + 3) % 7) + 1
