import type { Digest } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { type Problem, problem } from '../problem.ts'

/** One run of a product's tests, as a report of it tells. */
export interface TestRun {
  readonly file: string
  readonly digest: Digest
  readonly format: 'junit' | 'ctrf'
  readonly results: readonly TestResult[]
  /** When it began. `local`: in a time zone that the report does not name, taken as UTC. */
  readonly began?: { readonly at: Instant; readonly local: boolean }
  /** What was tested, where the report says so. */
  readonly product?: string
  /** Why it cannot tell everything: it was cut off, or contradicts itself. */
  readonly problems: readonly Problem[]
}

/** What identifies a test from run to run. Strangers' text, both. */
export interface TestId {
  /** Its class, file, package or suites. */
  readonly group: string
  readonly name: string
}

export interface TestResult extends TestId {
  readonly outcome: Outcome
  /** It passed, but not at the first try. */
  readonly flaky?: boolean
  /** How many assertions it made, where the report counts them. */
  readonly assertions?: number
}

/** `failed`: an error too. `skipped`: whatever was not run, for any reason. */
export type Outcome = 'passed' | 'failed' | 'skipped'

/** Several files of one run, as some tools write one for each class. They must be of one format. */
export function joined(file: string, digest: Digest, [first, ...rest]: readonly [TestRun, ...TestRun[]]): TestRun {
  const runs = [first, ...rest]
  const began = runs.flatMap((run) => run.began ?? []).toSorted((a, b) => (a.at < b.at ? -1 : 1))[0]
  const odd = rest.find(({ format }) => format !== first.format)
  return {
    file,
    digest,
    format: first.format,
    results: runs.flatMap(({ results }) => results),
    problems: [...runs.flatMap(({ problems }) => problems), ...(odd === undefined ? [] : [mixed(odd)])],
    ...(began && { began }),
    ...(first.product !== undefined && { product: first.product }),
  }
}

const mixed = ({ file, format }: TestRun): Problem =>
  problem(
    'regression/two-formats',
    `This file is ${format}, others of the run are not.`,
    'Give one run, as one tool wrote it.',
    { file },
  )

/** Everything that one run says of one test: some report each try, browser or parameter under the same name. */
export interface Tally extends TestId {
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly flaky: boolean
  /** Of all times together; absent where one was not counted. */
  readonly assertions: number | undefined
}

export const ran = ({ passed, failed }: Pick<Tally, 'passed' | 'failed'>): number => passed + failed

/** The tests of a run, each once, in the run's order. */
export function tallies({ results }: TestRun): ReadonlyMap<string, Tally> {
  const byId = new Map<string, Tally>()
  for (const { group, name, outcome, flaky = false, assertions } of results) {
    const id = JSON.stringify([group, name])
    const before = byId.get(id) ?? { group, name, passed: 0, failed: 0, skipped: 0, flaky: false, assertions: 0 }
    const sum = before.assertions === undefined || assertions === undefined ? undefined : before.assertions + assertions
    byId.set(id, { ...before, [outcome]: before[outcome] + 1, flaky: before.flaky || flaky, assertions: sum })
  }
  return byId
}
