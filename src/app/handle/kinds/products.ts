import { decodeEntry } from '../../../core/log/codec.ts'
import { decideProducts } from '../../../core/product/decide.ts'
import {
  decodeProductEvent,
  evolveRegister,
  NO_PRODUCTS,
  PRODUCTS,
  type ProductEvent,
  type Register,
} from '../../../core/product/register.ts'
import { factsOf, type Kind } from '../kind.ts'
import type { ProductWished } from '../wished.ts'

/** Which products there are. */
export const products: Kind<Register, ProductEvent, ProductWished> = {
  read({ stream, bytes }) {
    const entry = decodeEntry(bytes)
    if (!entry.ok) throw new Error(`${stream} cannot be read: ${entry.problem.message}`)
    return decodeProductEvent(entry.value, { file: PRODUCTS })
  },
  replay: (_, events) => events.reduce(evolveRegister, NO_PRODUCTS),
  evolve: evolveRegister,
  decide: (state, { by, wish }, { at, rules }) => factsOf(decideProducts(state, wish, by, rules.people, at)),
}
