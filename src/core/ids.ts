import type { Instant } from './instant.ts'
import { millisOf } from './instant.ts'
import { ok, refuse, type Result } from './problem.ts'

declare const brand: unique symbol
type Branded<Name extends string> = string & { readonly [brand]: Name }

/** A UUID of version 7 in lower case: time-ordered (RFC 9562). */
export type Uuid = Branded<'Uuid'>
/** `HP-7`. The number comes from the log's head row. */
export type CaseId = Branded<'CaseId'>
/** `HP-7/payments`: the hold on one product's line within a case. */
export type HoldId = Branded<'HoldId'>
/** The name of what is shipped: `payments`, `@shop/cart`. */
export type Product = Branded<'Product'>
/** A full Git object name: 40 (SHA-1) or 64 (SHA-256) hex digits in lower case. */
export type Commit = Branded<'Commit'>
/** `sha256:` and 64 hex digits, or `sha512:` and 128, in lower case: the identity of an artifact or a file. */
export type Digest = Branded<'Digest'>
/** Who did something: a person's or a token's stable id, never a display name. */
export type Actor = Branded<'Actor'>

/** A UUIDv7 from a moment and 10 random bytes; both are values, so a history can be replayed. */
export function uuidv7(at: Instant, random: Uint8Array): Uuid {
  if (random.length !== 10) throw new RangeError('a UUIDv7 takes 10 random bytes')
  const hex = (bytes: Iterable<number>) => Array.from(bytes, (b) => b.toString(16).padStart(2, '0')).join('')
  const time = millisOf(at).toString(16).padStart(12, '0')
  const [a = 0, b = 0, c = 0, ...rest] = random
  const tail = hex([0x70 | (a & 0x0f), b, 0x80 | (c & 0x3f), ...rest])
  return `${time.slice(0, 8)}-${time.slice(8)}-${tail.slice(0, 4)}-${tail.slice(4, 8)}-${tail.slice(8)}` as Uuid
}

const reader =
  <T extends string>(form: RegExp, code: 'id/unreadable', what: string, hint: string) =>
  (text: string): Result<T> =>
    form.test(text) ? ok(text as T) : refuse(code, `"${text.slice(0, 80)}" is not ${what}.`, hint)

export const parseUuid = reader<Uuid>(
  /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
  'id/unreadable',
  'a UUIDv7',
  'It looks like 0193e5f0-7c1a-7b3e-8a5d-1f2e3d4c5b6a.',
)
export const parseCaseId = reader<CaseId>(/^HP-[1-9]\d{0,8}$/, 'id/unreadable', 'a case', 'A case looks like HP-7.')
export const parseHoldId = reader<HoldId>(
  /^HP-[1-9]\d{0,8}\/@?[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/,
  'id/unreadable',
  'a hold',
  'A hold looks like HP-7/payments.',
)
export const parseProduct = reader<Product>(
  /^@?[A-Za-z0-9][A-Za-z0-9._/-]{0,99}$/,
  'id/unreadable',
  "a product's name",
  'Use letters, digits, dots, dashes, underscores and slashes.',
)
export const parseActor = reader<Actor>(
  /^[A-Za-z0-9][A-Za-z0-9._@+:-]{0,99}$/,
  'id/unreadable',
  'an actor',
  'Use an account id such as ana.',
)
export const parseCommit = reader<Commit>(
  /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/,
  'id/unreadable',
  'a commit',
  'Give the full object name, as `git rev-parse HEAD` prints it: a short one may name two commits.',
)
export const parseDigest = reader<Digest>(
  /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/,
  'id/unreadable',
  'a digest',
  'It looks like sha256: and 64 hex digits in lower case.',
)

export const holdId = (id: CaseId, product: Product): HoldId => `${id}/${product}` as HoldId

/** A release as people write it: `payments@2.4.0`, or `payments` where versions are not used. */
export interface ReleaseName {
  readonly product: Product
  readonly version?: string
}

export function parseReleaseName(text: string): Result<ReleaseName> {
  const at = text.lastIndexOf('@')
  const cut = at > 0 ? at : text.length
  const product = parseProduct(text.slice(0, cut))
  if (!product.ok)
    return refuse(
      'release/unreadable',
      `"${text.slice(0, 80)}" is not a release.`,
      'Write it as product@version: payments@2.4.0.',
    )
  if (cut === text.length) return ok({ product: product.value })
  const version = text.slice(cut + 1)
  return /^[A-Za-z0-9][A-Za-z0-9._+~:-]{0,99}$/.test(version)
    ? ok({ product: product.value, version })
    : refuse(
        'release/unreadable',
        `"${version.slice(0, 80)}" is not a version.`,
        'Write it as product@version: payments@2.4.0.',
      )
}
