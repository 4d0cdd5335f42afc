import { elements } from '../../scan/json.ts'
import type { Shape } from '../../scan/shape.ts'
import { field, record, text } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { firstOf, malformed } from '../record.ts'
import { factsOf, toolOf } from './facts.ts'
import { problemsOf } from './health.ts'
import { draftOf } from './match.ts'
import { ignoredBy } from './state.ts'

const STREAMS = ['/matches/*', '/ignoredMatches/*']

/** Grype's own JSON: images, directories, files, SBOMs. */
export const grype: Reader = {
  name: 'grype',
  title: 'Grype JSON',
  streams: STREAMS,

  recognises: (shape) => field(shape.value, 'matches') !== undefined && isOurs(shape),

  facts: factsOf,

  *read(source, shape) {
    for (const problem of problemsOf(source.name, shape)) yield { problem }
    const tool = toolOf(shape)
    for (const { value, pointer, stream } of elements(source, STREAMS)) {
      const place = { file: source.name, pointer }
      if (record(value, 'vulnerability') === undefined || record(value, 'artifact') === undefined) {
        yield* malformed('grype/malformed', 'A match, its vulnerability or its artifact', place)
      } else {
        const state = stream === STREAMS[1] ? ignoredBy(value) : { status: 'open' as const }
        yield { finding: { ...draftOf(value, tool, place), state } }
      }
    }
  },
}

/** It says so; a report without a descriptor has matches of a vulnerability and an artifact. */
function isOurs(shape: Shape): boolean {
  const name = text(shape.value, 'descriptor', 'name')
  const first = firstOf(shape, '/matches')
  return (
    name === 'grype' ||
    (name === undefined && record(first, 'vulnerability') !== undefined && record(first, 'artifact') !== undefined)
  )
}
