import { type Problem, problem } from '../../core/problem.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { list, number, record } from '../fields.ts'

const RUN_AGAIN = 'Run npm audit again, and give its report whole.'

/** What a report says, or leaves out, that makes its evidence unknown. */
export function* problemsOf(file: string, { value }: Shape): Iterable<Problem> {
  const name = Object.hasOwn(record(value) ?? {}, 'auditReportVersion') ? 'vulnerabilities' : 'advisories'
  const entries = record(value, name)
  if (entries === undefined) {
    yield problem('npm-audit/malformed', `"${name}" is not an object.`, RUN_AGAIN, { file, pointer: `/${name}` })
    return
  }
  // npm 7 counts packages; npm 6 counts paths, of which each advisory has at least one.
  const [there, counted] = [Object.keys(entries).length, totalOf(value)]
  if (name === 'vulnerabilities' ? there < counted : there === 0 && counted > 0)
    yield problem(
      'npm-audit/incomplete',
      `The report counts ${counted} vulnerabilities and lists ${there}.`,
      RUN_AGAIN,
      {
        file,
        pointer: '/metadata/vulnerabilities',
      },
    )
  const muted = list(value, 'muted').length
  if (muted > 0)
    yield problem('npm-audit/muted', `The report leaves out ${muted} advisories that were muted.`, RUN_AGAIN, {
      file,
      pointer: '/muted',
    })
}

function totalOf(value: Json): number {
  const counts = record(value, 'metadata', 'vulnerabilities') ?? {}
  const sum = Object.keys(counts)
    .filter((word) => word !== 'total')
    .reduce((total, word) => total + (number(counts, word) ?? 0), 0)
  return number(counts, 'total') ?? sum
}
