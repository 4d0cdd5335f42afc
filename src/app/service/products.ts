import type { Rules } from '../../core/case/rules.ts'
import { parseUuid, type Product } from '../../core/ids.ts'
import { mayNotSay, type ProductWish } from '../../core/product/decide.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { allOf, concerns, mayLook, mayTouch } from '../access.ts'
import type { Gatekeeper } from '../gatekeeper.ts'
import type { Desk } from '../handle/handle.ts'
import type { Clock, Files } from '../ports.ts'
import type { Intake } from '../ports/recorder.ts'
import type { Principal } from '../ports/principal.ts'
import type { Store } from '../ports/store.ts'
import { handleProduct, keepBaseline, MAX_BASELINE_BYTES, type ProductAsk, profileTextOf } from '../products.ts'
import type { Json } from './json.ts'

export interface SaidProduct {
  readonly product: string
  readonly profile?: string | undefined
  readonly exposure?: string | undefined
}

export interface ProductService {
  products(who: Principal): Promise<Result<Json>>
  profile(who: Principal, product: string): Promise<Result<string>>
  /** @param key the id of the command, a UUIDv7 */
  addProduct(who: Principal, key: string, said: SaidProduct): Promise<Result<Json>>
  /** Takes a file of what is in production as it comes. */
  setBaseline(who: Principal, key: string, product: string, file: AsyncIterable<Uint8Array>): Promise<Result<Json>>
  removeProduct(who: Principal, key: string, product: string): Promise<Result<Json>>
}

export interface ProductPorts {
  readonly store: Pick<Store, 'shelf' | 'evidence'>
  readonly desk: Desk
  readonly gatekeeper: Pick<Gatekeeper, 'register'>
  readonly under: () => { readonly rules: Rules }
  readonly clock: Clock
  readonly intake: Intake
  readonly files: Pick<Files, 'open'>
}

export function productService({ store, desk, gatekeeper, under, clock, intake, files }: ProductPorts): ProductService {
  /** Before anything that they bring is read, which the gate would wait for, or kept; the desk, which decides, asks once more. */
  const maySay = ({ actor }: Principal, type: ProductWish['type']): Result<void> =>
    mayNotSay(type, actor, under().rules.people, clock.now()) ?? ok(undefined)

  async function wished(who: Principal, key: string, wish: ProductAsk['wish']): Promise<Result<Json>> {
    const may = allOf(mayTouch(who, wish.product), maySay(who, wish.type))
    if (!may.ok) return may
    const id = parseUuid(key)
    if (!id.ok) return id
    const done = await handleProduct({ id: id.value, by: who.actor, wish }, { desk, evidence: store.evidence })
    return done.ok ? ok({ product: wish.product, at: done.value.at, changed: done.value.entries > 0 }) : done
  }
  return {
    async products(who) {
      const may = mayLook(who)
      if (!may.ok) return may
      const register = await gatekeeper.register()
      if (!register.ok) return register
      const products = [...register.value.products.values()].filter(({ product }) => concerns(who, product))
      return ok({ products: products.toSorted((a, b) => (a.product < b.product ? -1 : 1)) })
    },
    async profile(who, name) {
      const product = name as Product
      const may = allOf(mayLook(who), mayTouch(who, product))
      if (!may.ok) return may
      const text = await profileTextOf(product, store)
      if (!text.ok) return text
      return text.value === undefined ? NO_PROFILE(product) : ok(text.value)
    },
    addProduct: (who, key, { product, profile, exposure }) =>
      wished(who, key, {
        type: 'add',
        product: product as Product,
        ...(profile !== undefined && { profile }),
        ...(exposure !== undefined && { exposure }),
      }),
    async setBaseline(who, key, name, file) {
      const product = name as Product
      const may = allOf(mayLook(who), mayTouch(who, product), maySay(who, 'set_baseline'))
      if (!may.ok) return may
      const id = parseUuid(key)
      if (!id.ok) return id
      const taken = await intake.take(file, MAX_BASELINE_BYTES)
      if (!taken.ok) return taken
      try {
        const source = files.open(taken.value.file)
        if (!source.ok) return source
        const said = { id: id.value, by: who.actor, product, source: source.value }
        const grants = () => under().rules.people
        const done = await keepBaseline(said, { desk, ...store, grants, clock })
        source.value.close()
        return done.ok ? ok({ product, at: done.value.at, changed: done.value.entries > 0 }) : done
      } finally {
        taken.value.discard()
      }
    },
    removeProduct: (who, key, product) => wished(who, key, { type: 'remove', product: product as Product }),
  }
}

const NO_PROFILE = (product: string) =>
  refuse(
    'product/no-profile',
    `There is no profile of ${product}.`,
    `Give one: \`holdpoint product add ${product} --profile profile.yaml\`.`,
  )
