import type { Limits } from '../fault.ts'
import type { Source } from '../source.ts'
import { END } from './cursor.ts'
import { duplicateKey, quoted } from './messages.ts'
import { Stop, tooDeep } from './stop.ts'
import { code, Tokens } from './tokens.ts'

const BOM = [0xef, 0xbb, 0xbf]

/**
 * RFC 8259 to the letter, byte by byte, to say where a text stops being JSON and why: it throws a Stop at the first fault.
 * Never in the way of a sound report: only what the fast path has refused comes here.
 */
export class Strict {
  readonly #tokens: Tokens
  readonly #limits: Limits

  constructor(source: Source, limits: Limits) {
    this.#tokens = new Tokens(source)
    this.#limits = limits
  }

  close(): void {
    this.#tokens.cursor.close()
  }

  document(): void {
    const tokens = this.#tokens
    if (tokens.cursor.byte === BOM[0]) for (const byte of BOM) tokens.over(byte, 'a byte order mark or a value')
    tokens.space()
    this.#value(0)
    const next = tokens.space()
    if (next === END) return
    if (next !== code('{') && next !== code('[')) tokens.unexpected('the end of the text')
    const hint = 'Give each document a file of its own.'
    throw new Stop('json/syntax', 'a second document begins here', hint, tokens.cursor.offset)
  }

  #value(depth: number, key?: string): void {
    const { byte } = this.#tokens.cursor
    if (byte === code('{')) this.#object(depth)
    else if (byte === code('[')) this.#array(depth)
    else if (byte === code('"')) this.#tokens.string(false)
    else if (byte === code('-') || (byte >= code('0') && byte <= code('9'))) this.#tokens.number()
    else this.#tokens.literal(key === undefined ? 'a value' : `a value for ${quoted(key)}`)
  }

  #object(depth: number): void {
    const tokens = this.#tokens
    const open = this.#enter(depth)
    const keys = new Set<string>()
    if (tokens.cursor.byte !== code('}')) {
      do {
        const key = this.#key(keys, open)
        if (tokens.space() !== code(':')) tokens.unexpected(`a colon after the name ${quoted(key)}`, open)
        tokens.cursor.next()
        tokens.space()
        this.#value(depth + 1, key)
      } while (this.#another('}', 'value', open))
    }
    tokens.cursor.next()
  }

  #array(depth: number): void {
    const { cursor } = this.#tokens
    const open = this.#enter(depth)
    if (cursor.byte !== code(']')) {
      do this.#value(depth + 1)
      while (this.#another(']', 'element', open))
    }
    cursor.next()
  }

  #key(keys: Set<string>, open: number): string {
    const { cursor } = this.#tokens
    const at = cursor.offset
    if (cursor.byte !== code('"')) this.#tokens.unexpected('a name in double quotes', open)
    const key = this.#tokens.string(true)
    if (keys.has(key)) throw duplicateKey(key, at)
    keys.add(key)
    return key
  }

  /** Over an opening bracket and the white space behind it; gives the bracket's offset. */
  #enter(depth: number): number {
    const { cursor } = this.#tokens
    const open = cursor.offset
    if (depth >= this.#limits.depth) throw tooDeep(this.#limits, open)
    cursor.next()
    this.#tokens.space()
    return open
  }

  /** Behind a value: over the comma to the next one, or at the closing bracket. */
  #another(close: ']' | '}', after: string, open: number): boolean {
    const tokens = this.#tokens
    if (tokens.space() === code(close)) return false
    const comma = tokens.cursor.offset
    tokens.over(code(','), `a comma or ${close} after the ${after}`, open)
    if (tokens.space() === code(close))
      throw new Stop('json/syntax', `a comma with nothing between it and ${close}`, 'Remove the comma.', comma)
    return true
  }
}
