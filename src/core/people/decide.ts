import type { Actor } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Role } from '../policy/role.ts'
import { ok, refuse, type Result } from '../problem.ts'
import { isReserved } from './accounts.ts'
import { CONSOLE, rolesOf } from './authority.ts'
import { decideOwn, invite, type Invite, type OwnWish } from './decide-accounts.ts'
import type { People, PeopleDetails, PeopleEventType, PeopleFact } from './people.ts'

export { CONSOLE, rolesOf } from './authority.ts'

type Say<Type extends string, Event extends PeopleEventType> = { readonly type: Type } & PeopleDetails<Event>

export type PeopleWish =
  | Say<'add_person', 'person_added'>
  | (Omit<Say<'grant_role', 'role_granted'>, 'since'> & {
      /** By default now; never before. */
      readonly since?: Instant
    })
  | Say<'end_role', 'role_ended'>
  | Say<'issue_token', 'token_issued'>
  | Say<'revoke_token', 'token_revoked'>
  | Invite
  | OwnWish

/**
 * What a wish does to who is who. An administrator gives roles and decides nothing; nobody gives a role to themselves, whoever they are.
 * No fact: nothing was new.
 */
export function decidePeople(people: People, wish: PeopleWish, by: Actor, at: Instant): Result<readonly PeopleFact[]> {
  if (isOwn(wish)) return decideOwn(people, wish, by, at)
  if (by !== CONSOLE && !rolesOf(people, by, at).includes('administrator'))
    return refuse(
      'people/not-authorised',
      `${by} is no administrator.`,
      'Ask one, or whoever may read the data folder.',
    )
  switch (wish.type) {
    case 'add_person':
      if (isReserved(wish.person))
        return refuse('people/name-taken', `${wish.person} is no person's name here.`, 'Choose another one.')
      return people.grants.has(wish.person) ? ok([]) : happened({ ...wish, type: 'person_added' })
    case 'grant_role':
      return grantRole(people, wish, by, at)
    case 'end_role':
      return rolesOf(people, wish.person, at).includes(wish.role) ? happened({ ...wish, type: 'role_ended' }) : ok([])
    case 'issue_token':
      return issueToken(people, wish, by, at)
    case 'revoke_token': {
      const token = people.tokens.get(wish.token)
      if (!token)
        return refuse('people/unknown', `There is no token ${wish.token}.`, 'Look it up: `holdpoint admin token list`.')
      return token.revoked ? ok([]) : happened({ ...wish, type: 'token_revoked' })
    }
    case 'invite':
      return invite(people, wish, by, at)
  }
}

const OWN: ReadonlySet<PeopleWish['type']> = new Set<OwnWish['type']>([
  'use_invitation',
  'set_up',
  'arrive',
  'set_password',
  'link_provider',
  'set_second_factor',
  'end_second_factor',
])
/** Wishes about oneself, or with a link in the hand: no administrator is needed. */
const isOwn = (wish: PeopleWish): wish is OwnWish => OWN.has(wish.type)

function grantRole(
  people: People,
  { person, role, since = at0, until }: Extract<PeopleWish, { type: 'grant_role' }>,
  by: Actor,
  at: Instant,
): Result<readonly PeopleFact[]> {
  const known = unknownPerson(people, person)
  if (known) return known
  if (person === by)
    return refuse('people/own-role', 'Nobody gives a role to themselves.', 'Ask another administrator.')
  if (by !== CONSOLE && isProgram(person) && !PROGRAM_ROLES.has(role))
    return refuse(
      'people/program-role',
      `${person} is a program, and a ${role} is somebody.`,
      `Give it one of: ${[...PROGRAM_ROLES].join(', ')}.`,
    )
  const from = since < at ? at : since // a role that began in the past would be older than a hold that is in force
  if (until !== undefined && until <= from)
    return refuse('people/no-time', `${from} to ${until} is no time to come.`, 'Give an end after its start.')
  return happened({ type: 'role_granted', person, role, since: from, ...(until && { until }) })
}
/** Whoever holds a program's token acts as it; so over HTTP an administrator gives it nothing that decides. */
const PROGRAM_ROLES: ReadonlySet<Role> = new Set<Role>(['pipeline', 'viewer', 'auditor'])
const isProgram = (person: Actor): boolean => person.startsWith('token:')

const at0 = '0001-01-01T00:00:00.000Z' as Instant

function issueToken(
  people: People,
  wish: Extract<PeopleWish, { type: 'issue_token' }>,
  by: Actor,
  at: Instant,
): Result<readonly PeopleFact[]> {
  const unknown = unknownPerson(people, wish.person)
  if (unknown) return unknown
  if (by !== CONSOLE && !isProgram(wish.person))
    return refuse(
      'people/not-a-program',
      `A token of ${wish.person} would let its holder act in their name.`,
      'Make one for a program: token:<name>.',
    )
  if (people.tokens.has(wish.token))
    return refuse('people/token-taken', `There is a token ${wish.token} already.`, 'Give it another name.')
  if (wish.until <= at) return refuse('people/no-time', `${wish.until} is past.`, 'Give a time to come.')
  return happened({ ...wish, type: 'token_issued' })
}

const unknownPerson = ({ grants }: People, person: Actor): Result<never> | undefined =>
  grants.has(person)
    ? undefined
    : refuse('people/unknown', `There is nobody called ${person}.`, 'Add the person first.')

const happened = (fact: PeopleFact): Result<readonly PeopleFact[]> => ok([fact])
