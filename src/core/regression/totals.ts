import { ran, type Tally } from './run.ts'

type Tests = ReadonlyMap<string, Tally>

export interface Totals {
  readonly tests: number
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  /** Tests that stand there more than once. */
  readonly repeated: number
}

/** A group that ran less than half of what it ran before. */
export interface Shrunk {
  readonly group: string
  readonly before: number
  readonly now: number
}

/** A test counts once, by the worst that it did. */
export function totalsOf(tests: Tests): Totals {
  const all = [...tests.values()]
  const failed = all.filter((test) => test.failed > 0).length
  const skipped = all.filter((test) => ran(test) === 0).length
  return {
    tests: all.length,
    passed: all.length - failed - skipped,
    failed,
    skipped,
    repeated: all.filter((test) => ran(test) + test.skipped > 1).length,
  }
}

/** Smaller groups lose half of their tests too easily to be worth a line. */
const SMALL = 4

export function shrunkOf(before: Tests, after: Tests): readonly Shrunk[] {
  const now = ranByGroup(after)
  return [...ranByGroup(before)]
    .map(([group, count]) => ({ group, before: count, now: now.get(group) ?? 0 }))
    .filter((group) => group.before >= SMALL && group.now < group.before / 2)
}

function ranByGroup(tests: Tests): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  for (const test of tests.values()) counts.set(test.group, (counts.get(test.group) ?? 0) + ran(test))
  return counts
}
