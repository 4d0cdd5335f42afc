import { EXIT } from '../core/gate/verdict.ts'
import type { Digest } from '../core/ids.ts'
import { ok, type Problem, refuse, type Result } from '../core/problem.ts'
import { compareRuns, type Comparison } from '../core/regression/compare.ts'
import { joined, type TestRun } from '../core/regression/run.ts'
import { readTestRun } from '../readers/test-run/read.ts'
import { ScanFault } from '../scan/fault.ts'
import { regressionJson } from '../writers/json/regression.ts'
import { regressionText } from '../writers/terminal/regression.ts'
import { type Answer, sent } from './answer.ts'
import type { OpenSource, Ports } from './ports.ts'
import { CHANGED, problemOf } from './report.ts'
import { jsonText } from '../writers/json/text.ts'

export interface RegressionRequest {
  readonly base: string
  readonly candidate: string
  readonly json: boolean
}

const EXITS = { no_worse: EXIT.clear, worse: EXIT.held, unknown: EXIT.unknown } as const

/** `holdpoint regression compare`: exit 0 where the candidate is no worse, 3 where it is, 4 where nobody can tell. */
export function compareRegression(request: RegressionRequest, ports: Ports): Answer {
  const { style } = ports.terminal
  const runs = [openRun(request.base, ports), openRun(request.candidate, ports)] as const
  const [base, candidate] = runs
  if (!base.ok || !candidate.ok) return unread(request, runs, ports)
  const comparison = compareRuns(base.value, candidate.value, ports.clock.now())
  const text = request.json
    ? `${jsonText(regressionJson(base.value, candidate.value, comparison))}\n`
    : regressionText(base.value, candidate.value, comparison, style)
  return told(text, EXITS[comparison.decision], request.json ? comparison.problems : [], ports)
}

function unread(request: RegressionRequest, runs: readonly Result<TestRun>[], ports: Ports): Answer {
  const problems = runs.flatMap((run) => (run.ok ? [] : [run.problem]))
  const unknown: { schema: string; decision: Comparison['decision']; problems: readonly Problem[] } = {
    schema: 'holdpoint/regression/v1',
    decision: 'unknown',
    problems,
  }
  return told(request.json ? `${jsonText(unknown)}\n` : '', EXIT.unknown, problems, ports)
}

function told(text: string, exit: number, notes: readonly Problem[], ports: Ports): Answer {
  const out = ports.files.spool()
  out.write(text)
  return sent(out, '-', exit, ports, notes)
}

/** A file, or a folder with the files of one run: what is no report of tests in it is passed over. */
export function openRun(path: string, ports: Ports): Result<TestRun> {
  const listed = ports.files.list(path)
  if (!listed.ok) return listed
  const runs: TestRun[] = []
  for (const file of listed.value) {
    const run = readFile(file, ports)
    if (!run.ok) return run
    if (run.value !== undefined) runs.push(run.value)
  }
  const [first, ...rest] = runs
  if (first === undefined) return unknownFormat(path)
  if (rest.length === 0) return ok(first)
  const digests = runs.map(({ digest }) => `${digest}\n`).join('')
  return ok(joined(path, `sha256:${ports.hash.sha256(digests)}` as Digest, [first, ...rest]))
}

function readFile(file: string, ports: Ports): Result<TestRun | undefined> {
  const source = ports.files.open(file)
  if (!source.ok) return source
  try {
    return read(source.value)
  } finally {
    source.value.close()
  }
}

function read(source: OpenSource): Result<TestRun | undefined> {
  try {
    const run = readTestRun(source)
    return source.changed() ? { ok: false, problem: CHANGED(source.name) } : ok(run)
  } catch (error) {
    if (error instanceof ScanFault) return { ok: false, problem: problemOf(error, source.name) }
    throw error
  }
}

const unknownFormat = (file: string): Result<never> =>
  refuse(
    'regression/unknown-format',
    'This is no report of a test run that Holdpoint knows.',
    'It reads JUnit XML and CTRF JSON: let the test tool write one of these.',
    { file },
  )
