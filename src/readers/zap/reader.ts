import { elements } from '../../scan/json.ts'
import type { Shape } from '../../scan/shape.ts'
import { field, record, text } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { malformed } from '../record.ts'
import { draftOf } from './alert.ts'
import { factsOf, toolOf } from './facts.ts'
import { problemsOf } from './health.ts'

/** A report of one site may have it as an object. */
const STREAMS = ['/site/*/alerts/*', '/site/alerts/*']

/** ZAP's traditional JSON report, with or without requests and responses. */
export const zap: Reader = {
  name: 'zap',
  title: 'ZAP JSON',
  streams: STREAMS,

  // GitLab's DAST reports carry ZAP's along: theirs have vulnerabilities.
  recognises: ({ value }) =>
    typeof field(value, 'site') === 'object' &&
    text(value, '@version') !== undefined &&
    field(value, 'vulnerabilities') === undefined,

  facts: factsOf,

  *read(source, shape) {
    for (const problem of problemsOf(source.name, shape)) yield { problem }
    const tool = toolOf(shape)
    for (const { value, pointer } of elements(source, STREAMS)) {
      const place = { file: source.name, pointer }
      if (record(value) === undefined) yield* malformed('zap/malformed', 'An alert', place)
      else yield { finding: draftOf(value, siteOf(shape, pointer), tool, place) }
    }
  },
}

const siteOf = (shape: Shape, pointer: string): string =>
  text(shape.at(pointer.split('/').slice(0, -2).join('/')), '@name') ?? ''
