import { between, type Fields, list, object, type ObjectOf, oneOf, optional, text } from '../case/schema.ts'
import {
  actor,
  digest,
  environment,
  hold,
  instant,
  label,
  product,
  sealed,
  uuid,
  version,
  commit,
} from '../case/values.ts'
import type { Actor } from '../ids.ts'
import { addMillis, HOUR, type Instant } from '../instant.ts'
import { fromHex } from '../log/base.ts'
import { canonical, parseCanonical } from '../log/canonical.ts'
import type { Entry, EntryData } from '../log/entry.ts'
import type { Sha256 } from '../log/primitives.ts'
import { encodeUtf8 } from '../log/utf8.ts'
import { ok, type Place, refuse, type Result } from '../problem.ts'
import { type PublicKey, publicKey } from './public-key.ts'

/** The stream that says which sealed keys there are, and what was done with them. */
export const OVERRIDE_KEYS = 'override-keys'

/** Any two holders open a key of their own: its signature says which two. */
const pair = object({ holders: list(actor, 2), public_key: text(/^[0-9a-f]{64}$/, 'a public key in hex') })

const KEY = {
  name: label,
  pairs: list(pair, 1),
  products: list(product, 1),
  max_hours: between(0, 24),
  until: instant,
}
/** What a signed override says of itself. */
export const USE = {
  use: uuid,
  key: label,
  people: list(actor, 2),
  hold: optional(hold),
  product,
  version: optional(version),
  commit: optional(commit),
  digest,
  environment,
  from: instant,
  until: instant,
}

/** In what an override went beyond what its key may do. It is recorded all the same. */
export const breach = oneOf('key_over', 'key_revoked', 'other_product', 'too_long', 'holder_without_role', 'fresh_role')

export const OVERRIDE_KEY_EVENTS = {
  override_key_registered: KEY,
  override_key_revoked: { name: label },
  /** Told to the server afterwards. `cases`: those in which it is recorded. */
  override_used: { ...USE, breaches: list(breach), cases: list(text(/^HP-[1-9]\d{0,8}$/, 'a case')), reason: sealed },
} as const satisfies Readonly<Record<string, Fields>>

type EventType = keyof typeof OVERRIDE_KEY_EVENTS
export type OverrideKeyData<T extends EventType> = ObjectOf<(typeof OVERRIDE_KEY_EVENTS)[T]>
type OverrideKeyEvent = { [T in EventType]: Entry<T, OverrideKeyData<T> & EntryData> }[EventType]
export type Breach = OverrideKeyData<'override_used'>['breaches'][number]

/** What a sealed key may do, as everybody may know it. */
export type OverrideKey = ObjectOf<typeof KEY>

/** A key that was registered, and what is known of it since. */
export interface KnownKey extends OverrideKey {
  readonly registered: { readonly at: Instant; readonly by: Actor }
  readonly revoked?: Instant
  readonly uses: readonly (OverrideKeyData<'override_used'> & { readonly at: Instant; readonly by: Actor })[]
}

const SCHEMAS = new Map(Object.entries(OVERRIDE_KEY_EVENTS).map(([type, fields]) => [type, object(fields as Fields)]))

/** Every key by its name, after one more entry of the stream. */
export function evolveKeys(
  keys: ReadonlyMap<string, KnownKey>,
  entry: Entry,
  at: Place,
): Result<ReadonlyMap<string, KnownKey>> {
  const read = entry.v === 1 ? SCHEMAS.get(entry.type)?.read(entry.data, '/data') : undefined
  if (!read?.ok) return UNKNOWN_EVENT(entry, at)
  const event = { ...entry, data: read.value } as OverrideKeyEvent
  const made = { at: event.at, by: event.actor }
  switch (event.type) {
    case 'override_key_registered':
      return ok(new Map(keys).set(event.data.name, { ...event.data, registered: made, uses: [] }))
    case 'override_key_revoked': {
      const known = keys.get(event.data.name)
      return ok(known && !known.revoked ? new Map(keys).set(known.name, { ...known, revoked: event.at }) : keys)
    }
    case 'override_used': {
      const known = keys.get(event.data.key)
      if (!known) return ok(keys)
      return ok(new Map(keys).set(known.name, { ...known, uses: [...known.uses, { ...event.data, ...made }] }))
    }
  }
}

/** `override.pub`: what whoever honours an override trusts. One line of canonical JSON. */
export function overrideKeyText({ name, pairs, products, max_hours, until }: OverrideKey): string {
  const text = canonical({ schema: SCHEMA, name, pairs, products, max_hours, until } as unknown as EntryData)
  return text.ok ? `${text.value}\n` : unwritable()
}

export function readOverrideKey(given: string): Result<OverrideKey> {
  const bytes = encodeUtf8(given.replace(/\n$/, ''))
  const value = bytes && parseCanonical(bytes)
  if (!value?.ok) return UNREADABLE_KEY
  const { schema, ...key } = value.value as EntryData
  const read = object(KEY).read(key, '')
  return schema === SCHEMA && read.ok ? read : UNREADABLE_KEY
}

/** The keys of its pairs, to verify with; and whose each is. */
export const pairKeys = (
  { pairs }: OverrideKey,
  sha256: Sha256,
): readonly (PublicKey & { readonly holders: readonly Actor[] })[] =>
  pairs.map(({ holders, public_key }) => ({ ...publicKey(fromHex(public_key)!, sha256), holders }))

/** Whether it lasts longer than it may. */
export const isTooLong = ({ from, until }: { from: Instant; until: Instant }, hours: number): boolean =>
  until <= from || until > addMillis(from, hours * HOUR)

const SCHEMA = 'holdpoint/override-key/v1'

function unwritable(): never {
  throw new Error('a key that cannot be written')
}

const UNREADABLE_KEY = refuse(
  'decision/key-unreadable',
  'This is no override key.',
  'It is the file that was made with the sealed key, byte for byte: override.pub.',
)
const UNKNOWN_EVENT = ({ type, v, n }: Entry, at: Place) =>
  refuse(
    'override/unknown-event',
    `Entry ${n} of the override keys ("${type}", version ${v}) cannot be read.`,
    'A newer program may know it: update.',
    at,
  )
