import type { Rating } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, list, text } from '../fields.ts'

/** `cvss_vectors` (schema 15): the newest version's, of several the first; the others stand beside it. */
export function ratingsOf(vulnerability: Json): { readonly vector?: Rating; readonly otherRatings: readonly Rating[] } {
  const [vector, ...otherRatings] = list(vulnerability, 'cvss_vectors')
    .flatMap((item) => {
      const said = text(item, 'vector')
      return said === undefined ? [] : [{ vector: said.trim(), ...defined({ source: text(item, 'vendor') }) }]
    })
    .toSorted((a, b) => version(b.vector) - version(a.vector))
  return { otherRatings, ...(vector && { vector }) }
}

const version = (vector: string): number => Number(/^CVSS:(\d\.\d)\//.exec(vector)?.[1] ?? 2)
