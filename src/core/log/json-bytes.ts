export const QUOTE = 0x22
export const BACKSLASH = 0x5c
export const COMMA = 0x2c
/** 1 for the ASCII characters that stand in a string as they are. */
export const PLAIN = Uint8Array.from({ length: 0x80 }, (_, byte) =>
  Number(byte >= 0x20 && byte !== QUOTE && byte !== BACKSLASH),
)
const SHORT_ESCAPES = new Set(Array.from('"\\bfnrt', (c) => c.charCodeAt(0)))

export const isDigit = (byte = 0) => byte >= 0x30 && byte <= 0x39
export const isNumeric = (byte = 0) => isDigit(byte) || byte === 0x2d || byte === 0x2e || byte === 0x2b || byte === 0x65

/** RFC 8785, section 3.2.2.2: the short escapes, and \u00xx in lower case for the other control characters; nothing else. */
export function escapeLength(bytes: Uint8Array, at: number): number {
  if (SHORT_ESCAPES.has(bytes[at + 1]!)) return 2
  const escape = String.fromCharCode(...bytes.subarray(at, at + 6))
  return /^\\u00(?:0[0-7bef]|1[0-9a-f])$/.test(escape) ? 6 : 0
}
