import type { Digest } from '../../core/ids.ts'
import { instantFromMillis } from '../../core/instant.ts'
import { type Problem, problem } from '../../core/problem.ts'
import type { Outcome, TestResult, TestRun } from '../../core/regression/run.ts'
import { elements, shapeOf } from '../../scan/json.ts'
import type { Json, Shape } from '../../scan/shape.ts'
import type { Source } from '../../scan/source.ts'
import { defined, field, record, text, texts, whole } from '../fields.ts'
import { Found, incomplete } from './found.ts'

const STREAMS = ['/results/tests/*']

/** @source Common Test Report Format, specification: `pending` and `other` were not run to an end. */
const OUTCOMES: ReadonlyMap<string, Outcome> = new Map([
  ['passed', 'passed'],
  ['failed', 'failed'],
  ['skipped', 'skipped'],
  ['pending', 'skipped'],
  ['other', 'skipped'],
])

/** CTRF, the Common Test Report Format. A test is known by its suites, or its file where it has none, and its name. */
export function readCtrf(source: Source): TestRun | undefined {
  const shape = shapeOf(source, STREAMS)
  if (!shape.met.has(STREAMS[0]!) || record(shape.at('/results/summary')) === undefined) return undefined
  const results: TestResult[] = []
  const problems: Problem[] = []
  const found = new Found()
  for (const { value, pointer } of elements(source, STREAMS)) {
    const result = resultOf(value)
    found.add(pointer, result?.outcome === 'failed' ? 1 : 0)
    if (result === undefined) problems.push(malformed(source.name, pointer))
    else results.push(result)
  }
  const contradiction = incomplete(source.name, declaredOf(shape), found)
  return {
    file: source.name,
    digest: source.digest as Digest,
    format: 'ctrf',
    results,
    problems: contradiction === undefined ? problems : [...problems, contradiction],
    ...defined({ began: beganOf(shape), product: text(shape.at('/results/environment/appName')) }),
  }
}

function resultOf(test: Json): TestResult | undefined {
  const name = text(test, 'name')
  const outcome = OUTCOMES.get(text(test, 'status')?.toLowerCase() ?? '')
  if (name === undefined || outcome === undefined) return undefined
  const group = texts(test, 'suite').join(' › ') || (text(test, 'filePath') ?? '')
  return { group, name, outcome, ...(field(test, 'flaky') === true && { flaky: true }) }
}

function declaredOf(shape: Shape) {
  const summary = shape.at('/results/summary')
  return {
    pointer: '/results/tests',
    tests: whole(0, summary, 'tests') ?? 0,
    failed: whole(0, summary, 'failed') ?? 0,
  }
}

/** Milliseconds since 1970; tools that do not know write 0. */
function beganOf(shape: Shape): TestRun['began'] {
  const start = whole(1, shape.at('/results/summary/start'))
  return start === undefined || start > LATEST ? undefined : { at: instantFromMillis(start), local: false }
}

const LATEST = 253_402_300_799_999 // 9999-12-31

const malformed = (file: string, pointer: string): Problem =>
  problem(
    'regression/malformed',
    'A test without a name, or with a status that CTRF does not know.',
    'Let the test tool write the report again.',
    { file, pointer },
  )
