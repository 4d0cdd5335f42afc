import { type Limits, ScanFault } from '../fault.ts'
import type { Source } from '../source.ts'

const QUOTE = 0x22
const LINE_FEED = 0x0a
const BOM = [0xef, 0xbb, 0xbf]

/** A line of a table, or several where a quoted cell holds line breaks. */
export interface CsvRecord {
  /** Without the line break at its end. */
  readonly text: string
  /** 1-based, of its first character. */
  readonly line: number
  /** 0-based, in bytes. */
  readonly offset: number
}

/** Cuts a text into records at the line breaks that are not within quotes. */
export function* records(source: Source, limits: Limits): Iterable<CsvRecord> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let pieces: Uint8Array[] = []
  let size = 0
  let seen = 0
  let quoted = false
  let start = { line: 1, offset: 0 }
  let line = 1

  const keep = (piece: Uint8Array) => {
    size += piece.length
    if (size > limits.element)
      throw fault(
        'csv/row-too-large',
        `a row of more than ${limits.element} bytes`,
        start,
        'Is a closing quote missing?',
      )
    pieces.push(piece.slice())
  }
  const take = (): CsvRecord => {
    const bytes = joined(pieces, size)
    const from = start.offset === 0 && BOM.every((byte, i) => bytes[i] === byte) ? BOM.length : 0
    pieces = []
    size = 0
    try {
      return { ...start, text: decoder.decode(bytes.subarray(from)).replace(/\r$/, '') }
    } catch {
      throw fault('csv/not-utf8', 'bytes that are not UTF-8', start, 'Save it as UTF-8.')
    }
  }

  for (const chunk of source.chunks()) {
    let from = 0
    for (let i = 0; i < chunk.length; i++) {
      const byte = chunk[i]
      if (byte === QUOTE) quoted = !quoted
      if (byte !== LINE_FEED) continue
      line++
      if (quoted) continue
      keep(chunk.subarray(from, i))
      from = i + 1
      yield take()
      start = { line, offset: seen + from }
    }
    keep(chunk.subarray(from))
    seen += chunk.length
    if (seen > limits.total) throw fault('csv/too-large', `more than ${limits.total} bytes`, start, undefined)
  }
  if (quoted)
    throw fault(
      'csv/unclosed-quote',
      'a quoted cell that does not end',
      start,
      'Was the file cut off? A quote within a quoted cell is written twice.',
    )
  yield take()
}

function joined(pieces: readonly Uint8Array[], size: number): Uint8Array {
  const whole = new Uint8Array(size)
  let at = 0
  for (const piece of pieces) {
    whole.set(piece, at)
    at += piece.length
  }
  return whole
}

const fault = (
  code: `csv/${string}`,
  message: string,
  { line, offset }: { readonly line: number; readonly offset: number },
  hint: string | undefined,
): ScanFault => new ScanFault(code, message, { offset, line, column: 1 }, hint)
