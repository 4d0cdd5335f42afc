import type { Rating } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, number, text } from '../fields.ts'

/** The score behind an advisory's severity. Where nobody scored it, npm writes 0 and no vector. */
export function ratingOf(cvss: Json | undefined): Rating | undefined {
  const vector = text(cvss, 'vectorString')
  return vector === undefined ? undefined : { vector, ...defined({ score: number(cvss, 'score') }) }
}
