import { ok, refuse, type Result } from './problem.ts'

declare const brand: unique symbol

/** A moment in UTC, `YYYY-MM-DDTHH:mm:ss.sssZ`, years 0001 … 9999. Fixed width, so text order is time order. */
export type Instant = string & { readonly [brand]: 'Instant' }

const FORM =
  /^(\d{4})-(\d{2})-(\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?(?:([Zz])|([+-])(\d{2}):?(\d{2}))$/

// In milliseconds.
export const MINUTE = 60_000
export const HOUR = 3_600_000
export const DAY = 86_400_000

const EARLIEST = -62_135_596_800_000 // 0001-01-01
const LATEST = 253_402_300_799_999 // 9999-12-31

/**
 * Reads an RFC 3339 date-time: seconds and their fraction may be left out, the offset may not.
 * Digits beyond milliseconds are cut, never rounded: an end must not move into the future.
 */
export function parseInstant(text: string): Result<Instant> {
  const no = (why: string) =>
    refuse(
      'instant/unreadable',
      `"${text.slice(0, 60)}" is not an instant: ${why}.`,
      'Write it as 2026-11-20T14:00:00Z.',
    )
  const match = FORM.exec(text)
  if (!match) return no('expected YYYY-MM-DDTHH:mm[:ss[.sss]] and an offset')
  const [, year, month, day, hour, minute, second = '0', fraction = '', , sign, offsetHour = '0', offsetMinute = '0'] =
    match
  const [y, mo, d, h, mi, s] = [year, month, day, hour, minute, second].map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ]
  if (mo < 1 || mo > 12 || d < 1 || d > daysInMonth(y, mo)) return no('there is no such day')
  if (h > 23 || mi > 59 || s > 59 || Number(offsetHour) > 23 || Number(offsetMinute) > 59)
    return no('there is no such time')
  const local =
    daysFromCivil(y, mo, d) * DAY + h * HOUR + mi * MINUTE + s * 1000 + Number(fraction.padEnd(3, '0').slice(0, 3))
  const offset = (Number(offsetHour) * 60 + Number(offsetMinute)) * MINUTE * (sign === '-' ? -1 : 1)
  const ms = local - offset
  return ms < EARLIEST || ms > LATEST ? no('the year is out of range') : ok(instantFromMillis(ms))
}

/** @param ms whole milliseconds since 1970-01-01T00:00Z, within the years 0001 … 9999 */
export function instantFromMillis(ms: number): Instant {
  if (!Number.isInteger(ms) || ms < EARLIEST || ms > LATEST) throw new RangeError(`not an instant: ${ms}`)
  const days = Math.floor(ms / DAY)
  const [y, m, d] = civilFromDays(days)
  const rest = ms - days * DAY
  const pad = (n: number, width = 2) => String(n).padStart(width, '0')
  const time = `${pad(Math.floor(rest / HOUR))}:${pad(Math.floor(rest / MINUTE) % 60)}:${pad(Math.floor(rest / 1000) % 60)}`
  return `${pad(y, 4)}-${pad(m)}-${pad(d)}T${time}.${pad(rest % 1000, 3)}Z` as Instant
}

export function millisOf(instant: Instant): number {
  const n = (from: number, to: number) => Number(instant.slice(from, to))
  return (
    daysFromCivil(n(0, 4), n(5, 7), n(8, 10)) * DAY +
    n(11, 13) * HOUR +
    n(14, 16) * MINUTE +
    n(17, 19) * 1000 +
    n(20, 23)
  )
}

/** A fraction of a millisecond is cut: an end must not move into the future. */
export const addMillis = (instant: Instant, ms: number): Instant =>
  instantFromMillis(millisOf(instant) + Math.floor(ms))
export const earliest = (a: Instant, b: Instant): Instant => (a < b ? a : b)

/** `[from, until)`: the first moment is in, the last one is out. */
export const within = (now: Instant, from: Instant, until: Instant): boolean => from <= now && now < until

const isLeap = (y: number) => (y % 4 === 0 && y % 100 !== 0) || y % 400 === 0
const daysInMonth = (y: number, m: number) => (m === 2 ? (isLeap(y) ? 29 : 28) : [4, 6, 9, 11].includes(m) ? 30 : 31)

/** Days since 1970-01-01 in the proleptic Gregorian calendar. @source Hinnant, chrono-compatible date algorithms */
function daysFromCivil(y: number, m: number, d: number): number {
  const shifted = m <= 2 ? y - 1 : y
  const era = Math.floor(shifted / 400)
  const yearOfEra = shifted - era * 400
  const dayOfYear = Math.floor((153 * (m + (m > 2 ? -3 : 9)) + 2) / 5) + d - 1
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
}

function civilFromDays(days: number): readonly [year: number, month: number, day: number] {
  const z = days + 719_468
  const era = Math.floor(z / 146_097)
  const dayOfEra = z - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shifted = Math.floor((5 * dayOfYear + 2) / 153)
  const month = shifted < 10 ? shifted + 3 : shifted - 9
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1]
}
