import { missingEvidence } from '../core/case/missing.ts'
import { dueOf } from '../core/case/due.ts'
import { nextSteps } from '../core/case/next.ts'
import { openEnds } from '../core/case/open-ends.ts'
import type { Rules } from '../core/case/rules.ts'
import { standing } from '../core/case/standing.ts'
import type { Instant } from '../core/instant.ts'
import { ok, type Result } from '../core/problem.ts'
import type { Replay } from '../writers/case.ts'
import { replayJson } from '../writers/json/case.ts'
import { replayText } from '../writers/terminal/case.ts'
import { type Answer, print, refusal } from './answer.ts'
import { openCase, rulesFor } from './case-file.ts'
import { momentOf } from './moment.ts'
import type { Ports } from './ports.ts'
import { type QuestionWords, questionOf } from './question.ts'

export interface ReplayRequest extends QuestionWords {
  readonly file: string
  /** A file that says who is who. */
  readonly people?: string
  /** The organisation's policy, then the repository's. */
  readonly policies: readonly string[]
  readonly json: boolean
  /** Those of a server, where the case is one of its. */
  readonly rules?: Rules
}

/** `holdpoint case replay`: what a case amounts to at a moment; who can do what next; what is missing to lift. */
export async function caseReplay(request: ReplayRequest, ports: Ports): Promise<Answer> {
  const at = momentOf(request.at, ports)
  if (!at.ok) return refusal([at.problem], ports)
  const rules = request.rules ? ok(request.rules) : await rulesFor(request, ports)
  if (!rules.ok) return refusal(rules.problem, ports)
  const replay = replayOf(request, at.value, rules.value, ports)
  if (!replay.ok) return refusal([replay.problem], ports)
  return print(request.json ? replayJson(replay.value) : replayText(replay.value, ports.terminal.style), ports)
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
