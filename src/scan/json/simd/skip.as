// AssemblyScript. The twin of PlainScanner in ../scanner.ts, 64 bytes at a time; build.mjs beside this file makes
// bytes.generated.ts of it. All of its memory is the window's buffer: the state lies in globals.
//
// Each block becomes sets of 64 bits, one bit a byte: quotes, backslashes, brackets, colons. An odd number of unescaped
// quotes to the left of a byte means that it lies in a string, and a prefix XOR counts them for all 64 at once.
// (The method of simdjson: Langdale and Lemire, "Parsing gigabytes of JSON per second", 2019.)

const OPEN: i32 = -1

let depth: i32 = 0
let maxDepth: i32 = 0
let inString: u64 = 0 // all ones inside a string
let escaped: u64 = 0 // 1: the first byte of the next block is escaped
let count: i32 = 0

export function begin(most: i32): void {
  depth = 0
  maxDepth = most
  inString = 0
  escaped = 0
  count = 0
}

export function colons(): i32 {
  return count
}

/** As Scanner.skip. Reads up to 63 bytes past `to`, and ignores them. */
export function skip(from: i32, to: i32): i32 {
  for (let at = from; at < to; at += 64) {
    const a = v128.load(at)
    const b = v128.load(at, 16)
    const c = v128.load(at, 32)
    const d = v128.load(at, 48)
    const length = min(to - at, 64)
    const within: u64 = ~0 >>> (64 - length)

    const backslashes = where(a, b, c, d, 0x5c) & within
    let quotes = where(a, b, c, d, 0x22) & within
    if ((backslashes | escaped) != 0) quotes &= ~escapes(backslashes, length)
    const strings = prefixXor(quotes) ^ inString
    inString = <u64>(<i64>strings >> 63)
    const outside = ~strings & within

    // With the bit 0x20 set, [ is { and ] is }.
    const bit = i8x16.splat(0x20)
    const a2 = v128.or(a, bit)
    const b2 = v128.or(b, bit)
    const c2 = v128.or(c, bit)
    const d2 = v128.or(d, bit)
    const opens = where(a2, b2, c2, d2, 0x7b) & outside
    const closes = where(a2, b2, c2, d2, 0x7d) & outside
    const keys = where(a, b, c, d, 0x3a) & outside

    const up = <i32>popcnt(closes)
    const down = <i32>popcnt(opens)
    if (depth > up && depth + down <= maxDepth) depth += down - up
    else {
      const end = follow(opens, closes)
      if (end >= 0) {
        count += <i32>popcnt(keys & (((<u64>1) << end) - 1))
        return at + <i32>end + 1
      }
      if (end != OPEN) return end - at
    }
    count += <i32>popcnt(keys)
  }
  return OPEN
}

let elements: i32 = 0

export function passed(): i32 {
  return elements
}

/** As Scanner.pass. */
export function pass(from: i32, to: i32, until: i32, maxDepth: i32, most: i32): i32 {
  let behind = from
  let at = from
  elements = 0
  while (at < until) {
    const first = load<u8>(at)
    if (first != 0x7b && first != 0x5b) break
    begin(maxDepth)
    const end = skip(at, to)
    if (end < 0 || end - at > most) break
    elements++
    behind = end
    at = overSpace(end, to)
    if (at == to || load<u8>(at) != 0x2c) break
    at = overSpace(at + 1, to)
  }
  return behind
}

function overSpace(from: i32, to: i32): i32 {
  let at = from
  for (; at < to; at++) {
    const byte = load<u8>(at)
    if (byte != 0x20 && byte != 0x0a && byte != 0x0d && byte != 0x09) break
  }
  return at
}

/** One bit for each byte that equals `byte`. */
// @ts-ignore: decorator
@inline
function where(a: v128, b: v128, c: v128, d: v128, byte: i8): u64 {
  const s = i8x16.splat(byte)
  const low = <u64>i8x16.bitmask(i8x16.eq(a, s)) | ((<u64>i8x16.bitmask(i8x16.eq(b, s))) << 16)
  const high = <u64>i8x16.bitmask(i8x16.eq(c, s)) | ((<u64>i8x16.bitmask(i8x16.eq(d, s))) << 16)
  return low | (high << 32)
}

/** Each bit becomes the parity of itself and all bits below it. */
// @ts-ignore: decorator
@inline
function prefixXor(bits: u64): u64 {
  bits ^= bits << 1
  bits ^= bits << 2
  bits ^= bits << 4
  bits ^= bits << 8
  bits ^= bits << 16
  return bits ^ (bits << 32)
}

/** The bytes that a backslash stands before, in a block of which `length` bytes count. */
function escapes(backslashes: u64, length: i32): u64 {
  let result = escaped
  let rest = backslashes & ~escaped
  escaped = 0
  while (rest != 0) {
    const i = ctz(rest)
    if (<i32>i == length - 1) escaped = 1
    else result |= (<u64>2) << i
    rest &= ~((<u64>3) << i)
  }
  return result
}

/** Bracket by bracket: the bit at which depth 0 is reached, OPEN, or -2 - the bit that is too deep. */
function follow(opens: u64, closes: u64): i32 {
  let brackets = opens | closes
  while (brackets != 0) {
    const i = <i32>ctz(brackets)
    if ((opens >> i) & 1) {
      if (++depth > maxDepth) return -2 - i
    } else if (--depth == 0) return i
    brackets &= brackets - 1
  }
  return OPEN
}

