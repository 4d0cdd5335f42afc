import type { State } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { field, record, text } from '../fields.ts'
import { TOOL } from './package.ts'

/**
 * What OSV-Scanner found out: that nothing of the group is called (only where it looked at calls at all), that the
 * distribution holds it to be unimportant; or that the record was withdrawn. It excuses nothing by itself.
 */
export function stateOf(vulnerability: Json, group: Json | undefined): State {
  const analyses = Object.values(record(group, 'experimentalAnalysis') ?? record(group, 'experimental_analysis') ?? {})
  if (analyses.length > 0 && analyses.every((analysis) => field(analysis, 'called') === false))
    return { status: 'not_affected', justification: 'not called, says call analysis', author: TOOL.name }
  if (analyses.some((analysis) => field(analysis, 'unimportant') === true))
    return { status: 'suppressed', justification: 'unimportant, says the distribution', author: TOOL.name }
  const withdrawn = text(vulnerability, 'withdrawn')
  return withdrawn === undefined
    ? { status: 'open' }
    : { status: 'suppressed', justification: `withdrawn at ${withdrawn}`, author: 'osv.dev' }
}
