import { LIMITS, type Limits, ScanFault } from './fault.ts'
import { valueAt } from './pointer.ts'
import type { Element, Json, Shape } from './shape.ts'
import type { Source } from './source.ts'
import { cellsOf, delimiterOf, isHeader } from './csv/cells.ts'
import { records } from './csv/records.ts'

/** Where the rows of a table stream: the one pattern that a CSV text has. */
export const ROWS = '/rows/*'

/**
 * A table with a header, in constant memory: `{"columns": ["Title", "Severity"], "rows": []}`. Comma, semicolon or tab;
 * quoted cells may hold all of these and line breaks. Every row has as many cells as the header: a row that has not is
 * damage, and where the file was cut off in the middle.
 *
 * @source RFC 4180, and what spreadsheets write
 */
export function csvShape(source: Source, limits: Limits = LIMITS): Shape {
  let columns: readonly string[] = []
  let first: Json | undefined
  let count = 0
  for (const { cells, header } of table(source, limits)) {
    columns = header
    if (cells !== undefined && ++count === 1) first = rowOf(header, cells)
  }
  const value: Json = { columns, rows: [] }
  return {
    kind: 'csv',
    value,
    at: (pointer) => valueAt<Json>(value, pointer),
    has: (pointer) => valueAt<Json>(value, pointer) !== undefined,
    met: new Set([ROWS]),
    streamed: (pointer) => (pointer === '/rows' ? count : 0),
    first: (stream) => (stream === ROWS ? first : undefined),
    place: () => undefined,
  }
}

/** The rows, one by one, as objects by column. Nothing that it gives counts before it has ended. */
export function* rows(source: Source, limits: Limits = LIMITS): Iterable<Element> {
  for (const { cells, header, line } of table(source, limits))
    if (cells !== undefined) yield { value: rowOf(header, cells), pointer: `line ${line}`, stream: ROWS }
}

interface Row {
  readonly header: readonly string[]
  /** Absent for the header itself. */
  readonly cells: readonly string[] | undefined
  readonly line: number
}

function* table(source: Source, limits: Limits): Iterable<Row> {
  let header: readonly string[] | undefined
  let delimiter = ','
  for (const { text, line, offset } of records(source, limits)) {
    if (text.trim() === '') continue
    if (header === undefined) {
      delimiter = delimiterOf(text)
      header = cellsOf(text, delimiter, { line, offset }).map((cell) => cell.trim())
      const seen = new Set<string>()
      const twice = header.find((name) => name !== '' && seen.size === seen.add(name).size)
      if (twice !== undefined) throw duplicate(twice, { line, offset })
      yield { header, cells: undefined, line }
    } else {
      const cells = cellsOf(text, delimiter, { line, offset })
      if (cells.length !== header.length) throw uneven(cells.length, header.length, { line, offset })
      yield { header, cells, line }
    }
  }
}

const rowOf = (header: readonly string[], cells: readonly string[]): Json =>
  Object.fromEntries(header.map((name, i) => [name, cells[i]!]))

/** Does a text that starts so look like a table? Its first line is a header: short names, at least two of them. */
export function looksLikeCsv(start: Uint8Array): boolean {
  const [first = ''] = new TextDecoder().decode(start).trimStart().split(/\r?\n/, 1)
  return isHeader(first)
}

function duplicate(name: string, { line, offset }: { readonly line: number; readonly offset: number }): ScanFault {
  return new ScanFault(
    'csv/duplicate-column',
    `two columns named ${JSON.stringify(name.slice(0, 40))}`,
    { offset, line, column: 1 },
    'Give each column a name of its own.',
  )
}

function uneven(
  there: number,
  wanted: number,
  { line, offset }: { readonly line: number; readonly offset: number },
): ScanFault {
  return new ScanFault(
    'csv/uneven-row',
    `a row of ${there} cells under a header of ${wanted}`,
    { offset, line, column: 1 },
    'Write as many cells as the header has, and quote a cell that holds the separator. Was the file cut off?',
  )
}
