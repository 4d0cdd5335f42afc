import type { Limits } from '../fault.ts'
import { child } from '../pointer.ts'
import type { Source } from '../source.ts'
import { deepAt, OPEN, type Scanner } from './scanner.ts'
import { scannerFor } from './scanners.ts'
import { Skeleton } from './skeleton.ts'
import { elementTooLarge, Malformed, tooDeep, tooLarge } from './stop.ts'
import { compile, step, type Track } from './streams.ts'
import { decode, parse } from './text.ts'
import { Window } from './window.ts'

/** An element of a streamed array, as bytes: valid until the next one is asked for. */
export interface Span {
  /** Pointer of the array. */
  readonly array: string
  readonly index: number
  readonly stream: string
  readonly bytes: Uint8Array
  /** Colons outside strings. */
  readonly colons: number
}

const QUOTE = 0x22
const COMMA = 0x2c
const COLON = 0x3a
const OPEN_ARRAY = 0x5b
const BACKSLASH = 0x5c
const CLOSE_ARRAY = 0x5d
const OPEN_OBJECT = 0x7b
const CLOSE_OBJECT = 0x7d
const END = -1

/**
 * One pass over a document: yields the elements of its streamed arrays and gathers the rest, its skeleton.
 *
 * It goes into what the patterns name and delimits everything else without looking inside. That is exact all the same:
 * once it has run to the end, the document is JSON if and only if its skeleton and every element are, and that is for
 * JSON.parse to say. Throws a Stop (a limit was met) or Malformed (this is no JSON).
 */
export class Walk {
  readonly skeleton: Skeleton
  readonly #source: Source
  readonly #track: Track | undefined
  readonly #limits: Limits
  readonly #scanner: Scanner
  readonly #window: Window
  #elementStart = -1 // offset of the element that is being read

  constructor(source: Source, streams: readonly string[], limits: Limits) {
    this.#source = source
    this.#track = compile(streams)
    this.#limits = limits
    this.skeleton = new Skeleton(limits)
    this.#scanner = scannerFor(source.size)
    this.#window = new Window(source, this.#scanner, (piece, offset) => this.skeleton.add(piece, offset))
  }

  *spans(): Generator<Span, void, undefined> {
    const window = this.#window
    try {
      if (this.#source.size > this.#limits.total) throw tooLarge(this.#limits)
      this.#byteOrderMark()
      window.record(true)
      yield* this.#value(this.#track, '', 0)
      // JSON Lines would go on here with the next root.
      if (this.#peek() !== END) throw new Malformed()
      window.record(false)
    } finally {
      window.close()
    }
  }

  *#value(track: Track | undefined, pointer: string, depth: number): Generator<Span, void, undefined> {
    const first = this.#peek()
    if (track !== undefined && first === OPEN_ARRAY) {
      if (track.stream === undefined) yield* this.#array(track, pointer, depth)
      else yield* this.#streamed(track.stream, pointer, depth)
    } else if (track !== undefined && first === OPEN_OBJECT) yield* this.#object(track, pointer, depth)
    else this.skeleton.colons += this.#skip(first, depth)
  }

  *#array(track: Track, pointer: string, depth: number): Generator<Span, void, undefined> {
    let index = 0
    for (let more = this.#enter(CLOSE_ARRAY, depth); more; more = this.#next(CLOSE_ARRAY)) {
      const below = track.named.size === 0 ? track.others : step(track, String(index))
      yield* this.#value(below, child(pointer, index++), depth + 1)
    }
    this.#window.pos++
  }

