import { buildDocument } from '../core/brief/build.ts'
import { MEETING_MINUTES } from '../core/brief/documents/meeting.ts'
import { ENGLISH } from '../core/brief/english/english.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { parseInstant } from '../core/instant.ts'
import { problem } from '../core/problem.ts'
import { invitationIcs, versionOf } from '../writers/document/ics/invitation.ts'
import { documentText } from '../writers/document/text/document.ts'
import { type Answer, deliver, refusal } from './answer.ts'
import { type CaseWords, placeOf, readFacts, withNotes } from './document.ts'
import type { Ports } from './ports.ts'

export interface MeetingRequest extends CaseWords {
  /** When it begins. */
  readonly start: string
  /** E-mail addresses, with commas between; the first one invites unless `from` does. */
  readonly attendees: string
  readonly from?: string
  /** Where the invitation goes; a new version of the one that is there, if it is of the same case. */
  readonly ics?: string
  readonly cancel: boolean
}

const MAX_ICS_BYTES = 2 ** 20

/** `holdpoint meeting`: an invitation with agenda and roles. It says nothing of the weakness: calendars are read by many. */
export async function meeting(request: MeetingRequest, ports: Ports): Promise<Answer> {
  const start = parseInstant(request.start)
  if (!start.ok) return refusal([start.problem], ports)
  const attendees = request.attendees.split(',').map((mail) => mail.trim())
  const organizer = request.from ?? attendees[0]!
  const wrong = [organizer, ...attendees].find((mail) => !/^[A-Za-z0-9._%+-]{1,64}@[A-Za-z0-9.-]{1,253}$/.test(mail))
  if (wrong !== undefined)
    return refusal(
      [
        problem(
          'usage/not-an-address',
          `"${wrong.slice(0, 80)}" is not an e-mail address.`,
          'A calendar invites addresses: --with ana@example.org,ben@example.org.',
        ),
      ],
      ports,
    )
  const read = await readFacts(request, ports)
  if (!read.ok) return refusal(read.problem, ports)
  const document = buildDocument('meeting', read.value.facts, ENGLISH)
  if (!document.ok) return refusal([document.problem], ports)
  const uid = `${read.value.origin}@holdpoint`
  const before = request.ics === undefined ? undefined : ports.files.text(request.ics, MAX_ICS_BYTES)
  const version = before?.ok ? versionOf(before.value) : undefined
  const ics = invitationIcs({
    uid,
    sequence: version?.uid === uid ? version.sequence + 1 : 0,
    cancelled: request.cancel,
    start: start.value,
    minutes: MEETING_MINUTES,
    stamp: ports.clock.now(),
    summary: document.value.title,
    description: documentText(document.value, (_, text) => text, 72).replaceAll(/^[═─]+\n/gm, ''),
    organizer,
    attendees,
  })
  return withNotes(deliver([{ to: placeOf(request.ics), text: ics }], EXIT.clear, ports), read.value.notes, ports)
}
