import type { Instant } from '../instant.ts'
import type { Problem } from '../problem.ts'
import { incomparable, untold } from './doubts.ts'
import { lookalikes } from './lookalike.ts'
import { ran, type Tally, tallies, type TestId, type TestRun } from './run.ts'
import { type Shrunk, shrunkOf, type Totals, totalsOf } from './totals.ts'

/** What counts against a candidate, the worst first; then what is told only. */
export const KINDS = [
  'new_failure',
  'gone',
  'skipped',
  'weakened',
  'renamed',
  'still_failing',
  'flaky',
  'fixed',
] as const
export type ChangeKind = (typeof KINDS)[number]

/** One test that fares otherwise than in the base run. */
export interface Change {
  readonly kind: ChangeKind
  readonly test: TestId
  /** `passed before, fails now`. */
  readonly because: string
  /** `renamed`: the new test that looks like it. Perhaps it is the same; nothing proves it. */
  readonly perhaps?: TestId
}

/** As a case records it: all but `tests`, which counts those of the candidate that ran, speaks against it. */
export interface Counts {
  readonly tests: number
  readonly new_failures: number
  readonly gone: number
  readonly skipped: number
  readonly weakened: number
  readonly renamed: number
}

export interface Comparison {
  /** Worse beats unknown beats no worse. */
  readonly decision: 'no_worse' | 'worse' | 'unknown'
  readonly base: Totals
  readonly candidate: Totals
  /** To be recorded only where the decision is not `unknown`. */
  readonly counts: Counts
  /** The worst first, and within a kind in the order of the runs. */
  readonly changes: readonly Change[]
  /** Groups that ran less than half of what they ran before. */
  readonly shrunk: readonly Shrunk[]
  /** Why it cannot be told, in all or in part. */
  readonly problems: readonly Problem[]
}

/**
 * Did the candidate's tests fare any worse than the base's? A test that is gone, skipped, weakened or renamed cannot fail,
 * so each speaks against the candidate as a failure does.
 *
 * @param now to tell runs from the future
 */
export function compareRuns(base: TestRun, candidate: TestRun, now: Instant): Comparison {
  const before = tallies(base)
  const after = tallies(candidate)
  const apart = incomparable({ base, candidate, before, after, now })
  const changes = apart.length > 0 ? [] : changesOf(before, after)
  const problems = [...apart, ...untold(base, candidate)]
  const counts = countsOf(changes, after)
  return {
    decision: decisionOf(counts, problems),
    base: totalsOf(before),
    candidate: totalsOf(after),
    counts,
    changes,
    shrunk: apart.length > 0 ? [] : shrunkOf(before, after),
    problems,
  }
}

/** In a run that was cut off only a failure is sure: what is missing may have run. */
function decisionOf(counts: Counts, problems: readonly Problem[]): Comparison['decision'] {
  if (counts.new_failures > 0) return 'worse'
  if (problems.length > 0) return 'unknown'
  return counts.gone + counts.skipped + counts.weakened + counts.renamed > 0 ? 'worse' : 'no_worse'
}

type Tests = ReadonlyMap<string, Tally>

function changesOf(before: Tests, after: Tests): readonly Change[] {
  const missing = [...before].filter(([id, test]) => !after.has(id) && ran(test) > 0).map(([, test]) => test)
  const added = [...after].filter(([id]) => !before.has(id)).map(([, test]) => test)
  const twins = lookalikes(missing, added)
  const changes: Change[] = [
    ...[...before].flatMap(([id, was]) => {
      const is = after.get(id)
      return is === undefined ? [] : [...changesBetween(was, is)]
    }),
    ...missing.map((was) => leftOut(was, twins.get(was))),
    ...added.filter(({ failed }) => failed > 0).map((is) => change('new_failure', is, 'new, and fails')),
  ]
  return changes.toSorted((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind))
}

function leftOut(was: Tally, twin: Tally | undefined): Change {
  const before = was.failed > 0 ? 'failed before' : 'passed before'
  return twin === undefined
    ? change('gone', was, `${before}, not in this run`)
    : { ...change('renamed', was, `${before}, not in this run`), perhaps: idOf(twin) }
}

/** What changed for a test that both runs have. */
function* changesBetween(was: Tally, is: Tally): Iterable<Change> {
  if (is.failed > was.failed) {
    const before =
      was.failed > 0 ? `failed ${times(was.failed)} before` : ran(was) > 0 ? 'passed before' : 'skipped before'
    yield change('new_failure', is, `${before}, fails now${is.failed > 1 ? ` ${times(is.failed)}` : ''}`)
  } else if (is.failed > 0) yield change('still_failing', is, 'failed before, fails now')
  if (ran(was) > 0 && ran(is) === 0)
    yield change('skipped', is, `${was.failed > 0 ? 'failed' : 'passed'} before, skipped now`)
  else if (ran(is) < ran(was)) yield change('weakened', is, `ran ${times(ran(was))} before, ${times(ran(is))} now`)
  else if (was.failed > 0 && is.failed === 0) yield change('fixed', is, 'failed before, passes now')
  if (ran(is) > 0 && (is.assertions ?? Infinity) < (was.assertions ?? 0))
    yield change('weakened', is, `${was.assertions} assertions before, ${is.assertions} now`)
  if (is.flaky && !was.flaky) yield change('flaky', is, 'passes, but not at the first try')
}

const change = (kind: ChangeKind, test: TestId, because: string): Change => ({ kind, test: idOf(test), because })
const idOf = ({ group, name }: TestId): TestId => ({ group, name })
const times = (n: number): string => (n === 1 ? 'once' : `${n} times`)

function countsOf(changes: readonly Change[], after: Tests): Counts {
  const of = (kind: ChangeKind) => changes.filter((change) => change.kind === kind).length
  return {
    tests: [...after.values()].filter((test) => ran(test) > 0).length,
    new_failures: of('new_failure'),
    gone: of('gone'),
    skipped: of('skipped'),
    weakened: of('weakened'),
    renamed: of('renamed'),
  }
}
