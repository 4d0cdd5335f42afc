import { PRODUCTION } from './gate/question.ts'
import { nearest } from './nearest.ts'

const SHORT = ['prod', 'prd', 'live']

/**
 * Whether somebody wrote production in another way: `prod`, `Production`, `producton`. Nothing is held there, so a gate that took it for
 * an environment of its own would say "clear". Names that hold more than that (`pre-production`, `production-eu`) are environments.
 */
export function meansProduction(environment: string): boolean {
  const word = environment.toLowerCase()
  if (environment === PRODUCTION || /^(?:pre|non)|^production./.test(word)) return false
  return SHORT.includes(word) || nearest(word, [PRODUCTION]) !== undefined
}

export const NOT_PRODUCTION = (environment: string) =>
  `"${environment.slice(0, 80)}" is no environment: holds and evidence call it ${PRODUCTION}.`
