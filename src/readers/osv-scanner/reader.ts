import { elements } from '../../scan/json.ts'
import { field, record } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { firstOf, malformed } from '../record.ts'
import { licenceDraft } from './licence.ts'
import { PackageOf } from './package.ts'
import { problemsOf } from './health.ts'
import { draftOf } from './vulnerability.ts'

const VULNERABILITIES = '/results/*/packages/*/vulnerabilities/*'
const STREAMS = [VULNERABILITIES, '/results/*/packages/*/license_violations/*']

/** OSV-Scanner's own JSON: sources, their packages, and the OSV records that match these. */
export const osvScanner: Reader = {
  name: 'osv-scanner',
  title: 'OSV-Scanner JSON',
  streams: STREAMS,

  // Many tools write `results`; this one's have a source and packages. An empty list is known by the configuration beside it.
  recognises(shape) {
    if (!Array.isArray(field(shape.value, 'results'))) return false
    const first = firstOf(shape, '/results')
    return first === undefined
      ? record(shape.value, 'experimental_config') !== undefined
      : record(first, 'source') !== undefined && field(first, 'packages') !== undefined
  },

  facts: () => ({ tools: [{ name: 'osv-scanner' }], subject: { commits: [], digests: [], products: [] } }),

  *read(source, shape) {
    for (const problem of problemsOf(source.name, shape)) yield { problem }
    const packageOf = new PackageOf(shape)
    for (const { value, pointer, stream } of elements(source, STREAMS)) {
      const place = { file: source.name, pointer }
      const found = packageOf.at(pointer)
      if (stream !== VULNERABILITIES) yield { finding: licenceDraft(value, found, place) }
      else if (record(value) === undefined) yield* malformed('osv-scanner/malformed', 'A vulnerability', place)
      else yield { finding: draftOf(value, found, place) }
    }
  },
}
