import type { Draft } from '../../core/finding/finding.ts'
import type { Severity } from '../../core/finding/severity.ts'
import type { Place } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { advisoriesIn, cwesIn } from '../advisory.ts'
import { defined, field, list, oneLine, record, text, whole } from '../fields.ts'
import { gradeOf } from '../grade.ts'
import type { Reader } from '../reader.ts'
import { malformed } from '../record.ts'

/** As scanners translate their own words when they write this format: Trivy's template makes CRITICAL `critical`, HIGH `major`. */
const WORDS: ReadonlyMap<string, Severity> = new Map([
  ['blocker', 'critical'],
  ['critical', 'critical'],
  ['major', 'high'],
  ['minor', 'medium'],
  ['info', 'info'],
])

/** GitLab's Code Quality report, a subset of Code Climate's: also scanners write it, for merge requests. */
export const gitlabCodeQuality: Reader = {
  name: 'gitlab-code-quality',
  title: 'GitLab Code Quality report',
  streams: [],

  recognises: (shape) => Array.isArray(shape.value) && shape.value.length > 0 && list(shape.value).every(isIssue),

  facts: () => ({ tools: [], subject: { commits: [], digests: [], products: [] } }),

  *read(source, shape) {
    for (const [index, issue] of list(shape.value).entries()) {
      const place = { file: source.name, pointer: `/${index}` }
      if (record(issue) === undefined) yield* malformed('gitlab-code-quality/malformed', 'An issue', place)
      else yield { finding: draftOf(issue, place) }
    }
  },
}

/** What GitLab demands of each: a description, a fingerprint and a path. */
const isIssue = (issue: Json): boolean =>
  text(issue, 'description') !== undefined &&
  text(issue, 'fingerprint') !== undefined &&
  text(issue, 'location', 'path') !== undefined

function draftOf(issue: Json, place: Place): Draft {
  const check = text(issue, 'check_name') ?? 'unnamed check'
  const description = text(issue, 'description') ?? check
  const file = text(issue, 'location', 'path')
  const line =
    whole(1, issue, 'location', 'lines', 'begin') ?? whole(1, issue, 'location', 'positions', 'begin', 'line')
  const advisories = advisoriesIn(description)
  const grade = gradeOf(field(issue, 'severity'), { words: WORDS, code: 'gitlab-code-quality/unknown-severity', place })
  return {
    kind: advisories.length > 0 ? 'vulnerability' : 'weakness',
    title: oneLine(description),
    rule: { id: check },
    advisories,
    cwes: cwesIn(`${check} ${description}`),
    fixedIn: [],
    locations: [defined({ file, line })],
    otherRatings: [],
    state: { status: 'open' },
    keys: [
      { basis: 'fingerprint', parts: [check, text(issue, 'fingerprint') ?? ''] },
      { basis: 'place', parts: [check, file ?? '', String(line ?? ''), oneLine(description)] },
    ],
    at: place.pointer ?? '',
    ...grade,
    ...defined({ description: text(issue, 'content', 'body') ?? text(issue, 'content') }),
  }
}
