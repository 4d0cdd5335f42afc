import type { Grant } from '../case/rules.ts'
import type { Actor } from '../ids.ts'
import { within, type Instant } from '../instant.ts'
import type { Role } from '../policy/role.ts'
import type { People } from './people.ts'

/** Whoever may read the data folder: the first administrator comes from there, and the last way back in. */
export const CONSOLE = 'console' as Actor

const END_OF_TIME = '9999-12-31T23:59:59.999Z' as Instant

/** The roles that somebody has at a moment. */
export const rolesOf = ({ grants }: Pick<People, 'grants'>, person: Actor, at: Instant): readonly Role[] => [
  ...new Set((grants.get(person) ?? []).filter((grant) => isValid(grant, at)).map(({ role }) => role)),
]
const isValid = ({ since, until = END_OF_TIME }: Grant, at: Instant) => within(at, since, until)

/** For whom a server may demand a second factor. */
export const SECOND_FACTOR_FOR = ['deciders', 'everybody', 'nobody'] as const
export type SecondFactorFor = (typeof SECOND_FACTOR_FOR)[number]

/** Their word releases, accepts, or says who may. */
const DECIDES: ReadonlySet<Role> = new Set<Role>(['security-manager', 'executive', 'administrator'])

/** Of somebody's roles, those that a session without a second factor does not have yet. */
export const withheldFrom = (roles: readonly Role[], demanded: SecondFactorFor): readonly Role[] =>
  demanded === 'nobody' ? [] : demanded === 'everybody' ? roles : roles.filter((role) => DECIDES.has(role))
