import type { Draft } from '../../core/finding/finding.ts'
import { SEVERITIES } from '../../core/finding/severity.ts'
import type { Form } from './form.ts'

const WORDS = [...SEVERITIES, 'none'] as const

/** How bad the finder says it is. Without a word it is `unknown`, and the vector's own severity counts. */
export function gradeOf(form: Form): Pick<Draft, 'severity' | 'severityWord' | 'vector'> {
  const word = form.word('severity', WORDS)
  const vector = form.text('vector')?.trim()
  return {
    severity: word === 'none' ? 'info' : (word ?? 'unknown'),
    ...(word !== undefined && { severityWord: word }),
    ...(vector !== undefined && { vector: { vector } }),
  }
}
