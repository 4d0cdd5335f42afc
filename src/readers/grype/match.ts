import type { Component, Draft, Key, Location, Tool } from '../../core/finding/finding.ts'
import type { Severity } from '../../core/finding/severity.ts'
import type { Place } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { advisoryKeys, cwesIn } from '../advisory.ts'
import { defined, field, list, oneLine, text, texts, unique } from '../fields.ts'
import { gradeOf, USUAL_WORDS } from '../grade.ts'
import { ratingsOf } from './ratings.ts'

/** A distribution says negligible of what it will hardly ever fix. @source Grype, vulnerability.Severity */
const WORDS: ReadonlyMap<string, Severity> = new Map([...USUAL_WORDS, ['negligible', 'info']])

/** A package, and a vulnerability that its version has. */
export function draftOf(match: Json, tool: Tool, place: Place & { readonly pointer: string }): Omit<Draft, 'state'> {
  const vulnerability = field(match, 'vulnerability')!
  const id = text(vulnerability, 'id')
  const related = list(match, 'relatedVulnerabilities')
  const advisories = unique([id, ...related.map((other) => text(other, 'id'))].filter((name) => name !== undefined))
  const component = componentOf(match)
  const { vector, otherRatings } = ratingsOf(vulnerability, related)
  const locations = locationsOf(match)
  return {
    kind: 'vulnerability',
    title: oneLine(`${id ?? 'A vulnerability'} in ${component.name}`),
    advisories,
    cwes: unique(
      [vulnerability, ...related].flatMap((said) =>
        list(said, 'cwes').flatMap((cwe) => cwesIn(text(cwe, 'cwe') ?? '')),
      ),
    ),
    component,
    fixedIn: unique(texts(vulnerability, 'fix', 'versions')),
    locations,
    otherRatings,
    keys: keysOf(advisories, component, locations[0]),
    tool,
    at: place.pointer,
    ...gradeOf(field(vulnerability, 'severity'), { words: WORDS, code: 'grype/unknown-severity', place }),
    ...(id !== undefined && { rule: { id, ...defined({ url: text(vulnerability, 'dataSource') }) } }),
    ...defined({ description: descriptionOf([vulnerability, ...related]), vector }),
  }
}

/** Distributions often describe nothing: the related record of the flaw then does. */
const descriptionOf = (records: readonly Json[]): string | undefined =>
  records.map((said) => text(said, 'description')).find((said) => said !== undefined)

function componentOf(match: Json): Component {
  const artifact = field(match, 'artifact')
  const purl = text(artifact, 'purl')
  return {
    name: text(artifact, 'name') ?? purl ?? 'an unnamed package',
    ...defined({ version: text(artifact, 'version'), purl }),
  }
}

const locationsOf = (match: Json): readonly Location[] =>
  list(match, 'artifact', 'locations').flatMap((location) => {
    const file = text(location, 'path') ?? text(location, 'realPath') ?? text(location)
    return file === undefined ? [] : [{ file }]
  })

function keysOf(
  advisories: readonly string[],
  component: Component,
  location: Location | undefined,
): readonly [Key, ...Key[]] {
  const [first, ...rest] = advisoryKeys(advisories, component)
  return first !== undefined
    ? [first, ...rest]
    : [{ basis: 'place', parts: ['grype', component.name, component.version ?? '', location?.file ?? ''] }]
}