  *#object(track: Track, pointer: string, depth: number): Generator<Span, void, undefined> {
    for (let more = this.#enter(CLOSE_OBJECT, depth); more; more = this.#next(CLOSE_OBJECT)) {
      const key = this.#key()
      yield* this.#value(step(track, key), child(pointer, key), depth + 1)
    }
    this.#window.pos++
  }

  *#streamed(stream: string, array: string, depth: number): Generator<Span, void, undefined> {
    const window = this.#window
    let index = 0
    let more = this.#enter(CLOSE_ARRAY, depth)
    window.record(false)
    for (; more; more = this.#next(CLOSE_ARRAY)) {
      const first = this.#peek()
      window.mark = window.pos
      this.#elementStart = window.offset()
      const colons = this.#skip(first, depth + 1)
      this.#elementWithin()
      const bytes = window.bytes.subarray(window.mark, window.pos)
      window.mark = this.#elementStart = -1
      yield { array, index: index++, stream, bytes, colons }
    }
    window.record(true)
    window.pos++
    this.skeleton.met.add(stream)
    this.skeleton.counts.set(array, index)
  }

  // Over an opening bracket. Is there anything before the closing one?
  #enter(close: number, depth: number): boolean {
    if (depth >= this.#limits.depth) throw tooDeep(this.#limits, this.#window.offset())
    this.#window.pos++
    return this.#peek() !== close
  }

  // Behind a value: over the comma, or at the closing bracket. A comma right before the bracket fails as a value would.
  #next(close: number): boolean {
    const byte = this.#peek()
    if (byte === close) return false
    if (byte !== COMMA) throw new Malformed()
    this.#window.pos++
    return true
  }

  #key(): string {
    const window = this.#window
    if (this.#peek() !== QUOTE) throw new Malformed()
    window.mark = window.pos
    this.#string()
    const text = decode(window.bytes.subarray(window.mark, window.pos))
    window.mark = -1
    if (this.#peek() !== COLON) throw new Malformed()
    window.pos++
    this.skeleton.colons++
    return parse<string>(text, 0)
  }

  /** Passes over a whole value without looking inside, and says how many colons it has. */
  #skip(first: number, depth: number): number {
    if (first === OPEN_OBJECT || first === OPEN_ARRAY) return this.#nested(depth)
    if (first === QUOTE) this.#string()
    else this.#scalar(first)
    return 0
  }

  #nested(depth: number): number {
    const window = this.#window
    const scanner = this.#scanner
    scanner.begin(this.#limits.depth - depth)
    for (;;) {
      const end = scanner.skip(window.pos, window.end)
      if (end < OPEN) throw tooDeep(this.#limits, window.offset(deepAt(end)))
      window.pos = end === OPEN ? window.end : end
      if (end !== OPEN) return scanner.colons
      if (!this.#more()) throw new Malformed()
    }
  }

  #string(): void {
    const window = this.#window
    let escaped = false
    window.pos++
    do {
      while (window.pos < window.end) {
        const byte = window.bytes[window.pos++]
        if (escaped) escaped = false
        else if (byte === BACKSLASH) escaped = true
        else if (byte === QUOTE) return
      }
    } while (this.#more())
    throw new Malformed()
  }

  // A number or a word: up to what cannot belong to one. Whether it is one is for JSON.parse.
  #scalar(first: number): void {
    const window = this.#window
    if (first === END || endsScalar(first)) throw new Malformed()
    do {
      while (window.pos < window.end && !endsScalar(window.bytes[window.pos]!)) window.pos++
    } while (window.pos === window.end && this.#more())
  }

  // The next byte that is no white space, not consumed; END at the end of the source.
  #peek(): number {
    const window = this.#window
    do {
      for (; window.pos < window.end; window.pos++) {
        const byte = window.bytes[window.pos]!
        if (!isSpace(byte)) return byte
      }
    } while (this.#more())
    return END
  }

  #more(): boolean {
    this.#elementWithin()
    if (this.#window.offset() > this.#limits.total) throw tooLarge(this.#limits)
    return this.#window.more()
  }

  #elementWithin(): void {
    const start = this.#elementStart
    if (start >= 0 && this.#window.offset() - start > this.#limits.element) throw elementTooLarge(this.#limits, start)
  }

  #byteOrderMark(): void {
    const window = this.#window
    while (window.end < 3 && this.#more());
    const [a, b, c] = window.bytes
    if (window.end >= 3 && a === 0xef && b === 0xbb && c === 0xbf) window.pos = 3
  }
}

const isSpace = (byte: number): boolean => byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09

const endsScalar = (byte: number): boolean =>
  byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT || isSpace(byte)
