import { type Problem, problem } from '../../core/problem.ts'
import type { Shape } from '../../scan/shape.ts'
import { field, list, text } from '../fields.ts'

const RUN_AGAIN = 'Run the scan again, to its end, and give its report.'

/** What a report says, or leaves out, that makes its evidence unknown. */
export function* problemsOf(file: string, { value, streamed }: Shape): Iterable<Problem> {
  const status = field(value, 'scan', 'status')
  if (status !== undefined && status !== 'success')
    yield problem(
      'gitlab/failed-scan',
      `The scan ended with status ${JSON.stringify(status).slice(0, 40)}.`,
      RUN_AGAIN,
      {
        file,
        pointer: '/scan/status',
      },
    )
  for (const [i, message] of list(value, 'scan', 'messages').entries()) {
    if (text(message, 'level') !== 'fatal') continue
    const said = text(message, 'value')?.replace(/\.\s*$/, '') ?? 'it does not say which'
    yield problem('gitlab/scan-error', `The scan met a fatal error: ${said}.`, RUN_AGAIN, {
      file,
      pointer: `/scan/messages/${i}`,
    })
  }
  if (text(value, 'version') === undefined && field(value, 'scan') === undefined && streamed('/vulnerabilities') === 0)
    yield problem(
      'gitlab/nothing-scanned',
      'The report names no version and no scan: it does not tell what was looked at.',
      RUN_AGAIN,
      {
        file,
        pointer: '',
      },
    )
}
