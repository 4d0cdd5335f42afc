import type { ScanFault } from './fault.ts'
import type { Source } from './source.ts'

const NEWLINE = 0x0a
const BOM = [0xef, 0xbb, 0xbf]

/** Line and column of a byte offset, by reading the source again up to it. A byte order mark takes no column. */
export function locate(source: Source, offset: number): NonNullable<ScanFault['at']> {
  let line = 1
  let column = 1
  let seen = 0
  let marks = 0
  for (const chunk of source.chunks()) {
    const upTo = Math.min(chunk.length, offset - seen)
    for (let i = 0; i < upTo; i++) {
      const byte = chunk[i]!
      if (seen + i === marks && byte === BOM[marks] && ++marks === BOM.length) column = 1
      else if (byte === NEWLINE) {
        line++
        column = 1
      } else if ((byte & 0xc0) !== 0x80) column++
    }
    seen += upTo
    if (seen === offset) break
  }
  return { offset, line, column }
}
