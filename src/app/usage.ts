import { EXIT } from '../core/gate/verdict.ts'
import { type Code, problem } from '../core/problem.ts'
import { problemText } from '../writers/terminal/problem.ts'
import type { Answer } from './answer.ts'
import type { Ports } from './ports.ts'

/** The command line itself was wrong: nothing was looked at. */
export function usage(code: Code, message: string, hint: string | undefined, { terminal }: Ports): Answer {
  return { exit: EXIT.usage, complaints: [problemText(problem(code, message, hint), terminal.style)] }
}
