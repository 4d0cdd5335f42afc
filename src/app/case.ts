import { missingEvidence } from '../core/case/missing.ts'
import { dueOf } from '../core/case/due.ts'
import { nextSteps } from '../core/case/next.ts'
import { openEnds } from '../core/case/open-ends.ts'
import type { Rules } from '../core/case/rules.ts'
import { standing } from '../core/case/standing.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { type Instant, parseInstant } from '../core/instant.ts'
import { ok, type Problem, type Result } from '../core/problem.ts'
import type { Replay } from '../writers/case.ts'
import { replayJson } from '../writers/json/case.ts'
import { problemText } from '../writers/terminal/problem.ts'
import { replayText } from '../writers/terminal/case.ts'
import type { Answer } from './answer.ts'
import { openCase, rulesFor } from './case-file.ts'
import type { Ports } from './ports.ts'
import { type QuestionWords, questionOf } from './question.ts'

export interface ReplayRequest extends QuestionWords {
  readonly file: string
  /** A file that says who is who. */
  readonly people?: string
  /** The organisation's policy, then the repository's. */
  readonly policies: readonly string[]
  readonly json: boolean
}

/** `holdpoint case replay`: what a case amounts to at a moment; who can do what next; what is missing to lift. */
export async function caseReplay(request: ReplayRequest, ports: Ports): Promise<Answer> {
  const wrong = (problems: readonly Problem[]) => ({
    exit: EXIT.usage,
    complaints: problems.map((one) => problemText(one, ports.terminal.style)),
  })
  const at = instantOf(request.at, ports)
  if (!at.ok) return wrong([at.problem])
  const rules = await rulesFor(request, ports)
  if (!rules.ok) return wrong(rules.problem)
  const replay = replayOf(request, at.value, rules.value, ports)
  if (!replay.ok) return wrong([replay.problem])
  const out = ports.files.spool()
  out.write(request.json ? replayJson(replay.value) : replayText(replay.value, ports.terminal.style))
  const delivered = out.deliver('-')
  return delivered.ok ? { exit: EXIT.clear, complaints: [] } : wrong([delivered.problem])
}

function replayOf(request: ReplayRequest, at: Instant, rules: Rules, ports: Ports): Result<Replay> {
  const open = openCase(request.file, at, ports)
  if (!open.ok) return open
  const { id, events, openings, state } = open.value
  const question = request.release === undefined ? undefined : questionOf(request, at)
  if (question && !question.ok) return question
  return ok({
    id,
    at,
    state,
    events,
    openings,
    ...(question?.ok && { question: question.value, standing: standing(state, question.value, at) }),
    steps: nextSteps(state, rules, at),
    missing: [...state.candidates.values()].map((candidate) => ({
      candidate,
      problems: missingEvidence(state, candidate, rules),
    })),
    due: dueOf(state, rules),
    openEnds: openEnds(state),
  })
}

const instantOf = (text: string | undefined, { clock }: Ports): Result<Instant> =>
  text === undefined ? ok(clock.now()) : parseInstant(text)
