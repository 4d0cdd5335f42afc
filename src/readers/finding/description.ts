import { parseDigest } from '../../core/ids.ts'
import { record } from '../fields.ts'
import type { Form } from './form.ts'

/**
 * Everything that is told in words, as one text. Steps are how to exploit it: who may read a finding's description
 * is decided where it is shown.
 */
export function descriptionOf(form: Form): string | undefined {
  const parts = [form.text('description')?.trim(), titled('Impact', form.text('impact')), steps(form.texts('steps'))]
  const whole = [...parts, titled('Suggested fix', form.text('fix')), evidence(form)]
  return whole.filter((part) => part !== undefined).join('\n\n') || undefined
}

const titled = (title: string, text: string | undefined): string | undefined =>
  text === undefined ? undefined : `${title}: ${text.trim()}`

function steps(list: readonly string[]): string | undefined {
  if (list.length === 0) return undefined
  return `Steps to reproduce:\n${list.map((step, i) => (list.length === 1 ? step.trim() : `${i + 1}. ${step.trim()}`)).join('\n')}`
}

/** Files by name, or by name, digest and a word on what they show. They are named here, never opened. */
function evidence(form: Form): string | undefined {
  const value = form.value('evidence')
  const items = Array.isArray(value) ? value : [value]
  const lines = items.some((item) => record(item) !== undefined)
    ? form.forms('evidence', evidenceLine)
    : form.texts('evidence')
  return lines.length === 0 ? undefined : `Evidence: ${lines.join('; ')}`
}

function evidenceLine(form: Form): string {
  const parts = [form.text('file'), form.text('note'), form.parsed('digest', parseDigest)[0]]
  form.done()
  return parts.filter((part) => part !== undefined).join(', ')
}
