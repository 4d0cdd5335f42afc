import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Instant } from '../../../core/instant.ts'
import { invitationIcs, versionOf, type Invitation } from './invitation.ts'

const invitation = (more: Partial<Invitation> = {}): Invitation => ({
  uid: '0193e5f0-7c1a-7b3e-8a5d-1f2e3d4c5b6a@holdpoint',
  sequence: 0,
  cancelled: false,
  start: '2026-11-20T15:00:00.000Z' as Instant,
  minutes: 30,
  stamp: '2026-11-20T14:30:00.000Z' as Instant,
  summary: 'Quiet Harbour',
  description: 'Agenda',
  organizer: 'ben@example.org',
  attendees: ['eve@example.org'],
  ...more,
})

/** What a calendar reads: unfolded lines, and text values with their escapes taken back. */
function parse(ics: string): { lines: readonly string[]; values: ReadonlyMap<string, string> } {
  const lines = ics.replaceAll('\r\n ', '').split('\r\n').slice(0, -1)
  const values = new Map(
    lines.map((line) => {
      const at = line.indexOf(':')
      return [line.slice(0, at).split(';')[0]!, line.slice(at + 1)]
    }),
  )
  return { lines, values }
}
const unescaped = (value: string) =>
  value.replaceAll(/\\([\\;,nN])/g, (_, c: string) => (c === 'n' || c === 'N' ? '\n' : c))

test('whatever stands in summary and description comes back as text, and adds no line of its own', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' }), (summary, description) => {
      const clean = (value: string) =>
        value.replaceAll(/\r\n|\r|\n/g, '\n').replaceAll(/[^\n\P{Cc}]|[\u2028\u2029]/gu, ' ')
      const { lines, values } = parse(invitationIcs(invitation({ summary, description })))
      expect(lines).toHaveLength(17)
      expect(unescaped(values.get('SUMMARY')!)).toBe(clean(summary))
      expect(unescaped(values.get('DESCRIPTION')!)).toBe(clean(description))
    }),
  )
})

test('no line is longer than 75 octets, and no character is cut in two', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), (description) => {
      for (const line of invitationIcs(invitation({ description })).split('\r\n')) {
        expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75)
        expect(line).not.toMatch(/\p{Cs}/u)
      }
    }),
  )
})

test('an invitation is a request, its end is a cancellation of the same meeting with a higher sequence', () => {
  const first = invitationIcs(invitation())
  expect(parse(first).values.get('METHOD')).toBe('REQUEST')
  expect(versionOf(first)).toEqual({ uid: invitation().uid, sequence: 0 })
  const last = parse(invitationIcs(invitation({ cancelled: true, sequence: 1 }))).values
  expect([last.get('METHOD'), last.get('STATUS'), last.get('SEQUENCE')]).toEqual(['CANCEL', 'CANCELLED', '1'])
})

test('times are in UTC, to the second', () => {
  const { values } = parse(invitationIcs(invitation()))
  expect([values.get('DTSTART'), values.get('DTEND')]).toEqual(['20261120T150000Z', '20261120T153000Z'])
})
