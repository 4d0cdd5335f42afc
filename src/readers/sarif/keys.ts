import type { Component, Key, Location } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { advisoryKeys } from '../advisory.ts'
import { asText, field, fields, oneLine, record } from '../fields.ts'

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
  const file = place?.file ?? place?.url ?? place?.logical ?? ''
  const said = oneLine(message)
  const keys: Key[] = []
  const correlation = asText(fields(result)['correlationGuid'])
  if (correlation !== undefined) keys.push({ basis: 'stated', parts: [tool, correlation] })
  for (const print of fingerprints(fields(result)['fingerprints']))
    keys.push({ basis: 'fingerprint', parts: [tool, rule, print.name, print.value] })
  const partial = fingerprints(fields(result)['partialFingerprints'])
  const [only] = partial
  if (partial.length > 1)
    keys.push({
      basis: 'fingerprint',
      parts: [tool, rule, file, ...partial.flatMap(({ name, value }) => [name, value])],
    })
  else if (only !== undefined) keys.push({ basis: 'fingerprint', parts: [tool, rule, file, only.name, only.value] })
  if (component !== undefined) keys.push(...advisoryKeys(advisories, component))
  const snippet = place?.snippet === undefined ? '' : oneLine(place.snippet)
  if (snippet !== '') keys.push({ basis: 'snippet', parts: [tool, rule, file, snippet, said] })
  const line = String(place?.line ?? offsetOf(result) ?? '')
  const at: Key = { basis: 'place', parts: [tool, rule, file, line, String(place?.column ?? ''), said] }
  keys.push(at)
  return keys as [Key, ...Key[]]
}

function offsetOf(result: Json): Json | undefined {
  const region = field(result, 'locations', 0, 'physicalLocation', 'region')
  return field(region, 'charOffset') ?? field(region, 'byteOffset')
}

interface Print {
  readonly name: string
  readonly value: string
}

/** By name: a tool may write them in any order. */
function fingerprints(values: Json | undefined): readonly Print[] {
  // Most results have one: an array that begins with it takes no room for more.
  let found: Print[] | undefined
  const named = record(values)
  for (const name in named) {
    const value = named[name]
    if (typeof value !== 'string' || value === '') continue
    if (found) found.push({ name, value })
    else found = [{ name, value }]
  }
  if (found === undefined) return NO_PRINTS
  return found.length > 1 ? found.toSorted((a, b) => (a.name < b.name ? -1 : 1)) : found
}

const NO_PRINTS: readonly Print[] = []
