import { expect, test } from 'vitest'
import type { Instant } from '../core/instant.ts'
import { workingOf, type Calendar, type Span } from './calendar.ts'

const at = (text: string) => `${text}:00.000Z` as Instant
const calendar = (zone: string, more: Partial<Calendar> = {}): Calendar => ({
  zone,
  weekly: [],
  off: [],
  extra: [],
  ...more,
})
const weekdays = (span: Span) => [1, 2, 3, 4, 5].map((day) => ({ day, ...span }))
const NINE_TO_FIVE = weekdays({ from: '09:00', until: '17:00' })

/** `from–until` in UTC, to the minute. */
function working(calendar: Calendar, from: string, until: string): string[] {
  const result = workingOf(calendar, at(from), at(until))
  if (!result.ok) throw new Error(JSON.stringify(result.problem))
  return result.value.map((w) => `${w.from.slice(5, 16)} ${w.until.slice(5, 16)}`)
}

const codes = (calendar: Calendar, from = '2026-11-23T00:00', until = '2026-11-30T00:00') => {
  const result = workingOf(calendar, at(from), at(until))
  return result.ok ? [] : result.problem.map(({ code }) => code)
}

test('nine to five is another time in UTC for each zone', () => {
  const day = (zone: string) =>
    working(calendar(zone, { weekly: NINE_TO_FIVE }), '2026-11-23T06:00', '2026-11-24T00:00')
  expect(day('Europe/Berlin')).toEqual(['11-23T08:00 11-23T16:00'])
  expect(day('America/New_York')).toEqual(['11-23T14:00 11-23T22:00'])
  expect(day('Australia/Lord_Howe')).toEqual(['11-23T22:00 11-24T00:00'])
  expect(day('Asia/Kolkata')).toEqual(['11-23T06:00 11-23T11:30'])
})

test('weekends and days off are no working time, but an extra evening or Saturday is', () => {
  const plan = calendar('Europe/Berlin', {
    weekly: NINE_TO_FIVE,
    off: ['2026-12-25'],
    extra: [
      { date: '2026-12-24', from: '17:00', until: '20:00' },
      { date: '2026-12-26', from: '10:00', until: '12:00' },
    ],
  })
  expect(working(plan, '2026-12-24T00:00', '2026-12-29T00:00')).toEqual([
    '12-24T08:00 12-24T19:00',
    '12-26T09:00 12-26T11:00',
    '12-28T08:00 12-28T16:00',
  ])
})

test('nine o’clock stays nine o’clock when the clocks change', () => {
  const hours = (zone: string, from: string, until: string) =>
    working(calendar(zone, { weekly: [1, 5].map((day) => ({ day, from: '09:00', until: '10:00' })) }), from, until)
  expect(hours('Europe/Berlin', '2026-03-27T00:00', '2026-03-31T00:00')).toEqual([
    '03-27T08:00 03-27T09:00',
    '03-30T07:00 03-30T08:00',
  ])
  expect(hours('America/New_York', '2026-10-30T00:00', '2026-11-03T00:00')).toEqual([
    '10-30T13:00 10-30T14:00',
    '11-02T14:00 11-02T15:00',
  ])
  expect(hours('Australia/Lord_Howe', '2026-04-02T12:00', '2026-04-06T00:00')).toEqual([
    '04-02T22:00 04-02T23:00',
    '04-05T22:30 04-05T23:30',
  ])
})

const night = (zone: string, date: string, from: string, until: string) =>
  working(
    calendar(zone, { extra: [{ date, from, until }] }),
    `${date.slice(0, 8)}01T00:00`,
    `${date.slice(0, 8)}29T23:00`,
  )

test('an hour that the clock skips is not worked', () => {
  // Berlin, 29 March 2026: after 01:59 comes 03:00. New York: 8 March. Lord Howe, 4 October: half an hour.
  expect(night('Europe/Berlin', '2026-03-29', '01:00', '04:00')).toEqual(['03-29T00:00 03-29T02:00'])
  expect(night('Europe/Berlin', '2026-03-29', '02:15', '04:00')).toEqual(['03-29T01:00 03-29T02:00'])
  expect(night('Europe/Berlin', '2026-03-29', '02:15', '02:45')).toEqual([])
  expect(night('America/New_York', '2026-03-08', '01:30', '02:30')).toEqual(['03-08T06:30 03-08T07:00'])
  expect(night('Australia/Lord_Howe', '2026-10-04', '01:30', '03:00')).toEqual(['10-03T15:00 10-03T16:00'])
})

