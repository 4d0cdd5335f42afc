import type { Draft, Finding } from '../../core/finding/finding.ts'
import type { Trace } from '../../core/finding/compare.ts'
import type { Digest } from '../../core/ids.ts'
import type { Hash } from '../ports.ts'

/**
 * What is kept of a finding: everything that the tool said of the weakness. Left out is where in the report it stood, and what is true
 * of the report alone: the tool's version, and how it compares with the tool's own baseline.
 */
export function sayingOf(finding: Finding): string {
  const { kind, title, description, rule, advisories, cwes, component, fixedIn, locations } = finding
  const { severity, severityWord, vector, state, keys } = finding
  const otherRatings = inOrder(finding.otherRatings)
  const first = { kind, title, description, rule, advisories, cwes, component, fixedIn, locations }
  // The order is part of what is hashed. A new field of a draft does not compile until it stands here.
  const saying = { ...first, severity, severityWord, vector, otherRatings, state, keys }
  return JSON.stringify(saying satisfies Record<Exclude<keyof Draft, 'at' | 'tool' | 'notes' | 'baseline'>, unknown>)
}

/** What others say stands in no order: in some formats they are the members of an object. */
const inOrder = (ratings: Finding['otherRatings']): Finding['otherRatings'] =>
  ratings.length < 2
    ? ratings
    : ratings
        .map((rating) => ({ rating, text: JSON.stringify(rating) }))
        .sort((a, b) => (a.text < b.text ? -1 : 1))
        .map(({ rating }) => rating)

/** Hex SHA-256. */
export const contentOf = (tool: string, saying: string, { sha256 }: Hash): string => sha256(`${tool}\n${saying}`)

export const identitiesOf = ({ identities }: Finding): string =>
  identities.map(({ basis, id }) => `${basis}:${id}`).join(' ')

/** What the comparison looks at, from what is kept. */
export function traceOfSaying(saying: string, identities: string): Trace {
  const { title, locations, component } = JSON.parse(saying) as Draft
  const [first] = locations
  const place = first?.file ?? first?.url ?? first?.logical
  const all = identities.split(' ').map((text) => text.split(':') as [Trace['identities'][0]['basis'], Trace['id']])
  return {
    id: all[0]![1],
    identities: all.map(([basis, id]) => ({ basis, id })),
    title,
    ...(component && { component: component.name }),
    ...(component?.version !== undefined && { version: component.version }),
    ...(place !== undefined && { place }),
    ...(first?.line !== undefined && { line: first.line }),
    // The rest does not decide whom it pairs with.
    provenance: NOWHERE,
    advisories: [],
    severity: 'unknown',
    state: 'open',
  }
}

const NOWHERE: Trace['provenance'] = { format: '', file: '', report: '' as Digest, at: '' }

/**
 * A tool's name as an id for keys and entries: as it is, where it is one in lower case; else what is left of it, and eight digits
 * of its hash, so that two tools never become one.
 */
export function toolId(name: string, { sha256 }: Hash): string {
  const lower = name.toLowerCase()
  if (/^[a-z0-9][a-z0-9._@+-]{0,63}$/.test(lower)) return lower
  const rest = lower.replace(/[^a-z0-9]+/g, '-').replace(/^-+|-+$/g, '')
  return `${rest.slice(0, 48)}-${sha256(lower).slice(0, 8)}`
}
