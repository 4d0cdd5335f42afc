/**
 * The one loop that every byte of a report goes through: from an opening bracket to the bracket that closes it, over
 * strings and nesting. It tells brackets from text and nothing more: whether `{` was closed by `]` is for JSON.parse.
 */
export interface Scanner {
  /** Where the bytes must lie. `reserve` may replace it by a larger one with the same content. */
  readonly bytes: Uint8Array
  reserve(size: number): void
  /** Makes ready for a value: `skip` starts at its opening bracket. */
  begin(maxDepth: number): void
  /**
   * Reads bytes [from, to), on from where the last call stopped, in the same value.
   * @returns the position behind the closing bracket; OPEN if it was not met; or, below that, where it is too deep:
   * `deepAt(result)`
   */
  skip(from: number, to: number): number
  /** Colons outside strings since `begin`: the keys that the value has, once it is known to be sound. */
  readonly colons: number
  /**
   * Passes over objects and arrays with a comma between each two, as many as stand whole in [from, to), begin before `until`
   * and have at most `most` bytes each; not over one that is too deep. `from` is where the first one begins.
   * @returns the position behind the last one; how many they were is in `passed`
   */
  pass(from: number, to: number, until: number, maxDepth: number, most: number): number
  readonly passed: number
  /**
   * Is there an array of sound JSON at `from`, no key twice in one object? For ASCII alone.
   * @returns the position behind it, and its keys are in `colons`; or OPEN where that is not sure: JSON.parse will tell
   */
  sound(from: number, to: number): number
}

export const OPEN = -1

/** Between the result of `skip` and the position of a bracket that lies too deep: its own inverse. */
export const deepAt = (position: number): number => -2 - position

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COMMA = 0x2c

// What a byte means outside a string; everything else passes.
const STRING = 1
const DEEPER = 2
const UP = 3
const COLON = 4
const MEANING = new Uint8Array(256)
MEANING[QUOTE] = STRING
MEANING[0x7b] = MEANING[0x5b] = DEEPER // { [
MEANING[0x7d] = MEANING[0x5d] = UP // } ]
MEANING[0x3a] = COLON

export class PlainScanner implements Scanner {
  bytes: Uint8Array
  colons = 0
  passed = 0
  #depth = 0
  #maxDepth = 0
  #inString = false
  #escaped = 0 // 1: the last byte read was a backslash that escapes the next

  constructor(size: number) {
    this.bytes = new Uint8Array(size)
  }

  reserve(size: number): void {
    if (size <= this.bytes.length) return
    const larger = new Uint8Array(size)
    larger.set(this.bytes)
    this.bytes = larger
  }

  begin(maxDepth: number): void {
    this.colons = this.#depth = this.#escaped = 0
    this.#maxDepth = maxDepth
    this.#inString = false
  }

  skip(from: number, to: number): number {
    const { bytes } = this
    let depth = this.#depth
    let colons = 0
    let at = from + this.#escaped
    let inString = this.#inString
    let result = OPEN
    while (at < to) {
      if (inString) {
        let byte = 0
        while (at < to && (byte = bytes[at]!) !== QUOTE && byte !== BACKSLASH) at++
        if (at >= to) break
        inString = byte === BACKSLASH
        at += inString ? 2 : 1
        continue
      }
      const meaning = MEANING[bytes[at++]!]!
      if (meaning === 0) continue
      if (meaning === COLON) colons++
      else if (meaning === STRING) inString = true
      else if (meaning === DEEPER) {
        if (++depth > this.#maxDepth) {
          result = deepAt(at - 1)
          break
        }
      } else if (--depth === 0) {
        result = at
        break
      }
    }
    this.#depth = depth
    this.colons += colons
    this.#inString = inString
    this.#escaped = at > to ? 1 : 0
    return result
  }

  pass(from: number, to: number, until: number, maxDepth: number, most: number): number {
    const { bytes } = this
    let behind = from
    let at = from
    this.passed = 0
    while (at < until && (bytes[at] === 0x7b || bytes[at] === 0x5b)) {
      this.begin(maxDepth)
      const end = this.skip(at, to)
      if (end < 0 || end - at > most) break
      this.passed++
      behind = end
      at = this.#overSpace(end, to)
      if (at === to || bytes[at] !== COMMA) break
      at = this.#overSpace(at + 1, to)
    }
    return behind
  }

  /** Never sure: byte by byte it would take as long as JSON.parse. */
  sound(): number {
    return OPEN
  }

  #overSpace(from: number, to: number): number {
    let at = from
    while (at < to && isSpace(this.bytes[at]!)) at++
    return at
  }
}

export const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09
