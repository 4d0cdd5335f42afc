import type { Draft } from '../../core/finding/finding.ts'
import { SEVERITIES, type Severity } from '../../core/finding/severity.ts'
import { type Problem, problem } from '../../core/problem.ts'
import { score } from '../../core/score/index.ts'
import type { Score } from '../../core/score/score.ts'
import { below } from '../fields.ts'
import type { Form } from './form.ts'

const WORDS = [...SEVERITIES, 'none'] as const

/** How bad the finder says it is. Without a word it is `unknown`, and the vector's own severity counts. */
export function gradeOf(form: Form): Pick<Draft, 'severity' | 'severityWord' | 'vector' | 'notes'> {
  const word = form.word('severity', WORDS)
  const severity = word === 'none' ? 'info' : (word ?? 'unknown')
  const scored = scoreOf(form)
  const notes = scored === undefined ? [] : contradiction(severity, scored, form)
  return {
    severity,
    ...(word !== undefined && { severityWord: word }),
    ...(scored !== undefined && { vector: { vector: scored.vector } }),
    ...(notes.length > 0 && { notes }),
  }
}

/** Here the writer can still mend a vector, so one that cannot be read is a problem and not a note. */
function scoreOf(form: Form): Score | undefined {
  const vector = form.text('vector')?.trim()
  const result = vector === undefined ? undefined : score(vector)
  if (result?.ok === false) {
    const { code, message, hint } = result.problem
    form.complain(code, message, hint, below(form.pointer, 'vector'))
  }
  return result?.ok ? result.value : undefined
}

/** A word that its own vector denies: both are kept, and somebody is told. */
function contradiction(severity: Severity, scored: Score, form: Form): readonly Problem[] {
  if (severity === 'unknown' || severity === scored.severity) return []
  const message = `The severity is "${severity}", but its vector amounts to ${scored.severity} (${scored.score.toFixed(1)}).`
  const hint = 'Change one of them, or say in the description why they differ.'
  return [problem('finding/severity-contradicts-vector', message, hint, form.place(below(form.pointer, 'severity')))]
}
