import { type Instant, millisOf, MINUTE } from '../instant.ts'
import type { Forecast } from './forecast.ts'

/** How far the date moved between two plans. The date is P80: kept four times in five. */
export interface Slip {
  readonly from: Instant
  readonly to: Instant
  /** Milliseconds of the calendar, nights included; negative where the date comes earlier. */
  readonly millis: number
  /** Told in one sentence, times in UTC. */
  readonly sentence: string
}

export function slip(before: Forecast, after: Forecast): Slip {
  const [from, to] = [before.finish.p80, after.finish.p80]
  const millis = millisOf(to) - millisOf(from)
  const date = 'The date that holds with 80 % confidence'
  const span = spanOf(Math.abs(millis))
  const sentence =
    span === ''
      ? `${date} stays: ${minute(to)}.`
      : `${date} is ${span} ${millis > 0 ? 'later' : 'earlier'}: ${minute(to)} instead of ${minute(from)}.`
  return { from, to, millis, sentence }
}

const minute = (instant: Instant) => `${instant.slice(0, 10)} ${instant.slice(11, 16)} UTC`

/** `2 days 3 hours`; minutes below a day only. Empty below half a minute. */
function spanOf(millis: number): string {
  const minutes = Math.round(millis / MINUTE)
  const rounded = minutes < 1440 ? minutes : Math.round(minutes / 60) * 60
  const parts = [
    [Math.floor(rounded / 1440), 'day'],
    [Math.floor(rounded / 60) % 24, 'hour'],
    [rounded % 60, 'minute'],
  ] as const
  return parts.flatMap(([n, unit]) => (n === 0 ? [] : `${n} ${unit}${n === 1 ? '' : 's'}`)).join(' ')
}
