import type { Rating } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, field, number, record, text } from '../fields.ts'

/** Trivy's database counts severities from 0. @source aquasecurity/trivy-db, pkg/types, Severity */
const VENDOR_WORDS = ['unknown', 'low', 'medium', 'high', 'critical'] as const

const VERSIONS = ['V40', 'V3', 'V2'] as const

/**
 * The vector of the source that gave the severity, its newest version; what other sources say stands beside it.
 * Without that source's vector there is none: another one's would be a second opinion, not the reason.
 */
export function ratingsOf(vulnerability: Json): { readonly vector?: Rating; readonly otherRatings: readonly Rating[] } {
  const chosen = text(vulnerability, 'SeveritySource')
  const scores = record(vulnerability, 'CVSS') ?? {}
  const rated = Object.keys(scores).flatMap((source) => ratingsFrom(source, scores, vendorWord(vulnerability, source)))
  const vector = rated.find((rating) => rating.source === chosen && rating.vector !== undefined)
  const scored = new Set(rated.map(({ source }) => source))
  const unscored = Object.keys(record(vulnerability, 'VendorSeverity') ?? {})
    .filter((source) => !scored.has(source))
    .map((source) => ({ source, ...defined({ severity: vendorWord(vulnerability, source) }) }))
  return { ...(vector && { vector }), otherRatings: [...rated.filter((rating) => rating !== vector), ...unscored] }
}

function ratingsFrom(source: string, scores: Json, severity: string | undefined): readonly Rating[] {
  return VERSIONS.flatMap((version) => {
    const rating = defined({
      vector: text(scores, source, `${version}Vector`),
      score: number(scores, source, `${version}Score`),
    })
    return Object.keys(rating).length === 0 ? [] : [{ source, ...rating, ...defined({ severity }) }]
  })
}

function vendorWord(vulnerability: Json, source: string): string | undefined {
  const level = number(vulnerability, 'VendorSeverity', source)
  return level === undefined ? undefined : (text(field(VENDOR_WORDS, level)) ?? String(level))
}
