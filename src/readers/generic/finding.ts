import type { Component, Draft, FindingKind, Key, Rating, Tool } from '../../core/finding/finding.ts'
import type { Place } from '../../core/problem.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { advisoryKeys, cwesIn } from '../advisory.ts'
import { defined, field, list, number, oneLine, text, texts, unique, whole } from '../fields.ts'
import { gradeOf } from '../grade.ts'
import { locationsOf } from './location.ts'
import { stateOf } from './state.ts'

export function toolOf({ value }: Shape): Tool {
  return {
    name: text(value, 'type') ?? text(value, 'name') ?? 'generic',
    ...defined({ version: text(value, 'version') }),
  }
}

export function draftOf(finding: Json, tool: Tool, place: Place, at: string): Draft {
  const title = oneLine(
    text(finding, 'title') ?? text(finding, 'description')?.trim().split('\n', 1)[0] ?? 'A finding without a title',
  )
  const advisories = unique([...texts(finding, 'cve'), ...texts(finding, 'vulnerability_ids')].map((id) => id.trim()))
  const component = componentOf(finding)
  const locations = locationsOf(finding)
  const rule = text(finding, 'vuln_id_from_tool')
  const ratings = ratingsOf(finding)
  return {
    kind: kindOf(component, advisories),
    title,
    advisories,
    cwes: cwesOf(finding),
    fixedIn: unique((text(finding, 'fix_version') ?? '').split(',').flatMap((version) => text(version.trim()) ?? [])),
    locations,
    otherRatings: ratings.slice(1),
    state: stateOf(finding),
    keys: keysOf(finding, tool, { title, advisories, component, place: locations[0] }),
    tool,
    at,
    ...gradeOf(field(finding, 'severity'), { code: 'generic/unknown-severity', place }),
    ...defined({
      description: descriptionOf(finding),
      component,
      rule: rule === undefined ? undefined : { id: rule },
      vector: ratings[0],
    }),
  }
}

const kindOf = (component: Component | undefined, advisories: readonly string[]): FindingKind =>
  component !== undefined || advisories.length > 0 ? 'vulnerability' : 'weakness'

/** `89`, `"CWE-89"`, or a list; 0 stands for none. */
const cwesOf = (finding: Json): readonly number[] =>
  unique(
    [field(finding, 'cwe') ?? null, ...list(finding, 'cwes')].flatMap((cwe) => {
      const said = text(cwe) ?? String(whole(1, cwe) ?? '')
      return cwesIn(/^\s*\d+\s*$/.test(said) ? `CWE-${said.trim()}` : said)
    }),
  ).filter((cwe) => cwe > 0)

const descriptionOf = (finding: Json): string | undefined =>
  unique(['description', 'impact', 'mitigation', 'steps_to_reproduce'].flatMap((key) => text(finding, key) ?? [])).join(
    '\n\n',
  ) || undefined

function componentOf(finding: Json): Component | undefined {
  const name = text(finding, 'component_name')
  return name === undefined ? undefined : { name, ...defined({ version: text(finding, 'component_version') }) }
}

/** The newest version of CVSS first. A score without a vector is no reason that could be checked. */
const ratingsOf = (finding: Json): readonly Rating[] =>
  ['cvssv4', 'cvssv3'].flatMap((name) => {
    const vector = text(finding, name)
    return vector === undefined
      ? []
      : [{ vector: vector.trim(), ...defined({ score: number(finding, `${name}_score`) }) }]
  })

interface Parts {
  readonly title: string
  readonly advisories: readonly string[]
  readonly component: Component | undefined
  readonly place: Draft['locations'][number] | undefined
}

/** The tool's own id of the finding; the flaw in its component; what it says and where. */
function keysOf(finding: Json, tool: Tool, { title, advisories, component, place }: Parts): Draft['keys'] {
  const stated = text(finding, 'unique_id_from_tool') ?? number(finding, 'unique_id_from_tool')
  const parts = [
    tool.name,
    title,
    place?.file ?? '',
    String(place?.line ?? ''),
    place?.url ?? '',
    component?.name ?? '',
    component?.version ?? '',
  ]
  const content: Key = {
    basis: 'content',
    parts: [
      'generic',
      ...parts,
      ...(component ? [] : advisories),
      ...(place || component ? [] : [text(finding, 'description') ?? '']),
    ],
  }
  const [first, ...rest] = [
    ...(stated === undefined ? [] : [{ basis: 'stated', parts: ['generic', tool.name, String(stated)] } satisfies Key]),
    ...(component === undefined ? [] : advisoryKeys(advisories, component)),
  ]
  return first === undefined ? [content] : [first, ...rest, content]
}
