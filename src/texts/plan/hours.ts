import { ok, refuse, type Result } from '../../core/problem.ts'

/** A span of the clock on somebody's wall, on a day of the week. Monday is 1. */
export interface WeeklyHours {
  readonly day: number
  readonly from: string
  readonly until: string
}

const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const WEEKLY = /^(mon|tue|wed|thu|fri|sat|sun)(?:-(mon|tue|wed|thu|fri|sat|sun))? +(\d\d:\d\d)-(\d\d:\d\d)$/
const DATED = /^(\d{4}-\d\d-\d\d) +(\d\d:\d\d)-(\d\d:\d\d)$/

/** `mon-fri 09:00-17:30`, `sat 10:00-14:00`; `fri-mon` goes over the weekend. */
export function weeklyHours(text: string): Result<readonly WeeklyHours[]> {
  const [, first, last = first, from, until] = WEEKLY.exec(text) ?? []
  if (first === undefined || from === undefined || until === undefined)
    return refuse(
      'plan/bad-hours',
      `"${text.slice(0, 60)}" is not working hours.`,
      'Write them as mon-fri 09:00-17:00.',
    )
  const [begin, end] = [DAYS.indexOf(first), DAYS.indexOf(last!)]
  const count = ((end - begin + 7) % 7) + 1
  return ok(Array.from({ length: count }, (_, i) => ({ day: ((begin + i) % 7) + 1, from, until })))
}

/** `2026-11-28 10:00-14:00`: hours beside the weekly ones. */
export function datedHours(text: string): Result<{ date: string; from: string; until: string }> {
  const [, date, from, until] = DATED.exec(text) ?? []
  return date === undefined || from === undefined || until === undefined
    ? refuse('plan/bad-hours', `"${text.slice(0, 60)}" is not hours of a day.`, 'Write them as 2026-11-28 10:00-14:00.')
    : ok({ date, from, until })
}
