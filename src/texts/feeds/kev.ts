import { type Instant, parseInstant } from '../../core/instant.ts'
import { rows as csvRows } from '../../scan/csv.ts'
import { elements, shapeOf } from '../../scan/json.ts'
import type { Element, Json } from '../../scan/shape.ts'
import type { Source } from '../../scan/source.ts'
import { type FeedTable, Rows } from './table.ts'

const STREAMS = ['/vulnerabilities/*']

/**
 * CISA's catalogue as JSON. Its own count must be right: that is how a shortened one shows.
 *
 * @throws {FeedFault | ScanFault}
 * @source CISA, known_exploited_vulnerabilities.json and its schema
 */
export function readKevJson(source: Source): FeedTable {
  const rows = new Rows(source.name)
  const shape = shapeOf(source, STREAMS)
  const [version, released, count] = ['catalogVersion', 'dateReleased', 'count'].map((key) => shape.at(`/${key}`))
  const dated = parseInstant(typeof released === 'string' ? released : '')
  if (typeof version !== 'string' || version === '' || version.length > 64)
    throw rows.fault('It does not say which version of the catalogue it is.', { pointer: '/catalogVersion' })
  if (!dated.ok) throw rows.fault('It does not say when it was released.', { pointer: '/dateReleased' })
  for (const { value, pointer } of elements(source, STREAMS))
    rows.add(cell(value, 'cveID'), [], { pointer: `${pointer}/cveID` })
  if (rows.size === 0) throw rows.fault('There is no entry in it.', { pointer: '/vulnerabilities' })
  if (count !== rows.size)
    throw rows.fault(`It says that it has ${JSON.stringify(count) ?? 'no'} entries, and has ${rows.size}.`, {
      pointer: '/count',
    })
  return rows.table({ name: 'kev', version, dated: dated.value, source: source.digest }, 0)
}

/** The same as CSV, which has neither version nor date: the newest entry dates it. */
export function readKevCsv(source: Source): FeedTable {
  const rows = new Rows(source.name)
  let newest: Instant | undefined
  for (const row of csvRows(source)) {
    const at = { line: lineOf(row), column: 1 }
    rows.add(cell(row.value, 'cveID'), [], at)
    const day = cell(row.value, 'dateAdded')
    const added = parseInstant(`${day}T00:00:00Z`)
    if (!added.ok) throw rows.fault(`"${day.slice(0, 40)}" is not a day, such as 2026-05-18.`, at)
    if (newest === undefined || added.value > newest) newest = added.value
  }
  if (newest === undefined) throw rows.fault('There is no entry in it.', { line: 1, column: 1 })
  return rows.table({ name: 'kev', dated: newest, source: source.digest }, 0)
}

const lineOf = ({ pointer }: Element): number => Number(pointer.replace('line ', ''))

function cell(row: Json, name: string): string {
  const value =
    typeof row === 'object' && row !== null && Object.hasOwn(row, name) ? (row as { [key: string]: Json })[name] : ''
  return typeof value === 'string' ? value : ''
}
