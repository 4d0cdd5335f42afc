import type { ProductWish } from '../core/product/decide.ts'
import { decodeProductEvent, evolveRegister, NO_PRODUCTS, PRODUCTS, type Register } from '../core/product/register.ts'
import { type Actor, type Digest, parseActor, type Product, type Uuid } from '../core/ids.ts'
import type { Entry } from '../core/log/entry.ts'
import { decodeEntry } from '../core/log/codec.ts'
import { encodeUtf8 } from '../core/log/utf8.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import type { Desk } from './handle/handle.ts'
import type { Handled } from './handle/wished.ts'
import type { OpenSource } from './ports.ts'
import type { Shelf } from './ports/shelf.ts'
import type { Store } from './ports/store.ts'

export const MAX_PROFILE_BYTES = 256 * 1024

/** Somebody's wish about the register: which products there are, and each one's profile. */
export interface ProductAsk {
  readonly id: Uuid
  readonly by: Actor
  readonly wish:
    | { readonly type: 'add'; readonly product: Product; readonly profile?: string; readonly exposure?: string }
    | { readonly type: 'remove'; readonly product: Product }
}

/** Keeps the profile's text first (by its digest, encrypted, as evidence is), then says so in the log. */
export async function handleProduct(
  { id, by, wish }: ProductAsk,
  { desk, evidence }: { readonly desk: Desk; readonly evidence: Pick<Store['evidence'], 'put'> },
): Promise<Result<Handled>> {
  const { type, product } = wish
  let said: ProductWish =
    wish.type === 'add' && wish.exposure !== undefined
      ? { type: 'add', product, exposure: wish.exposure }
      : { type, product }
  if (wish.type === 'add' && wish.profile !== undefined) {
    const kept = await keptProfile(wish.profile, evidence)
    if (!kept.ok) return kept
    said = { ...said, type: 'add', profile: kept.value }
  }
  return asked(id, by, said, desk)
}

const asked = (id: Uuid, by: Actor, wish: ProductWish, desk: Desk): Promise<Result<Handled>> =>
  desk.handle({
    id,
    by,
    on: PRODUCTS,
    wish,
    openings: [],
  })

/** Somebody's file of what is in production. */
export interface BaselineAsk {
  readonly id: Uuid
  readonly by: Actor
  readonly product: Product
  readonly source: OpenSource
}

/** Keeps the file, as evidence is, and says in the log that it counts from now on. Policy says whose word does, and for how long. */
export async function keepBaseline(
  { id, by, product, source }: BaselineAsk,
  { desk, evidence }: { readonly desk: Desk; readonly evidence: Pick<Store['evidence'], 'put'> },
): Promise<Result<Handled>> {
  const { readBaseline } = await import('../texts/baseline.ts')
  const read = readBaseline({ ...source, name: 'the baseline' })
  if (!read.ok) return read
  const owner = parseActor(read.value.owner)
  if (!owner.ok) return owner
  if (read.value.product !== product) return OTHER_PRODUCT(read.value.product, product)
  const stored = await evidence.put(chunksOf(source), { limitBytes: MAX_BASELINE_BYTES })
  if (!stored.ok) return stored
  const said = { product, baseline: stored.value.digest, owner: owner.value, made_at: read.value.madeAt }
  return asked(id, by, { type: 'set_baseline', ...said }, desk)
}

export const MAX_BASELINE_BYTES = 64 * 1024 * 1024

async function* chunksOf(source: OpenSource): AsyncGenerator<Uint8Array> {
  for (const chunk of source.chunks()) yield chunk
}

const OTHER_PRODUCT = (named: string, product: Product) =>
  refuse(
    'baseline/other-product',
    `The baseline is of ${named.slice(0, 80)}, not of ${product}.`,
    'Give the baseline of this product.',
  )

async function keptProfile(text: string, evidence: Pick<Store['evidence'], 'put'>): Promise<Result<Digest>> {
  const { readProfile } = await import('../texts/profile/read.ts')
  const read = readProfile('profile', text)
  if (!read.ok) return { ok: false, problem: read.problem[0]! }
  const bytes = encodeUtf8(text)
  if (!bytes) return NOT_TEXT
  async function* once() {
    yield bytes!
  }
  const stored = await evidence.put(once(), { limitBytes: MAX_PROFILE_BYTES })
  return stored.ok ? ok(stored.value.digest) : stored
}

/** Which products there are, read from the store. */
export async function readRegister(shelf: Pick<Shelf, 'streams'>): Promise<Result<Register>> {
  const rows = await shelf.streams([PRODUCTS])
  if (!rows.ok) return rows
  const entries: Entry[] = []
  for (const { bytes } of rows.value) {
    const entry = decodeEntry(bytes)
    if (!entry.ok) return entry
    entries.push(entry.value)
  }
  return registerOf(entries)
}

function registerOf(entries: readonly Entry[]): Result<Register> {
  let register = NO_PRODUCTS
  for (const entry of entries) {
    const event = decodeProductEvent(entry, { file: PRODUCTS })
    if (!event.ok) return event
    register = evolveRegister(register, event.value)
  }
  return ok(register)
}

/** The text of a product's profile, as it was given; undefined where the register has none. */
export async function profileTextOf(
  product: Product,
  { shelf, evidence }: { readonly shelf: Pick<Shelf, 'streams'>; readonly evidence: Pick<Store['evidence'], 'read'> },
): Promise<Result<string | undefined>> {
  const register = await readRegister(shelf)
  if (!register.ok) return register
  const profile = register.value.products.get(product)?.profile
  return profile === undefined ? ok(undefined) : textOf(profile, evidence)
}

async function textOf(digest: Digest, evidence: Pick<Store['evidence'], 'read'>): Promise<Result<string>> {
  const chunks = await evidence.read(digest)
  if (!chunks.ok) return chunks
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  try {
    for await (const chunk of chunks.value) text += decoder.decode(chunk, { stream: true })
    return ok(text + decoder.decode())
  } catch (error) {
    if (typeof error === 'object' && error !== null && 'problem' in error)
      return { ok: false, problem: error.problem as never }
    throw error
  }
}

const NOT_TEXT = refuse('profile/not-text', 'The profile is no text.', 'Save it as UTF-8.')
