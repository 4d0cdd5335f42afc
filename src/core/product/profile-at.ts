import type { Digest, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { evolveRegister, NO_PRODUCTS, type ProductEvent } from './register.ts'

/** Which profile the register has for a product at a moment, and where it says so. */
export interface RegisteredProfile {
  readonly product: Product
  /** Of its text. */
  readonly digest: Digest
  /** The entry of the register that gave it. */
  readonly n: number
  readonly at: Instant
}

/** @param until what the register learned later is as if it had not */
export function profileAt(
  events: readonly ProductEvent[],
  product: Product,
  until: Instant,
): RegisteredProfile | undefined {
  let register = NO_PRODUCTS
  let found: RegisteredProfile | undefined
  for (const event of events) {
    if (event.at > until) break // an entry's time never goes back
    register = evolveRegister(register, event)
    const digest = register.products.get(product)?.profile
    if (digest !== found?.digest) found = digest && { product, digest, n: event.n, at: event.at }
  }
  return found
}

/** As every list of sources names it: to be looked up in the log, and told from the one before. */
export const registeredName = ({ product, digest, n }: RegisteredProfile): string =>
  `the register's profile of ${product} (entry ${n}, ${digest})`
