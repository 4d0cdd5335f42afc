import { parseProduct, type Product, uuidv7 } from '../core/ids.ts'
import { CONSOLE } from '../core/people/decide.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { jsonText } from '../writers/json/text.ts'
import { productDone, type ShownProduct, productsText } from '../writers/terminal/products.ts'
import { type Answer, print, refusal } from './answer.ts'
import {
  handleProduct,
  keepBaseline,
  MAX_PROFILE_BYTES,
  type ProductAsk,
  profileTextOf,
  readRegister,
} from './products.ts'
import type { OpenSource, Ports } from './ports.ts'
import { type Heard, heardAs, noServer } from './remote.ts'
import { withStore } from './with-store.ts'

/** The register, wherever it is. */
export interface ProductsAt {
  list(): Promise<Heard<{ readonly products: readonly ShownProduct[] }>>
  add(product: string, said: { readonly profile?: string; readonly exposure?: string }): Promise<Heard<Done>>
  baseline(product: string, file: OpenSource): Promise<Heard<Done>>
  remove(product: string): Promise<Heard<Done>>
  profile(product: string): Promise<Heard<string>>
}

interface Done {
  readonly product: string
  readonly changed: boolean
}

interface Request {
  readonly name: string
  /** The data folder, for whoever may read it. */
  readonly data?: string | undefined
  readonly json: boolean
}

/** `holdpoint product add` */
export async function addProduct(
  {
    name,
    profile,
    exposure,
    data,
    json,
  }: Request & { readonly profile?: string | undefined; readonly exposure?: string | undefined },
  server: ProductsAt | undefined,
  ports: Ports,
): Promise<Answer> {
  const at = atOr(data, server, ports)
  if (!at) return noServer(ports)
  const text = profile === undefined ? ok(undefined) : ports.files.text(profile, MAX_PROFILE_BYTES)
  if (!text.ok) return refusal([text.problem], ports)
  if (text.value !== undefined) {
    const { readProfile } = await import('../texts/profile/read.ts')
    const read = readProfile(profile!, text.value)
    if (!read.ok) return refusal(read.problem, ports)
  }
  const said = {
    ...(text.value !== undefined && { profile: text.value }),
    ...(exposure !== undefined && { exposure }),
  }
  return heardAs(await at.add(name, said), (done) => productDone('add', done), json, ports)
}

/** `holdpoint product baseline` */
export async function setBaseline(
  { name, file, data, json }: Request & { readonly file: string },
  server: ProductsAt | undefined,
  ports: Ports,
): Promise<Answer> {
  const at = atOr(data, server, ports)
  if (!at) return noServer(ports)
  const source = ports.files.open(file)
  if (!source.ok) return refusal([source.problem], ports)
  try {
    return heardAs(await at.baseline(name, source.value), (done) => productDone('baseline', done), json, ports)
  } finally {
    source.value.close()
  }
}

/** `holdpoint product remove` */
export async function removeProduct(
  { name, data, json }: Request,
  server: ProductsAt | undefined,
  ports: Ports,
): Promise<Answer> {
  const at = atOr(data, server, ports)
  if (!at) return noServer(ports)
  return heardAs(await at.remove(name), (done) => productDone('remove', done), json, ports)
}

/** `holdpoint product list` */
export async function listProducts(
  { data, json }: Omit<Request, 'name'>,
  server: ProductsAt | undefined,
  ports: Ports,
): Promise<Answer> {
  const at = atOr(data, server, ports)
  return at ? heardAs(await at.list(), ({ products }) => productsText(products), json, ports) : noServer(ports)
}

/** `holdpoint product profile` */
export async function printProfile(
  { name, data, json }: Request,
  server: ProductsAt | undefined,
  ports: Ports,
): Promise<Answer> {
  const at = atOr(data, server, ports)
  if (!at) return noServer(ports)
  const heard = await at.profile(name)
  if (!heard.ok) return heardAs(heard, () => '', json, ports)
  return print(json ? `${jsonText({ product: name, profile: heard.value })}\n` : heard.value, ports)
}

/** A data folder that is named goes before a server that the environment names. */
const atOr = (data: string | undefined, server: ProductsAt | undefined, ports: Ports): ProductsAt | undefined =>
  data === undefined ? server : inStore(data, ports)

/** For whoever may read the data folder: done by the console. */
function inStore(data: string, ports: Ports): ProductsAt {
  const asConsole = (wish: ProductAsk['wish']) =>
    withStore(data, ports, async ({ evidence }, desk) => {
      const id = uuidv7(ports.clock.now(), ports.chance.bytes(10))
      const done = await handleProduct({ id, by: CONSOLE, wish }, { desk, evidence })
      return done.ok ? ok({ product: wish.product, changed: done.value.entries > 0 }) : done
    })
  const named = async <T>(text: string, go: (product: Product) => Promise<Result<T>>): Promise<Heard<T>> => {
    const product = parseProduct(text)
    return heardOf(product.ok ? await go(product.value) : product)
  }
  return {
    list: async () =>
      heardOf(
        await withStore(data, ports, async ({ shelf }) => {
          const register = await readRegister(shelf)
          return register.ok ? ok({ products: [...register.value.products.values()] }) : register
        }),
      ),
    add: (name, said) => named(name, (product) => asConsole({ type: 'add', product, ...said })),
    baseline: (name, source) =>
      named(name, (product) =>
        withStore(data, ports, async ({ evidence, shelf }, desk) => {
          const { clock, chance } = ports
          const id = uuidv7(clock.now(), chance.bytes(10))
          const around = { desk, evidence, shelf, clock, grants: () => new Map() } // a console needs no role
          const done = await keepBaseline({ id, by: CONSOLE, product, source }, around)
          return done.ok ? ok({ product, changed: done.value.entries > 0 }) : done
        }),
      ),
    remove: (name) => named(name, (product) => asConsole({ type: 'remove', product })),
    profile: (name) =>
      named(name, (product) =>
        withStore(data, ports, async (store) => {
          const text = await profileTextOf(product, store)
          if (!text.ok) return text
          return text.value === undefined
            ? refuse(
                'product/no-profile',
                `There is no profile of ${product}.`,
                `Give one: \`holdpoint product add ${product} --profile profile.yaml\`.`,
              )
            : ok(text.value)
        }),
      ),
  }
}

/** As if a server had said it; 422: asked wrongly, 403: refused. */
function heardOf<T>(result: Result<T>): Heard<T> {
  if (result.ok) return result
  const { code, message: detail, hint } = result.problem
  return { ok: false, status: code === 'product/not-authorised' ? 403 : 422, problem: { code, detail, hint } }
}
