import type { ScanFault } from './fault.ts'
import type { Source } from './source.ts'

const NEWLINE = 0x0a
const BYTE_ORDER_MARK = '239,187,191'

/** Line and column of a byte offset, by reading the source again up to it. A byte order mark takes no column. */
export function locate(source: Source, offset: number): NonNullable<ScanFault['at']> {
  let line = 1
  let column = 1
  let seen = 0
  const first: number[] = []
  for (const chunk of source.chunks()) {
    const part = chunk.subarray(0, offset - seen)
    if (first.length < 3) first.push(...part.subarray(0, 3 - first.length))
    let from = 0
    for (let at = part.indexOf(NEWLINE); at >= 0; at = part.indexOf(NEWLINE, from)) {
      line++
      column = 1
      from = at + 1
    }
    column += characters(part, from)
    seen += part.length
    if (seen === offset) break
  }
  if (line === 1 && first.join() === BYTE_ORDER_MARK) column--
  return { offset, line, column }
}

/** How many characters of UTF-8 begin at or behind `from`: all bytes but the continuing ones. */
function characters(bytes: Uint8Array, from: number): number {
  let count = 0
  for (let i = from; i < bytes.length; i++) if ((bytes[i]! & 0xc0) !== 0x80) count++
  return count
}
