import { locate } from '../locate.ts'
import type { Source } from '../source.ts'
import { Cursor, END, isPlain } from './cursor.ts'
import { hintFor, quoted, unicodeName } from './messages.ts'
import { Stop } from './stop.ts'

export const code = (character: string): number => character.charCodeAt(0)
const QUOTE = code('"')
const BACKSLASH = code('\\')
const LONGEST_WORD = 32

/** The strings, numbers and words of a text, by RFC 8259 to the letter; each throws a Stop at its first fault. */
export class Tokens {
  readonly cursor: Cursor
  readonly #source: Source

  constructor(source: Source) {
    this.cursor = new Cursor(source)
    this.#source = source
  }

  /** Over white space, to the byte that follows. */
  space(): number {
    const { cursor } = this
    while (cursor.byte === 0x20 || cursor.byte === 0x0a || cursor.byte === 0x0d || cursor.byte === 0x09) cursor.next()
    return cursor.byte
  }

  /** Over this very byte. */
  over(byte: number, expected: string, container?: number): void {
    if (this.cursor.byte !== byte) this.unexpected(expected, container)
    this.cursor.next()
  }

  /** @returns the text of a string that is kept, and nothing of one that is not: it may be very long */
  string(keep: boolean): string {
    const { cursor } = this
    const start = cursor.offset
    const characters: string[] = []
    cursor.next()
    while (cursor.byte !== QUOTE) {
      if (cursor.byte === END) this.#truncated(`inside a string that began at ${this.place(start)}`)
      if (cursor.byte < 0x20) this.#control(start)
      const character = cursor.byte === BACKSLASH ? this.#escape() : this.character()
      if (keep) characters.push(character)
      else if (isPlain(cursor.byte)) cursor.overPlain()
    }
    cursor.next()
    return characters.join('')
  }

  number(): void {
    const { cursor } = this
    if (cursor.byte === code('-')) cursor.next()
    const first = cursor.offset
    if (cursor.byte === code('0')) {
      cursor.next()
      const hint = 'Remove the zero; or put it in quotes, if it is a text.'
      if (isDigit(cursor.byte)) throw new Stop('json/syntax', 'a number with a leading zero', hint, first)
    } else this.#digits()
    if (cursor.byte === code('.')) {
      cursor.next()
      this.#digits()
    }
    if (cursor.byte === code('e') || cursor.byte === code('E')) {
      const sign = cursor.next()
      if (sign === code('+') || sign === code('-')) cursor.next()
      this.#digits()
    }
  }

  /** `true`, `false` or `null`. */
  literal(expected: string): void {
    const start = this.cursor.offset
    const word = this.#word()
    if (LITERALS.includes(word)) return
    const cut = this.cursor.byte === END && LITERALS.some((literal) => literal.startsWith(word))
    if (cut) this.#truncated(`where ${expected} was expected`)
    if (word === '') this.unexpected(expected)
    throw new Stop('json/syntax', `expected ${expected}, found ${quoted(word)}`, hintFor(word), start)
  }

  /** @param container offset of the bracket that is still open here */
  unexpected(expected: string, container?: number): never {
    const { byte, offset } = this.cursor
    if (byte === END) {
      const open = container === undefined ? '' : `, inside what was opened at ${this.place(container)}`
      this.#truncated(`where ${expected} was expected${open}`)
    }
    const found = byte < 0x20 ? unicodeName(byte) : this.#word() || this.character()
    throw new Stop('json/syntax', `expected ${expected}, found ${quoted(found)}`, hintFor(found), offset)
  }

  place(offset: number): string {
    const { line, column } = locate(this.#source, offset)
    return `${line}:${column}`
  }

  #truncated(where: string): never {
    const hint =
      'The file is cut short: make the report again, and check that its writer had ended and the disk was not full.'
    throw new Stop('json/truncated', `the text ends ${where}`, hint, this.cursor.offset)
  }

  #control(start: number): never {
    const { byte, offset } = this.cursor
    const what = byte === 0x0a || byte === 0x0d ? 'a line break' : `the control character ${unicodeName(byte)}`
    const written = JSON.stringify(String.fromCharCode(byte)).slice(1, -1)
    const hint = `Is a closing quote missing? Inside a string it is written ${written}.`
    throw new Stop('json/syntax', `${what} inside a string that began at ${this.place(start)}`, hint, offset)
  }

  #escape(): string {
    const { cursor } = this
    const start = cursor.offset
    if (cursor.next() === END) this.#truncated('inside an escape')
    if (cursor.byte !== code('u')) return this.#shortEscape(start)
    let digits = ''
    while (digits.length < 4) {
      if (!isHex(cursor.next())) this.unexpected('four hexadecimal digits after \\u')
      digits += String.fromCharCode(cursor.byte)
    }
    cursor.next()
    return String.fromCharCode(Number.parseInt(digits, 16))
  }

  #shortEscape(start: number): string {
    const letter = this.character()
    const at = '"\\/bfnrt'.indexOf(letter)
    if (at >= 0) return '"\\/\b\f\n\r\t'[at]!
    const hint = 'A backslash itself is written twice: \\\\.'
    throw new Stop('json/syntax', `there is no escape \\${JSON.stringify(letter).slice(1, -1)} in JSON`, hint, start)
  }

  /** One character in UTF-8, as RFC 3629 has it: no overlong forms, no surrogates, nothing past U+10FFFF. */
  character(): string {
    const { cursor } = this
    const start = cursor.offset
    const first = cursor.byte
    cursor.next()
    if (first < 0x80) return String.fromCharCode(first)
    const length = first < 0xc2 || first > 0xf4 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : 4
    let point = first & (0x7f >> length)
    let read = 1
    for (; read < length && (cursor.byte & 0xc0) === 0x80 && cursor.byte !== END; read++) {
      point = (point << 6) | (cursor.byte & 0x3f)
      cursor.next()
    }
    if (length > read && cursor.byte === END) this.#truncated('in the middle of a character')
    const smallest = length === 4 ? 0x10000 : length === 3 ? 0x800 : 0x80
    if (length > 0 && read === length && point >= smallest && point <= 0x10ffff && (point & 0x1ff800) !== 0xd800)
      return String.fromCodePoint(point)
    const hint = 'Save it as UTF-8: it seems to be written in another encoding, such as Latin-1.'
    throw new Stop('json/not-utf8', `the byte 0x${first.toString(16)} begins no UTF-8 character here`, hint, start)
  }

  #digits(): void {
    if (!isDigit(this.cursor.byte)) this.unexpected('a digit')
    while (isDigit(this.cursor.byte)) this.cursor.next()
  }

  #word(): string {
    let word = ''
    for (; isWord(this.cursor.byte) && word.length < LONGEST_WORD; this.cursor.next())
      word += String.fromCharCode(this.cursor.byte)
    return word
  }
}

const LITERALS = ['true', 'false', 'null']

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39
const isLetter = (byte: number): boolean => (byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x7a
const isWord = (byte: number): boolean => byte > 0 && (isDigit(byte) || isLetter(byte) || byte === 0x5f)
const isHex = (byte: number): boolean => byte > 0 && (isDigit(byte) || ((byte | 0x20) >= 0x61 && (byte | 0x20) <= 0x66))
