import type { Rating } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { fields, record, text } from '../fields.ts'

const VECTOR = /^(?:CVSS:(?:4\.0|3\.1|3\.0)\/\S{1,400}|\(?AV:[LAN]\/AC:[LMH]\/Au:\S{1,200})$/

/**
 * CVSS vectors in the property bags, the newest version first: SARIF has no place for them, so tools write
 * `cvssv3_vector`, `cvssV3`, `cvss` and the like, and Dependency-Check one property a metric.
 */
export function vectorsOf(side: Json | undefined): readonly Rating[] {
  const bag = record(fields(side)['properties'])
  if (bag === undefined) return []
  const whole = Object.entries(bag).flatMap(([name, value]) =>
    /cvss/i.test(name) && typeof value === 'string' && VECTOR.test(value.trim()) ? [value.trim()] : [],
  )
  return [...whole, ...metricsOf(bag)].toSorted((a, b) => rank(b) - rank(a)).map((vector) => ({ vector }))
}

const rank = (vector: string): number => (vector.startsWith('CVSS:') ? Number(vector.slice(5, 8)) : 2)

const METRICS = [
  ['AV', 'attackVector'],
  ['AC', 'attackComplexity'],
  ['PR', 'privilegesRequired'],
  ['UI', 'userInteraction'],
  ['S', 'scope'],
  ['C', 'confidentialityImpact'],
  ['I', 'integrityImpact'],
  ['A', 'availabilityImpact'],
] as const

/** `cvssv3_attackVector: NETWORK` and its seven siblings: each value's first letter is its CVSS abbreviation. */
function metricsOf(bag: Json): readonly string[] {
  const values = METRICS.map(([short, name]) => [short, text(bag, `cvssv3_${name}`)?.[0]?.toUpperCase()] as const)
  if (values.some(([, value]) => value === undefined)) return []
  const version = text(bag, 'cvssv3_version') === '3.0' ? '3.0' : '3.1'
  return [`CVSS:${version}/${values.map(([short, value]) => `${short}:${value}`).join('/')}`]
}
