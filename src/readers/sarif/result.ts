import type { Draft } from '../../core/finding/finding.ts'
import { problem } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { fields, oneLine, record, text } from '../fields.ts'
import type { Reading } from '../reader.ts'
import { aboutOf } from './about.ts'
import { keysOf } from './keys.ts'
import { locationsOf } from './location.ts'
import { messageOf } from './message.ts'
import { ruleOf } from './rule.ts'
import { doubtAt, type Run } from './run.ts'
import { severityOf } from './severity.ts'
import { KINDS, stateOf } from './state.ts'

/** One result of a run: exactly one finding or ignored record. */
export function readResult(result: Json, run: Run, file: string, pointer: string): readonly Reading[] {
  if (record(result) === undefined) {
    const hint = 'Let the tool write the report again.'
    return [
      { problem: problem('sarif/malformed', 'A result is not an object.', hint, { file, pointer }) },
      { ignored: 'malformed' },
    ]
  }
  const stated = fields(result)['kind'] ?? 'fail'
  const kind = typeof stated === 'string' ? KINDS.get(stated) : undefined
  if (typeof kind === 'object') return [kind]
  if (fields(result)['baselineState'] === 'absent') return [{ ignored: 'baseline-absent' }]
  return [{ finding: draftOf(result, run, kind !== 'in_triage', file, pointer) }]
}

function draftOf(result: Json, run: Run, isFail: boolean, file: string, at: string): Draft {
  const doubt = doubtAt({ file, pointer: at })
  const rule = ruleOf(result, run, doubt)
  const about = aboutOf(result, rule, run)
  const graded = severityOf(result, rule, about.rated, run, isFail, doubt)
  const message = messageOf(fields(result)['message'], rule)
  const locations = locationsOf(result, run)
  const { advisories, component } = about
  const [vector, ...others] = about.vectors
  const marks = {
    tool: run.tool.name,
    rule: rule.id,
    message: message ?? '',
    place: locations[0],
    advisories,
    component,
  }
  const draft: Writable<Draft> = {
    kind: about.kind,
    title: about.headline ?? oneLine(firstLine(message) || text(rule.value, 'name') || rule.id),
    rule: about.rule,
    advisories,
    cwes: about.cwes,
    fixedIn: [],
    locations,
    severity: graded.severity,
    otherRatings: others.length === 0 ? graded.overridden : [...graded.overridden, ...others],
    state: stateOf(result, isFail),
    keys: keysOf(result, marks),
    tool: run.tool,
    at,
  }
  const description = message ?? text(rule.value, 'fullDescription', 'text')
  if (description !== undefined) draft.description = description
  if (graded.severityWord !== undefined) draft.severityWord = graded.severityWord
  if (component) draft.component = component
  if (vector) draft.vector = vector
  const compared = fields(result)['baselineState']
  const baseline = compared === undefined ? undefined : BASELINES.find((state) => state === compared)
  if (baseline) draft.baseline = baseline
  if (rule.doubts.length + graded.doubts.length > 0) draft.notes = [...rule.doubts, ...graded.doubts]
  return draft
}

type Writable<T> = { -readonly [K in keyof T]: T[K] }

const firstLine = (message: string | undefined) => message?.trim().split('\n', 1)[0]

const BASELINES = ['new', 'unchanged', 'updated'] as const
