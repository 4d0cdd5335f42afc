import type { Place, Result } from '../problem.ts'

/** A refusal with its place, where it has none yet. */
export const located = <R extends Result<unknown>>(result: R, at: Place): R | Result<never> =>
  result.ok ? result : { ok: false, problem: { at, ...result.problem } }
