import type { Rules } from '../core/case/rules.ts'
import type { Question } from '../core/gate/question.ts'
import { EXIT } from '../core/gate/verdict.ts'
import { ok, type Result } from '../core/problem.ts'
import { verdictJson } from '../writers/json/verdict.ts'
import { gateText } from '../writers/terminal/gate.ts'
import { type Answer, print, refusal } from './answer.ts'
import { openCase, rulesUnder } from './case-file.ts'
import { loadPolicy } from './policy.ts'
import type { Ports } from './ports.ts'
import { type QuestionWords, questionOf } from './question.ts'
import { answerOf, type CaseAnswer, verdictOf } from './verdict.ts'
import { jsonText } from '../writers/json/text.ts'

export interface GateRequest extends QuestionWords {
  /** Case files. */
  readonly cases: readonly string[]
  /** The organisation's policy, then the repository's. */
  readonly policies: readonly string[]
  readonly output: 'text' | 'json'
}

/** `holdpoint gate`: may this release be promoted, by the holds of these cases? Names no finding: who asks need not know. */
export async function gate(request: GateRequest, ports: Ports): Promise<Answer> {
  const question = questionOf(request, ports.clock.now())
  if (!question.ok) return refusal([question.problem], ports)
  const policy = await loadPolicy(request.policies, ports)
  if (!policy.ok) return refusal(policy.problem, ports)
  const rules = rulesUnder(policy.value)
  const answers = answersOf(question.value, request.cases, rules, ports)
  // A case that cannot be read may hold the release: that is not knowing.
  if (!answers.ok) return refusal([answers.problem], ports, EXIT.unknown)
  const verdict = verdictOf(question.value, answers.value, [], {
    policy: policy.value,
    rules,
    validMinutes: policy.value.validMinutes,
  })
  const standings = answers.value.map((one) => one.standing)
  const text =
    request.output === 'json'
      ? `${jsonText(verdictJson(verdict), 2)}\n`
      : gateText(verdict, standings, ports.terminal.style)
  return print(text, ports, EXIT[verdict.decision])
}

function answersOf(
  question: Question,
  files: readonly string[],
  rules: Rules,
  ports: Ports,
): Result<readonly CaseAnswer[]> {
  const answers: CaseAnswer[] = []
  for (const file of files) {
    const open = openCase(file, question.now, ports)
    if (!open.ok) return open
    answers.push(answerOf(open.value.state, question, rules))
  }
  return ok(answers)
}
