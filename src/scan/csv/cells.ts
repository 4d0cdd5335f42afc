import { ScanFault } from '../fault.ts'

const DELIMITERS = [',', ';', '\t'] as const

/** The separator that a header uses: spreadsheets write semicolons where the comma is the decimal sign. */
export const delimiterOf = (header: string): string =>
  DELIMITERS.map((delimiter) => ({ delimiter, count: header.split(delimiter).length })).toSorted(
    (a, b) => b.count - a.count,
  )[0]!.delimiter

/** At least two names, each short and of the characters that names of columns have. */
export function isHeader(line: string): boolean {
  const cells = line.split(delimiterOf(line)).map((cell) => cell.trim().replace(/^"(.*)"$/, '$1'))
  return cells.length >= 2 && cells.every((cell) => /^[A-Za-z_][\w ./()#-]{0,63}$/.test(cell))
}

/** The cells of one record. A quoted cell starts and ends with its quotes; a quote within is written twice. */
export function cellsOf(
  record: string,
  delimiter: string,
  at: { readonly line: number; readonly offset: number },
): readonly string[] {
  const cells: string[] = []
  let from = 0
  for (;;) {
    if (record[from] !== '"') {
      const end = record.indexOf(delimiter, from)
      const cell = record.slice(from, end < 0 ? record.length : end)
      if (cell.includes('"')) throw stray(cell, at)
      cells.push(cell)
      if (end < 0) return cells
      from = end + 1
      continue
    }
    const end = closing(record, from)
    cells.push(record.slice(from + 1, end).replaceAll('""', '"'))
    if (end === record.length - 1) return cells
    if (record[end + 1] !== delimiter) throw stray(record.slice(from, end + 2), at)
    from = end + 2
  }
}

/** Where the quoted cell that starts at `from` ends: at a quote that no second one follows. Records have even quotes, so there is one. */
function closing(record: string, from: number): number {
  let end = record.indexOf('"', from + 1)
  while (record[end + 1] === '"') end = record.indexOf('"', end + 2)
  return end
}

function stray(cell: string, { line, offset }: { readonly line: number; readonly offset: number }): ScanFault {
  return new ScanFault(
    'csv/stray-quote',
    `a quote in the middle of the cell ${JSON.stringify(cell.slice(0, 40))}`,
    { offset, line, column: 1 },
    'Quote the whole cell, and write a quote within it twice.',
  )
}
