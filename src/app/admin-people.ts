import { parseAccountName } from '../core/people/accounts.ts'
import { CONSOLE, type PeopleWish } from '../core/people/decide.ts'
import { PEOPLE } from '../core/people/people.ts'
import { type Actor, parseActor } from '../core/ids.ts'
import { DAY } from '../core/instant.ts'
import type { Role } from '../core/policy/role.ts'
import { ok, type Result } from '../core/problem.ts'
import { addressOf } from './address.ts'
import { rolesNamed } from './admin.ts'
import { type Answer, print, refusal } from './answer.ts'
import type { Desk } from './handle/handle.ts'
import { placeOf } from './place.ts'
import type { Ports } from './ports.ts'
import { giveLink, type Link } from './sign-in/invitations.ts'
import { newId } from './sign-in/secret.ts'
import { RESET_MS } from './sign-in/sign-in.ts'
import { inTurn, withStore } from './with-store.ts'

interface LinkRequest {
  readonly data?: string
  /** As people reach the server. */
  readonly publicUrl?: string
  readonly person: string
}

/** `holdpoint admin invite`: beside a running server too. The link is printed once and kept nowhere. */
export async function invite(
  request: LinkRequest & { readonly roles: readonly string[]; readonly days: number },
  ports: Ports,
): Promise<Answer> {
  const person = parseAccountName(request.person)
  if (!person.ok) return refusal([person.problem], ports)
  const roles = request.roles.length === 0 ? ok([]) : rolesNamed(request.roles)
  if (!roles.ok) return refusal([roles.problem], ports)
  const link = await withStore(request.data, ports, async (_, desk) => {
    const added = await said([{ type: 'add_person', person: person.value }], desk, ports)
    if (!added.ok) return added
    const given = await linkFor(person.value, 'invitation', request.days * DAY, desk, ports)
    if (!given.ok) return given
    const granted = await said(grants(person.value, roles.value), desk, ports)
    return granted.ok ? given : granted
  })
  return link.ok ? shown(link.value, request, ports) : refusal([link.problem], ports)
}

/** `holdpoint admin reset`: the way back in. */
export async function reset(request: LinkRequest, ports: Ports): Promise<Answer> {
  const person = parseActor(request.person)
  if (!person.ok) return refusal([person.problem], ports)
  const link = await withStore(request.data, ports, (_, desk) => linkFor(person.value, 'reset', RESET_MS, desk, ports))
  return link.ok ? shown(link.value, request, ports) : refusal([link.problem], ports)
}

const grants = (person: Actor, roles: readonly Role[]): readonly PeopleWish[] =>
  roles.map((role) => ({ type: 'grant_role', person, role }))

const said = (wishes: readonly PeopleWish[], desk: Desk, ports: Ports): Promise<Result<unknown>> =>
  inTurn(wishes.map((wish) => () => desk.handle({ id: newId(ports), by: CONSOLE, on: PEOPLE, wish, openings: [] })))

/** This process ends with its answer: there is nothing to bring up to date. */
const linkFor = (person: Actor, purpose: 'invitation' | 'reset', millis: number, desk: Desk, ports: Ports) =>
  giveLink({ person, purpose, millis, by: CONSOLE }, { ...ports, desk, refresh: async () => ok(undefined) })

const shown = ({ code, until }: Link, { publicUrl, data }: LinkRequest, ports: Ports): Answer => {
  const place = placeOf({ ...(data !== undefined && { data }) }, ports.stores.words, 'join-or-start')
  const told = place.ok ? addressOf(place.value, ports) : undefined
  const base = (publicUrl ?? told ?? USUAL).replace(/\/$/, '')
  const guess = publicUrl === undefined ? ' With --public-url it names the server as people reach it.' : ''
  return print(`${base}/welcome/${code}\nIt opens once, until ${until}.${guess}\n`, ports)
}
/** Where no server ever ran on this store. */
const USUAL = 'http://localhost:4650'
