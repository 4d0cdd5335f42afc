import type { Actor, Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { ok, refuse, type Result } from '../problem.ts'
import { type Invitation, isReserved, type Purpose, waysOf } from './accounts.ts'
import { CONSOLE, rolesOf } from './authority.ts'
import type { People, PeopleFact } from './people.ts'

/** What an administrator, or whoever may read the data folder, wishes. */
export interface Invite {
  readonly type: 'invite'
  readonly person: Actor
  readonly digest: Digest
  readonly purpose: Purpose
  readonly until: Instant
}

/** What people wish about themselves. */
export type OwnWish =
  | {
      readonly type: 'use_invitation'
      readonly person: Actor
      readonly digest: Digest
      readonly by: 'password' | 'provider'
    }
  /** The first administrator. Whoever holds the link that the console showed is let in as nobody else: `by` is the console. */
  | { readonly type: 'set_up'; readonly person: Actor }
  /** Somebody new, whom the organisation's provider vouches for. Comes without a role. */
  | { readonly type: 'arrive'; readonly person: Actor }
  | {
      readonly type: 'set_password' | 'link_provider' | 'set_second_factor' | 'end_second_factor'
      readonly person: Actor
    }

/** An invitation is asked for by who may give roles; that was looked at before. */
export function invite(people: People, wish: Invite, by: Actor, at: Instant): Result<readonly PeopleFact[]> {
  const { person, purpose, until } = wish
  if (until <= at) return refuse('people/no-time', `${until} is past.`, 'Give a time to come.')
  if (!people.grants.has(person) || isProgram(person))
    return refuse('people/unknown', `There is nobody called ${person}.`, 'Add the person first.')
  if (person === by)
    return refuse('people/own-account', 'Nobody gives themselves a way in.', 'Ask another administrator.')
  const { password, provider } = waysOf(people.accounts, person)
  if (purpose === 'invitation' && (password || provider))
    return refuse(
      'people/has-account',
      `${person} can sign in already.`,
      'Give a way back in: `holdpoint admin reset`.',
    )
  return ok([{ ...wish, type: 'invited' }])
}

/** Is there anybody who gives roles? */
export const hasAdministrator = (people: People, at: Instant): boolean =>
  [...people.grants.keys()].some(
    (person) => !isProgram(person) && rolesOf(people, person, at).includes('administrator'),
  )
const isProgram = (person: Actor) => person.includes(':')

export function decideOwn(people: People, wish: OwnWish, by: Actor, at: Instant): Result<readonly PeopleFact[]> {
  const { person } = wish
  if (wish.type === 'use_invitation') return useInvitation(people, wish, by, at)
  if (wish.type === 'set_up') return setUp(people, person, by, at)
  if (by !== person)
    return refuse('people/not-yours', `That is ${person}'s own to change.`, 'Ask them, or give them a way back in.')
  if (wish.type === 'arrive')
    return people.grants.has(person) || isReserved(person)
      ? NAME_TAKEN(person)
      : ok([
          { type: 'person_added', person },
          { type: 'provider_linked', person },
        ])
  if (!people.grants.has(person))
    return refuse('people/unknown', `There is nobody called ${person}.`, 'Add the person first.')
  const { secondFactor, provider } = waysOf(people.accounts, person)
  switch (wish.type) {
    case 'set_password':
      return ok([{ type: 'password_set', person }])
    case 'link_provider':
      return ok(provider ? [] : [{ type: 'provider_linked', person }])
    case 'set_second_factor':
      return ok([{ type: 'second_factor_set', person }])
    case 'end_second_factor':
      return ok(secondFactor ? [{ type: 'second_factor_ended', person }] : [])
  }
}

/** Why an invitation opens nothing: one answer, whatever the reason. */
export function openInvitation(people: People, digest: Digest, at: Instant): Result<Invitation> {
  const invitation = people.accounts.invitations.get(digest)
  return invitation && !invitation.over && invitation.until > at
    ? ok(invitation)
    : refuse(
        'people/invitation-over',
        'This link was used, is too old, or is none of ours.',
        'Ask whoever sent it for another one.',
      )
}

function useInvitation(
  people: People,
  { person, digest, by: means }: Extract<OwnWish, { type: 'use_invitation' }>,
  by: Actor,
  at: Instant,
): Result<readonly PeopleFact[]> {
  const open = openInvitation(people, digest, at)
  if (!open.ok) return open
  const used: PeopleFact = { type: 'invitation_used', person, digest }
  const way: PeopleFact = { type: means === 'password' ? 'password_set' : 'provider_linked', person }
  if (open.value.person !== person || by !== person) return NOT_THEIRS
  return ok([used, way, ...begunAnew(people, person, at)])
}

function setUp(people: People, person: Actor, by: Actor, at: Instant): Result<readonly PeopleFact[]> {
  if (by !== CONSOLE)
    return refuse('people/not-authorised', 'Only the console sets a server up.', 'Open the link that it printed.')
  if (hasAdministrator(people, at)) return SET_UP_ALREADY
  if (people.grants.has(person) || isReserved(person) || isProgram(person)) return NAME_TAKEN(person)
  return ok([
    { type: 'person_added', person },
    { type: 'role_granted', person, role: 'administrator', since: at },
    { type: 'password_set', person },
  ])
}

/**
 * Whoever gives somebody a way in could come in as them. So a second factor is set anew, and their roles count from now on: on a hold
 * that is in force they need a second person.
 */
function begunAnew(people: People, person: Actor, at: Instant): readonly PeopleFact[] {
  const grants = (people.grants.get(person) ?? []).filter(({ until }) => until === undefined || until > at)
  const ended = [...new Set(grants.map(({ role }) => role))].map((role): PeopleFact => ({
    type: 'role_ended',
    person,
    role,
  }))
  const again = grants.map(({ role, since, until }): PeopleFact => ({
    type: 'role_granted',
    person,
    role,
    since: since > at ? since : at,
    ...(until && { until }),
  }))
  const factor = waysOf(people.accounts, person).secondFactor
  return [...(factor ? [{ type: 'second_factor_ended', person } as const] : []), ...ended, ...again]
}

const NOT_THEIRS = refuse('people/not-yours', "This link is somebody else's.", 'Ask for one of your own.')
const SET_UP_ALREADY = refuse(
  'people/set-up-already',
  'This server has an administrator.',
  'Ask them for an invitation; whoever may read the data folder can say `holdpoint admin invite`.',
)
const NAME_TAKEN = (person: Actor) => refuse('people/name-taken', `${person} is not free.`, 'Choose another name.')
