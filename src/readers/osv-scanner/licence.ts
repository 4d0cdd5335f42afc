import type { Draft } from '../../core/finding/finding.ts'
import type { Place } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { oneLine, text } from '../fields.ts'
import { type Package, TOOL } from './package.ts'

/** A licence that is not on the list of allowed ones, which was given when OSV-Scanner was run. It has no severity. */
export function licenceDraft(
  licence: Json,
  { component, locations }: Package,
  place: Place & { readonly pointer: string },
): Draft {
  const name = text(licence) ?? 'unnamed licence'
  return {
    kind: 'licence',
    title: oneLine(`Licence ${name} of ${component.name} is not allowed`),
    rule: { id: name },
    advisories: [],
    cwes: [],
    component,
    fixedIn: [],
    locations,
    severity: 'unknown',
    otherRatings: [],
    state: { status: 'open' },
    keys: [{ basis: 'content', parts: ['osv-scanner', 'licence', name, component.name, component.version ?? ''] }],
    tool: TOOL,
    at: place.pointer,
  }
}
