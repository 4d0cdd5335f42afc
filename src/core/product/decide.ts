import type { Rules } from '../case/rules.ts'
import type { Actor } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { CONSOLE, rolesOf } from '../people/decide.ts'
import type { Role } from '../policy/role.ts'
import { ok, refuse, type Result } from '../problem.ts'
import type { ProductDetails, ProductEventType, ProductFact, Register } from './register.ts'

type Say<Type extends string, Event extends ProductEventType> = { readonly type: Type } & ProductDetails<Event>

export type ProductWish = Say<'add', 'product_added'> | Say<'remove', 'product_removed'>

/** Who may say which products there are. An administrator decides nothing, and a pipeline does not vouch for itself. */
export const REGISTRARS: readonly Role[] = ['release-manager', 'product-manager', 'security-manager']

/** What a wish does to the register. No fact: nothing was new. Adding a product again gives it another profile. */
export function decideProducts(
  { products }: Register,
  wish: ProductWish,
  by: Actor,
  grants: Rules['people'],
  at: Instant,
): Result<readonly ProductFact[]> {
  if (by !== CONSOLE && !rolesOf({ grants }, by, at).some((role) => REGISTRARS.includes(role)))
    return refuse(
      'product/not-authorised',
      `${by} may not say which products there are.`,
      `Ask one of: ${REGISTRARS.join(', ')}; or whoever may read the data folder.`,
    )
  const { product } = wish
  const known = products.get(product)
  if (wish.type === 'remove')
    return known
      ? ok([{ type: 'product_removed', product }])
      : refuse('product/unknown', `${product} is not registered.`, 'Look it up: `holdpoint product list`.')
  const { profile } = wish
  if (!known) return ok([{ type: 'product_added', product, ...(profile && { profile }) }])
  return ok(profile === undefined || profile === known.profile ? [] : [{ type: 'profile_changed', product, profile }])
}
