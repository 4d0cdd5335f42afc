import { elements } from '../../scan/json.ts'
import type { Element, Json, Shape } from '../../scan/shape.ts'
import type { Source } from '../../scan/source.ts'
import { type XmlElement, xmlElements } from '../../scan/xml.ts'
import { list, record, text, texts } from '../fields.ts'
import { jsonOfXml, rootOf } from '../xml.ts'

export const IN_JSON = '/vulnerabilities/*'
/** Until 1.3 vulnerabilities were an extension of the XML format, also within components. */
export const IN_XML = '//vulnerabilities/vulnerability'

const NAMESPACE = 'http://cyclonedx.org/schema/bom/'

/** `1.6`; undefined for another format. */
export function versionOf(shape: Shape): string | undefined {
  const root = rootOf(shape)
  if (root === undefined)
    return text(shape.value, 'bomFormat') === 'CycloneDX' ? (text(shape.value, 'specVersion') ?? '') : undefined
  return root.name === 'bom' && root.namespace.startsWith(NAMESPACE)
    ? root.namespace.slice(NAMESPACE.length)
    : undefined
}

/** The document without its vulnerabilities, in the form of its JSON. */
export function documentOf(shape: Shape): Json {
  const root = rootOf(shape)
  return root === undefined ? shape.value : formed(root)
}

export const countOf = (shape: Shape): number => shape.streamed(shape.kind === 'xml' ? IN_XML : '/vulnerabilities')

/** The vulnerabilities, one by one, in the form of their JSON. */
export function* vulnerabilitiesOf(source: Source, shape: Shape): Iterable<Element> {
  const root = rootOf(shape)
  if (root === undefined) yield* elements(source, [IN_JSON])
  else {
    const named = namesByPath(root)
    for (const { ancestors, ...found } of xmlElements(source, [IN_XML])) {
      const container = ancestors.at(-2)?.attributes['bom-ref'] ?? named.get(above(above(found.pointer)))
      yield { ...found, value: vulnerabilityOf(found.value, container) }
    }
  }
}

const LISTS = new Set(
  'components services hashes properties authors references ratings cwes affects versions recommendations vulnerabilities'.split(
    ' ',
  ),
)

const formed = (element: XmlElement): Json => {
  const value = jsonOfXml(element, LISTS)
  const tools = element.children.find(({ name }) => name === 'metadata')?.children.find(({ name }) => name === 'tools')
  return { ...record(value), metadata: { ...record(value, 'metadata'), ...(tools && { tools: toolsIn(tools) }) } }
}

/** A list of `tool`, or from 1.5 an object of components and services. */
const toolsIn = (tools: XmlElement): Json =>
  jsonOfXml(tools, tools.children.some(({ name }) => name === 'tool') ? new Set(['tools']) : LISTS)

/** Numbers are texts in XML. The extension has the component as `ref`, and the score divided into its parts. */
function vulnerabilityOf(element: XmlElement, container: string | undefined): Json {
  const value = jsonOfXml(element, LISTS)
  const tools = element.children.find(({ name }) => name === 'tools')
  const ref = text(value, 'ref') ?? (list(value, 'affects').length === 0 ? container : undefined)
  const recommendation = texts(value, 'recommendations').join('\n')
  return {
    ...record(value),
    cwes: list(value, 'cwes').map(Number),
    ratings: list(value, 'ratings').map(ratingOf),
    ...(ref !== undefined && { affects: [{ ref }] }),
    ...(recommendation !== '' && { recommendation }),
    ...(tools && { tools: toolsIn(tools) }),
  }
}

function ratingOf(rating: Json): Json {
  const score = text(rating, 'score') ?? text(rating, 'score', 'base')
  return { ...record(rating), score: score === undefined ? null : Number(score) }
}

/**
 * What a vulnerability of the extension stands in, by path, where that has no `bom-ref`: it need not name its component
 * again.
 */
function namesByPath(root: XmlElement): ReadonlyMap<string, string> {
  const names = new Map<string, string>()
  const queue = [{ element: root, path: `/${root.name}` }]
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const { element, path } = next
    if (element.children.some(({ name }) => name === 'vulnerabilities')) {
      const value = jsonOfXml({ ...element, children: element.children.filter(({ name }) => !LISTS.has(name)) }, LISTS)
      const name = text(value, 'purl') ?? text(value, 'name')
      if (name !== undefined) names.set(path, name)
    }
    const counts = new Map<string, number>()
    for (const child of element.children) {
      const nth = (counts.get(child.name) ?? 0) + 1
      counts.set(child.name, nth)
      queue.push({ element: child, path: `${path}/${child.name}[${nth}]` })
    }
  }
  return names
}

const above = (path: string): string => path.slice(0, path.lastIndexOf('/'))
