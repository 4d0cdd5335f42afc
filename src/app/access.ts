import type { Case } from '../core/case/case.ts'
import type { Product } from '../core/ids.ts'
import type { Role } from '../core/policy/role.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import type { Principal } from './ports/principal.ts'

/** Who may read the words of a case; the others see its code name, its holds and the next steps. */
const READS_WORDS: ReadonlySet<Role> = new Set<Role>([
  'engineer',
  'analyst',
  'qa-lead',
  'development-lead',
  'release-manager',
  'product-manager',
  'privacy-legal',
  'security-manager',
  'executive',
  'auditor',
])

export const readsWords = ({ roles }: Principal): boolean => roles.some((role) => READS_WORDS.has(role))

/** Whoever has a role may look; what there is to see is another question. */
export const mayLook = ({ actor, roles }: Principal): Result<void> =>
  roles.length > 0
    ? ok(undefined)
    : refuse('access/no-role', `${actor} has no role here.`, 'Ask an administrator for one.')

/** Whether this is within what a token is bound to. */
export const concerns = ({ products }: Principal, product: Product): boolean =>
  products === undefined || products.includes(product)

export const mayTouch = (principal: Principal, product: Product): Result<void> =>
  concerns(principal, product) ? ok(undefined) : OTHER_PRODUCT(principal, product)

/** A case is within a token's bounds when one of its holds is. */
export const mayTouchCase = (principal: Principal, { holds, id }: Case): Result<void> =>
  principal.products === undefined || [...holds.keys()].some((product) => concerns(principal, product))
    ? ok(undefined)
    : OTHER_PRODUCT(principal, id)

const OTHER_PRODUCT = ({ actor }: Principal, what: string): Result<never> =>
  refuse('access/other-product', `${actor} is bound to other products than ${what}.`, 'Use a token for this one.')
