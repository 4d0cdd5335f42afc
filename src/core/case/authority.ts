import type { Actor } from '../ids.ts'
import { within, type Instant } from '../instant.ts'
import type { Role } from '../policy/role.ts'
import { refuse, type Result } from '../problem.ts'
import type { Act, Grant, Rules } from './rules.ts'

/** `fresh`: the role was granted while the hold was in force, so a second person is needed to act on it. */
export type Authority = 'none' | 'fresh' | 'established'

const END_OF_TIME = '9999-12-31T23:59:59.999Z' as Instant
const isValid = ({ since, until = END_OF_TIME }: Grant, at: Instant) => within(at, since, until)

/**
 * What somebody's roles are worth at a moment.
 *
 * @param held since when the hold is in force; `undefined` where none is
 */
export function authority(
  { people }: Rules,
  actor: Actor,
  roles: readonly Role[],
  at: Instant,
  held: Instant | undefined,
): Authority {
  const grants = (people.get(actor) ?? []).filter((grant) => roles.includes(grant.role) && isValid(grant, at))
  if (grants.length === 0) return 'none'
  return held === undefined || grants.some(({ since }) => since < held) ? 'established' : 'fresh'
}

export const may = (rules: Rules, actor: Actor, act: Act, at: Instant): boolean =>
  authority(rules, actor, rules.may[act], at, undefined) !== 'none'

/** Why somebody may not; nothing where they may. */
export const mayNot = (rules: Rules, actor: Actor, act: Act, at: Instant): Result<never> | undefined =>
  may(rules, actor, act, at)
    ? undefined
    : refuse(
        'case/not-authorised',
        `${actor} has no role that may do this.`,
        `Ask one of: ${rules.may[act].join(', ')}.`,
      )

/** Enough people, and somebody among them whose role is older than the hold. */
export const isQuorum = (authorities: readonly Authority[], people: number): boolean =>
  authorities.includes('established') && authorities.filter((each) => each !== 'none').length >= people

/** The roles that somebody had at a moment. */
export const rolesAt = ({ people }: Rules, actor: Actor, at: Instant): readonly Role[] =>
  (people.get(actor) ?? []).filter((grant) => isValid(grant, at)).map(({ role }) => role)

/** Everybody who has one of these roles now. */
export const peopleWith = ({ people }: Rules, roles: readonly Role[], at: Instant): readonly Actor[] =>
  [...people].flatMap(([actor, grants]) =>
    grants.some((grant) => roles.includes(grant.role) && isValid(grant, at)) ? [actor] : [],
  )
