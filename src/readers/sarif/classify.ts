import type { Component, FindingKind } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { advisoriesIn, cwesIn } from '../advisory.ts'
import { defined, field, list, number, text, texts, unique, whole } from '../fields.ts'
import { componentOfPurl } from '../purl.ts'
import type { FoundRule } from './known.ts'
import type { Run } from './run.ts'

/** The CWE numbers of a result: its own taxa first, then its rule's relations, tags and properties. */
export function cwesOf(result: Json, { value: rule }: FoundRule, run: Run): readonly number[] {
  const references = [
    ...list(result, 'taxa'),
    ...list(rule, 'relationships').flatMap((relation) => field(relation, 'target') ?? []),
  ]
  const taxa = references.flatMap((reference) => taxonNumber(reference, run))
  const tagged = [result, rule].flatMap((side) => [
    ...texts(side, 'properties', 'tags'),
    ...texts(side, 'properties', 'cwe'),
  ])
  const bare = [result, rule].flatMap((side) => number(side, 'properties', 'cwe') ?? [])
  return unique([...taxa, ...tagged.flatMap(cwesIn), ...bare.filter(Number.isSafeInteger)])
}

/** A taxon of a taxonomy called CWE, by id (`401`, `CWE-401`) or by index. @source SARIF 2.1.0 §3.19.3, §3.27.8 */
function taxonNumber(reference: Json, run: Run): readonly number[] {
  const component = field(reference, 'toolComponent')
  const guid = text(component, 'guid')?.toLowerCase()
  const index = whole(0, component, 'index')
  const taxonomy =
    (guid === undefined ? undefined : run.taxonomyByGuid.get(guid)) ??
    (index === undefined ? undefined : field(run.value, 'taxonomies', index))
  const name = text(component, 'name') ?? text(taxonomy, 'name') ?? ''
  const id = text(reference, 'id') ?? text(taxonomy, 'taxa', whole(0, reference, 'index') ?? -1, 'id') ?? ''
  if (/^cwe\b/i.test(name) && /^\d{1,6}$/.test(id)) return [Number(id)]
  return cwesIn(id)
}

/** Advisory ids that stand where tools put them: the rule's id, former ids, tags and properties. Never the message. */
export function advisoriesOf(result: Json, { id, value: rule }: FoundRule): readonly string[] {
  const ids = [id, text(rule, 'id') ?? '', ...texts(rule, 'deprecatedIds')]
  const noted = [result, rule].flatMap((side) =>
    ['tags', 'cve', 'cves', 'aliases'].flatMap((name) => texts(side, 'properties', name)),
  )
  return unique([...ids, ...noted].flatMap(advisoriesIn))
}

const KIND_BY_TAG: ReadonlyMap<string, FindingKind> = new Map([
  ['secret', 'secret'],
  ['secrets', 'secret'],
  ['misconfiguration', 'misconfiguration'],
  ['iac', 'misconfiguration'],
  ['license', 'licence'],
])

export function kindOf(result: Json, { value: rule }: FoundRule, advisories: readonly string[]): FindingKind {
  if (advisories.length > 0) return 'vulnerability'
  const tags = [result, rule].flatMap((side) => texts(side, 'properties', 'tags'))
  return tags.flatMap((tag) => KIND_BY_TAG.get(tag.toLowerCase()) ?? [])[0] ?? 'weakness'
}

/** The component where a tool names exactly one: a purl, or a name and a version in the property bags. */
export function componentOf(result: Json, { value: rule }: FoundRule): Component | undefined {
  for (const side of [result, rule]) {
    const purls = [...texts(side, 'properties', 'purl'), ...texts(side, 'properties', 'purls')]
    const [purl] = purls
    if (purl !== undefined && purls.length === 1) return componentOfPurl(purl)
  }
  const name = text(result, 'properties', 'component')
  return name === undefined
    ? undefined
    : { name, ...defined({ version: text(result, 'properties', 'componentVersion') }) }
}