/** As Scanner.sound: a parser that keeps nothing but the hashes of the keys of the objects that it is in. */
export function sound(from: i32, to: i32): i32 {
  const bottom = (memory.size() << 16) - SCRATCH
  let top = bottom // behind the last hash
  let base = bottom // of the innermost array or object: its first hash, behind the base of the one around it
  let inObject = false
  let at = from
  count = 0
  do {
    // At a value, or in an object at a key.
    if (inObject) {
      const start = at + 1
      if (load<u8>(at) != 0x22) return OPEN
      at = plainString(start, to)
      if (at < 0 || top - base >= MOST_KEYS * 8) return OPEN
      const hash = hashOf(start, at - 1)
      for (let p = base; p < top; p += 8) if (load<u64>(p) == hash) return OPEN
      store<u64>(top, hash)
      top += 8
      at = overSpace(at, to)
      if (load<u8>(at) != 0x3a) return OPEN
      count++
      at = overSpace(at + 1, to)
    }
    const first = load<u8>(at)
    if (first == 0x5b || first == 0x7b) {
      if (top + 8 * (MOST_KEYS + 2) > bottom + SCRATCH) return OPEN
      store<u64>(top, (<u64>base << 1) | <u64>inObject)
      top += 8
      base = top
      inObject = first == 0x7b
      at = overSpace(at + 1, to)
      if (load<u8>(at) != (inObject ? 0x7d : 0x5d)) continue
    } else {
      at = first == 0x22 ? anyString(at + 1, to) : first <= 0x39 ? number(at, to) : literal(at)
      if (at < 0) return OPEN
      at = overSpace(at, to)
    }
    // Behind a value, or at once at the end of something empty: out of all that ends here, then over the comma.
    while (load<u8>(at) == (inObject ? 0x7d : 0x5d)) {
      top = base - 8
      const around = load<u64>(top)
      base = <i32>(around >> 1)
      inObject = (around & 1) != 0
      if (top == bottom) return at < to ? at + 1 : OPEN
      at = overSpace(at + 1, to)
    }
    if (load<u8>(at) != 0x2c) return OPEN
    at = overSpace(at + 1, to)
  } while (at < to)
  return OPEN
}

const SCRATCH: i32 = 1024 // bytes behind the window; simd.ts leaves them free
const MOST_KEYS: i32 = 24

/** Behind the closing quote, or OPEN where a backslash or a control character comes before it. */
function plainString(from: i32, to: i32): i32 {
  const at = overPlain(from, to)
  return at < to && load<u8>(at) == 0x22 ? at + 1 : OPEN
}

function anyString(from: i32, to: i32): i32 {
  let at = overPlain(from, to)
  while (at < to) {
    const byte = load<u8>(at++)
    if (byte == 0x22) return at
    // \u is rare here, and left to JSON.parse.
    if (byte != 0x5c || !escapable(load<u8>(at++))) return OPEN
    at = overPlain(at, to)
  }
  return OPEN
}

// " \ / b f n r t
// @ts-ignore: decorator
@inline
function escapable(byte: u8): bool {
  if (byte == 0x22 || byte == 0x5c || byte == 0x2f) return true
  return byte == 0x62 || byte == 0x66 || byte == 0x6e || byte == 0x72 || byte == 0x74
}

/** To the first quote, backslash or control character. */
function overPlain(from: i32, to: i32): i32 {
  for (let at = from; at < to; at += 16) {
    const a = v128.load(at)
    const quote = i8x16.eq(a, i8x16.splat(0x22))
    const backslash = i8x16.eq(a, i8x16.splat(0x5c))
    const control = i8x16.lt_u(a, i8x16.splat(0x20))
    const met = i8x16.bitmask(v128.or(v128.or(quote, backslash), control))
    if (met != 0) return at + ctz(met)
  }
  return to
}

function hashOf(from: i32, to: i32): u64 {
  let hash = <u64>(to - from)
  for (let at = from; at < to; at += 8) {
    const rest = <u64>(to - at)
    const word = load<u64>(at)
    hash = (hash ^ (rest < 8 ? word & (((<u64>1) << (rest * 8)) - 1) : word)) * 0x9e3779b97f4a7c15
    hash ^= hash >> 32
  }
  return hash
}

function number(from: i32, to: i32): i32 {
  let at = from
  if (load<u8>(at) == 0x2d) at++
  const start = at
  at = overDigits(at, to)
  if (at == start || (at > start + 1 && load<u8>(start) == 0x30)) return OPEN
  if (load<u8>(at) == 0x2e) {
    const fraction = at + 1
    at = overDigits(fraction, to)
    if (at == fraction) return OPEN
  }
  if ((load<u8>(at) | 0x20) == 0x65) {
    at++
    if (load<u8>(at) == 0x2b || load<u8>(at) == 0x2d) at++
    const exponent = at
    at = overDigits(exponent, to)
    if (at == exponent) return OPEN
  }
  return at
}

function overDigits(from: i32, to: i32): i32 {
  let at = from
  while (at < to && <u8>(load<u8>(at) - 0x30) <= 9) at++
  return at
}

function literal(at: i32): i32 {
  const word = load<u32>(at)
  if (word == 0x65757274 || word == 0x6c6c756e) return at + 4 // true, null
  return word == 0x736c6166 && load<u8>(at + 4) == 0x65 ? at + 5 : OPEN // false
}
