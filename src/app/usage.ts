import { type Code, problem } from '../core/problem.ts'
import { type Answer, refusal } from './answer.ts'
import type { Ports } from './ports.ts'

/** The command line itself was wrong: nothing was looked at. */
export function usage(code: Code, message: string, hint: string | undefined, ports: Ports): Answer {
  return refusal([problem(code, message, hint)], ports)
}
