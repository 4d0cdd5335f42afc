import { object, optional, type Fields, type ObjectOf } from '../case/schema.ts'
import { digest, product } from '../case/values.ts'
import type { Actor, Digest, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Entry } from '../log/entry.ts'
import { ok, type Place, refuse, type Result } from '../problem.ts'

/** The stream that says which products there are. */
export const PRODUCTS = 'products'

/** Everything that can happen to the register. A profile is known by the digest of its text. */
export const PRODUCT_EVENTS = {
  product_added: { product, profile: optional(digest) },
  profile_changed: { product, profile: digest },
  product_removed: { product },
} as const satisfies Readonly<Record<string, Fields>>

export type ProductEventType = keyof typeof PRODUCT_EVENTS
export type ProductDetails<T extends ProductEventType> = ObjectOf<(typeof PRODUCT_EVENTS)[T]>
/** A fact as a rule gives it: an event without its envelope. */
export type ProductFact = { [T in ProductEventType]: { readonly type: T } & ProductDetails<T> }[ProductEventType]
export type ProductEvent = { [T in ProductEventType]: Entry<T, ProductDetails<T>> }[ProductEventType]

/** A product that somebody answers for having named. */
export interface Registered {
  readonly product: Product
  readonly by: Actor
  readonly at: Instant
  readonly profile?: Digest
}

/** Which products there are, as of an entry of the stream. */
export interface Register {
  /** Position of the last entry. */
  readonly n: number
  readonly products: ReadonlyMap<Product, Registered>
}

export const NO_PRODUCTS: Register = { n: 0, products: new Map() }

/** The register after an event. Never refuses. */
export function evolveRegister({ products }: Register, { n, at, actor: by, type, data }: ProductEvent): Register {
  const next = new Map(products)
  const { product } = data
  const known = products.get(product)
  switch (type) {
    case 'product_added':
      next.set(product, { product, by, at, ...(data.profile && { profile: data.profile }) })
      break
    case 'profile_changed':
      if (known) next.set(product, { ...known, profile: data.profile })
      break
    case 'product_removed':
      next.delete(product)
      break
  }
  return { n, products: next }
}

const SCHEMAS = new Map(Object.entries(PRODUCT_EVENTS).map(([type, fields]) => [type, object(fields)]))

/** An entry of the stream, checked to the last field. */
export function decodeProductEvent(entry: Entry, at: Place): Result<ProductEvent> {
  const schema = entry.v === 1 ? SCHEMAS.get(entry.type) : undefined
  const read = schema?.read(entry.data, '/data')
  if (read?.ok) return ok({ ...entry, data: read.value } as ProductEvent)
  const why = read ? read.problem.message : `"${entry.type}", version ${entry.v}, is not known.`
  return refuse('product/unknown-event', why, 'A newer program may know it: update.', {
    ...at,
    ...(read && { pointer: read.problem.pointer }),
  })
}
