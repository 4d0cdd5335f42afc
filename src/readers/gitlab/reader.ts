import { problem } from '../../core/problem.ts'
import { elements } from '../../scan/json.ts'
import type { Shape } from '../../scan/shape.ts'
import { field, record, text } from '../fields.ts'
import type { Reader } from '../reader.ts'
import { firstOf, malformed } from '../record.ts'
import { factsOf, scanOf } from './facts.ts'
import { problemsOf } from './health.ts'
import { draftOf } from './vulnerability.ts'

const STREAMS = ['/vulnerabilities/*']
const NEWEST = 15

/** GitLab's security reports of every type: SAST, DAST, dependencies, containers, secrets, fuzzing. */
export const gitlab: Reader = {
  name: 'gitlab',
  title: 'GitLab security report (schema up to 15)',
  streams: STREAMS,

  recognises: (shape) => Array.isArray(field(shape.value, 'vulnerabilities')) && isOurs(shape),

  facts: factsOf,

  *read(source, shape) {
    const version = text(shape.value, 'version')
    if (Number(/^\d+/.exec(version ?? '')?.[0] ?? 0) > NEWEST) {
      yield { refused: otherVersion(source.name, version!) }
      return
    }
    for (const problem of problemsOf(source.name, shape)) yield { problem }
    const scan = scanOf(shape)
    for (const { value, pointer } of elements(source, STREAMS)) {
      const place = { file: source.name, pointer }
      if (record(value) === undefined) yield* malformed('gitlab/malformed', 'A vulnerability', place)
      else yield { finding: draftOf(value, scan, place) }
    }
  },
}

const KEYS = new Set('version schema vulnerabilities remediations scan dependency_files'.split(' '))

/** Many tools write `vulnerabilities`: ours say which scan it was, or have identifiers and a location, or stand alone. */
function isOurs(shape: Shape): boolean {
  if (text(shape.value, 'scan', 'type') !== undefined && record(shape.value, 'scan', 'scanner') !== undefined)
    return true
  const first = firstOf(shape, '/vulnerabilities')
  return first === undefined
    ? Object.keys(record(shape.value) ?? {}).every((key) => KEYS.has(key) || key.startsWith('_'))
    : Array.isArray(field(first, 'identifiers')) && record(first, 'location') !== undefined
}

const otherVersion = (file: string, version: string) =>
  problem(
    'gitlab/unsupported-version',
    `Schema version ${JSON.stringify(version).slice(0, 40)} is not supported: up to ${NEWEST} is read.`,
    'Use an analyzer whose reports we know.',
    { file, pointer: '/version' },
  )
