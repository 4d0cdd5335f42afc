import { type Problem, problem } from '../../core/problem.ts'
import type { Shape } from '../../scan/shape.ts'
import { field, list, text } from '../fields.ts'

/** What a report says, or leaves out, that makes its evidence unknown. */
export function* problemsOf(file: string, { value }: Shape): Iterable<Problem> {
  if (!Array.isArray(field(value, 'matches')))
    yield problem('grype/malformed', '"matches" is not an array.', 'Let Grype write the report again.', {
      file,
      pointer: '/matches',
    })
  yield* databaseFault(file, value)
  yield* notCovered(file, value)
}

/** The database that matches were looked up in: its status stands in `db`, since version 0.88 in `db.status`. */
function* databaseFault(file: string, value: Shape['value']): Iterable<Problem> {
  for (const steps of [
    ['descriptor', 'db'],
    ['descriptor', 'db', 'status'],
  ]) {
    const error = text(value, ...steps, 'error')
    if (error === undefined && field(value, ...steps, 'valid') !== false) continue
    yield problem(
      'grype/database',
      `Grype's database of vulnerabilities is not sound: ${error ?? 'it says so itself'}.`,
      'Run `grype db update`, and scan again.',
      { file, pointer: `/${steps.join('/')}` },
    )
  }
}

/** Packages of a distribution that is unknown to Grype, switched off, or no longer maintained: nobody writes advisories for them. */
function* notCovered(file: string, value: Shape['value']): Iterable<Problem> {
  const seen = new Set<string>()
  for (const [i, entry] of list(value, 'alertsByPackage').entries())
    for (const alert of list(entry, 'alerts')) {
      const message = text(alert, 'message') ?? text(alert, 'type') ?? 'it does not say why'
      if (seen.has(message)) continue
      seen.add(message)
      yield problem(
        'grype/not-covered',
        `Grype cannot tell about some packages: ${message}.`,
        'Move to a distribution that is maintained and known to Grype, and scan again.',
        { file, pointer: `/alertsByPackage/${i}` },
      )
    }
}
