import type { State } from '../../core/finding/finding.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, field, text } from '../fields.ts'

const FLAGS: readonly (readonly [flag: string, status: Exclude<State['status'], 'open'>, words: string])[] = [
  ['is_mitigated', 'fixed', 'mitigated'],
  ['false_p', 'suppressed', 'false positive'],
  ['out_of_scope', 'suppressed', 'out of scope'],
  ['risk_accepted', 'suppressed', 'risk accepted'],
  ['duplicate', 'suppressed', 'duplicate'],
  ['under_review', 'in_triage', 'under review'],
]

/** What the flags say became of it, the first that is set. It excuses nothing by itself. */
export function stateOf(finding: Json): State {
  const author = defined({ author: text(finding, 'reporter') })
  const flag = FLAGS.find(([name]) => field(finding, name) === true)
  if (flag !== undefined) return { status: flag[1], justification: flag[2], ...author }
  return field(finding, 'active') === false
    ? { status: 'suppressed', justification: 'not active', ...author }
    : { status: 'open' }
}
