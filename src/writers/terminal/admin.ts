import type { Actor, Product } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import type { Role } from '../../core/policy/role.ts'
import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'

/** A token as an administrator sees it: never its secret. */
export interface ListedToken {
  readonly name: string
  readonly person: Actor
  readonly roles: readonly Role[]
  readonly products?: readonly Product[]
  readonly until: Instant
  readonly state: 'valid' | 'over' | 'revoked'
}

export function tokensText(tokens: readonly ListedToken[], style: Style): string {
  if (tokens.length === 0) return 'There is no token. `holdpoint admin token create` makes one.\n'
  const width = Math.max(...tokens.map(({ name }) => name.length))
  return tokens
    .map(({ name, roles, products, until, state }) => {
      const colour = state === 'valid' ? 'green' : 'dim'
      const reach = products ? products.join(', ') : 'every product'
      return `${style(colour, state.padEnd(8))} ${plain(name).padEnd(width)}  ${roles.join(', ') || 'no role'}; ${plain(reach)}; until ${until}\n`
    })
    .join('')
}
