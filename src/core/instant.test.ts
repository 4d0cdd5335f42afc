import fc from 'fast-check'
import { expect, test } from 'vitest'
import { addMillis, earliest, type Instant, instantFromMillis, millisOf, parseInstant, within } from './instant.ts'

const at = (text: string) => {
  const parsed = parseInstant(text)
  if (!parsed.ok) throw new Error(parsed.problem.message)
  return parsed.value
}

test('an instant has one form: UTC, milliseconds, fixed width', () => {
  expect(at('2026-11-20T14:00Z')).toBe('2026-11-20T14:00:00.000Z')
  expect(at('2026-11-20T15:30:00+01:30')).toBe('2026-11-20T14:00:00.000Z')
  expect(at('2026-11-20t14:00:00.5z')).toBe('2026-11-20T14:00:00.500Z')
})

test('digits beyond milliseconds are cut, so an end never moves into the future', () => {
  expect(at('2026-11-20T13:59:59.9999999Z')).toBe('2026-11-20T13:59:59.999Z')
})

test.each([
  '2026-11-20',
  '2026-11-20T14:00:00',
  '2026-02-29T00:00:00Z',
  '1900-02-29T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-11-20T24:00:00Z',
  '2026-11-20T14:60:00Z',
  '2026-11-20T14:00:00+24:00',
  '0001-01-01T00:00:00+00:01',
  '2026-11-20 14:00:00Z',
  'tomorrow',
  '',
])('%j is no instant', (text) => {
  const parsed = parseInstant(text)
  expect(parsed.ok || parsed.problem).toMatchObject({ code: 'instant/unreadable' })
})

const millis = fc.integer({ min: -62_135_596_800_000, max: 253_402_300_799_999 })

test('it agrees with the platform about every moment of 9,999 years', () => {
  fc.assert(
    fc.property(millis, (ms) => {
      const instant = instantFromMillis(ms)
      expect(instant).toBe(new Date(ms).toISOString())
      expect(millisOf(instant)).toBe(ms)
      expect(parseInstant(instant)).toEqual({ ok: true, value: instant })
    }),
  )
})

test('the order of texts is the order of time', () => {
  fc.assert(
    fc.property(millis, millis, (a, b) => {
      expect(instantFromMillis(a) < instantFromMillis(b)).toBe(a < b)
      expect(earliest(instantFromMillis(a), instantFromMillis(b))).toBe(instantFromMillis(Math.min(a, b)))
    }),
  )
})

test('until T means that T − 1 ms is in and T is out', () => {
  const from = at('2026-11-20T14:00Z')
  const until = at('2026-11-20T15:00Z')
  expect(within(from, from, until)).toBe(true)
  expect(within(addMillis(until, -1), from, until)).toBe(true)
  expect(within(until, from, until)).toBe(false)
  expect(within(addMillis(from, -1), from, until)).toBe(false)
})

test('a fraction of a millisecond is cut, never rounded up', () => {
  expect(addMillis(at('2026-11-20T14:00Z'), 1.9)).toBe('2026-11-20T14:00:00.001Z')
})

test('a moment that no clock shows is a fault of ours', () => {
  expect(() => instantFromMillis(0.5)).toThrow(RangeError)
  expect(() => instantFromMillis(Number.NaN)).toThrow(RangeError)
  expect(() => addMillis('9999-12-31T23:59:59.999Z' as Instant, 1)).toThrow(RangeError)
})
