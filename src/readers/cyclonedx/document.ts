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
  if (shape.kind !== 'xml') yield* elements(source, [IN_JSON])
  else for (const found of xmlElements(source, [IN_XML])) yield { ...found, value: vulnerabilityOf(found.value) }
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
function vulnerabilityOf(element: XmlElement): Json {
  const value = jsonOfXml(element, LISTS)
  const tools = element.children.find(({ name }) => name === 'tools')
  const ref = text(value, 'ref')
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
