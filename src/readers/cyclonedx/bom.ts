import type { Component, Tool } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, field, list, text } from '../fields.ts'
import { componentOfPurl, decoded } from '../purl.ts'

/** What the vulnerabilities of a document refer to. */
export interface Bom {
  /** By `bom-ref`: components at any depth, services, and what the document is about. */
  readonly components: ReadonlyMap<string, Component>
  readonly tool: Tool | undefined
  /** Who wrote the document: analyses name no author of their own. */
  readonly author: string | undefined
}

export function bomOf(value: Json): Bom {
  const components = new Map<string, Component>()
  const queue: Json[] = [
    field(value, 'metadata', 'component') ?? null,
    ...list(value, 'components'),
    ...list(value, 'services'),
  ]
  for (let item = queue.pop(); item !== undefined; item = queue.pop()) {
    const ref = text(item, 'bom-ref')
    if (ref !== undefined) components.set(ref, componentOf(item))
    for (const inner of [...list(item, 'components'), ...list(item, 'services')]) queue.push(inner)
  }
  return { components, tool: toolsOf(field(value, 'metadata', 'tools'))[0], author: authorOf(value) }
}

function componentOf(item: Json): Component {
  const purl = text(item, 'purl')
  const name = [text(item, 'group'), text(item, 'name')].filter((part) => part !== undefined).join('/')
  return {
    name: name || purl || text(item, 'bom-ref') || 'unnamed component',
    ...defined({ version: text(item, 'version'), purl }),
  }
}

/**
 * What `affects[].ref` points to: a `bom-ref` of this document, a link into another one (`urn:cdx:serial/version#bom-ref`),
 * or, as many tools write it, a package URL. What leads nowhere is a name all the same.
 * @returns undefined where the reference is none of these: the name is then the reference itself
 */
export function referred(ref: string, { components }: Bom): Component | undefined {
  const target = /^urn:cdx:[^#]*#(.*)$/s.exec(ref)?.[1] ?? ref
  const found = components.get(ref) ?? components.get(target) ?? components.get(decoded(target))
  if (found !== undefined) return found
  const purl = [target, decoded(target)].find((name) => name.startsWith('pkg:'))
  return purl === undefined ? undefined : componentOfPurl(purl)
}

/** A list of tools (until 1.4, and deprecated since), or an object with components and services. */
export function toolsOf(tools: Json | undefined): readonly Tool[] {
  return [...list(tools), ...list(tools, 'components'), ...list(tools, 'services')].flatMap((tool) => {
    const name = text(tool, 'name')
    return name === undefined ? [] : [{ name, ...defined({ version: text(tool, 'version') }) }]
  })
}

function authorOf(value: Json): string | undefined {
  const metadata = field(value, 'metadata')
  return [...list(metadata, 'authors'), field(metadata, 'manufacturer')]
    .flatMap((who) => text(who, 'email') ?? text(who, 'name') ?? [])
    .at(0)
}
