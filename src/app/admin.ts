import { toHex } from '../core/log/base.ts'
import { CONSOLE, type PeopleWish, rolesOf } from '../core/people/decide.ts'
import { type People, PEOPLE } from '../core/people/people.ts'
import { type Digest, parseActor, parseProduct, type Product, uuidv7 } from '../core/ids.ts'
import { addMillis, DAY } from '../core/instant.ts'
import { nearest } from '../core/nearest.ts'
import { type Role, ROLES } from '../core/policy/role.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { jsonText } from '../writers/json/text.ts'
import { tokensText } from '../writers/terminal/admin.ts'
import { type Answer, print, refusal } from './answer.ts'
import { digestOfSecret, directory } from './directory.ts'
import type { Desk } from './handle/handle.ts'
import type { Ports } from './ports.ts'
import type { Store } from './ports/store.ts'
import { inTurn, withStore } from './with-store.ts'

export interface TokenRequest {
  readonly data?: string
  /** What it is called in lists; what it does is done by `token:<name>`. */
  readonly name: string
  readonly roles: readonly string[]
  /** None: for every product. */
  readonly products: readonly string[]
  readonly days: number
  readonly json: boolean
}

/** `holdpoint admin token create`: for whoever may read the data folder. The secret is printed once and kept nowhere. */
export async function createToken(request: TokenRequest, ports: Ports): Promise<Answer> {
  const { name, days, json } = request
  const person = parseActor(`token:${name}`)
  if (!person.ok) return refusal([person.problem], ports)
  const roles = rolesNamed(request.roles)
  if (!roles.ok) return refusal([roles.problem], ports)
  const products = productsNamed(request.products)
  if (!products.ok) return refusal([products.problem], ports)
  const secret = `hp_${toHex(ports.chance.bytes(32))}`
  const until = addMillis(ports.clock.now(), days * DAY)
  const wishes: readonly PeopleWish[] = [
    { type: 'add_person', person: person.value },
    ...roles.value.map((role) => ({ type: 'grant_role', person: person.value, role, until }) as const),
    {
      type: 'issue_token',
      token: name,
      person: person.value,
      digest: digestOfSecret(secret, ports.crypto) as Digest,
      until,
      ...(products.value.length > 0 && { products: products.value }),
    },
  ]
  const done = await withStore(request.data, ports, (_, desk) => asConsole(wishes, desk, ports))
  if (!done.ok) return refusal([done.problem], ports)
  return print(
    json ? `${jsonText({ schema: 'holdpoint/token/v1', name, token: secret, until })}\n` : `${secret}\n`,
    ports,
  )
}

/** `holdpoint admin token list`: who may come in, how long; never a secret. */
export async function listTokens({ data, json }: { data?: string; json: boolean }, ports: Ports): Promise<Answer> {
  const people = await withStore(data, ports, (store) => peopleOf(store, ports))
  if (!people.ok) return refusal([people.problem], ports)
  const now = ports.clock.now()
  const tokens = [...people.value.tokens].map(([name, { person, products, until, revoked }]) => ({
    name,
    person,
    roles: rolesOf(people.value, person, now),
    ...(products && { products }),
    until,
    state: revoked ? ('revoked' as const) : until <= now ? ('over' as const) : ('valid' as const),
  }))
  return print(
    json ? tokens.map((token) => `${jsonText(token)}\n`).join('') : tokensText(tokens, ports.terminal.style),
    ports,
  )
}

/** `holdpoint admin token revoke`: over at once, here and on every node within a second. */
export async function revokeToken({ data, name }: { data?: string; name: string }, ports: Ports): Promise<Answer> {
  const done = await withStore(data, ports, (_, desk) =>
    asConsole([{ type: 'revoke_token', token: name }], desk, ports),
  )
  return done.ok ? print(`Revoked: ${name}.\n`, ports) : refusal([done.problem], ports)
}

export interface RoleRequest {
  readonly data?: string
  readonly person: string
  readonly roles: readonly string[]
  /** A deputy's, in days. */
  readonly days?: number
}

/** `holdpoint admin role grant`: somebody's role, from now on; added where nobody of that name is there yet. */
export async function grantRole({ data, person: name, days, ...request }: RoleRequest, ports: Ports): Promise<Answer> {
  const person = parseActor(name)
  if (!person.ok) return refusal([person.problem], ports)
  const roles = rolesNamed(request.roles)
  if (!roles.ok) return refusal([roles.problem], ports)
  const until = days === undefined ? {} : { until: addMillis(ports.clock.now(), days * DAY) }
  const wishes: readonly PeopleWish[] = [
    { type: 'add_person', person: person.value },
    ...roles.value.map((role) => ({ type: 'grant_role', person: person.value, role, ...until }) as const),
  ]
  const done = await withStore(data, ports, (_, desk) => asConsole(wishes, desk, ports))
  return done.ok ? print(`${person.value}: ${roles.value.join(', ')}.\n`, ports) : refusal([done.problem], ports)
}

const asConsole = (wishes: readonly PeopleWish[], desk: Desk, ports: Ports) =>
  inTurn(
    wishes.map(
      (wish) => () =>
        desk.handle({
          id: uuidv7(ports.clock.now(), ports.chance.bytes(10)),
          by: CONSOLE,
          on: PEOPLE,
          wish,
          openings: [],
        }),
    ),
  )

async function peopleOf({ ledger }: Store, { crypto, clock }: Ports): Promise<Result<People>> {
  const who = directory({ ledger, crypto, clock })
  const read = await who.refresh()
  return read.ok ? ok(who.people()) : read
}

export function rolesNamed(names: readonly string[]): Result<readonly Role[]> {
  const wrong = names.find((name) => !ROLES.includes(name as Role))
  if (wrong === undefined && names.length > 0) return ok(names as readonly Role[])
  const close = nearest(wrong ?? '', ROLES)
  return refuse(
    'usage/unknown-role',
    wrong === undefined ? 'Which role?' : `"${wrong.slice(0, 40)}" is no role.`,
    close === undefined ? `They are: ${ROLES.join(', ')}.` : `Did you mean ${close}?`,
  )
}

function productsNamed(names: readonly string[]): Result<readonly Product[]> {
  const products: Product[] = []
  for (const name of names) {
    const product = parseProduct(name)
    if (!product.ok) return product
    products.push(product.value)
  }
  return ok(products)
}
