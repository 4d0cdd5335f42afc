import { record } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { malformed } from '../record.ts'
import { draftOf } from './alert.ts'
import { alertsOf, IN_JSON, IN_XML, isOurs } from './document.ts'
import { factsOf, toolOf } from './facts.ts'
import { problemsOf } from './health.ts'

/** ZAP's traditional reports, JSON and XML, with or without requests and responses. */
export const zap: Reader = {
  name: 'zap',
  title: 'ZAP JSON and XML',
  streams: IN_JSON,
  xml: [IN_XML],

  recognises: isOurs,

  facts: factsOf,

  *read(source, shape) {
    for (const problem of problemsOf(source.name, shape)) yield { problem }
    const tool = toolOf(shape)
    for (const { value, pointer, site } of alertsOf(source, shape)) {
      const place = { file: source.name, pointer }
      if (record(value) === undefined) yield* malformed('zap/malformed', 'An alert', place)
      else yield { finding: draftOf(value, site, tool, place) }
    }
  },
}
