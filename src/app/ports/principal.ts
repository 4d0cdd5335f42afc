import type { Actor, Product } from '../../core/ids.ts'
import type { Role } from '../../core/policy/role.ts'

/** Who asks, once we know: a person who signed in, or a token. */
export interface Principal {
  readonly actor: Actor
  /** The roles in force now. */
  readonly roles: readonly Role[]
  /** A token may be bound to products; undefined: to none. */
  readonly products?: readonly Product[]
}

/** Who a bearer token belongs to; undefined where it is none of ours, over, or revoked. Answers from memory. */
export type Recognise = (token: string) => Principal | undefined
