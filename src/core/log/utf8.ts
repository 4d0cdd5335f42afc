/** The UTF-8 of a text, or undefined where it holds a lone surrogate: UTF-8 has no way to say one. */
export function encodeUtf8(text: string): Uint8Array | undefined {
  return encodeAscii(text) ?? encodeAny(text)
}

/** Nearly everything that is hashed is ASCII: a byte a character, and nothing to look up. */
function encodeAscii(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit >= 0x80) return undefined
    bytes[i] = unit
  }
  return bytes
}

function encodeAny(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length * 3)
  let length = 0
  for (let i = 0; i < text.length; i++) {
    const point = text.codePointAt(i)!
    if (point < 0x80) bytes[length++] = point
    else if (point < 0x800) {
      bytes[length++] = 0xc0 | (point >> 6)
      bytes[length++] = continuation(point)
    } else if (point < 0x10000) {
      if (point >= 0xd800 && point <= 0xdfff) return undefined
      bytes[length++] = 0xe0 | (point >> 12)
      bytes[length++] = continuation(point >> 6)
      bytes[length++] = continuation(point)
    } else {
      bytes[length++] = 0xf0 | (point >> 18)
      bytes[length++] = continuation(point >> 12)
      bytes[length++] = continuation(point >> 6)
      bytes[length++] = continuation(point)
      i++ // the second half of the pair
    }
  }
  return bytes.subarray(0, length)
}

/** The text of UTF-8 bytes, or undefined where they are not well-formed (overlong, surrogate, cut off). No byte order mark is taken away. */
export function decodeUtf8(bytes: Uint8Array): string | undefined {
  if (bytes.every((byte) => byte < 0x80)) return fromAscii(bytes)
  let text = ''
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    if (length === 0) return undefined
    text += String.fromCodePoint(pointAt(bytes, at, length))
    at += length
  }
  return text
}

/**
 * How many bytes the well-formed sequence at `at` has, 1 … 4; 0 where there is none.
 * @source The Unicode Standard, table 3-7, well-formed UTF-8 byte sequences
 */
export function sequenceLength(bytes: Uint8Array, at: number): 0 | 1 | 2 | 3 | 4 {
  const first = bytes[at] ?? 0xff
  if (first < 0x80) return 1
  if (first < 0xc2 || first > 0xf4) return 0
  const second = bytes[at + 1] ?? 0
  const low = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80
  const high = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf
  if (second < low || second > high) return 0
  if (first < 0xe0) return 2
  if (!continues(bytes[at + 2])) return 0
  if (first < 0xf0) return 3
  return continues(bytes[at + 3]) ? 4 : 0
}

const continuation = (point: number) => 0x80 | (point & 0x3f)
const continues = (byte = 0) => byte >= 0x80 && byte <= 0xbf

function pointAt(bytes: Uint8Array, at: number, length: 1 | 2 | 3 | 4): number {
  let point = length === 1 ? bytes[at]! : bytes[at]! & (0xff >> (length + 1))
  for (let i = 1; i < length; i++) point = (point << 6) | (bytes[at + i]! & 0x3f)
  return point
}

const SLICE = 8192 // what an engine surely takes as arguments of one call

/** Bytes below 0x80, as text. */
export function fromAscii(bytes: Uint8Array): string {
  if (bytes.length <= SLICE) return String.fromCharCode.apply(null, bytes as unknown as number[])
  return fromAscii(bytes.subarray(0, SLICE)) + fromAscii(bytes.subarray(SLICE))
}
