import type { Component, Draft, Key, Location } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { advisoryKeys } from '../advisory.ts'
import { list, text } from '../fields.ts'

interface Parts {
  readonly tool: string
  readonly rule: string
  readonly advisories: readonly string[]
  readonly component: Component | undefined
  readonly location: Location
}

/**
 * The flaw in its component; the analyzer's tracking signatures, the most exact first; the old comparison key; the place.
 * An `id` is no key: for many analyzers it is another one each time.
 */
export function keysOf(vulnerability: Json, { tool, rule, advisories, component, location }: Parts): Draft['keys'] {
  const { file = '', line, url = '', logical = '' } = location
  const place: Key = {
    basis: 'place',
    parts: [
      'gitlab',
      tool,
      rule,
      file,
      String(line ?? ''),
      url,
      logical,
      component?.name ?? '',
      component?.version ?? '',
    ],
  }
  const [first, ...rest] = [
    ...(component === undefined ? [] : advisoryKeys(advisories, component)),
    ...signatures(vulnerability).map(([algorithm, value]): Key => ({
      basis: 'fingerprint',
      parts: ['gitlab', tool, rule, algorithm, value],
    })),
    ...comparison(vulnerability).map((value): Key => ({
      basis: 'fingerprint',
      parts: ['gitlab', tool, rule, 'cve', value],
    })),
  ]
  return first === undefined ? [place] : [first, ...rest, place]
}

const signatures = (vulnerability: Json): readonly (readonly [string, string])[] =>
  list(vulnerability, 'tracking', 'items')
    .flatMap((item) => list(item, 'signatures'))
    .flatMap((signature) => {
      const value = text(signature, 'value')
      return value === undefined ? [] : [[text(signature, 'algorithm') ?? '', value] as const]
    })
    .toReversed()

/** `cve` holds no CVE but `file:fingerprint:rule`, written to compare reports; without a colon it names a rule alone. */
const comparison = (vulnerability: Json): readonly string[] => {
  const value = text(vulnerability, 'cve')
  return value?.includes(':') ? [value] : []
}
