import { refuse, type Result } from '../problem.ts'
import type { EntryValue } from './entry.ts'
import { BACKSLASH, COMMA, escapeLength, isDigit, isNumeric, PLAIN, QUOTE } from './json-bytes.ts'
import { decodeUtf8, fromAscii, sequenceLength } from './utf8.ts'

/** How deep arrays and objects may stand in each other, so that nobody's nesting empties our stack. */
export const MAX_DEPTH = 64

/**
 * Reads bytes that must be canonical JSON (RFC 8785) in one pass, without building what nobody asks for.
 * The first fault sticks: after it every call returns at once, so that callers check `fault` once, at the end.
 */
export class CanonicalReader {
  fault: { readonly at: number; readonly why: string } | undefined
  private readonly bytes: Uint8Array
  private at = 0
  private plain = true // was the last string ASCII without escapes?

  constructor(bytes: Uint8Array) {
    this.bytes = bytes
  }

  get position(): number {
    return this.at
  }

  /** Exactly these characters, all of them ASCII. */
  literal(text: string): void {
    for (let i = 0; i < text.length; i++) {
      if (this.bytes[this.at + i] !== text.charCodeAt(i)) return this.fail(`expected ${text}`)
    }
    this.at += text.length
  }

  string(): string {
    const start = this.at
    this.skipString()
    return this.fault ? '' : this.text(start, this.at, this.plain)
  }

  /** A whole number from 0 to 2^53 − 1. */
  integer(): number {
    const start = this.at
    const value = this.number()
    if (!Number.isSafeInteger(value) || value < 0) this.fail('expected a whole number', start)
    return value
  }

  /** Any value: checked and passed over. */
  value(depth = 0): void {
    const first = this.bytes[this.at]
    if (first === QUOTE) this.skipString()
    else if (first === 0x7b) this.object(depth + 1)
    else if (first === 0x5b) this.array(depth + 1)
    else if (first === 0x74) this.literal('true')
    else if (first === 0x66) this.literal('false')
    else if (first === 0x6e) this.literal('null')
    else this.number()
  }

  end(): void {
    if (this.at < this.bytes.length) this.fail('nothing may follow')
  }

  /** The value between two positions that were passed over without a fault. */
  parsed(start: number, end: number): EntryValue {
    return JSON.parse(decodeUtf8(this.bytes.subarray(start, end))!) as EntryValue
  }

  refusal(): Result<never> {
    const { at, why } = this.fault!
    const message = `This is not canonical JSON: ${why}, at column ${at + 1}.`
    return refuse('log/not-canonical', message, 'Keep the bytes as they were written: no program may reformat them.')
  }

  fail(why: string, at = this.at): void {
    this.fault ??= { at, why }
    this.at = this.bytes.length
  }

  private object(depth: number): void {
    if (!this.enter(depth)) return
    let previous = -1
    let previousEnd = 0
    let previousPlain = true
    while (!this.leave(0x7d, previous < 0)) {
      const start = this.at
      this.skipString()
      const end = this.at
      if (this.fault) return
      if (previous >= 0 && !this.inOrder(previous, previousEnd, start, end, previousPlain && this.plain))
        return this.fail('keys must stand in order, each once', start)
      previous = start
      previousEnd = end
      previousPlain = this.plain
      this.literal(':')
      this.value(depth)
    }
  }

  private array(depth: number): void {
    if (!this.enter(depth)) return
    for (let first = true; !this.leave(0x5d, first); first = false) this.value(depth)
  }

  private enter(depth: number): boolean {
    if (depth > MAX_DEPTH) this.fail('it nests too deeply')
    else this.at++
    return !this.fault
  }

  /** At the closing character (or a fault): passes it and says so. Before a member: passes its comma. */
  private leave(close: number, first: boolean): boolean {
    if (this.fault) return true
    const next = this.bytes[this.at]
    if (next === close) {
      this.at++
      return true
    }
    if (first) return false
    if (next === COMMA) this.at++
    else this.fail(`expected , or ${String.fromCharCode(close)}`)
    return this.fault !== undefined
  }

  private skipString(): void {
    if (this.bytes[this.at] !== QUOTE) return this.fail('expected a string')
    const bytes = this.bytes
    let at = this.at + 1
    this.plain = true
    for (;;) {
      while (PLAIN[bytes[at]!] === 1) at++
      const byte = bytes[at] ?? 0
      if (byte === QUOTE) break
      if (byte < 0x20) return this.fail('a string must end, and hold no bare control character', at)
      this.plain = false
      const length = byte === BACKSLASH ? escapeLength(bytes, at) : sequenceLength(bytes, at)
      if (length === 0) return this.fail(byte === BACKSLASH ? 'this escape is not needed' : 'not UTF-8', at)
      at += length
    }
    this.at = at + 1
  }

  private number(): number {
    const start = this.at
    const digits = this.digits()
    if (digits !== undefined) return digits
    while (isNumeric(this.bytes[this.at])) this.at++
    const token = fromAscii(this.bytes.subarray(start, this.at))
    // ECMAScript writes each number in one way (RFC 8785, section 3.2.2.3): what reads back the same is canonical.
    if (token === '' || String(Number(token)) !== token)
      this.fail('expected a value, numbers in their shortest form', start)
    return Number(token)
  }

  /** The usual number, a few digits and nothing else, without a string in between; undefined (and nothing read) for others. */
  private digits(): number | undefined {
    let at = this.at
    let value = 0
    for (; isDigit(this.bytes[at]); at++) value = value * 10 + this.bytes[at]! - 0x30
    const count = at - this.at
    const leadingZero = count > 1 && this.bytes[this.at] === 0x30
    if (count === 0 || count > 15 || leadingZero || isNumeric(this.bytes[at])) return undefined
    this.at = at
    return value
  }

  private inOrder(a: number, aEnd: number, b: number, bEnd: number, plain: boolean): boolean {
    if (!plain) return this.text(a, aEnd, false) < this.text(b, bEnd, false)
    for (let i = 1; ; i++) {
      const x = a + i < aEnd - 1 ? this.bytes[a + i]! : -1
      const y = b + i < bEnd - 1 ? this.bytes[b + i]! : -1
      if (x !== y) return x < y
      if (x < 0) return false
    }
  }

  /** The string between two quotes. */
  private text(start: number, end: number, plain: boolean): string {
    return plain
      ? fromAscii(this.bytes.subarray(start + 1, end - 1))
      : (JSON.parse(decodeUtf8(this.bytes.subarray(start, end))!) as string)
  }
}
