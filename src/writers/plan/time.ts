import { MINUTE } from '../../core/instant.ts'
/** `Thu 26 Nov 14:20` on the wall of whoever reads it; up to the next minute, so that a date is never shown before it was reached. */
export function clock(zone: string): (at: number) => string {
  const format = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  })
  return (at) => {
    const parts = new Map(format.formatToParts(Math.ceil(at / MINUTE) * MINUTE).map(({ type, value }) => [type, value]))
    const [weekday, day, month, hour, minute] = ['weekday', 'day', 'month', 'hour', 'minute'].map((type) =>
      parts.get(type as Intl.DateTimeFormatPartTypes),
    )
    return `${weekday} ${day} ${month} ${hour}:${minute}`
  }
}

/** `2 days 3 hours`, `40 minutes`; `no time` below half a minute. */
export function span(millis: number): string {
  const minutes = Math.round(Math.abs(millis) / MINUTE)
  const rounded = minutes < MINUTES_A_DAY ? minutes : Math.round(minutes / 60) * 60
  const parts = [
    [Math.floor(rounded / MINUTES_A_DAY), 'day'],
    [Math.floor(rounded / 60) % 24, 'hour'],
    [rounded % 60, 'minute'],
  ] as const
  return parts.flatMap(([n, unit]) => (n === 0 ? [] : `${n} ${unit}${n === 1 ? '' : 's'}`)).join(' ') || 'no time'
}

const MINUTES_A_DAY = 1440
