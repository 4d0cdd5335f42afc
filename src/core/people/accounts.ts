import { oneOf, type Fields, type ObjectOf } from '../case/schema.ts'
import { actor, digest, instant } from '../case/values.ts'
import type { Actor, Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { ok, refuse, type Result } from '../problem.ts'

/** What a link is for: somebody new, the way back in. */
export const PURPOSES = ['invitation', 'reset'] as const
export type Purpose = (typeof PURPOSES)[number]

/**
 * What can happen to how somebody gets in, as far as it changes who is who. Sign-ins, and those that failed, are not among it: the log
 * cannot be erased. Nor is any secret: `digest` is of one that nobody can guess.
 */
export const ACCOUNT_EVENTS = {
  invited: { person: actor, digest, purpose: oneOf(...PURPOSES), until: instant },
  invitation_used: { person: actor, digest },
  password_set: { person: actor },
  /** An account of the organisation's provider is this person's from then on. */
  provider_linked: { person: actor },
  second_factor_set: { person: actor },
  second_factor_ended: { person: actor },
} as const satisfies Readonly<Record<string, Fields>>

type Events = typeof ACCOUNT_EVENTS

type AccountEvent = {
  [T in keyof Events]: {
    readonly type: T
    readonly at: Instant
    readonly actor: Actor
    readonly data: ObjectOf<Events[T]>
  }
}[keyof Events]

/** Links that were given out, and how everybody gets in. */
export interface Accounts {
  readonly invitations: ReadonlyMap<Digest, Invitation>
  readonly ways: ReadonlyMap<Actor, Ways>
}

export interface Invitation {
  readonly person: Actor
  readonly purpose: Purpose
  /** Whoever gave it out had it in the hand, and so could have used it. */
  readonly by: Actor
  readonly at: Instant
  readonly until: Instant
  readonly used?: Instant
  /** Used, or another one took its place. */
  readonly over: boolean
}

export interface Ways {
  readonly password: boolean
  readonly provider: boolean
  readonly secondFactor: boolean
}

export const NO_ACCOUNTS: Accounts = { invitations: new Map(), ways: new Map() }
export const NO_WAYS: Ways = { password: false, provider: false, secondFactor: false }

export const waysOf = ({ ways }: Accounts, person: Actor): Ways => ways.get(person) ?? NO_WAYS

/** How people get in after an event. Never refuses. */
export function evolveAccounts(accounts: Accounts, { type, at, actor, data }: AccountEvent): Accounts {
  const { invitations } = accounts
  const way = (person: Actor, more: Partial<Ways>): Accounts => ({
    ...accounts,
    ways: new Map(accounts.ways).set(person, { ...waysOf(accounts, person), ...more }),
  })
  switch (type) {
    case 'invited': {
      const { digest, ...invitation } = data
      // Of several links to one person only the last one opens.
      const earlier = [...invitations].map(
        ([key, one]) => [key, one.person === data.person ? { ...one, over: true } : one] as const,
      )
      return {
        ...accounts,
        invitations: new Map([...earlier, [digest, { ...invitation, by: actor, at, over: false }]]),
      }
    }
    case 'invitation_used': {
      const used = invitations.get(data.digest)
      if (!used) return accounts
      // Whoever comes back in may have been somebody else's meanwhile: what was linked then is linked no more.
      const { ways } = used.purpose === 'reset' ? way(data.person, { provider: false }) : accounts
      return { ways, invitations: new Map(invitations).set(data.digest, { ...used, used: at, over: true }) }
    }
    case 'password_set':
      return way(data.person, { password: true })
    case 'provider_linked':
      return way(data.person, { provider: true })
    case 'second_factor_set':
      return way(data.person, { secondFactor: true })
    case 'second_factor_ended':
      return way(data.person, { secondFactor: false })
  }
}

/** Who acts where no person does: `console` for whoever may read the data folder, `holdpoint` for the clock. */
const RESERVED: ReadonlySet<string> = new Set(['console', 'holdpoint'])

export const isReserved = (person: Actor): boolean => RESERVED.has(person)

/** The name that somebody new signs in with: a form that nobody mistakes for another, and no program's. */
export function parseAccountName(text: string): Result<Actor> {
  if (!/^[a-z0-9][a-z0-9._@+-]{0,63}$/.test(text))
    return refuse(
      'people/name-unreadable',
      `"${text.slice(0, 80)}" is no name to sign in with.`,
      'Use small letters, digits, dots and dashes, such as ana or ana.lopez; at most 64.',
    )
  return isReserved(text as Actor)
    ? refuse('people/name-taken', `${text} is not a person's name here.`, 'Choose another one.')
    : ok(text as Actor)
}
