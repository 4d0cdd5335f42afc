import type { State } from '../../core/finding/finding.ts'
import { defined, record } from '../fields.ts'
import type { Form } from './form.ts'

const STATES = ['open', 'suppressed', 'not_affected', 'in_triage', 'fixed'] as const

/** `state: in_triage`, or a mapping with a justification and an author. It excuses nothing by itself. */
export function stateOf(form: Form): State {
  if (record(form.value('state')) === undefined) return { status: form.word('state', STATES) ?? 'open' }
  const [state] = form.forms('state', (fields): State => {
    const status = fields.word('status', STATES) ?? 'open'
    const said = defined({ justification: fields.text('justification'), author: fields.text('author') })
    fields.done()
    return status === 'open' ? { status } : { status, ...said }
  })
  return state ?? { status: 'open' }
}
