import { problem } from '../../core/problem.ts'
import { LIMITS } from '../../scan/fault.ts'
import { elements } from '../../scan/json.ts'
import type { Shape } from '../../scan/shape.ts'
import { field, list, record, text } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { factsOf } from './facts.ts'
import { problemsOf } from './health.ts'
import { readResult } from './result.ts'
import { NO_RUN, runsOf, runsOfInline } from './run.ts'

// How data flows to the place: the larger part of what some tools write, and for people to follow in a viewer.
const UNREAD = 'codeFlows'
const STREAMS = ['/runs/*/results/*', '/inlineExternalProperties/*/results/*']

/** SARIF 2.1.0 (OASIS Standard, 27 March 2020). Section numbers in this folder are the standard's. */
export const sarif: Reader = {
  name: 'sarif',
  title: 'SARIF 2.1.0',
  streams: STREAMS,
  divisible: true,

  recognises: ({ value }) =>
    /sarif/i.test(text(value, '$schema') ?? '') ||
    (field(value, 'runs') !== undefined &&
      (/^[12]\.\d+\.\d+/.test(text(value, 'version') ?? '') || list(value, 'runs').some((run) => record(run, 'tool')))),

  facts: (shape) => factsOf(runsOf(shape)),

  *read(source, shape, share = { from: 0, to: Infinity }) {
    const version = field(shape.value, 'version')
    if (version !== '2.1.0') {
      yield { refused: otherVersion(source.name, shape) }
      return
    }
    const runs = runsOf(shape)
    const inline = runsOfInline(shape, runs)
    if (share.from === 0) for (const problem of problemsOf(source.name, shape, runs)) yield { problem }
    let run = NO_RUN
    let within = ' ' // as '/runs/0/': where the last result stood, which is where most stand
    for (const { value, pointer, stream } of elements(source, STREAMS, LIMITS, share, UNREAD)) {
      if (!pointer.startsWith(within)) {
        const from = pointer.indexOf('/', 1) + 1
        const to = pointer.indexOf('/', from)
        within = pointer.slice(0, to + 1)
        run = (stream === STREAMS[0] ? runs : inline)[Number(pointer.slice(from, to))] ?? NO_RUN
      }
      for (const reading of readResult(value, run, source.name, pointer)) yield reading
    }
  },
}

function otherVersion(file: string, shape: Shape) {
  const version = field(shape.value, 'version')
  const named =
    version === undefined
      ? 'The report names no SARIF version'
      : `SARIF version ${JSON.stringify(version).slice(0, 40)} is not supported`
  return problem(
    'sarif/unsupported-version',
    `${named}: only "2.1.0" is read.`,
    'Let the tool write SARIF 2.1.0, or convert the report.',
    {
      file,
      pointer: '/version',
    },
  )
}
