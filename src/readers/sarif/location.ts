import type { Location } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, field, list, text, whole } from '../fields.ts'
import type { Run } from './run.ts'
import { pathOf } from './uri.ts'

/** Where the result is (§3.27.12); where it does not say, what was being analysed (§3.27.13). */
export function locationsOf(result: Json, run: Run): readonly Location[] {
  const locations = list(result, 'locations').flatMap((location) => locationOf(location, run))
  if (locations.length > 0) return locations
  return orNothing(artifact(field(result, 'analysisTarget'), run))
}

function locationOf(location: Json, run: Run): readonly Location[] {
  const physical = field(location, 'physicalLocation')
  const region = field(physical, 'region')
  return orNothing({
    ...artifact(field(physical, 'artifactLocation'), run),
    ...defined({
      line: whole(1, region, 'startLine'),
      column: whole(1, region, 'startColumn'),
      endLine: whole(1, region, 'endLine'),
      logical:
        logicalName(location, run) ??
        text(physical, 'address', 'fullyQualifiedName') ??
        text(physical, 'address', 'name'),
      snippet: text(region, 'snippet', 'text'),
    }),
  })
}

/** An artifact by uri, or by index into the run's artifacts (§3.4.5). */
function artifact(location: Json | undefined, run: Run): Location {
  if (location === undefined) return {}
  const bases = field(run.value, 'originalUriBaseIds')
  const index = whole(0, location, 'index')
  const listed = index === undefined ? undefined : field(run.value, 'artifacts', index, 'location')
  return pathOf(location, bases) ?? (listed === undefined ? undefined : pathOf(listed, bases)) ?? {}
}

function logicalName(location: Json, run: Run): string | undefined {
  for (const logical of list(location, 'logicalLocations')) {
    const index = whole(0, logical, 'index')
    const listed = index === undefined ? undefined : field(run.value, 'logicalLocations', index)
    const name = [logical, listed].flatMap((l) => text(l, 'fullyQualifiedName') ?? text(l, 'name') ?? [])[0]
    if (name !== undefined) return name
  }
  return undefined
}

const orNothing = (location: Location): readonly Location[] => (Object.keys(location).length > 0 ? [location] : [])
