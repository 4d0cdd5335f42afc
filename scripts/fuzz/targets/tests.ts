import { problemOf } from '../../../src/app/report.ts'
import { compareRuns } from '../../../src/core/regression/compare.ts'
import type { TestRun } from '../../../src/core/regression/run.ts'
import { NOW } from '../../../src/core/gate/gate.testing.ts'
import { readTestRun } from '../../../src/readers/test-run/read.ts'
import { ScanFault } from '../../../src/scan/fault.ts'
import { regressionText } from '../../../src/writers/terminal/regression.ts'
import { problemText } from '../../../src/writers/terminal/problem.ts'
import { memory, oddChunks, utf8 } from '../memory.ts'
import { harmless, soundProblem } from '../promises.ts'
import { must, type Target } from '../target.ts'
import { plain } from './reports.ts'

const FILE = 'run'
const JUNIT = `<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="all" tests="4" failures="1" errors="0" skipped="1" time="3.1" timestamp="2026-11-20T10:00:00Z">
  <testsuite name="login" tests="3" failures="1" errors="0" skipped="0" assertions="9" timestamp="2026-11-20T10:00:00Z">
    <testcase classname="login.Form" name="signs in" time="0.1" assertions="3"/>
    <testcase classname="login.Form" name="refuses &quot;'--" time="0.2"><failure message="no" type="AssertionError">trace</failure></testcase>
    <testcase classname="login.Form" name="again"><flakyFailure message="once"/></testcase>
  </testsuite>
  <testsuite name="pay" tests="1" failures="0" errors="0" skipped="1"><testcase classname="pay.Card" name="pays"><skipped/></testcase></testsuite>
</testsuites>
`
const CTRF = JSON.stringify({
  reportFormat: 'CTRF',
  specVersion: '0.0.0',
  results: {
    tool: { name: 'vitest' },
    summary: {
      tests: 4,
      passed: 2,
      failed: 1,
      pending: 0,
      skipped: 1,
      other: 0,
      start: 1_763_630_000_000,
      stop: 1_763_630_009_000,
    },
    tests: [
      { name: 'signs in', suite: ['login'], status: 'passed', duration: 100 },
      { name: 'refuses', suite: ['login'], status: 'failed', duration: 100, message: 'no' },
      { name: 'again', suite: ['login'], status: 'passed', duration: 1, flaky: true, retries: 1 },
      { name: 'pays', suite: ['pay'], status: 'skipped', duration: 0 },
    ],
  },
})

/** A report of a test run, as the base and as the candidate: what could not tell everything is never "no worse". */
export const tests: Target = {
  name: 'test-run',
  seeds: [utf8(JUNIT), utf8(CTRF)],
  check(input) {
    const run = read(input, 1 << 16)
    must(
      JSON.stringify(run) === JSON.stringify(read(input, oddChunks(input))),
      'a run says the same however it comes in chunks',
    )
    if (!run) return
    run.problems.forEach((problem) => soundProblem(problem, FILE))
    for (const [base, candidate] of [
      [BASE, run],
      [run, BASE],
      [run, run],
    ] as const) {
      const comparison = compareRuns(base, candidate, NOW)
      const whole = base.problems.length + candidate.problems.length === 0
      must(whole || comparison.decision !== 'no_worse', '"cannot tell" is never "no worse"', () =>
        JSON.stringify(run.problems),
      )
      harmless(regressionText(base, candidate, comparison, plain), 'the text of a comparison')
    }
  },
}

function read(input: Uint8Array, chunkSize: number): TestRun | undefined {
  try {
    return readTestRun(memory(FILE, input, chunkSize))
  } catch (error) {
    if (!(error instanceof ScanFault)) throw error
    const problem = problemOf(error, FILE)
    soundProblem(problem, FILE)
    harmless(problemText(problem, plain), 'the text of a problem')
    return undefined
  }
}

const BASE = read(utf8(JUNIT), 1 << 16)!
