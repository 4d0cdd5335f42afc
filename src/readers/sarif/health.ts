import type { Place, Problem } from '../../core/problem.ts'
import { problem } from '../../core/problem.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import { below, field, list, record, text } from '../fields.ts'
import type { Run } from './run.ts'

const RUN_AGAIN = 'Run the scan again, to its end: what was not computed is not clean.'

/** What a report says it could not tell: whatever stands here makes its evidence unknown. */
export function* problemsOf(file: string, shape: Shape, runs: readonly Run[]): Iterable<Problem> {
  if (!Array.isArray(field(shape.value, 'runs')) || runs.length === 0) {
    yield problem(
      'sarif/no-runs',
      'The report holds no run: nothing was scanned.',
      'Give the report of a scan that ran.',
      {
        file,
        pointer: '/runs',
      },
    )
  }
  for (const run of runs) {
    const at = (...steps: readonly (string | number)[]): Place => ({ file, pointer: below(run.pointer, ...steps) })
    if (record(run.value) === undefined) yield problem('sarif/malformed', 'A run is not an object.', RUN_AGAIN, at())
    else {
      yield* missingResults(run, at)
      yield* elsewhere(run, at)
      yield* failures(run, at)
    }
  }
}

type At = (...steps: readonly (string | number)[]) => Place

/** §3.14.23: results that are absent or null were not computed; a scan that found nothing has an empty array. */
function* missingResults(run: Run, at: At): Iterable<Problem> {
  const results = field(run.value, 'results')
  const external = field(run.value, 'externalPropertyFileReferences', 'results')
  if (Array.isArray(results) || external !== undefined) return
  yield results === undefined || results === null
    ? problem(
        'sarif/not-computed',
        `${run.tool.name} computed no results: "results" is ${results === null ? 'null' : 'absent'}.`,
        RUN_AGAIN,
        at('results'),
      )
    : problem('sarif/malformed', '"results" is not an array.', RUN_AGAIN, at('results'))
}

/** §3.15.3: properties that decide what the results are, kept in other files. */
function* elsewhere(run: Run, at: At): Iterable<Problem> {
  for (const name of ['results', 'driver', 'extensions', 'invocations']) {
    if (field(run.value, 'externalPropertyFileReferences', name) === undefined) continue
    yield problem(
      'sarif/external-properties',
      `The run keeps its ${name} in another file.`,
      'Let the tool write one file, or merge the external properties into it.',
      at('externalPropertyFileReferences', name),
    )
  }
}

/** §3.20, §3.22: an invocation of the tool, or of a converter, that failed; errors that it met. */
function* failures(run: Run, at: At): Iterable<Problem> {
  const converter = field(run.value, 'conversion', 'invocation')
  const invocations = [
    ...list(run.value, 'invocations').map((invocation, i) => ({ invocation, steps: ['invocations', i] })),
    ...(converter === undefined ? [] : [{ invocation: converter, steps: ['conversion', 'invocation'] }]),
  ]
  for (const { invocation, steps } of invocations) {
    const success = field(invocation, 'executionSuccessful')
    const cannotStart = text(invocation, 'processStartFailureMessage')
    if ((success !== undefined && success !== true) || cannotStart !== undefined) {
      const why = cannotStart ?? text(invocation, 'exitCodeDescription') ?? text(invocation, 'exitSignalName')
      const message = `${run.tool.name} did not succeed${why === undefined ? '' : `: ${why}`}.`
      yield problem('sarif/failed-invocation', message, RUN_AGAIN, at(...steps))
    }
    for (const kind of ['toolExecutionNotifications', 'toolConfigurationNotifications'])
      for (const [n, notification] of list(invocation, kind).entries())
        if (text(notification, 'level') === 'error')
          yield problem(
            'sarif/tool-error',
            `${run.tool.name} met an error: ${said(notification)}.`,
            RUN_AGAIN,
            at(...steps, kind, n),
          )
  }
}

const said = (notification: Json): string =>
  text(notification, 'message', 'text')?.replace(/\.\s*$/, '') ??
  text(notification, 'descriptor', 'id') ??
  'it does not say which'
