import { type Actor, type Digest, parseUuid, type Product, type Uuid } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import { toHex } from '../../core/log/base.ts'
import { decidePeople, type PeopleWish, rolesOf } from '../../core/people/decide.ts'
import { type People, PEOPLE } from '../../core/people/people.ts'
import type { Role } from '../../core/policy/role.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { mayLook } from '../access.ts'
import { type Directory, digestOfSecret } from '../directory.ts'
import type { Desk } from '../handle/handle.ts'
import type { Chance, Clock, Crypto } from '../ports.ts'
import type { Principal } from '../ports/principal.ts'
import type { Json } from './json.ts'
import { derived } from './wishes.ts'

export type { PeopleWish }

export interface TokenWish {
  readonly name: string
  readonly roles: readonly Role[]
  readonly products?: readonly Product[] | undefined
  readonly until: Instant
}

export interface PeopleService {
  /** Everybody, their roles and tokens: for those who oversee them. */
  people(who: Principal): Promise<Result<Json>>
  /** @param key the id of the command, a UUIDv7 */
  peopleWish(who: Principal, key: string, wish: PeopleWish): Promise<Result<Json>>
  /** A program and its token, whose secret is told once. */
  issueToken(who: Principal, key: string, token: TokenWish): Promise<Result<Json>>
}

export interface PeoplePorts {
  readonly desk: Desk
  readonly directory: Pick<Directory, 'people' | 'refresh'>
  readonly crypto: Crypto
  readonly chance: Chance
  readonly clock: Clock
}

const OVERSEES: readonly Role[] = ['administrator', 'auditor', 'security-manager']

export function peopleService({ desk, directory, crypto, chance, clock }: PeoplePorts): PeopleService {
  async function said(by: Actor, wishes: readonly PeopleWish[], key: Uuid): Promise<Result<Json>> {
    const entries: number[] = []
    for (const [i, wish] of wishes.entries()) {
      const id = i === 0 ? key : derived(key, i, crypto)
      const handled = await desk.handle({ id, by, on: PEOPLE, wish, openings: [] })
      if (!handled.ok) return handled
      entries.push(...Array.from({ length: handled.value.entries }, (_, nth) => handled.value.n + nth))
    }
    const known = await directory.refresh() // so that this node knows it when it answers
    return known.ok ? ok({ entries }) : known
  }

  return {
    async people(who) {
      const may = mayLook(who)
      if (!may.ok) return may
      if (who.products || !who.roles.some((role) => OVERSEES.includes(role))) return NOT_YOURS(who)
      const known = await directory.refresh()
      return known.ok ? ok(peopleJson(directory.people(), clock.now())) : known
    },

    async peopleWish(who, key, wish) {
      const id = parseUuid(key)
      return id.ok ? said(who.actor, [wish], id.value) : id
    },

    async issueToken(who, key, { name, roles, products, until }) {
      const id = parseUuid(key)
      if (!id.ok) return id
      const person = `token:${name}` as Actor
      const secret = `hp_${toHex(chance.bytes(32))}`
      const digest = digestOfSecret(secret, crypto) as Digest
      const issue = { type: 'issue_token', token: name, person, digest, until, ...(products && { products }) } as const
      const known = await directory.refresh()
      if (!known.ok) return known
      // The roles are told before the token: where its name is taken, they would be given to the program that has it.
      const people = directory.people()
      const taken = people.tokens.has(name) ? decidePeople(people, issue, who.actor, clock.now()) : ok(undefined)
      if (!taken.ok) return taken
      const done = await said(
        who.actor,
        [
          { type: 'add_person', person },
          ...roles.map((role) => ({ type: 'grant_role', person, role, until }) as const),
          issue,
        ],
        id.value,
      )
      return done.ok ? ok({ ...done.value, name, person, token: secret, until }) : done
    },
  }
}

function peopleJson(people: People, now: Instant): Json {
  return {
    people: [...people.grants].map(([person, grants]) => ({
      person,
      roles: rolesOf(people, person, now),
      grants: grants.map(({ role, since, until }) => ({ role, since, ...(until && { until }) })),
      links: linksOf(people, person, now),
    })),
    tokens: [...people.tokens].map(([name, { person, products, until, revoked }]) => ({
      name,
      person,
      ...(products && { products }),
      until,
      state: revoked ? 'revoked' : until <= now ? 'over' : 'valid',
    })),
  }
}

/** The ways in that somebody else gave them, the oldest first. */
const linksOf = ({ accounts }: People, of: Actor, now: Instant): readonly Json[] =>
  [...accounts.invitations.values()]
    .filter(({ person }) => person === of)
    .map(({ purpose, by, at, until, used, over }) => ({
      purpose,
      by,
      at,
      until,
      state: used ? 'used' : over || until <= now ? 'over' : 'open',
      ...(used && { used_at: used }),
    }))

const NOT_YOURS = ({ actor }: Principal): Result<never> =>
  refuse('access/not-yours', `${actor} does not read who may do what.`, `Ask one of: ${OVERSEES.join(', ')}.`)
