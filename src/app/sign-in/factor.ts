import { waysOf } from '../../core/people/accounts.ts'
import { otpauth, stepOfCode, toBase32 } from '../../core/people/totp.ts'
import { addMillis, MINUTE } from '../../core/instant.ts'
import { fromHex, toHex } from '../../core/log/base.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Session } from '../ports/accounts.ts'
import { checkCode, newRecoveryCodes } from './codes.ts'
import { HALF_OVER } from './enter.ts'
import type { SignInPorts } from './ports.ts'
import { digestOf } from './secret.ts'
import type { Opened, Sessions } from './sessions.ts'
import { tell } from './tell.ts'

export interface SecondFactor {
  /** What an authenticator is to be told: as a picture says it, and to be typed. The same until it is confirmed or ten minutes are over. */
  propose(session: Session): Promise<Result<Proposed>>
  /** The authenticator works: from here on it is asked for. @returns recovery codes, shown once, and a new session in place of all others */
  confirm(
    session: Session,
    code: string,
  ): Promise<Result<{ readonly codes: readonly string[]; readonly opened: Opened }>>
  /** Takes a code, as signing in does. @returns a new session, of one factor */
  end(session: Session, code: string): Promise<Result<Opened>>
}

export interface Proposed {
  readonly uri: string
  readonly secret: string
}

const PROPOSAL_MS = 10 * MINUTE
/** As long as the hash. @source RFC 4226, section 4, R6 */
const SECRET_BYTES = 20

export function secondFactor(sessions: Sessions, ports: SignInPorts): SecondFactor {
  const { accounts, clock, chance, hmac, people } = ports
  const ticketOf = ({ id }: Session) => ({ sort: 'enrolment', digest: digestOf(`enrolment ${id}`, ports) }) as const

  async function proposed(session: Session): Promise<Result<Uint8Array | undefined>> {
    const kept = await accounts.seeTicket(ticketOf(session))
    return kept.ok ? ok(kept.value === undefined ? undefined : fromHex(kept.value)) : kept
  }
  /** What was opened with less, or with what is gone, is over. */
  async function anew({ person, sort, place }: Session, both: boolean): Promise<Result<Opened>> {
    const ended = await sessions.end(person, {})
    return ended.ok ? sessions.begin({ person, both, sort, place }) : ended
  }

  return {
    async propose(session) {
      const { person } = session
      if (waysOf(people().accounts, person).secondFactor) return THERE_ALREADY
      const before = await proposed(session)
      if (!before.ok) return before
      const secret = before.value ?? chance.bytes(SECRET_BYTES)
      if (!before.value) {
        const until = addMillis(clock.now(), PROPOSAL_MS)
        const kept = await accounts.keepTicket({ ...ticketOf(session), until }, toHex(secret))
        if (!kept.ok) return kept
      }
      return ok({ uri: otpauth(person, secret), secret: toBase32(secret) })
    },

    async confirm(session, code) {
      const { person } = session
      if (waysOf(people().accounts, person).secondFactor) return THERE_ALREADY
      const secret = await proposed(session)
      if (!secret.ok) return secret
      if (!secret.value) return HALF_OVER
      const step = stepOfCode({ secret: secret.value, lastStep: 0 }, code, clock.now(), hmac)
      if (step === undefined) return WRONG_CODE
      const taken = await accounts.takeTicket(ticketOf(session))
      if (!taken.ok) return taken
      if (taken.value === undefined) return HALF_OVER
      const { shown, kept: digests } = newRecoveryCodes(person, ports)
      const kept = await accounts.keepFactor(person, { secret: secret.value, lastStep: step }, digests)
      if (!kept.ok) return kept
      const told = await tell({ type: 'set_second_factor', person }, person, ports)
      if (!told.ok) return told
      const opened = await anew(session, true)
      return opened.ok ? ok({ codes: shown, opened: opened.value }) : opened
    },

    async end(session, code) {
      const { person } = session
      const right = await checkCode(person, code, ports)
      if (!right.ok) return right
      const told = await tell({ type: 'end_second_factor', person }, person, ports)
      if (!told.ok) return told
      const gone = await accounts.endFactor(person)
      return gone.ok ? anew(session, false) : gone
    },
  }
}

const THERE_ALREADY = refuse(
  'sign-in/second-factor-there',
  'There is a second factor already.',
  'Take it away first, with a code of it.',
)
const WRONG_CODE = refuse(
  'sign-in/wrong-code',
  'This code does not fit the picture.',
  'Take the one that your authenticator shows now; the clock of your phone must be right.',
)
