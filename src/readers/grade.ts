import type { Severity } from '../core/finding/severity.ts'
import type { Code, Place, Problem } from '../core/problem.ts'
import type { Json } from '../scan/shape.ts'

/** How bad a report says that a finding is, in the shape of a Draft. */
export interface Grade {
  readonly severity: Severity
  readonly severityWord?: string
  readonly notes?: readonly Problem[]
}

/** The words that most scanners share. */
export const USUAL_WORDS: ReadonlyMap<string, Severity> = new Map([
  ['critical', 'critical'],
  ['high', 'high'],
  ['medium', 'medium'],
  ['moderate', 'medium'],
  ['low', 'low'],
  ['info', 'info'],
  ['informational', 'info'],
  ['none', 'info'],
  ['unknown', 'unknown'],
])

/** A severity by a format's own words, in any case. Any other word is `unknown`, never mild, and said so under `code`. */
export function gradeOf(
  said: Json | undefined,
  { words = USUAL_WORDS, code, place }: { words?: ReadonlyMap<string, Severity>; code: Code; place: Place },
): Grade {
  if (said === undefined || said === null || said === '') return { severity: 'unknown' }
  const severityWord = typeof said === 'string' ? said : JSON.stringify(said).slice(0, 80)
  const severity = words.get(severityWord.trim().toLowerCase())
  if (severity !== undefined) return { severity, severityWord }
  const message = `${JSON.stringify(severityWord).slice(0, 80)} is not a severity of this format.`
  return { severity: 'unknown', severityWord, notes: [{ code, message, at: place }] }
}
