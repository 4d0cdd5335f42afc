import { parseInstant } from '../../core/instant.ts'
import { cellsOf } from '../../scan/csv/cells.ts'
import { records, type CsvRecord } from '../../scan/csv/records.ts'
import { LIMITS } from '../../scan/fault.ts'
import type { Source } from '../../scan/source.ts'
import { type FeedTable, Rows } from './table.ts'

const HEAD = /^#\s*model_version:([\w.+-]{1,64}),\s*score_date:(\S{1,40})$/
const COLUMNS = 'cve,epss,percentile'
const BILLION = 1e9

/**
 * FIRST's daily CSV: a comment with model and date, a header, a row for each CVE. All of it or nothing.
 *
 * @throws {FeedFault | ScanFault}
 * @source FIRST, EPSS data, epss_scores-YYYY-MM-DD.csv.gz
 */
export function readEpss(source: Source): FeedTable {
  const rows = new Rows(source.name)
  let facts: { version: string; dated: FeedTable['dated'] } | undefined
  let header = false
  let last: CsvRecord | undefined
  for (const record of records(source, LIMITS)) {
    last = record
    if (record.text === '') continue
    if (!facts) facts = headOf(record, rows)
    else if (!header) header = headerOf(record, rows)
    else rowOf(record, rows)
  }
  const end = { line: last?.line ?? 1, column: 1 }
  if (!facts || !header || rows.size === 0) throw rows.fault('There are no scores in it.', end)
  // The file ends with a line break; where it does not, its last row may be half a row.
  if (last!.text !== '') throw rows.fault('It ends in the middle of a line.', end)
  return rows.table({ name: 'epss', ...facts, source: source.digest }, 2)
}

function headOf({ text, line }: CsvRecord, rows: Rows) {
  const [, version, date] = HEAD.exec(text) ?? []
  const dated = parseInstant(date ?? '')
  if (version === undefined || !dated.ok)
    throw rows.fault('It does not say which model it is from, and of which day.', { line, column: 1 })
  return { version, dated: dated.value }
}

function headerOf({ text, line }: CsvRecord, rows: Rows): true {
  if (text !== COLUMNS)
    throw rows.fault(`Its columns are "${text.slice(0, 60)}", not "${COLUMNS}".`, { line, column: 1 })
  return true
}

function rowOf({ text, line, offset }: CsvRecord, rows: Rows): void {
  const cells = cellsOf(text, ',', { line, offset })
  if (cells.length !== 3) throw rows.fault(`A row of ${cells.length} cells, not 3.`, { line, column: 1 })
  const [cve, epss, percentile] = cells as [string, string, string]
  const second = cve.length + 2
  const values = [
    share(epss, rows, { line, column: second }),
    share(percentile, rows, { line, column: second + epss.length + 1 }),
  ]
  rows.add(cve, values, { line, column: 1 })
}

/** 0 … 1 in billionths, exactly: what has more than nine decimals is none of FIRST's. */
function share(text: string, rows: Rows, at: { line: number; column: number }): number {
  const value = /^[01]?\.?\d{0,12}(?:[eE]-\d{1,2})?$/.test(text) && text !== '' ? Number(text) : NaN
  const billionths = Math.round(value * BILLION)
  if (!(value >= 0 && value <= 1) || billionths / BILLION !== value)
    throw rows.fault(`"${text.slice(0, 40)}" is not a number from 0 to 1 with nine decimals at most.`, at)
  return billionths
}
