import type { Actor, Product, Uuid } from '../../core/ids.ts'
import type { Role } from '../../core/policy/role.ts'

/** Who asks, once we know: a person who signed in, or a token. */
export interface Principal {
  readonly actor: Actor
  /** The roles in force now. */
  readonly roles: readonly Role[]
  /** A token may be bound to products; undefined: to none. */
  readonly products?: readonly Product[]
  /** That in which a person acts; a token has none. */
  readonly session?: Uuid
  /** Roles that they do not have in this session yet, for want of a second factor. */
  readonly withheld?: readonly Role[]
}

/** Who a bearer token belongs to; undefined where it is none of ours, over, or revoked. Answers from memory. */
export type Recognise = (token: string) => Principal | undefined
