import { elements } from '../../scan/json.ts'
import type { Element, Json, Shape } from '../../scan/shape.ts'
import type { Source } from '../../scan/source.ts'
import { type XmlElement, xmlElements } from '../../scan/xml.ts'
import { field, list, record, text } from '../fields.ts'
import { jsonOfXml, rootOf } from '../xml.ts'

/** A report of one site may have it as an object. */
export const IN_JSON = ['/site/*/alerts/*', '/site/alerts/*']
export const IN_XML = '/OWASPZAPReport/site/alerts/alertitem'

/** An alert in the form of its JSON, and the site that it was met at. */
export interface Alert extends Element {
  readonly site: string
}

export const isOurs = (shape: Shape): boolean => {
  const root = rootOf(shape)
  if (root !== undefined) return root.name === 'OWASPZAPReport'
  // GitLab's DAST reports carry ZAP's along: theirs have vulnerabilities.
  const { value } = shape
  return (
    typeof field(value, 'site') === 'object' &&
    text(value, '@version') !== undefined &&
    field(value, 'vulnerabilities') === undefined
  )
}

/** The report without its alerts, in the form of its JSON: `{"@version": …, "created": …, "site": [{"@name": …, "alerts": []}]}`. */
export function documentOf(shape: Shape): Json {
  const root = rootOf(shape)
  if (root === undefined) return shape.value
  const { version, created } = root.attributes
  const sites = root.children.filter(({ name }) => name === 'site')
  return { '@version': version ?? null, created: created ?? null, site: sites.map(siteOf) }
}

/** What stands among the alerts and is none is no list of alerts. */
function siteOf({ attributes, children }: XmlElement): Json {
  const alerts = children.find(({ name }) => name === 'alerts')
  return { '@name': attributes['name'] ?? '', alerts: alerts?.children.length === 0 ? [] : null }
}

export function* alertsOf(source: Source, shape: Shape): Iterable<Alert> {
  if (shape.kind === 'xml') {
    for (const found of xmlElements(source, [IN_XML]))
      yield { ...found, value: alertOf(found.value), site: found.ancestors[1]?.attributes['name'] ?? '' }
    return
  }
  for (const found of elements(source, IN_JSON))
    yield { ...found, site: text(shape.at(found.pointer.split('/').slice(0, -2).join('/')), '@name') ?? '' }
}

const LISTS = new Set(['instances'])

/** Before 2.5 an alert had one request, and it stood in the alert itself. */
function alertOf(element: XmlElement): Json {
  const value = jsonOfXml(element, LISTS)
  return list(value, 'instances').length > 0 || text(value, 'uri') === undefined
    ? value
    : { ...record(value), instances: [value] }
}
