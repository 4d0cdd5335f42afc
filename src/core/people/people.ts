import { list, object, oneOf, optional, type Fields, type ObjectOf } from '../case/schema.ts'
import { actor, digest, instant, label, product, sealed } from '../case/values.ts'
import type { Grant } from '../case/rules.ts'
import type { Actor, Digest, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Entry } from '../log/entry.ts'
import { ok, refuse, type Place, type Result } from '../problem.ts'
import { ROLES } from '../policy/role.ts'
import { ACCOUNT_EVENTS, type Accounts, evolveAccounts, NO_ACCOUNTS } from './accounts.ts'

/** The stream that says who is who. */
export const PEOPLE = 'people'

const role = oneOf(...ROLES)

/** Everything that can happen to accounts, roles and tokens. Names stand as seals: whoever leaves can be forgotten. */
export const PEOPLE_EVENTS = {
  person_added: { person: actor, name: optional(sealed) },
  /** From then on, and until then where it says so: a deputy's role has an end. */
  role_granted: { person: actor, role, since: instant, until: optional(instant) },
  role_ended: { person: actor, role },
  /** `digest` is the secret's. It acts as the person that it names, for these products only where there are any. */
  token_issued: { token: label, person: actor, digest, products: optional(list(product, 1)), until: instant },
  token_revoked: { token: label },
  ...ACCOUNT_EVENTS,
} as const satisfies Readonly<Record<string, Fields>>

export type PeopleEventType = keyof typeof PEOPLE_EVENTS
export type PeopleDetails<T extends PeopleEventType> = ObjectOf<(typeof PEOPLE_EVENTS)[T]>
/** A fact as a rule gives it: an event without its envelope. */
export type PeopleFact = { [T in PeopleEventType]: { readonly type: T } & PeopleDetails<T> }[PeopleEventType]
export type PeopleEvent = { [T in PeopleEventType]: Entry<T, PeopleDetails<T>> }[PeopleEventType]

/** Who is who, as of an entry of the stream. */
export interface People {
  /** Position of the last entry. */
  readonly n: number
  readonly grants: ReadonlyMap<Actor, readonly Grant[]>
  readonly tokens: ReadonlyMap<string, Token>
  readonly accounts: Accounts
}

/** What opens the door for a program. The secret itself is kept nowhere. */
export interface Token {
  readonly person: Actor
  readonly digest: Digest
  /** Undefined: for every product. */
  readonly products?: readonly Product[]
  readonly until: Instant
  readonly revoked: boolean
}

export const NOBODY: People = { n: 0, grants: new Map(), tokens: new Map(), accounts: NO_ACCOUNTS }

/** Who is who after an event. Never refuses. */
export function evolvePeople(people: People, event: PeopleEvent): People {
  const { n, at, type, data } = event
  const next = { ...people, n }
  switch (type) {
    case 'person_added':
      return { ...next, grants: new Map(people.grants).set(data.person, people.grants.get(data.person) ?? []) }
    case 'role_granted': {
      const { person, role, since, until } = data
      const grant: Grant = { role, since, ...(until && { until }) }
      return { ...next, grants: new Map(people.grants).set(person, [...(people.grants.get(person) ?? []), grant]) }
    }
    case 'role_ended':
      return { ...next, grants: new Map(people.grants).set(data.person, ended(people, data.person, data.role, at)) }
    case 'token_issued': {
      const { token, person, digest, products, until } = data
      const issued: Token = { person, digest, until, revoked: false, ...(products && { products }) }
      return { ...next, tokens: new Map(people.tokens).set(token, issued) }
    }
    case 'token_revoked': {
      const known = people.tokens.get(data.token)
      return known ? { ...next, tokens: new Map(people.tokens).set(data.token, { ...known, revoked: true }) } : next
    }
    default:
      return { ...next, accounts: evolveAccounts(people.accounts, event) }
  }
}

/** What was decided on it stays decided: the grant is cut off, not taken out. */
function ended({ grants }: People, person: Actor, role: Grant['role'], at: Instant): readonly Grant[] {
  return (grants.get(person) ?? []).map((grant) =>
    grant.role === role && (grant.until === undefined || grant.until > at) ? { ...grant, until: at } : grant,
  )
}

const SCHEMAS = new Map(Object.entries(PEOPLE_EVENTS).map(([type, fields]) => [type, object(fields)]))

/** An entry of the stream, checked to the last field. */
export function decodePeopleEvent(entry: Entry, at: Place): Result<PeopleEvent> {
  const schema = entry.v === 1 ? SCHEMAS.get(entry.type) : undefined
  if (!schema)
    return refuse(
      'people/unknown-event',
      `"${entry.type}", version ${entry.v}, is not known.`,
      'A newer program may know it: update.',
      at,
    )
  const read = schema.read(entry.data, '/data')
  return read.ok
    ? ok({ ...entry, data: read.value } as PeopleEvent)
    : refuse('people/unknown-event', read.problem.message, 'A newer program may know it: update.', {
        ...at,
        pointer: read.problem.pointer,
      })
}
