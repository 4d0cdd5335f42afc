import type { Location } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { asText, field, fields, list, text, whole } from '../fields.ts'
import type { Run } from './run.ts'
import { pathOf } from './uri.ts'

/** Where the result is (§3.27.12); where it does not say, what was being analysed (§3.27.13). */
export function locationsOf(result: Json, run: Run): readonly Location[] {
  const found = list(fields(result)['locations']).map((location) => locationOf(location, run))
  if (found.length > 0 && found.every(isSomewhere)) return found
  const somewhere = found.filter(isSomewhere)
  if (somewhere.length > 0) return somewhere
  const target = artifact(fields(result)['analysisTarget'], run)
  return isSomewhere(target) ? [target] : []
}

function locationOf(location: Json, run: Run): Location {
  const physical = fields(location)['physicalLocation']
  const region = fields(physical)['region']
  const found: Writable<Location> = artifact(fields(physical)['artifactLocation'], run)
  const line = whole(1, fields(region)['startLine'])
  if (line !== undefined) found.line = line
  const column = whole(1, fields(region)['startColumn'])
  if (column !== undefined) found.column = column
  const endLine = whole(1, fields(region)['endLine'])
  if (endLine !== undefined) found.endLine = endLine
  const logical = logicalName(location, run) ?? addressName(fields(physical)['address'])
  if (logical !== undefined) found.logical = logical
  const snippet = asText(fields(fields(region)['snippet'])['text'])
  if (snippet !== undefined) found.snippet = snippet
  return found
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

/** An artifact by uri, or by index into the run's artifacts (§3.4.5). */
function artifact(location: Json | undefined, run: Run): Location {
  if (location === undefined) return {}
  const bases = fields(run.value)['originalUriBaseIds']
  const index = whole(0, fields(location)['index'])
  const listed = index === undefined ? undefined : field(run.value, 'artifacts', index, 'location')
  return pathOf(location, bases) ?? (listed === undefined ? undefined : pathOf(listed, bases)) ?? {}
}

function logicalName(location: Json, run: Run): string | undefined {
  for (const logical of list(fields(location)['logicalLocations'])) {
    const index = whole(0, logical, 'index')
    const listed = index === undefined ? undefined : field(run.value, 'logicalLocations', index)
    const name = addressName(logical) ?? addressName(listed)
    if (name !== undefined) return name
  }
  return undefined
}

const addressName = (value: Json | undefined) =>
  value === undefined ? undefined : (text(value, 'fullyQualifiedName') ?? text(value, 'name'))

function isSomewhere(location: Location): boolean {
  for (const _ in location) return true
  return false
}
