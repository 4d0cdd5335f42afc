import type { Draft, Location, State, Tool } from '../../core/finding/finding.ts'
import type { Severity } from '../../core/finding/severity.ts'
import type { Place } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, field, list, oneLine, text, unique } from '../fields.ts'
import { gradeOf } from '../grade.ts'

/** @source ZAP, org.parosproxy.paros.core.scanner.Alert: RISK_INFO 0 … RISK_HIGH 3 */
const RISKS: ReadonlyMap<string, Severity> = new Map([
  ['0', 'info'],
  ['1', 'low'],
  ['2', 'medium'],
  ['3', 'high'],
])

/** One alert of a site, with the requests that raised it as its places. */
export function draftOf(alert: Json, site: string, tool: Tool, place: Place & { readonly pointer: string }): Draft {
  const id = text(alert, 'alertRef') ?? text(alert, 'pluginid') ?? 'unnamed rule'
  const name = text(alert, 'alert') ?? text(alert, 'name')
  const locations = list(alert, 'instances').map(locationOf)
  return {
    kind: 'weakness',
    title: oneLine(name ?? id),
    rule: { id, ...defined({ name }) },
    advisories: [],
    cwes: cwesOf(alert),
    fixedIn: [],
    locations: locations.length > 0 || site === '' ? locations : [{ url: site }],
    otherRatings: [],
    state: stateOf(alert),
    keys: [{ basis: 'place', parts: ['zap', id, site, ...unique(locations.map(spotOf)).toSorted()] }],
    tool,
    at: place.pointer,
    ...gradeOf(field(alert, 'riskcode'), { words: RISKS, code: 'zap/unknown-severity', place }),
    ...defined({ description: descriptionOf(alert) }),
  }
}

function locationOf(instance: Json): Location {
  const logical = [text(instance, 'method'), text(instance, 'param')].filter((part) => part !== undefined).join(' ')
  return defined({ url: text(instance, 'uri'), logical: logical || undefined })
}

/** Where the request went, without the query: its values differ from scan to scan. */
const spotOf = ({ url = '', logical = '' }: Location): string => `${logical} ${url.replace(/[?#].*$/s, '')}`

/** `-1` and `0` stand for none. */
function cwesOf(alert: Json): readonly number[] {
  const cwe = /^\s*([1-9]\d{0,5})\s*$/.exec(text(alert, 'cweid') ?? '')?.[1]
  return cwe === undefined ? [] : [Number(cwe)]
}

/** Confidence 0 is what somebody marked as false positive. It excuses nothing by itself. */
const stateOf = (alert: Json): State =>
  text(alert, 'confidence') === '0'
    ? { status: 'suppressed', justification: 'marked as false positive in ZAP' }
    : { status: 'open' }

/** ZAP writes paragraphs as HTML: `<p>…</p><p>…</p>`. */
const descriptionOf = (alert: Json): string | undefined =>
  ['desc', 'solution', 'otherinfo']
    .flatMap(
      (key) =>
        text(alert, key)
          ?.replace(/<\/p>\s*<p>/g, '\n')
          .replace(/<\/?p>/g, '')
          .trim() || [],
    )
    .join('\n\n') || undefined
