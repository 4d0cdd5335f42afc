import type { Draft } from '../../core/finding/finding.ts'
import { problem } from '../../core/problem.ts'
import type { Json } from '../../scan/shape.ts'
import { defined, field, oneLine, record, text } from '../fields.ts'
import type { Reading } from '../reader.ts'
import { advisoriesOf, componentOf, cwesOf, kindOf } from './classify.ts'
import { keysOf } from './keys.ts'
import { locationsOf } from './location.ts'
import { messageOf } from './message.ts'
import { vectorsOf } from './ratings.ts'
import { ruleForFinding, ruleOf } from './rule.ts'
import { doubtAt, type Run } from './run.ts'
import { severityOf } from './severity.ts'
import { KINDS, stateOf } from './state.ts'

/** One result of a run: exactly one finding or ignored record. */
export function* readResult(result: Json, run: Run, file: string, pointer: string): Iterable<Reading> {
  if (record(result) === undefined) {
    yield {
      problem: problem('sarif/malformed', 'A result is not an object.', 'Let the tool write the report again.', {
        file,
        pointer,
      }),
    }
    yield { ignored: 'malformed' }
    return
  }
  const stated = field(result, 'kind') ?? 'fail'
  const kind = typeof stated === 'string' ? KINDS.get(stated) : undefined
  if (typeof kind === 'object') yield kind
  else if (text(result, 'baselineState') === 'absent') yield { ignored: 'baseline-absent' }
  else yield { finding: draft(result, run, kind !== 'in_triage', file, pointer) }
}

function draft(result: Json, run: Run, isFail: boolean, file: string, at: string): Draft {
  const doubt = doubtAt({ file, pointer: at })
  const rule = ruleOf(result, run, doubt)
  const graded = severityOf(result, rule, run, isFail, doubt)
  const message = messageOf(field(result, 'message'), rule)
  const headline = messageOf(field(rule.value, 'shortDescription'), rule)
  const title = oneLine(headline || message?.trim().split('\n', 1)[0] || text(rule.value, 'name') || rule.id)
  const locations = locationsOf(result, run)
  const advisories = advisoriesOf(result, rule)
  const component = componentOf(result, rule)
  const [vector, ...others] = [...vectorsOf(result), ...vectorsOf(rule.value)]
  const doubts = [...rule.doubts, ...graded.doubts]
  return {
    kind: kindOf(result, rule, advisories),
    title,
    rule: ruleForFinding(rule),
    advisories,
    cwes: cwesOf(result, rule, run),
    fixedIn: [],
    locations,
    severity: graded.severity,
    otherRatings: [...graded.overridden, ...others],
    state: stateOf(result, isFail),
    keys: keysOf(result, {
      tool: run.tool.name,
      rule: rule.id,
      message: message ?? '',
      place: locations[0],
      advisories,
      component,
    }),
    tool: run.tool,
    at,
    ...defined({
      description: message ?? text(rule.value, 'fullDescription', 'text'),
      severityWord: graded.severityWord,
      component,
      vector,
      baseline: baselineOf(result),
      notes: doubts.length > 0 ? doubts : undefined,
    }),
  }
}

const baselineOf = (result: Json): Draft['baseline'] | undefined =>
  (['new', 'unchanged', 'updated'] as const).find((state) => state === text(result, 'baselineState'))
