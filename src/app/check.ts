import { conclude, evaluate } from '../core/gate/evaluate.ts'
import type { Question } from '../core/gate/question.ts'
import { EXIT } from '../core/gate/verdict.ts'
import type { Policy } from '../core/policy/policy.ts'
import { problemText } from '../writers/terminal/problem.ts'
import { type Answer, refusal } from './answer.ts'
import type { CheckServer, ServerSays } from './check-server.ts'
import { groundsOf, type GroundsWords } from './grounds.ts'
import { heardInParts } from './in-parts.ts'
import { desk, parseOutputs } from './outputs.ts'
import type { Ports } from './ports.ts'
import { type QuestionWords, questionOf } from './question.ts'
import { gather } from './reports.ts'
import { sharedInput } from './sources.ts'

/** As it comes from the edge: words, not yet values. */
export interface CheckRequest extends QuestionWords, GroundsWords {
  readonly paths: readonly string[]
  /** `form` or `form=file`. */
  readonly outputs: readonly string[]
  /** Send the reports to a server, as evidence of the release. */
  readonly record?: boolean
  /** Ask a server whether it is held, too. */
  readonly withHolds?: boolean
}

/** `holdpoint check`: may this release go, by these reports? */
export async function check(request: CheckRequest, given: Ports, server?: CheckServer): Promise<Answer> {
  const ports = request.record ? sharedInput(given) : given
  const question = questionOf(request, ports.clock.now())
  if (!question.ok) return refusal([question.problem], ports)
  const outputs = parseOutputs(request.outputs)
  if (!outputs.ok) return refusal([outputs.problem], ports)
  if ((request.record || request.withHolds) && !server) return (await import('./remote.ts')).noServer(ports)
  const loaded = await groundsOf(request, ports)
  if (!loaded.ok) return refusal(loaded.problem, ports)
  const says = server ? await serverSays(request, question.value, loaded.value.policy, server, ports) : NOTHING_SAID
  const grounds = {
    ...loaded,
    value: { ...loaded.value, holds: says.reasons, ...(says.until && { until: says.until }) },
  }

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
    complaints: [...says.notes, ...evaluation.notes.map((note) => problemText(note, ports.terminal.style))],
  }
}

/** Recorded first, so that the gate knows of it when it is asked. */
async function serverSays(
  { record, withHolds, paths }: CheckRequest,
  question: Question,
  policy: Policy,
  server: CheckServer,
  ports: Ports,
): Promise<ServerSays> {
  const { recordAll, askHolds } = await import('./check-server.ts')
  const recorded = record ? await recordAll(question, paths, policy, server, ports) : NOTHING_SAID
  const asked = withHolds ? await askHolds(question, server) : NOTHING_SAID
  return { ...asked, reasons: [...asked.reasons, ...recorded.reasons], notes: recorded.notes }
}
const NOTHING_SAID: ServerSays = { reasons: [], notes: [] }
