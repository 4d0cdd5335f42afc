import type { Limits } from '../fault.ts'
import { child } from '../pointer.ts'
import type { Source } from '../source.ts'
import { deepAt, isSpace, OPEN, type Scanner } from './scanner.ts'
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
  /** Where it begins in the source, in bytes. */
  readonly offset: number
  readonly stream: string
  /** As they lie in the scanner's memory. */
  readonly bytes: Uint8Array
  /** Colons outside strings. */
  readonly colons: number
}

/** An array or object that was gone into, because a pattern leads there. */
interface Open {
  readonly track: Track
  readonly pointer: string
  readonly close: number
  /** How many of its values were read. */
  read: number
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
 * One pass over a document: gives the elements of its streamed arrays, one by one, and gathers the rest, its skeleton. A plain iteration and
 * no generator: what every record goes through is one turn each.
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
  readonly #from: number
  readonly scanner: Scanner
  readonly #window: Window
  readonly #open: Open[] = []
  #begun = false
  #elementStart = -1 // offset of the element that is being read

  /**
   * @param from  what is streamed and begins before it, in bytes, may be passed over unseen: all but the first of each array
   */
  constructor(source: Source, streams: readonly string[], limits: Limits, from: number) {
    this.#source = source
    this.#track = compile(streams)
    this.#limits = limits
    this.#from = from
    this.skeleton = new Skeleton(limits)
    this.scanner = scannerFor(source.size)
    this.#window = new Window(source, this.scanner, (piece, offset) => this.skeleton.add(piece, offset))
  }

  /** The next element; none once the document has ended, soundly as far as this can tell. */
  next(): Span | undefined {
    const window = this.#window
    const open = this.#open
    if (!this.#begun) this.#begin()
    for (let inner = open.at(-1); inner !== undefined; inner = open.at(-1)) {
      if (!this.#another(inner)) this.#leave(inner)
      else if (inner.track.stream === undefined || inner.close !== CLOSE_ARRAY) this.#child(inner)
      else if (!this.#passed(inner)) return this.#element(inner)
    }
    // JSON Lines would go on here with the next root.
    if (this.#peek() !== END) throw new Malformed()
    window.record(false)
    return undefined
  }

  /** Lets go of the source. */
  close(): void {
    this.#window.close()
  }

  #begin(): void {
    this.#begun = true
    if (this.#source.size > this.#limits.total) throw tooLarge(this.#limits)
    this.#byteOrderMark()
    this.#window.record(true)
    this.#value(this.#track, '')
  }

  /** Goes into the value if a pattern leads into it, and passes over it otherwise. */
  #value(track: Track | undefined, pointer: string): void {
    const first = this.#peek()
    if (track === undefined || (first !== OPEN_ARRAY && first !== OPEN_OBJECT)) {
      this.skeleton.colons += this.#skip(first)
      return
    }
    if (this.#open.length >= this.#limits.depth) throw tooDeep(this.#limits, this.#window.offset())
    this.#window.pos++
    const close = first === OPEN_ARRAY ? CLOSE_ARRAY : CLOSE_OBJECT
    this.#open.push({ track, pointer, close, read: 0 })
    if (track.stream !== undefined && close === CLOSE_ARRAY) this.#window.record(false)
  }

  /** Over the comma to the next value, if there is one. A comma before the bracket fails later, as a value would. */
  #another(inner: Open): boolean {
    const byte = this.#peek()
    if (byte === inner.close) return false
    if (inner.read > 0) {
      if (byte !== COMMA) throw new Malformed()
      this.#window.pos++
    }
    return true
  }

  #child(inner: Open): void {
    const { track, pointer, close } = inner
    const key = close === CLOSE_OBJECT ? this.#key() : inner.read
    inner.read++
    this.#value(step(track, key), child(pointer, key))
  }

  /** Many at a time, where nobody asks for them: those that are at hand as a whole, and sound as far as can be seen. */
  #passed(inner: Open): boolean {
    const window = this.#window
    if (inner.read === 0 || window.offset() >= this.#from) return false
    this.#peek()
    const until = Math.min(this.#from - window.offset(0), window.end)
    const { depth, element } = this.#limits
    const scanner = this.scanner
    window.pos = scanner.pass(window.pos, window.end, until, depth - this.#open.length, element)
    inner.read += scanner.passed
    return scanner.passed > 0
  }

  #element(inner: Open): Span {
    const window = this.#window
    const first = this.#peek()
    window.mark = window.pos
    const offset = window.offset()
    this.#elementStart = offset
    const colons = this.#skip(first)
    this.#elementWithin()
    const bytes = window.bytes.subarray(window.mark, window.pos)
    window.mark = this.#elementStart = -1
    return { array: inner.pointer, index: inner.read++, offset, stream: inner.track.stream!, bytes, colons }
  }

  #leave({ track, pointer, close, read }: Open): void {
    if (track.stream !== undefined && close === CLOSE_ARRAY) {
      this.#window.record(true)
      this.skeleton.met.add(track.stream)
      this.skeleton.counts.set(pointer, read)
    }
    this.#window.pos++
    this.#open.pop()
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
  #skip(first: number): number {
    if (first === OPEN_OBJECT || first === OPEN_ARRAY) return this.#nested()
    if (first === QUOTE) this.#string()
    else this.#scalar(first)
    return 0
  }

  #nested(): number {
    const window = this.#window
    const scanner = this.scanner
    scanner.begin(this.#limits.depth - this.#open.length)
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

const endsScalar = (byte: number): boolean =>
  byte === COMMA || byte === CLOSE_ARRAY || byte === CLOSE_OBJECT || isSpace(byte)
