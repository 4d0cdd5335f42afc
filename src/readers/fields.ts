import type { Json } from '../scan/shape.ts'

/**
 * Field access that no report can break: a value of another type than the one asked for is as good as absent,
 * and only own properties count. Every reader looks into reports through these.
 */
export function field(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let here = value
  for (const step of path) here = own(here, step)
  return here
}

/** One step of a path. What every record of a large report goes through asks step by step: a path is an array. */
export function own(value: Json | undefined, key: string | number): Json | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const found = (value as { readonly [key: string | number]: Json })[key]
  // What a parser made inherits functions, which no report can hold, and `__proto__`; asking hasOwn each time costs as much again.
  const inherited = typeof found === 'function' || (key === '__proto__' && !Object.hasOwn(value, key))
  return inherited ? undefined : found
}

/**
 * What an object holds; of anything else, nothing. For names that are written in the program and stand on no prototype: each place that
 * asks for one remembers where it lies, where `own` has to look it up each time.
 */
export const fields = (value: Json | undefined): JsonRecord =>
  typeof value === 'object' && value !== null ? (value as JsonRecord) : NOTHING

const NOTHING: JsonRecord = Object.freeze({})

export type JsonRecord = { readonly [key: string]: Json }

/** A JSON object; not an array, not null. */
export function record(value: Json | undefined, ...path: readonly (string | number)[]): JsonRecord | undefined {
  const found = field(value, ...path)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as JsonRecord) : undefined
}

/** A text that says something: blank is as good as absent. */
export function text(value: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  return asText(field(value, ...path))
}

export const asText = (value: Json | undefined): string | undefined => (isText(value) ? value : undefined)

const isText = (value: Json | undefined): value is string => typeof value === 'string' && value.trim() !== ''

export function number(value: Json | undefined, ...path: readonly (string | number)[]): number | undefined {
  const found = field(value, ...path)
  return typeof found === 'number' && Number.isFinite(found) ? found : undefined
}

/** A whole number ≥ `least`: an index from 0, a line or a column from 1. */
export function whole(
  least: number,
  value: Json | undefined,
  ...path: readonly (string | number)[]
): number | undefined {
  const found = number(value, ...path)
  return found !== undefined && Number.isSafeInteger(found) && found >= least ? found : undefined
}

/** An array; empty where there is none. */
export function list(value: Json | undefined, ...path: readonly (string | number)[]): readonly Json[] {
  const found = field(value, ...path)
  return Array.isArray(found) ? found : []
}

/** The texts of an array, or one text standing alone. */
export function texts(value: Json | undefined, ...path: readonly (string | number)[]): readonly string[] {
  const found = field(value, ...path)
  if (found === undefined) return []
  return (Array.isArray(found) ? found : [found]).filter(isText)
}

/** Leaves out what is not there: an optional field is absent, never `undefined`. */
export function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const kept: { [K in keyof T]?: Exclude<T[K], undefined> } = {}
  for (const name in fields) {
    const value = fields[name]
    if (value !== undefined) kept[name] = value as Exclude<T[typeof name], undefined>
  }
  return kept
}

/** A text as one line: every run of white space is one space. */
export const oneLine = (value: string): string =>
  value.trim() !== value || RAGGED.test(value) ? value.replace(/\s+/g, ' ').trim() : value

// White space that is no single space: most texts have none, and looking is cheaper than rewriting.
const RAGGED = /[^\S ]| {2}/

export const unique = <T>(items: Iterable<T>): readonly T[] => [...new Set(items)]

/** A JSON Pointer one or more steps further down (RFC 6901). */
export const below = (pointer: string, ...steps: readonly (string | number)[]): string =>
  [pointer, ...steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/')
