import { conclude, evaluate } from '../core/gate/evaluate.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { problemText } from '../writers/terminal/problem.ts'
import { type Answer, refusal } from './answer.ts'
import { groundsOf } from './grounds.ts'
import { heardInParts } from './in-parts.ts'
import { desk, parseOutputs } from './outputs.ts'
import type { Ports } from './ports.ts'
import { type QuestionWords, questionOf } from './question.ts'
import { gather } from './reports.ts'

/** As it comes from the edge: words, not yet values. */
export interface CheckRequest extends QuestionWords {
  readonly paths: readonly string[]
  /** The organisation's policy, then the repository's. */
  readonly policies: readonly string[]
  /** A file of what is in production. */
  readonly baseline?: string
  /** How the product is reached: `public`, `internal` … */
  readonly exposure?: string
  /** `form` or `form=file`. */
  readonly outputs: readonly string[]
  /** Only ask what would be: exit 0, and never a pass. */
  readonly observe: boolean
}

/** `holdpoint check`: may this release go, by these reports? */
export async function check(request: CheckRequest, ports: Ports): Promise<Answer> {
  const question = questionOf(request, ports.clock.now())
  if (!question.ok) return refusal([question.problem], ports)
  const outputs = parseOutputs(request.outputs)
  if (!outputs.ok) return refusal([outputs.problem], ports)
  const grounds = await groundsOf(request, ports)
  if (!grounds.ok) return refusal(grounds.problem, ports)

  const writing = desk(outputs.value, ports)
  // Who lists every finding hears them one after another.
  const inParts = writing.clerk ? undefined : await heardInParts(request.paths, question.value, grounds.value, ports)
  const evaluation = inParts
    ? conclude(question.value, inParts, grounds.value)
    : evaluate(question.value, await gather(request.paths, ports), grounds.value, writing.clerk)
  writing.end(evaluation)
  const undelivered = writing.deliver()
  if (undelivered.length > 0) return refusal(undelivered, ports)
  return {
    exit: request.observe ? EXIT.clear : EXIT[evaluation.verdict.decision],
    complaints: evaluation.notes.map((note) => problemText(note, ports.terminal.style)),
  }
}
