import { type Instant, parseInstant } from '../../core/instant.ts'
import type { TestRun } from '../../core/regression/run.ts'

/** The earliest of the times that a report names; of those with a time zone, where there are any. */
export function beganAt(times: readonly string[]): TestRun['began'] {
  const zoned = earliestOf(times)
  if (zoned !== undefined) return { at: zoned, local: false }
  const local = earliestOf(times.map((time) => `${time.replace(' ', 'T')}Z`))
  return local === undefined ? undefined : { at: local, local: true }
}

function earliestOf(times: readonly string[]): Instant | undefined {
  const [first] = times
    .flatMap((time) => {
      const parsed = parseInstant(time.trim())
      return parsed.ok ? [parsed.value] : []
    })
    .toSorted()
  return first
}
