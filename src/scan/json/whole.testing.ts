import { child, segments } from '../pointer.ts'
import type { Element, Json } from '../shape.ts'

// The same contract the plain way, over a value that JSON.parse made of the whole: what the scanner is held against.

/** The value of a whole document, or undefined where it is not JSON in UTF-8 or has a duplicate key. */
export function wholeValue(bytes: Uint8Array): { readonly value: Json } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const value = JSON.parse(text) as Json
    return keys(value) === text.replaceAll(STRING, '').split(':').length - 1 ? { value } : undefined
  } catch {
    return undefined
  }
}

const STRING = /"(?:[^"\\]|\\.)*"/g

const keys = (value: Json): number =>
  typeof value !== 'object' || value === null
    ? 0
    : Object.values(value).reduce<number>(
        (sum, item) => sum + keys(item),
        Array.isArray(value) ? 0 : Object.keys(value).length,
      )

/** What `shapeOf` and `elements` should say of a document. */
export function wholeReading(value: Json, streams: readonly string[]) {
  const counts: Record<string, number> = {}
  const elements: Element[] = []
  const walk = (here: Json, path: readonly string[], pointer: string): Json => {
    if (typeof here !== 'object' || here === null) return here
    const stream = streams.find((pattern) => Array.isArray(here) && matches(pattern, [...path, '*']))
    if (Array.isArray(here)) {
      if (stream === undefined) return here.map((item, i) => walk(item, [...path, String(i)], child(pointer, i)))
      counts[pointer] = here.length
      for (const [i, item] of here.entries()) elements.push({ value: item, pointer: child(pointer, i), stream })
      return []
    }
    const copy = {}
    for (const [key, item] of Object.entries(here)) {
      const value = walk(item as Json, [...path, key], child(pointer, key))
      Object.defineProperty(copy, key, { value, enumerable: true, configurable: true, writable: true })
    }
    return copy
  }
  return { shape: walk(value, [], ''), counts, elements }
}

function matches(pattern: string, path: readonly string[]): boolean {
  const parts = segments(pattern)
  return parts.length === path.length && parts.every((part, i) => part === '*' || part === path[i])
}
