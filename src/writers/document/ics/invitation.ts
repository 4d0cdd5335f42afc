import { addMillis, type Instant, MINUTE } from '../../../core/instant.ts'

/** A meeting as a calendar needs it. */
export interface Invitation {
  /** The same for every version of one meeting, and of no other. */
  readonly uid: string
  /** Rises with every version that people have to hear of. */
  readonly sequence: number
  readonly cancelled: boolean
  readonly start: Instant
  readonly minutes: number
  /** When this version was made. */
  readonly stamp: Instant
  readonly summary: string
  readonly description: string
  /** E-mail addresses. */
  readonly organizer: string
  readonly attendees: readonly string[]
}

/** An invitation, or its cancellation, that a calendar takes from a mail. @source RFC 5545; RFC 5546, sections 3.2.2 and 3.2.5 */
export function invitationIcs(one: Invitation): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Holdpoint//Holdpoint//EN',
    `METHOD:${one.cancelled ? 'CANCEL' : 'REQUEST'}`,
    'BEGIN:VEVENT',
    `UID:${text(one.uid)}`,
    `SEQUENCE:${one.sequence}`,
    `DTSTAMP:${time(one.stamp)}`,
    `DTSTART:${time(one.start)}`,
    `DTEND:${time(addMillis(one.start, one.minutes * MINUTE))}`,
    `STATUS:${one.cancelled ? 'CANCELLED' : 'CONFIRMED'}`,
    `SUMMARY:${text(one.summary)}`,
    `DESCRIPTION:${text(one.description)}`,
    `ORGANIZER:mailto:${one.organizer}`,
    ...one.attendees.map((mail) => `ATTENDEE;ROLE=REQ-PARTICIPANT;PARTSTAT=NEEDS-ACTION;RSVP=TRUE:mailto:${mail}`),
    'END:VEVENT',
    'END:VCALENDAR',
  ]
  return lines.map(folded).join('')
}

/** `20261120T180000Z`. @source RFC 5545, section 3.3.5 */
const time = (at: Instant) => `${at.slice(0, 19).replaceAll(/[-:]/g, '')}Z`

/** A text value: no line of it ends the property, no control character is in it. @source RFC 5545, section 3.3.11 */
const text = (value: string) =>
  value
    .replaceAll(/[\\;,]/g, String.raw`\$&`)
    .replaceAll(/\r\n|\r|\n/g, String.raw`\n`)
    .replaceAll(/[\p{Cc}\u2028\u2029]/gu, ' ')

const LINE_OCTETS = 75

/** A line of at most 75 octets; the rest on lines that begin with a space. Characters stay whole. @source RFC 5545, section 3.1 */
function folded(line: string): string {
  const lines: string[] = []
  let current = ''
  let octets = 0
  for (const character of line) {
    const size = octetsOf(character)
    if (octets + size > LINE_OCTETS) {
      lines.push(current)
      current = ' '
      octets = 1
    }
    current += character
    octets += size
  }
  return `${[...lines, current].join('\r\n')}\r\n`
}

const octetsOf = (character: string): number => {
  const point = character.codePointAt(0)!
  return point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x1_0000 ? 3 : 4
}

/** UID and SEQUENCE of an invitation that was written before. */
export function versionOf(ics: string): { readonly uid: string; readonly sequence: number } | undefined {
  const unfolded = ics.replaceAll(/\r?\n[ \t]/g, '')
  const uid = /^UID:(.*)$/m.exec(unfolded)?.[1]?.trim()
  const sequence = /^SEQUENCE:(\d{1,9})\s*$/m.exec(unfolded)?.[1]
  return uid === undefined || sequence === undefined ? undefined : { uid, sequence: Number(sequence) }
}
