import { ok, refuse, type Result } from '../problem.ts'
import { CanonicalReader, MAX_DEPTH } from './canonical-reader.ts'
import type { EntryValue } from './entry.ts'
import { encodeUtf8 } from './utf8.ts'

/**
 * The canonical JSON of a value: one way to write it, so that its bytes can be hashed. An object's undefined members are left out.
 * Refused: lone surrogates, NaN and infinities (there is no JSON for them), and nesting beyond {@link MAX_DEPTH}.
 * @source RFC 8785 (JSON Canonicalization Scheme)
 */
export function canonical(value: EntryValue): Result<string> {
  const flaw = flawOf(value, 0)
  return flaw === undefined ? ok(write(value)) : refuse('log/not-canonical', `There is no canonical JSON for ${flaw}.`)
}

/** The value of bytes that are canonical JSON already; anything else is refused with its column. */
export function parseCanonical(bytes: Uint8Array): Result<EntryValue> {
  const reader = new CanonicalReader(bytes)
  reader.value()
  reader.end()
  return reader.fault ? reader.refusal() : ok(reader.parsed(0, bytes.length))
}

/** A value as it would be kept: canonical, in UTF-8. */
export function canonicalBytes(value: EntryValue): Result<Uint8Array> {
  const text = canonical(value)
  return text.ok ? ok(encodeUtf8(text.value)!) : text // no lone surrogate gets this far
}

// Numbers and strings are written as ECMAScript does: RFC 8785 sections 3.2.2.2 and 3.2.2.3 say so themselves.
function write(value: EntryValue): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (isArray(value)) return `[${value.map(write).join(',')}]`
  const members = Object.keys(value).filter((key) => value[key] !== undefined)
  members.sort() // by UTF-16 code units, as section 3.2.3 asks
  return `{${members.map((key) => `${JSON.stringify(key)}:${write(value[key]!)}`).join(',')}}`
}

function flawOf(value: EntryValue, depth: number): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? undefined : String(value)
  if (typeof value === 'string') return flawOfText(value)
  if (typeof value !== 'object' || value === null) return undefined
  if (depth === MAX_DEPTH) return `more than ${MAX_DEPTH} levels`
  for (const [key, member] of Object.entries(value)) {
    const flaw = flawOfText(key) ?? (member === undefined ? undefined : flawOf(member, depth + 1))
    if (flaw !== undefined) return flaw
  }
  return undefined
}

const flawOfText = (text: string) => (/\p{Cs}/u.test(text) ? 'a lone surrogate' : undefined)
const isArray = (value: EntryValue): value is readonly EntryValue[] => Array.isArray(value)
