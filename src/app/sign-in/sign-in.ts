import { withheldFrom } from '../../core/people/authority.ts'
import { hasAdministrator } from '../../core/people/decide-accounts.ts'
import { rolesOf } from '../../core/people/decide.ts'
import { type Ways, waysOf } from '../../core/people/accounts.ts'
import { type Actor, parseUuid } from '../../core/ids.ts'
import { DAY, HOUR } from '../../core/instant.ts'
import type { Role } from '../../core/policy/role.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Session } from '../ports/accounts.ts'
import type { Principal } from '../ports/principal.ts'
import { type Devices, devices } from './devices.ts'
import { type Enter, entering } from './enter.ts'
import { type SecondFactor, secondFactor } from './factor.ts'
import { giveLink, type Invitations, invitations, type Link } from './invitations.ts'
import { changePassword } from './own.ts'
import type { SignInPorts } from './ports.ts'
import { type ProviderWay, providerWay } from './provider.ts'
import { type Opened, type Sessions, sessionBook } from './sessions.ts'
import { tell } from './tell.ts'

/** How people get in, and what they are once they are in. */
export interface SignIn {
  readonly sessions: Sessions
  readonly enter: Enter
  readonly invitations: Invitations
  readonly secondFactor: SecondFactor
  readonly devices: Devices
  readonly provider?: ProviderWay
  /** Whose session this is, and as what they act in it. From memory. */
  recognise(token: string): Principal | undefined
  /** The same, looked up where this process does not know it yet. */
  meet(token: string): Promise<Principal | undefined>
  /** The session that somebody acts in; a token has none. */
  sessionOf(who: Principal): Result<Session>
  about(person: Actor): Ways
  /** Nobody gives roles yet. */
  needsSetUp(): boolean
  changePassword(who: Session, said: { readonly old: string; readonly next: string }): Promise<Result<Opened>>
  /** A link for somebody new, who gets these roles; for administrators. `key` is the id of the command. */
  invite(who: Principal, key: string, guest: Guest): Promise<Result<Link>>
  /** A link with which somebody comes back in. */
  reset(who: Principal, key: string, person: Actor): Promise<Result<Link>>
}

export interface Guest {
  readonly person: Actor
  readonly roles: readonly Role[]
  readonly days: number
}

export const RESET_MS = DAY
export const SET_UP_MS = HOUR

export function signIn(ports: SignInPorts): SignIn {
  const { people, clock, secondFactor: demanded } = ports
  const sessions = sessionBook(ports)
  const enter = entering(sessions, ports)
  const links = invitations(sessions, ports)
  const way = ports.provider && providerWay(ports.provider, { enter, sessions, invitations: links }, ports)

  function principal(session: Session | undefined): Principal | undefined {
    if (!session || !people().grants.has(session.person)) return undefined
    const roles = rolesOf(people(), session.person, clock.now())
    const withheld = session.both ? [] : withheldFrom(roles, demanded)
    return {
      actor: session.person,
      roles: roles.filter((role) => !withheld.includes(role)),
      session: session.id,
      ...(withheld.length > 0 && { withheld }),
    }
  }

  return {
    sessions,
    enter,
    invitations: links,
    secondFactor: secondFactor(sessions, ports),
    devices: devices(sessions, ports),
    ...(way && { provider: way }),
    recognise: (token) => principal(sessions.recognise(token)),
    meet: async (token) => principal(await sessions.meet(token)),
    sessionOf({ session }) {
      const known = session && sessions.known(session)
      return known ? ok(known) : NO_SESSION
    },
    needsSetUp: () => !hasAdministrator(people(), clock.now()),
    about: (person) => waysOf(people().accounts, person),
    changePassword: (session, said) => changePassword(session, said, sessions, ports),
    async invite({ actor }, key, { person, roles, days }) {
      const id = parseUuid(key)
      if (!id.ok) return id
      const added = await tell({ type: 'add_person', person }, actor, ports)
      if (!added.ok) return added
      const how = { person, purpose: 'invitation', millis: days * DAY, by: actor, id: id.value } as const
      const link = await giveLink(how, ports)
      if (!link.ok) return link
      const granted = await grant(actor, person, roles)
      return granted.ok ? link : granted
    },
    async reset({ actor }, key, person) {
      const id = parseUuid(key)
      if (!id.ok) return id
      return giveLink({ person, purpose: 'reset', millis: RESET_MS, by: actor, id: id.value }, ports)
    },
  }

  async function grant(by: Actor, person: Actor, roles: readonly Role[]): Promise<Result<void>> {
    const has = rolesOf(people(), person, clock.now())
    for (const role of roles.filter((one) => !has.includes(one))) {
      const granted = await tell({ type: 'grant_role', person, role }, by, ports)
      if (!granted.ok) return granted
    }
    return ok(undefined)
  }
}

const NO_SESSION = refuse('access/no-session', 'This is for people who signed in.', 'Sign in: `holdpoint login`.')
