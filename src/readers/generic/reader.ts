import { type Place, problem } from '../../core/problem.ts'
import { ROWS, rows } from '../../scan/csv.ts'
import { elements } from '../../scan/json.ts'
import type { Element, Shape } from '../../scan/shape.ts'
import type { Source } from '../../scan/source.ts'
import { field, record, text, texts } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { firstOf, malformed } from '../record.ts'
import { FIELDS, missingIn, strangersIn } from './fields.ts'
import { draftOf, toolOf } from './finding.ts'
import { fieldOfColumn, findingOfRow } from './row.ts'

const FINDINGS = '/findings/*'

/** The simple list of findings that DefectDojo imports as generic: for tools that nobody wrote a reader for. */
export const generic: Reader = {
  name: 'generic',
  title: 'generic findings JSON or CSV',
  streams: [FINDINGS, ROWS],

  recognises: (shape) => (shape.kind === 'csv' ? isOurTable(shape) : isOurList(shape)),

  facts: (shape) => ({ tools: [toolOf(shape)], subject: { commits: [], digests: [], products: [] } }),

  *read(source, shape) {
    const tool = toolOf(shape)
    if (isNameless(shape)) yield { problem: nothingTold(source.name) }
    for (const { value, pointer } of recordsOf(source, shape)) {
      const line = /^line (\d+)$/.exec(pointer)?.[1]
      const place = { file: source.name, ...(line === undefined ? { pointer } : { line: Number(line) }) }
      if (record(value) === undefined) {
        yield* malformed('generic/malformed', 'A finding', place)
        continue
      }
      const [stranger] = strangersIn(value)
      if (stranger !== undefined) {
        yield { refused: unknownField(stranger, place) }
        return
      }
      const missing = missingIn(value)
      if (missing.length > 0) yield { problem: missingFields(missing, place) }
      yield { finding: draftOf(value, tool, place, pointer) }
    }
  },
}

function* recordsOf(source: Source, shape: Shape): Iterable<Element> {
  if (shape.kind !== 'csv') yield* elements(source, [FINDINGS])
  else for (const row of rows(source)) yield { ...row, value: findingOfRow(row.value) }
}

const KEYS = new Set('name type version description dynamic_tool static_tool soc findings'.split(' '))

/** Many tools write `findings`. The first of ours has a title, a severity, and mostly fields that we know. */
function isOurList(shape: Shape): boolean {
  // Our own hand-written findings name their schema.
  if (shape.kind !== 'json' || field(shape.value, 'schema') !== undefined) return false
  if (!Array.isArray(field(shape.value, 'findings'))) return false
  const first = firstOf(shape, '/findings')
  if (first === undefined) return Object.keys(record(shape.value) ?? {}).every((key) => KEYS.has(key))
  const known = Object.keys(record(first) ?? {}).filter((key) => FIELDS.has(key)).length
  return (
    text(first, 'title') !== undefined && text(first, 'severity') !== undefined && known > strangersIn(first).length
  )
}

/** Columns for a title, a severity and a description, and mostly such that we know. */
function isOurTable({ value }: Shape): boolean {
  const columns = texts(value, 'columns')
  const known = columns.flatMap((column) => fieldOfColumn(column) ?? [])
  return ['title', 'severity', 'description'].every((name) => known.includes(name)) && known.length * 2 > columns.length
}

/** `{"findings": []}` could be many a tool's. */
const isNameless = (shape: Shape): boolean =>
  shape.kind === 'json' &&
  shape.streamed('/findings') === 0 &&
  text(shape.value, 'name') === undefined &&
  text(shape.value, 'type') === undefined

const nothingTold = (file: string) => {
  const hint = 'Write the tool beside it: "type": "my scanner".'
  return problem('generic/nothing-told', 'The list is empty, and does not tell whose it is.', hint, {
    file,
    pointer: '/findings',
  })
}

function unknownField(name: string, place: Place) {
  const message = `${JSON.stringify(name).slice(0, 80)} is not a field of a generic finding.`
  return problem('generic/unknown-field', message, 'Leave it out, or write it as one of the documented fields.', place)
}

function missingFields(names: readonly string[], place: Place) {
  const hint = 'Write a title, a severity and a description for each finding.'
  return problem('generic/missing-field', `A finding has no ${names.join(' and no ')}.`, hint, place)
}
