import type { Component, Key, Location } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { advisoryKeys } from '../advisory.ts'
import { field, oneLine, record, text } from '../fields.ts'

/** What a result is recognised by, beside its own fingerprints. */
export interface Marks {
  readonly tool: string
  readonly rule: string
  readonly message: string
  readonly place: Location | undefined
  readonly advisories: readonly string[]
  readonly component: Component | undefined
}

/**
 * The strongest first. A fingerprint identifies by itself (§3.27.16). A partial one only contributes to an identity (§3.27.17):
 * it may be the hash of a line that stands in two files, or of a file that holds two flaws. So all of them together, and the file.
 */
export function keysOf(result: Json, marks: Marks): readonly [Key, ...Key[]] {
  const { tool, rule, message, place, advisories, component } = marks
  const correlation = text(result, 'correlationGuid')
  const file = place?.file ?? place?.url ?? place?.logical ?? ''
  const snippet = place?.snippet === undefined ? '' : oneLine(place.snippet)
  const region = field(result, 'locations', 0, 'physicalLocation', 'region')
  const offset = field(region, 'charOffset') ?? field(region, 'byteOffset')
  const partial = fingerprints(field(result, 'partialFingerprints')).flat()
  const at: Key = {
    basis: 'place',
    parts: [tool, rule, file, String(place?.line ?? offset ?? ''), String(place?.column ?? ''), oneLine(message)],
  }
  const stronger: readonly Key[] = [
    ...(correlation === undefined ? [] : [{ basis: 'stated', parts: [tool, correlation] } as const]),
    ...fingerprints(field(result, 'fingerprints')).map((print): Key => ({
      basis: 'fingerprint',
      parts: [tool, rule, ...print],
    })),
    ...(partial.length === 0 ? [] : [{ basis: 'fingerprint', parts: [tool, rule, file, ...partial] } as const]),
    ...(component === undefined ? [] : advisoryKeys(advisories, component)),
    ...(snippet === '' ? [] : [{ basis: 'snippet', parts: [tool, rule, file, snippet, oneLine(message)] } as const]),
  ]
  const [first, ...rest] = stronger
  return first === undefined ? [at] : [first, ...rest, at]
}

/** Name and value pairs by name: a tool may write them in any order. */
const fingerprints = (values: Json | undefined): readonly (readonly [string, string])[] =>
  Object.entries(record(values) ?? {})
    .flatMap(([name, value]) => (typeof value === 'string' && value !== '' ? [[name, value] as const] : []))
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
