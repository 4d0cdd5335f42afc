import type { Digest } from '../../core/ids.ts'
import { type Problem, problem } from '../../core/problem.ts'
import type { Outcome, TestResult, TestRun } from '../../core/regression/run.ts'
import type { Json } from '../../scan/shape.ts'
import type { Source } from '../../scan/source.ts'
import { type XmlElement, xmlElements, type XmlRecord, xmlShape } from '../../scan/xml.ts'
import { XML_LIMITS } from '../../scan/xml/limits.ts'
import { defined, text } from '../fields.ts'
import { beganAt } from './began.ts'
import { Found, incomplete } from './found.ts'

// What tests print stands in their reports, and is more than other reports hold in one piece.
const LIMITS = { ...XML_LIMITS, text: 2 ** 27, element: 2 ** 27 }
const TESTS = '//testcase'
// Streamed as well, so that what a suite printed is never held.
const STREAMS = [TESTS, '//system-out', '//system-err']

/**
 * JUnit XML, in the variants of Surefire, Gradle, pytest, jest-junit, Playwright, gotestsum, PHPUnit and GoogleTest: `testsuites`
 * or `testsuite`, suites in suites. A test is known by its class name, or by its suites where it has none, and its name.
 */
export function readJunit(source: Source): TestRun | undefined {
  const shape = xmlShape(source, STREAMS, LIMITS)
  const root = shape.value as unknown as XmlElement
  if (root.name !== 'testsuites' && root.name !== 'testsuite') return undefined
  const results: TestResult[] = []
  const problems: Problem[] = []
  const found = new Found()
  for (const record of xmlElements(source, STREAMS, LIMITS)) {
    if (record.stream !== TESTS) continue
    const outcome = outcomeOf(record.value)
    found.add(record.pointer, outcome === 'failed' ? failures(record.value) : 0)
    const name = text(record.value.attributes, 'name')
    if (name === undefined) problems.push(nameless(source.name, record.pointer))
    else results.push({ group: groupOf(record), name, outcome, ...detailsOf(record.value) })
  }
  const suites = [...suitesOf(root)]
  const contradiction = suites.map((suite) => incomplete(source.name, declaredOf(suite), found)).find(Boolean)
  return {
    file: source.name,
    digest: source.digest as Digest,
    format: 'junit',
    results,
    problems: contradiction === undefined ? problems : [...problems, contradiction],
    ...defined({ began: beganAt(suites.flatMap(({ element }) => text(element.attributes, 'timestamp') ?? [])) }),
  }
}

function groupOf({ value, ancestors }: XmlRecord): string {
  const suites = ancestors.flatMap(({ name, attributes }) =>
    name === 'testsuite' ? (text(attributes, 'name') ?? []) : [],
  )
  return text(value.attributes, 'classname') ?? suites.join(' › ')
}

const isFailure = ({ name }: XmlElement): boolean => name === 'failure' || name === 'error'
const failures = ({ children }: XmlElement): number => children.filter(isFailure).length

/** Words beside the elements, of GoogleTest, Bazel and others; any other word is no pass. */
const PASSED = /^(?:|run|completed|pass(?:ed)?|success(?:ful)?|ok)$/
const FAILED = /^(?:fail(?:ed|ure)?|error)$/

function outcomeOf({ attributes, children }: XmlElement): Outcome {
  const said = ['status', 'result'].map((key) => text(attributes, key)?.trim().toLowerCase() ?? '')
  if (children.some(isFailure) || said.some((word) => FAILED.test(word))) return 'failed'
  if (children.some(({ name }) => name === 'skipped' || name === 'disabled')) return 'skipped'
  return said.every((word) => PASSED.test(word)) ? 'passed' : 'skipped'
}

function detailsOf({ attributes, children }: XmlElement): Pick<TestResult, 'flaky' | 'assertions'> {
  return defined({
    flaky: children.some(({ name }) => name === 'flakyFailure' || name === 'flakyError') || undefined,
    assertions: wholeOf(attributes, 'assertions'),
  })
}

/** A suite (or all of them), and where it stands. */
interface Suite {
  readonly element: XmlElement
  readonly pointer: string
}

function* suitesOf(root: XmlElement): Iterable<Suite> {
  const queue: Suite[] = [{ element: root, pointer: `/${root.name}` }]
  for (let suite = queue.shift(); suite !== undefined; suite = queue.shift()) {
    yield suite
    const { pointer, element } = suite
    const inner = element.children.filter(({ name }) => name === 'testsuite')
    queue.push(...inner.map((child, i) => ({ element: child, pointer: `${pointer}/testsuite[${i + 1}]` })))
  }
}

function declaredOf({ element: { attributes }, pointer }: Suite) {
  const failed = ['failures', 'errors'].flatMap((key) => wholeOf(attributes, key) ?? [])
  return {
    pointer,
    tests: wholeOf(attributes, 'tests') ?? 0,
    failed: failed.reduce((sum, n) => sum + n, 0),
  }
}

/** `12`, `1,234`; whatever else stands there is as good as absent. */
function wholeOf(attributes: Json, key: string): number | undefined {
  const said = text(attributes, key)?.trim().replaceAll(',', '')
  return said !== undefined && /^\d{1,15}$/.test(said) ? Number(said) : undefined
}

const nameless = (file: string, pointer: string): Problem =>
  problem('regression/malformed', 'A test has no name.', 'Let the test tool write the report again.', { file, pointer })
