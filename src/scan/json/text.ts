import { Malformed } from './stop.ts'

/** A strict decoder that keeps a byte order mark: only the one at the very start of a document is to be left out. */
export const utf8 = () => new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

const ONE_BY_ONE = utf8()

/** UTF-8 bytes as text, or Malformed. */
export function decode(bytes: Uint8Array, decoder = ONE_BY_ONE, options?: { readonly stream: boolean }): string {
  try {
    return decoder.decode(bytes, options)
  } catch {
    throw new Malformed()
  }
}

/** A JSON text as a value, or Malformed: because JSON.parse says so, or because a key stands there twice. */
export function parse<T>(text: string, colons: number): T {
  let value
  try {
    value = JSON.parse(text)
  } catch {
    throw new Malformed()
  }
  if (countKeys(value) !== colons) throw new Malformed()
  return value as T
}

/**
 * How many keys a parsed value has, all the way down. JSON.parse keeps the last of two equal keys (and makes `__proto__`
 * an ordinary own key), so a text with more colons outside strings than this has a duplicate.
 */
function countKeys(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  let count = 0
  if (Array.isArray(value)) for (const item of value) count += countKeys(item)
  else for (const key in value) count += 1 + countKeys((value as Record<string, unknown>)[key])
  return count
}
