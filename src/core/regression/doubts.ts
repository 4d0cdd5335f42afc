import { addMillis, HOUR, type Instant, MINUTE } from '../instant.ts'
import { type Code, type Problem, problem } from '../problem.ts'
import { ran, type Tally, type TestRun } from './run.ts'

interface Pair {
  readonly base: TestRun
  readonly candidate: TestRun
  readonly before: ReadonlyMap<string, Tally>
  readonly after: ReadonlyMap<string, Tally>
  readonly now: Instant
}

/** Why two runs cannot be compared at all. */
export function incomparable({ base, candidate, before, after, now }: Pair): readonly Problem[] {
  const empty = [
    ...emptiness(base, before),
    ...emptiness(candidate, after),
    ...future(base, now),
    ...future(candidate, now),
  ]
  if (empty.length > 0) return empty
  const found = apart(base, candidate)
  if (found.length > 0) return found
  if ([...after.keys()].some((id) => before.has(id))) return []
  return [
    about(
      candidate,
      'regression/nothing-in-common',
      'The two runs have no test in common.',
      'Are they runs of the same tests of the same product, written by the same tool?',
    ),
  ]
}

/** Why a comparison does not tell everything. */
export const untold = (base: TestRun, candidate: TestRun): readonly Problem[] => [
  ...base.problems,
  ...candidate.problems,
]

function* emptiness(run: TestRun, tests: ReadonlyMap<string, Tally>): Iterable<Problem> {
  if (tests.size === 0)
    yield about(
      run,
      'regression/no-tests',
      'The report has no tests.',
      'An empty run proves nothing: see what the test tool printed, and run it again.',
    )
  else if (![...tests.values()].some((test) => ran(test) > 0))
    yield about(run, 'regression/nothing-ran', 'Every test was skipped.', 'Run the tests, then compare again.')
}

/** The furthest that a clock in an unknown time zone is ahead of UTC, and what clocks of machines differ by. */
const AHEAD = 14 * HOUR
const DRIFT = 5 * MINUTE

function* future(run: TestRun, now: Instant): Iterable<Problem> {
  if (run.began === undefined || run.began.at <= addMillis(now, run.began.local ? AHEAD : DRIFT)) return
  yield about(
    run,
    'regression/from-the-future',
    `The run says that it began at ${run.began.at}, which is still to come.`,
    'Set the clock of the machine that ran the tests, and run them again.',
  )
}

function apart(base: TestRun, candidate: TestRun): readonly Problem[] {
  if (base.digest === candidate.digest)
    return [
      about(
        candidate,
        'regression/same-run',
        'Both are the same file.',
        'Give the run of the base first, then that of the candidate.',
      ),
    ]
  if (base.format !== candidate.format)
    return [
      about(
        candidate,
        'regression/two-formats',
        `The base is ${base.format}, the candidate ${candidate.format}: tools name tests differently.`,
        'Let the same tool write both.',
      ),
    ]
  if (base.product !== undefined && candidate.product !== undefined && base.product !== candidate.product)
    return [
      about(
        candidate,
        'regression/another-product',
        `The base is a run of ${quoted(base.product)}, the candidate one of ${quoted(candidate.product)}.`,
        'Give two runs of the same product.',
      ),
    ]
  const [first, second] = [base.began, candidate.began]
  if (first && second && first.local === second.local && second.at < first.at)
    return [
      about(
        candidate,
        'regression/out-of-order',
        `The candidate's run began at ${second.at}, before the base's at ${first.at}.`,
        "Give the base first; if you did, run the candidate's tests again.",
      ),
    ]
  return []
}

const quoted = (text: string): string => JSON.stringify(text.slice(0, 80))

const about = ({ file }: TestRun, code: Code, message: string, hint: string): Problem =>
  problem(code, message, hint, { file })
