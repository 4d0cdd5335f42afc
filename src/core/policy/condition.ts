import type { Finding, FindingKind } from '../finding/finding.ts'
import { bySeverity, type Severity } from '../finding/severity.ts'
import { unreachable } from '../problem.ts'

/** A readable threshold over one named field. An expression may stand here one day. */
export type Condition =
  | { readonly field: 'severity'; readonly atLeast: Severity }
  | { readonly field: 'severity'; readonly oneOf: readonly Severity[] }
  | { readonly field: NumberField; readonly atLeast: number }
  | { readonly field: NumberField; readonly atMost: number }
  | { readonly field: FlagField; readonly is: boolean }
  | { readonly field: 'cwe'; readonly oneOf: readonly number[] }
  | { readonly field: 'kind'; readonly oneOf: readonly FindingKind[] }
  | { readonly field: TextField; readonly like: readonly string[] }

export const NUMBER_FIELDS = ['score', 'epss'] as const
export const FLAG_FIELDS = ['kev', 'fixable', 'new'] as const
export const TEXT_FIELDS = [
  'advisory',
  'component',
  'rule',
  'file',
  'tool',
  'format',
  'product',
  'environment',
  'exposure',
] as const
export type NumberField = (typeof NUMBER_FIELDS)[number]
export type FlagField = (typeof FLAG_FIELDS)[number]
export type TextField = (typeof TEXT_FIELDS)[number]

/** What conditions may look at: the finding, and what is known around it. */
export interface Facts {
  readonly finding: Finding
  /** The organisation's severity so far. */
  readonly severity: Severity
  /** FIRST EPSS of the worst of its CVEs, 0 … 1; undefined where none is scored. */
  readonly epss: number | undefined
  /** CISA KEV lists one of its CVEs. */
  readonly kev: boolean
  /** Not in the baseline of what is in production. */
  readonly isNew: boolean
  readonly product: string
  readonly environment: string
  /** How the product is reached, where somebody said: `public`, `internal` … */
  readonly exposure: string | undefined
}

/** An unknown value meets no threshold; that a feed is missing is the evidence's affair. */
export function meets(facts: Facts, condition: Condition): boolean {
  switch (condition.field) {
    case 'severity':
      return 'oneOf' in condition
        ? condition.oneOf.includes(facts.severity)
        : facts.severity !== 'unknown' && bySeverity(facts.severity, condition.atLeast) <= 0
    case 'score':
    case 'epss': {
      const value = condition.field === 'score' ? facts.finding.score?.score : facts.epss
      return value !== undefined && ('atLeast' in condition ? value >= condition.atLeast : value <= condition.atMost)
    }
    case 'kev':
      return facts.kev === condition.is
    case 'fixable':
      return facts.finding.fixedIn.length > 0 === condition.is
    case 'new':
      return facts.isNew === condition.is
    case 'cwe':
      return facts.finding.cwes.some((cwe) => condition.oneOf.includes(cwe))
    case 'kind':
      return condition.oneOf.includes(facts.finding.kind)
    case 'advisory':
    case 'component':
    case 'rule':
    case 'file':
    case 'tool':
    case 'format':
    case 'product':
    case 'environment':
    case 'exposure':
      return textsOf(facts, condition.field).some((text) => condition.like.some((pattern) => like(text, pattern)))
    default:
      return unreachable(condition)
  }
}

function textsOf({ finding, product, environment, exposure }: Facts, field: TextField): readonly string[] {
  const all: Readonly<Record<TextField, readonly (string | undefined)[]>> = {
    advisory: finding.advisories,
    component: [finding.component?.name, finding.component?.purl],
    rule: [finding.rule?.id],
    file: finding.locations.map(({ file }) => file),
    tool: [finding.tool?.name],
    format: [finding.provenance.format],
    product: [product],
    environment: [environment],
    exposure: [exposure],
  }
  return all[field].filter((text) => text !== undefined)
}

/**
 * Does the text match the pattern, where `*` stands for any run of characters? Letter case does not matter.
 * Linear in the text for each star: no pattern makes it slow.
 */
export function like(text: string, pattern: string): boolean {
  const subject = text.toLowerCase()
  const [head = '', ...rest] = pattern.toLowerCase().split('*')
  if (!subject.startsWith(head)) return false
  if (rest.length === 0) return subject.length === head.length
  const tail = rest.pop()!
  let at = head.length
  for (const part of rest) {
    const found = subject.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return subject.length - tail.length >= at && subject.endsWith(tail)
}
