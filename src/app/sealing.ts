import type { Wish, WishType } from '../core/case/command.ts'
import { type Fields, object, type Schema } from '../core/case/schema.ts'
import { readWish, WISHES } from '../core/case/wish.ts'
import type { Opening } from '../core/log/entry.ts'
import { seal, SALT_BYTES } from '../core/log/seal.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import type { Chance, Crypto } from './ports.ts'

/** A wish with a fresh seal for each of its texts, and what opens them. */
export interface SealedWish {
  readonly wish: Wish
  readonly openings: readonly Opening[]
}

/** Makes a wish of what somebody said in plain words. Refused where it does not fit, with the place in what was said. */
export function sealWish(
  type: WishType,
  said: unknown,
  { crypto, chance }: { crypto: Crypto; chance: Chance },
): Result<SealedWish> {
  const openings: Opening[] = []
  const sealed = (text: string): unknown => {
    const made = seal(chance.bytes(SALT_BYTES), text, crypto.sha256)
    if (!made.ok) return text // and so it does not fit
    openings.push(made.value.opening)
    return made.value.sealed
  }
  const read = readWish(type, withSeals(object(WISHES[type] as Fields), said, sealed))
  if (read.ok) return ok({ wish: read.value, openings })
  const { message, pointer } = read.problem
  return refuse('case/malformed', message, 'docs/formats/case.md describes every field.', { file: 'body', pointer })
}

/** The same value with seals where its schema has them. What does not fit stays as it is: whoever reads it says so. */
function withSeals({ form }: Schema<unknown>, value: unknown, sealed: (text: string) => unknown): unknown {
  if (form.is === 'sealed') return typeof value === 'string' ? sealed(value) : value
  if (form.is === 'list') return Array.isArray(value) ? value.map((one) => withSeals(form.item, one, sealed)) : value
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  const fields = fieldsOf(form, value)
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [
      key,
      Object.hasOwn(fields, key) ? withSeals(fields[key]!, member, sealed) : member,
    ]),
  )
}

function fieldsOf(form: Schema<unknown>['form'], value: object): Fields {
  if (form.is === 'object') return form.fields
  const kind = 'kind' in value ? String(value.kind) : ''
  return form.is === 'variant' && Object.hasOwn(form.variants, kind) ? form.variants[kind]! : {}
}
