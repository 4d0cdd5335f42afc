import type { Rating } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, list, number, text } from '../fields.ts'

/**
 * Vector: of the record that was matched, which also gives the severity: its primary source before others, its newest
 * version of CVSS before older ones. What related records (NVD's, mostly) say stands beside it.
 */
export function ratingsOf(
  vulnerability: Json,
  related: readonly Json[],
): { readonly vector?: Rating; readonly otherRatings: readonly Rating[] } {
  const own = list(vulnerability, 'cvss').toSorted(
    (a, b) => Number(isPrimary(b)) - Number(isPrimary(a)) || versionOf(b) - versionOf(a),
  )
  const namespace = text(vulnerability, 'namespace')
  const [vector, ...others] = own.flatMap((cvss) => ratingOf(cvss, namespace))
  const elsewhere = related.flatMap((record) =>
    list(record, 'cvss').flatMap((cvss) => ratingOf(cvss, text(record, 'namespace'), text(record, 'severity'))),
  )
  return { ...(vector && { vector }), otherRatings: [...others, ...elsewhere] }
}

const isPrimary = (cvss: Json): boolean => text(cvss, 'type') === 'Primary'

const versionOf = (cvss: Json): number => Number(text(cvss, 'version')) || 0

function ratingOf(cvss: Json, namespace: string | undefined, severity?: string): readonly Rating[] {
  const vector = text(cvss, 'vector')
  if (vector === undefined) return []
  const said = { source: text(cvss, 'source') ?? namespace, score: number(cvss, 'metrics', 'baseScore'), severity }
  return [{ vector, ...defined(said) }]
}
