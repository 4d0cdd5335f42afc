import type { State } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, field, record, text } from '../fields.ts'
import { readLicence } from './licence.ts'
import { readMisconfiguration } from './misconfiguration.ts'
import { malformed, type ReadRecord } from './result.ts'
import { readSecret } from './secret.ts'
import { readVulnerability } from './vulnerability.ts'

const READ: ReadonlyMap<string, ReadRecord> = new Map([
  ['vulnerability', readVulnerability],
  ['misconfiguration', readMisconfiguration],
  ['secret', readSecret],
  ['license', readLicence],
])

/**
 * A finding that Trivy left out of its list because an ignore file, a policy or a VEX document says so
 * (`--show-suppressed`). It is a finding like any other, and whose word counts is for policy to say.
 */
export const readModified: ReadRecord = (modified, context) => {
  const inner = record(modified, 'Finding')
  const read = READ.get(text(modified, 'Type') ?? '')
  if (inner === undefined || read === undefined)
    return malformed(
      'A suppressed finding is of no known type.',
      'Use a version of Trivy whose reports we know.',
      context,
    )
  const state = stateOf(modified)
  return read(inner, context).map((reading) =>
    'finding' in reading ? { finding: { ...reading.finding, state } } : reading,
  )
}

function stateOf(modified: Json): State {
  const said = defined({ justification: text(modified, 'Statement'), author: text(modified, 'Source') })
  switch (field(modified, 'Status')) {
    case 'ignored':
      return { status: 'suppressed', ...said }
    case 'not_affected':
      return { status: 'not_affected', ...said }
    case 'fixed':
      return { status: 'fixed', ...said }
    case 'under_investigation':
      return { status: 'in_triage', ...said }
    default:
      return { status: 'open' }
  }
}
