import { problem } from '../../core/problem.ts'
import { elements } from '../../scan/json.ts'
import type { Shape } from '../../scan/shape.ts'
import { field, record, text } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { factsOf } from './facts.ts'
import { problemsOf } from './health.ts'
import { readLicence } from './licence.ts'
import { readMisconfiguration } from './misconfiguration.ts'
import { readModified } from './modified.ts'
import { ContextOf, malformed, type ReadRecord } from './result.ts'
import { readSecret } from './secret.ts'
import { readVulnerability } from './vulnerability.ts'

/** Where a report keeps its results: of one artifact, of a cluster (three generations), and before schema version 1. */
const RESULTS = [
  '/Results/*',
  '/Resources/*/Results/*',
  '/Findings/*/Results/*',
  '/Vulnerabilities/*/Results/*',
  '/Misconfigurations/*/Results/*',
  '/*',
]

const READ: ReadonlyMap<string, ReadRecord> = new Map([
  ['Vulnerabilities', readVulnerability],
  ['Misconfigurations', readMisconfiguration],
  ['Secrets', readSecret],
  ['Licenses', readLicence],
  ['ExperimentalModifiedFindings', readModified],
])

const STREAMS = RESULTS.flatMap((result) => [...READ.keys()].map((kind) => `${result}/${kind}/*`))

/** Trivy's own JSON: images, file systems, repositories, virtual machines, clusters. */
export const trivy: Reader = {
  name: 'trivy',
  title: 'Trivy JSON',
  streams: STREAMS,

  recognises: (shape) => isLegacy(shape) || isCluster(shape) || isReport(shape),

  facts: factsOf,

  *read(source, shape) {
    const version = field(shape.value, 'SchemaVersion')
    if (version !== undefined && version !== 2 && !isCluster(shape)) {
      yield {
        refused: problem(
          'trivy/unsupported-version',
          `Trivy's schema version ${JSON.stringify(version).slice(0, 40)} is not supported: only 2 is read.`,
          'Use a Trivy whose reports we know, or its SARIF output.',
          { file: source.name, pointer: '/SchemaVersion' },
        ),
      }
      return
    }
    for (const problem of problemsOf(source.name, shape)) yield { problem }
    if (shape.value === null) return
    const contextOf = new ContextOf(source.name, shape)
    for (const { value, pointer } of elements(source, STREAMS)) {
      const kind = pointer.split('/').at(-2)!
      const context = contextOf.at(pointer)
      if (record(value) === undefined)
        yield* malformed(`An entry of ${kind} is not an object.`, 'Let Trivy write the report again.', context)
      else yield* READ.get(kind)!(value, context)
    }
  },
}

const isReport = ({ value }: Shape): boolean =>
  typeof field(value, 'SchemaVersion') === 'number' &&
  ['Results', 'ArtifactName', 'ArtifactType', 'Trivy'].some((name) => field(value, name) !== undefined)

const isCluster = ({ value }: Shape): boolean =>
  typeof field(value, 'ClusterName') === 'string' &&
  ['Resources', 'Findings', 'Vulnerabilities', 'Misconfigurations'].some((name) => field(value, name) !== undefined)

/** Trivy before 0.20 wrote its results as the whole document, and `null` where there were none. */
const isLegacy = ({ value }: Shape): boolean =>
  value === null || (Array.isArray(value) && text(value, 0, 'Target') !== undefined && record(value, 0) !== undefined)
