import type { Rules } from '../case/rules.ts'
import type { Actor } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { CONSOLE, rolesOf } from '../people/decide.ts'
import type { Role } from '../policy/role.ts'
import { ok, refuse, type Result } from '../problem.ts'
import type { ProductDetails, ProductEventType, ProductFact, Register, Registered } from './register.ts'

type Say<Type extends string, Event extends ProductEventType> = { readonly type: Type } & ProductDetails<Event>

export type ProductWish =
  | Say<'add', 'product_added'>
  | Say<'remove', 'product_removed'>
  | Say<'set_baseline', 'baseline_set'>

/** Who may say which products there are. An administrator decides nothing, and a pipeline does not vouch for itself. */
export const REGISTRARS: readonly Role[] = ['release-manager', 'product-manager', 'security-manager']
/** And who says what is in production: what it excuses, only policy says, by the owner's name. */
const BASELINERS: readonly Role[] = [...REGISTRARS, 'analyst', 'development-lead']

/** Why somebody may not say that; nothing where they may. */
export function mayNotSay(
  type: ProductWish['type'],
  by: Actor,
  grants: Rules['people'],
  at: Instant,
): Result<never> | undefined {
  const asked = type === 'set_baseline' ? BASELINERS : REGISTRARS
  return by === CONSOLE || rolesOf({ grants }, by, at).some((role) => asked.includes(role))
    ? undefined
    : refuse(
        'product/not-authorised',
        `${by} may not say which products there are.`,
        `Ask one of: ${asked.join(', ')}; or whoever may read the data folder.`,
      )
}

/** What a wish does to the register. No fact: nothing was new. Adding a product again gives it another profile or exposure. */
export function decideProducts(
  { products }: Register,
  wish: ProductWish,
  by: Actor,
  grants: Rules['people'],
  at: Instant,
): Result<readonly ProductFact[]> {
  const { product } = wish
  const known = products.get(product)
  const barred = mayNotSay(wish.type, by, grants, at)
  if (barred) return barred
  if (wish.type === 'set_baseline') return setBaseline(wish, known, by)
  if (wish.type === 'remove') return known ? ok([{ type: 'product_removed', product }]) : UNKNOWN(product)
  const { profile, exposure } = wish
  if (!known)
    return ok([{ type: 'product_added', product, ...(profile && { profile }), ...(exposure && { exposure }) }])
  return ok([
    ...(profile === undefined || profile === known.profile
      ? []
      : [{ type: 'profile_changed', product, profile } as const]),
    ...(exposure === undefined || exposure === known.exposure
      ? []
      : [{ type: 'exposure_changed', product, exposure } as const]),
  ])
}

/** Whose word it is has to say it: policy names the owners whose word counts. */
function setBaseline(
  { product, baseline, owner, made_at }: Extract<ProductWish, { type: 'set_baseline' }>,
  known: Registered | undefined,
  by: Actor,
): Result<readonly ProductFact[]> {
  if (by !== owner && by !== CONSOLE)
    return refuse('product/not-the-owner', `The baseline is ${owner}'s, and ${by} brings it.`, `Let ${owner} bring it.`)
  if (!known) return UNKNOWN(product)
  return ok(known.baseline === baseline ? [] : [{ type: 'baseline_set', product, baseline, owner, made_at }])
}

const UNKNOWN = (product: string): Result<never> =>
  refuse('product/unknown', `${product} is not registered.`, 'Look it up: `holdpoint product list`.')
