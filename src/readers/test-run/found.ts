import { type Problem, problem } from '../../core/problem.ts'

/** How many tests, and how many failures, a report shows below each of its parts. */
export class Found {
  readonly #parts = new Map<string, { tests: number; failed: number }>()

  /** A test at this path: it counts for every part that it stands in. */
  add(path: string, failed: number): void {
    for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      const part = path.slice(0, end)
      const before = this.#parts.get(part) ?? { tests: 0, failed: 0 }
      this.#parts.set(part, { tests: before.tests + 1, failed: before.failed + failed })
    }
  }

  at(part: string): { readonly tests: number; readonly failed: number } {
    return this.#parts.get(part) ?? { tests: 0, failed: 0 }
  }
}

/** What a part of a report says of itself. */
export interface Declared {
  readonly pointer: string
  readonly tests: number
  readonly failed: number
}

/** A report that announces more than it shows: the run did not finish, or failed outside its tests. */
export function incomplete(file: string, { pointer, tests, failed }: Declared, found: Found): Problem | undefined {
  const there = found.at(pointer)
  const place = { file, pointer }
  if (tests > there.tests)
    return problem(
      'regression/incomplete',
      `The report announces ${tests} tests and has ${there.tests}: the run did not finish, or its report was cut.`,
      'Run the tests again to their end.',
      place,
    )
  if (failed > there.failed)
    return problem(
      'regression/failed-outside-tests',
      `The report announces ${failed} failures and shows ${there.failed}: something failed outside the tests, and what it kept from running is not said.`,
      'See what the test tool printed: a file that does not load, or a set-up that fails.',
      place,
    )
  return undefined
}
