import { type Problem, problem } from '../../core/problem.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { field, list, text } from '../fields.ts'

const LIST_ALL = 'Run Trivy with --list-all-pkgs, so that a clean report shows what was looked at.'

/** What a report says, or leaves out, that makes its evidence unknown. */
export function* problemsOf(file: string, shape: Shape): Iterable<Problem> {
  const { value } = shape
  if (value === null)
    yield problem('trivy/nothing-scanned', 'The report is null: it names nothing that was scanned.', LIST_ALL, {
      file,
      pointer: '',
    })
  else if (
    field(value, 'SchemaVersion') === 2 &&
    field(value, 'ClusterName') === undefined &&
    list(value, 'Results').length === 0
  )
    yield problem(
      'trivy/nothing-scanned',
      'The report lists no target: it does not tell whether anything was scanned.',
      LIST_ALL,
      {
        file,
        pointer: '/Results',
      },
    )
  if (field(value, 'Metadata', 'OS', 'EOSL') === true) yield endOfLife(file, value)
  for (const kind of ['Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations'])
    for (const [i, resource] of list(value, kind).entries()) {
      const error = text(resource, 'Error')
      if (error !== undefined)
        yield problem(
          'trivy/scan-error',
          `Trivy could not scan ${text(resource, 'Kind') ?? 'a resource'} ${text(resource, 'Name') ?? ''}: ${error}`,
          'Scan it again.',
          {
            file,
            pointer: `/${kind}/${i}/Error`,
          },
        )
    }
}

/** Trivy itself warns that it detects less there: no advisories are written for a distribution that nobody maintains. */
function endOfLife(file: string, value: Json): Problem {
  const os = [text(value, 'Metadata', 'OS', 'Family'), text(value, 'Metadata', 'OS', 'Name')].filter(Boolean).join(' ')
  return problem(
    'trivy/end-of-life-os',
    `${os || 'The operating system'} is no longer maintained: its newer flaws are not in the database.`,
    'Move the image to a maintained release, and scan again.',
    { file, pointer: '/Metadata/OS/EOSL' },
  )
}
