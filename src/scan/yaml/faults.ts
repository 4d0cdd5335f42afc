import { type ErrorCode, LineCounter } from 'yaml'
import { ScanFault } from '../fault.ts'

const MOST = 20

/** Collects what is wrong with a text, at character offsets, up to a number that a person still reads. */
export class Faults {
  readonly list: ScanFault[] = []
  readonly lines = new LineCounter()
  readonly #text: string

  constructor(text: string) {
    this.#text = text
    this.lines.addNewLine(0)
  }

  get full(): boolean {
    return this.list.length >= MOST
  }

  /** In the order of the text. */
  sorted(): readonly ScanFault[] {
    return this.list.toSorted((a, b) => a.at!.offset - b.at!.offset)
  }

  add(code: `yaml/${string}`, message: string, offset: number, hint?: string): void {
    if (this.full) return
    const { line, col } = this.lines.linePos(offset)
    const bytes = new TextEncoder().encode(this.#text.slice(0, offset)).length
    this.list.push(new ScanFault(code, message, { offset: bytes, line, column: col }, hint))
  }

  /** The parser's own words: the first letter small, as ours. */
  addParser(code: ErrorCode, message: string, offset: number): void {
    const words = message.charAt(0).toLowerCase() + message.slice(1)
    this.add(code === 'TAG_RESOLVE_FAILED' ? 'yaml/tag' : 'yaml/syntax', words, offset, HINTS[code])
  }
}

const HINTS: Partial<Record<ErrorCode, string>> = {
  TAB_AS_INDENT: 'Indent with spaces.',
  BAD_INDENT: 'What belongs together starts in the same column.',
  BLOCK_AS_IMPLICIT_KEY: 'Put a text that has a colon and a space in it in quotes.',
  MULTILINE_IMPLICIT_KEY: 'Is a colon missing at the end of the key, or a quote?',
  BAD_SCALAR_START: 'Put a text that begins with a special character in quotes.',
  BAD_DQ_ESCAPE: 'In double quotes a backslash is written twice; in single quotes once.',
  TAG_RESOLVE_FAILED: 'Leave the tag out: only plain values are read.',
  BAD_ALIAS: 'Put a text that begins with * in quotes.',
  UNEXPECTED_TOKEN: 'Put a text that has special characters in quotes.',
}
