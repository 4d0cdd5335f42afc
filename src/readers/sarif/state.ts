import type { State } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, fields, list, text } from '../fields.ts'

/** What the kind of a result means for a release (§3.27.9): cannot tell is never clear. */
export const KINDS: ReadonlyMap<string, 'fail' | 'in_triage' | { readonly ignored: string }> = new Map<
  string,
  'fail' | 'in_triage' | { readonly ignored: string }
>([
  ['fail', 'fail'],
  ['open', 'in_triage'],
  ['review', 'in_triage'],
  ['pass', { ignored: 'kind-pass' }],
  ['notApplicable', { ignored: 'kind-not-applicable' }],
  ['informational', { ignored: 'kind-informational' }],
])

/**
 * Suppressed only where no suppression is under review or rejected; one without a status is accepted.
 * A status that the standard does not know excuses nothing.
 * @source SARIF 2.1.0 §3.27.23 suppressions, §3.35 suppression object
 */
export function stateOf(result: Json, isFail: boolean): State {
  const open = isFail ? OPEN : IN_TRIAGE
  const suppressions = list(fields(result)['suppressions'])
  const [first] = suppressions
  if (first === undefined) return open
  const statuses = suppressions.map(statusOf)
  if (statuses.every((status) => status === 'accepted')) return { status: 'suppressed', ...reasonOf(first) }
  const pending = suppressions[statuses.indexOf('underReview')]
  return pending !== undefined && statuses.every((status) => status === 'accepted' || status === 'underReview')
    ? { status: 'in_triage', ...reasonOf(pending) }
    : open
}

const OPEN: State = { status: 'open' }
const IN_TRIAGE: State = { status: 'in_triage' }

function statusOf(suppression: Json): string {
  if (typeof suppression !== 'object' || suppression === null || Array.isArray(suppression)) return 'malformed'
  const status = 'status' in suppression ? suppression['status'] : undefined
  return status === undefined || status === null ? 'accepted' : typeof status === 'string' ? status : 'malformed'
}

// The standard names no author; those who give one put it into the property bag.
const reasonOf = (suppression: Json) =>
  defined({
    justification: text(suppression, 'justification') ?? text(suppression, 'kind'),
    author: text(suppression, 'properties', 'author'),
  })
