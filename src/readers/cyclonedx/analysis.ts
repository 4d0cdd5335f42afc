import type { Component, State } from '../../core/finding/finding.ts'
import type { Place, Problem } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, field, list, text } from '../fields.ts'

/** @source CycloneDX 1.7 schema, impactAnalysisState */
const STATUS: ReadonlyMap<string, State['status']> = new Map<string, State['status']>([
  ['exploitable', 'open'],
  ['in_triage', 'in_triage'],
  ['not_affected', 'not_affected'],
  ['false_positive', 'suppressed'],
  ['resolved', 'fixed'],
  ['resolved_with_pedigree', 'fixed'],
])

/**
 * What the document says became of a vulnerability in one component. The version's own status comes first; a record that
 * its source rejected is suppressed in its name. A state that the standard does not know excuses nothing.
 */
export function stateOf(
  vulnerability: Json,
  affected: Json | undefined,
  component: Component | undefined,
  author: string | undefined,
): State {
  const analysis = field(vulnerability, 'analysis')
  const state = text(analysis, 'state')
  const status = STATUS.get(state ?? '') ?? 'open'
  if (status !== 'open') {
    const reasons = [text(analysis, 'justification') ?? state, text(analysis, 'detail')]
    return {
      status,
      justification: reasons.filter((reason) => reason !== undefined).join(': '),
      ...defined({ author }),
    }
  }
  if (state === undefined && isUnaffected(affected, component))
    return {
      status: 'not_affected',
      justification: `version ${component?.version}: unaffected`,
      ...defined({ author }),
    }
  const rejected = text(vulnerability, 'rejected')
  if (state === undefined && rejected !== undefined) {
    const source = text(vulnerability, 'source', 'name')
    return {
      status: 'suppressed',
      justification: `rejected by its source at ${rejected}`,
      ...defined({ author: source }),
    }
  }
  return { status: 'open' }
}

/** Only where exactly this version is said to be unaffected: ranges are not evaluated, so they excuse nothing. */
function isUnaffected(affected: Json | undefined, component: Component | undefined): boolean {
  const version = component?.version
  const statuses = list(affected, 'versions').flatMap((entry) =>
    version !== undefined && text(entry, 'version') === version ? [text(entry, 'status') ?? 'affected'] : [],
  )
  return statuses.length > 0 && statuses.every((status) => status === 'unaffected')
}

export function doubtsOf(vulnerability: Json, place: Place): readonly Problem[] {
  const state = field(vulnerability, 'analysis', 'state')
  if (state === undefined || (typeof state === 'string' && STATUS.has(state))) return []
  const message = `${JSON.stringify(state).slice(0, 80)} is not a state of an analysis: the vulnerability counts as open.`
  return [{ code: 'cyclonedx/unknown-state', message, at: place }]
}
