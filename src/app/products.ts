import type { Rules } from '../core/case/rules.ts'
import { decideProducts, type ProductWish } from '../core/product/decide.ts'
import {
  decodeProductEvent,
  evolveRegister,
  NO_PRODUCTS,
  type ProductEvent,
  PRODUCTS,
  type Register,
} from '../core/product/register.ts'
import { type Actor, type Digest, parseActor, type Product, type Uuid } from '../core/ids.ts'
import type { Entry } from '../core/log/entry.ts'
import { decodeEntry } from '../core/log/codec.ts'
import { encodeUtf8 } from '../core/log/utf8.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import type { Desk } from './handle/handle.ts'
import type { Handled } from './handle/wished.ts'
import type { Clock, OpenSource } from './ports.ts'
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

interface BaselinePorts {
  readonly desk: Desk
  readonly evidence: Pick<Store['evidence'], 'put'>
  readonly shelf: Pick<Shelf, 'streams'>
  /** Who may do what, as of now. */
  readonly grants: () => Rules['people']
  readonly clock: Clock
}

/**
 * Keeps the file, as evidence is, and says in the log that it counts from now on. Policy says whose word does, and for how long.
 * Who may not say so leaves no file either; the desk, which decides, asks the same once more.
 */
export async function keepBaseline(
  { id, by, product, source }: BaselineAsk,
  { desk, evidence, shelf, grants, clock }: BaselinePorts,
): Promise<Result<Handled>> {
  const { readBaseline } = await import('../texts/baseline.ts')
  const read = readBaseline({ ...source, name: 'the baseline' })
  if (!read.ok) return read
  const owner = parseActor(read.value.owner)
  if (!owner.ok) return owner
  if (read.value.product !== product) return OTHER_PRODUCT(read.value.product, product)
  const baseline = source.digest as Digest
  const said = { type: 'set_baseline', product, baseline, owner: owner.value, made_at: read.value.madeAt } as const
  const register = await readRegister(shelf)
  const may = register.ok ? decideProducts(register.value, said, by, grants(), clock.now()) : register
  if (!may.ok) return may
  const stored = await evidence.put(chunksOf(source), { limitBytes: MAX_BASELINE_BYTES, expected: baseline })
  return stored.ok ? asked(id, by, said, desk) : stored
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
  const events = await readRegisterEvents(shelf)
  return events.ok ? ok(events.value.reduce(evolveRegister, NO_PRODUCTS)) : events
}

/** All that happened to the register. */
export async function readRegisterEvents(shelf: Pick<Shelf, 'streams'>): Promise<Result<readonly ProductEvent[]>> {
  const rows = await shelf.streams([PRODUCTS])
  if (!rows.ok) return rows
  const entries: Entry[] = []
  for (const { bytes } of rows.value) {
    const entry = decodeEntry(bytes)
    if (!entry.ok) return entry
    entries.push(entry.value)
  }
  return eventsOf(entries)
}

function eventsOf(entries: readonly Entry[]): Result<readonly ProductEvent[]> {
  const events: ProductEvent[] = []
  for (const entry of entries) {
    const event = decodeProductEvent(entry, { file: PRODUCTS })
    if (!event.ok) return event
    events.push(event.value)
  }
  return ok(events)
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

/** A profile's text, known by its digest. */
export async function textOf(digest: Digest, evidence: Pick<Store['evidence'], 'read'>): Promise<Result<string>> {
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
