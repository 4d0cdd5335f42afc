import type { Json } from '../../scan/shape.ts'
import { record, text } from '../fields.ts'
import { FIELDS } from './fields.ts'

const OTHER_NAMES: readonly (readonly [column: string, field: string])[] = [
  ['cweid', 'cwe'],
  ['cweids', 'cwes'],
  ['falsepositive', 'false_p'],
  ['vulnerabilityid', 'vulnerability_ids'],
  ['mitigateddate', 'mitigated'],
  ['component', 'component_name'],
  ['file', 'file_path'],
]

const plain = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '')

/** `CweId`, `cwe_id` and `CWE ID` are one column. */
const BY_COLUMN: ReadonlyMap<string, string> = new Map([
  ...[...FIELDS].map((name) => [plain(name), name] as const),
  ...OTHER_NAMES,
])

export const fieldOfColumn = (column: string): string | undefined => BY_COLUMN.get(plain(column))

const FLAGS = new Set(
  'active verified false_p duplicate is_mitigated out_of_scope risk_accepted under_review'.split(' '),
)
const LISTS = new Set(['vulnerability_ids', 'endpoints', 'cwes'])
const NUMBERS = new Set(['line', 'sast_source_line', 'cvssv3_score', 'cvssv4_score'])

/** A row as the finding that it stands for: cells are texts, and an empty one is an absent field. */
export function findingOfRow(row: Json): Json {
  const fields = Object.entries(record(row) ?? {}).flatMap(([column, cell]): (readonly [string, Json])[] => {
    const name = fieldOfColumn(column)
    const said = text(cell)?.trim()
    return name === undefined || said === undefined ? [] : [[name, typed(name, said)]]
  })
  return Object.fromEntries(fields)
}

function typed(name: string, said: string): Json {
  if (FLAGS.has(name)) return /^(?:true|yes|1)$/i.test(said) ? true : /^(?:false|no|0)$/i.test(said) ? false : said
  if (LISTS.has(name)) return said.split(/[\s,;]+/)
  if (NUMBERS.has(name)) return /^\d{1,9}(?:\.\d{1,9})?$/.test(said) ? Number(said) : said
  return said
}
