import { ok, type Result } from '../problem.ts'

/** What does not fit, and where: a JSON Pointer (RFC 6901) into the value. */
export interface Misfit {
  readonly pointer: string
  readonly message: string
}

/** Reads a value of which nothing is known, and says exactly what does not fit. The type follows from the schema. */
export interface Schema<T> {
  readonly read: (value: unknown, pointer: string) => Result<T, Misfit>
  readonly form: Form
}

/** What a schema looks like from outside, for whoever describes it elsewhere. `read` alone decides what fits. */
export type Form =
  | { readonly is: 'text'; readonly what: string; readonly pattern?: string }
  | { readonly is: 'word'; readonly words: readonly string[] }
  | { readonly is: 'flag' }
  | { readonly is: 'number'; readonly low?: number; readonly high?: number; readonly whole: boolean }
  | { readonly is: 'list'; readonly item: Schema<unknown>; readonly atLeast: number; readonly atMost: number }
  | { readonly is: 'object'; readonly fields: Fields }
  | { readonly is: 'variant'; readonly variants: Readonly<Record<string, Fields>> }
  /** Free text, of which the log keeps a seal. */
  | { readonly is: 'sealed' }

export interface Optional<T> extends Schema<T> {
  readonly optional: true
}

export type Of<S> = S extends Schema<infer T> ? T : never
export type Fields = Readonly<Record<string, Schema<unknown>>>
type OptionalKeys<F> = { [K in keyof F]: F[K] extends Optional<unknown> ? K : never }[keyof F]
export type ObjectOf<F> = { readonly [K in Exclude<keyof F, OptionalKeys<F>>]: Of<F[K]> } & {
  readonly [K in OptionalKeys<F>]?: Of<F[K]>
}

const MAX_ITEMS = 1000
const SHOWN = 60

export const misfit = (pointer: string, message: string): { readonly ok: false; readonly problem: Misfit } => ({
  ok: false,
  problem: { pointer, message },
})

/** A value of strangers as a message may show it: cut, and quoted by JSON so that no control character gets through. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  return typeof value === 'string' ? JSON.stringify(value.slice(0, SHOWN)) : String(value).slice(0, SHOWN)
}

export const optional = <T>(schema: Schema<T>): Optional<T> => ({ ...schema, optional: true })

/** A string of one form. */
export const text = <T extends string>(form: RegExp, what: string): Schema<T> => ({
  read: (value, pointer) =>
    typeof value === 'string' && form.test(value) ? ok(value as T) : misfit(pointer, `${shown(value)} is not ${what}.`),
  form: { is: 'text', what, pattern: form.source },
})

/** A string that one of the project's parsers takes. */
export const parsed = <T>(parse: (text: string) => Result<T>, what: string): Schema<T> => ({
  read: (value, pointer) => {
    const result = typeof value === 'string' ? parse(value) : undefined
    return result?.ok ? result : misfit(pointer, `${shown(value)} is not ${what}.`)
  },
  form: { is: 'text', what },
})

export const oneOf = <const T extends string>(...words: readonly T[]): Schema<T> => ({
  read: (value, pointer) => {
    const word = words.find((word) => word === value)
    return word === undefined ? misfit(pointer, `${shown(value)} is none of ${words.join(', ')}.`) : ok(word)
  },
  form: { is: 'word', words },
})

export const flag: Schema<boolean> = {
  read: (value, pointer) =>
    typeof value === 'boolean' ? ok(value) : misfit(pointer, `${shown(value)} is neither true nor false.`),
  form: { is: 'flag' },
}

interface Range {
  readonly low?: number
  readonly high?: number
  readonly whole: boolean
}

const numeric = ({ low = -Infinity, high = Infinity, whole }: Range, what: string): Schema<number> => ({
  read: (value, pointer) =>
    typeof value === 'number' && value >= low && value <= high && (!whole || Number.isSafeInteger(value))
      ? ok(value)
      : misfit(pointer, `${shown(value)} is not ${what}.`),
  form: { is: 'number', whole, ...(low > -Infinity && { low }), ...(high < Infinity && { high }) },
})

export const between = (low: number, high: number): Schema<number> =>
  numeric({ low, high, whole: false }, `a number from ${low} to ${high}`)
export const count = numeric({ low: 0, whole: true }, 'a whole number from 0')
export const integer = numeric({ whole: true }, 'a whole number')
/** The position of an entry in its stream, from 1. */
export const position = numeric({ low: 1, whole: true }, 'a position from 1')

export const list = <T>(item: Schema<T>, atLeast = 0): Schema<readonly T[]> => ({
  read: (value, pointer) => {
    if (!Array.isArray(value)) return misfit(pointer, `${shown(value)} is not a list.`)
    if (value.length < atLeast) return misfit(pointer, 'The list is empty.')
    if (value.length > MAX_ITEMS) return misfit(pointer, `The list is longer than ${MAX_ITEMS}.`)
    const items: T[] = []
    for (const [i, each] of value.entries()) {
      const result = item.read(each, `${pointer}/${i}`)
      if (!result.ok) return result
      items.push(result.value)
    }
    return ok(items)
  },
  form: { is: 'list', item, atLeast, atMost: MAX_ITEMS },
})

/** An object with these fields and no others. */
export const object = <F extends Fields>(fields: F): Schema<ObjectOf<F>> => ({
  read: (value, pointer) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value))
      return misfit(pointer, `${shown(value)} is not an object.`)
    const stranger = Object.keys(value).find((key) => !Object.hasOwn(fields, key))
    if (stranger !== undefined)
      return misfit(`${pointer}/${escaped(stranger)}`, `${shown(stranger)} is not known here.`)
    const entries: [string, unknown][] = []
    for (const [key, schema] of Object.entries(fields)) {
      if (!Object.hasOwn(value, key)) {
        if ('optional' in schema) continue
        return misfit(pointer, `"${key}" is missing.`)
      }
      const result = schema.read((value as Record<string, unknown>)[key], `${pointer}/${key}`)
      if (!result.ok) return result
      entries.push([key, result.value])
    }
    return ok(Object.fromEntries(entries) as ObjectOf<F>)
  },
  form: { is: 'object', fields },
})

/** One of several objects, told apart by its field `kind`. */
export const variant = <V extends Readonly<Record<string, Fields>>>(
  variants: V,
): Schema<{ [K in keyof V & string]: { readonly kind: K } & ObjectOf<V[K]> }[keyof V & string]> => {
  const kinds = oneOf(...Object.keys(variants))
  const schemas = new Map(
    Object.entries(variants).map(([kind, fields]) => [kind, object({ kind: oneOf(kind), ...fields })]),
  )
  return {
    read: (value, pointer) => {
      const kind = kinds.read((value as { kind?: unknown } | null | undefined)?.kind, `${pointer}/kind`)
      return kind.ok ? (schemas.get(kind.value)!.read(value, pointer) as never) : kind
    },
    form: { is: 'variant', variants },
  }
}

/** A JSON Pointer's way to write `~` and `/`; and no more of a stranger's key than a message may show. */
const escaped = (key: string) => key.slice(0, SHOWN).replaceAll('~', '~0').replaceAll('/', '~1')
