import type { Json } from '../scan/shape.ts'

/**
 * Field access that no report can break: a value of another type than the one asked for is as good as absent,
 * and only own properties count. Every reader looks into reports through these.
 */
export function field(value: Json | undefined, ...path: readonly (string | number)[]): Json | undefined {
  let here = value
  for (const step of path) {
    if (typeof here !== 'object' || here === null || !Object.hasOwn(here, step)) return undefined
    here = (here as { readonly [key: string | number]: Json })[step]
  }
  return here
}

export type JsonRecord = { readonly [key: string]: Json }

/** A JSON object; not an array, not null. */
export function record(value: Json | undefined, ...path: readonly (string | number)[]): JsonRecord | undefined {
  const found = field(value, ...path)
  return typeof found === 'object' && found !== null && !Array.isArray(found) ? (found as JsonRecord) : undefined
}

/** A text that says something: blank is as good as absent. */
export function text(value: Json | undefined, ...path: readonly (string | number)[]): string | undefined {
  const found = field(value, ...path)
  return typeof found === 'string' && /\S/.test(found) ? found : undefined
}

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
  return (Array.isArray(found) ? found : [found]).flatMap((item) => text(item) ?? [])
}

/** Leaves out what is not there: an optional field is absent, never `undefined`. */
export function defined<T extends object>(fields: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>
  }
}

/** A text as one line: every run of white space is one space. */
export const oneLine = (value: string): string => value.replace(/\s+/g, ' ').trim()

export const unique = <T>(items: Iterable<T>): readonly T[] => [...new Set(items)]

/** A JSON Pointer one or more steps further down (RFC 6901). */
export const below = (pointer: string, ...steps: readonly (string | number)[]): string =>
  [pointer, ...steps.map((step) => String(step).replaceAll('~', '~0').replaceAll('/', '~1'))].join('/')
