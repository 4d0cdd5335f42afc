import { elements } from '../../scan/json.ts'
import { field, record, text } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { malformed } from '../record.ts'
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

  recognises: ({ value }) => field(value, 'matches') !== undefined && text(value, 'descriptor', 'name') === 'grype',

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
