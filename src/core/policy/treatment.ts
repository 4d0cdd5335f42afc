import { type Treatment, TREATMENTS } from './policy.ts'

/** Does `a` demand more than `b`? */
export const graver = (a: Treatment, b: Treatment): boolean => TREATMENTS.indexOf(a) < TREATMENTS.indexOf(b)
