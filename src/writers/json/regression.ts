import type { Comparison } from '../../core/regression/compare.ts'
import type { TestRun } from '../../core/regression/run.ts'
import { problemJson } from './problem.ts'

/** A comparison of two test runs, for machines: `comparison`, `base.digest` and `candidate.digest` are what a case records. */
export function regressionJson(base: TestRun, candidate: TestRun, comparison: Comparison): object {
  return {
    schema: 'holdpoint/regression/v1',
    decision: comparison.decision,
    base: runJson(base, comparison.base),
    candidate: runJson(candidate, comparison.candidate),
    // What nobody can tell is no evidence, and must not be recorded as if it were clean.
    comparison: comparison.decision === 'unknown' ? null : comparison.counts,
    changes: comparison.changes,
    shrunk: comparison.shrunk,
    problems: comparison.problems.map(problemJson),
  }
}

const runJson = ({ file, digest, format, began }: TestRun, totals: Comparison['base']): object => ({
  file,
  digest,
  format,
  began_at: began?.at,
  ...totals,
})
