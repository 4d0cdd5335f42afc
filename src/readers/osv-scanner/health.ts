import { type Problem, problem } from '../../core/problem.ts'
import type { Shape } from '../../scan/shape.ts'
import { below, field, list, record } from '../fields.ts'

/** What is not of the form that OSV-Scanner gives its results: what stood there is lost. */
export function* problemsOf(file: string, { value }: Shape): Iterable<Problem> {
  const wrong = (what: string, pointer: string) =>
    problem('osv-scanner/malformed', `${what}.`, 'Let OSV-Scanner write the report again.', { file, pointer })
  for (const [i, result] of list(value, 'results').entries()) {
    const pointer = below('', 'results', i)
    // Go writes an empty list as null.
    if (record(result) === undefined || !isList(field(result, 'packages')))
      yield wrong('A result has no list of packages', pointer)
    for (const [n, item] of list(result, 'packages').entries())
      for (const name of ['vulnerabilities', 'license_violations', 'groups'])
        if (!isList(field(item, name) ?? null))
          yield wrong(`"${name}" is not an array`, below(pointer, 'packages', n, name))
  }
}

const isList = (value: unknown): boolean => value === null || Array.isArray(value)