test('an hour that the clock shows twice is worked twice by who works through it', () => {
  // Berlin, 25 October 2026: after 02:59 comes 02:00 again.
  expect(night('Europe/Berlin', '2026-10-25', '01:00', '04:00')).toEqual(['10-24T23:00 10-25T03:00'])
  expect(night('America/New_York', '2026-11-01', '00:00', '03:00')).toEqual(['11-01T04:00 11-01T08:00'])
  expect(night('Australia/Lord_Howe', '2026-04-05', '01:00', '03:00')).toEqual(['04-04T14:00 04-04T16:30'])
})

test('a shift that begins or ends within the repeated hour does so when the clock first shows it', () => {
  expect(night('Europe/Berlin', '2026-10-25', '02:30', '04:00')).toEqual(['10-25T00:30 10-25T03:00'])
  expect(night('Europe/Berlin', '2026-10-25', '01:00', '02:30')).toEqual(['10-24T23:00 10-25T00:30'])
  expect(night('America/New_York', '2026-11-01', '01:30', '03:00')).toEqual(['11-01T05:30 11-01T08:00'])
})

test('a zone without daylight saving has neither', () => {
  expect(night('Asia/Kolkata', '2026-03-28', '01:00', '04:00')).toEqual(['03-27T19:30 03-27T22:30'])
})

test('a day that a zone left out was not worked', () => {
  // Samoa crossed the date line: after 29 December 2011 came the 31st.
  const samoa = calendar('Pacific/Apia', { weekly: [4, 5, 6].map((day) => ({ day, from: '09:00', until: '17:00' })) })
  expect(working(samoa, '2011-12-29T12:00', '2012-01-01T00:00')).toEqual([
    '12-29T19:00 12-30T03:00',
    '12-30T19:00 12-31T03:00',
  ])
})

test('a night shift ends on the next day, and belongs to the day on which it begins', () => {
  const nights = calendar('UTC', { weekly: weekdays({ from: '22:00', until: '06:00' }), off: ['2026-11-24'] })
  expect(working(nights, '2026-11-23T00:00', '2026-11-26T00:00')).toEqual([
    '11-23T22:00 11-24T06:00',
    '11-25T22:00 11-26T00:00',
  ])
})

test('hours that are said twice count once, and whole days join', () => {
  const plan = calendar('UTC', { weekly: [...NINE_TO_FIVE, { day: 1, from: '16:00', until: '18:00' }] })
  expect(working(plan, '2026-11-23T00:00', '2026-11-24T00:00')).toEqual(['11-23T09:00 11-23T18:00'])
  const always = calendar('UTC', {
    weekly: [1, 2, 3, 4, 5, 6, 7].map((day) => ({ day, from: '00:00', until: '24:00' })),
  })
  expect(working(always, '2026-11-23T05:00', '2026-12-24T00:00')).toEqual(['11-23T05:00 12-24T00:00'])
})

test('a calendar that makes no sense is refused, with everything wrong in it', () => {
  expect(codes(calendar('Europe/Bielefeld'))).toEqual(['calendar/unknown-zone'])
  expect(codes(calendar(''))).toEqual(['calendar/unknown-zone'])
  expect(codes(calendar('UTC', { weekly: [{ day: 0, from: '09:00', until: '9:00' }] }))).toEqual([
    'calendar/bad-day',
    'calendar/bad-time',
  ])
  expect(codes(calendar('UTC', { weekly: weekdays({ from: '09:00', until: '09:00' }).slice(0, 1) }))).toEqual([
    'calendar/bad-time',
  ])
  expect(codes(calendar('UTC', { off: ['2026-02-30', 'christmas'] }))).toEqual([
    'calendar/bad-date',
    'calendar/bad-date',
  ])
  expect(codes(calendar('UTC'), '2026-11-23T00:00', '2026-11-23T00:00')).toEqual(['calendar/bad-range'])
  expect(codes(calendar('UTC'), '2026-11-23T00:00', '2126-11-23T00:00')).toEqual(['calendar/bad-range'])
})
