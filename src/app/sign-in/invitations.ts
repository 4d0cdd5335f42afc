import { parseAccountName, type Purpose } from '../../core/people/accounts.ts'
import { hasAdministrator, openInvitation } from '../../core/people/decide-accounts.ts'
import { CONSOLE } from '../../core/people/decide.ts'
import { judgePassword } from '../../core/people/password.ts'
import { type Actor, parseActor, type Uuid } from '../../core/ids.ts'
import { addMillis, type Instant } from '../../core/instant.ts'
import { ok, type Result } from '../../core/problem.ts'
import { placeOf } from './enter.ts'
import type { From, SignInPorts } from './ports.ts'
import { digestOf, namedDigestOf, newSecret } from './secret.ts'
import type { Opened, Sessions } from './sessions.ts'
import { tell } from './tell.ts'

/** A link, as it is shown once. */
export interface Link {
  readonly code: string
  readonly until: Instant
}

/** What somebody who opens a link is told. */
export interface SeenLink {
  readonly purpose: Purpose | 'set-up'
  /** Nobody yet, where it sets the server up. */
  readonly person?: Actor
}

export interface Invitations {
  /** Opens a link without using it. */
  look(code: string): Promise<Result<SeenLink>>
  /** Uses it: from here on the password is theirs, and they are in. */
  accept(given: Accepting, from: From): Promise<Result<Opened>>
}

interface Accepting {
  readonly code: string
  /** How they want to be called, where the link does not say so. */
  readonly name?: string | undefined
  readonly password: string
}

type GivingPorts = Pick<SignInPorts, 'desk' | 'refresh' | 'clock' | 'chance' | 'crypto'>

/** Gives out a link; whoever asks may do so, or is refused. */
export async function giveLink(
  { person, purpose, millis, by, id }: { person: Actor; purpose: Purpose; millis: number; by: Actor; id?: Uuid },
  ports: GivingPorts,
): Promise<Result<Link>> {
  const code = newSecret(ports)
  const until = addMillis(ports.clock.now(), millis)
  const wish = {
    type: 'invite',
    purpose,
    digest: namedDigestOf(code, ports),
    until,
    ...(person && { person }),
  } as const
  const given = await tell(wish, by, ports, id)
  return given.ok ? ok({ code, until }) : given
}

export function invitations(sessions: Sessions, ports: SignInPorts): Invitations {
  const { people, clock, accounts, passwords } = ports

  async function look(code: string): Promise<Result<SeenLink>> {
    const known = await ports.refresh() // it may have been given out beside this process
    if (!known.ok) return known
    const setsUp = await accounts.seeTicket(setUpTicket(code, ports))
    if (!setsUp.ok) return setsUp
    if (setsUp.value !== undefined && !hasAdministrator(people(), clock.now())) return ok({ purpose: 'set-up' })
    const open = openInvitation(people(), namedDigestOf(code, ports), clock.now())
    return open.ok ? ok({ purpose: open.value.purpose, person: open.value.person }) : open
  }

  return {
    look,
    async accept({ code, name, password }, from) {
      const seen = await look(code)
      if (!seen.ok) return seen
      const named = seen.value.person === undefined ? parseAccountName(name ?? '') : parseActor(seen.value.person)
      if (!named.ok) return named
      const person = named.value
      const fit = judgePassword(password, person)
      if (!fit.ok) return fit
      const hash = await passwords.hash(fit.value)
      const { purpose } = seen.value
      const used = purpose === 'set-up' ? await setUp(person, code) : await useBy('password', person, code, ports)
      if (!used.ok) return used
      const kept = await accounts.keepPassword(person, hash)
      if (!kept.ok) return kept
      if (purpose === 'reset') {
        const forgotten = await forgetWays(person)
        if (!forgotten.ok) return forgotten
      }
      return sessions.begin({ person, both: false, sort: 'browser', place: placeOf(from) })
    },
  }

  /** That there is no administrator yet is looked at under the log's lock: of two who hold the link, one becomes it. */
  async function setUp(person: Actor, code: string): Promise<Result<unknown>> {
    const told = await tell({ type: 'set_up', person }, CONSOLE, ports)
    return told.ok ? accounts.takeTicket(setUpTicket(code, ports)) : told
  }

  /** Whoever had a way in before the reset has none after it. */
  async function forgetWays(person: Actor): Promise<Result<unknown>> {
    const factor = await accounts.endFactor(person)
    if (!factor.ok) return factor
    const unlinked = await accounts.unlink(person)
    return unlinked.ok ? sessions.end(person, {}) : unlinked
  }
}

export const useBy = (by: 'password' | 'provider', person: Actor, code: string, ports: SignInPorts) =>
  tell({ type: 'use_invitation', person, digest: namedDigestOf(code, ports), by }, person, ports)

/** A link that makes whoever opens it the first administrator. */
export async function offerSetUp(
  millis: number,
  ports: Pick<SignInPorts, 'accounts' | 'clock' | 'chance' | 'crypto'>,
): Promise<Result<Link>> {
  const code = newSecret(ports)
  const until = addMillis(ports.clock.now(), millis)
  const kept = await ports.accounts.keepTicket({ ...setUpTicket(code, ports), until }, '')
  return kept.ok ? ok({ code, until }) : kept
}
const setUpTicket = (code: string, ports: Pick<SignInPorts, 'crypto'>) =>
  ({ sort: 'set-up', digest: digestOf(code, ports) }) as const
