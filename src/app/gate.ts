import { reasonOf } from '../core/case/reason.ts'
import { standing, type Standing } from '../core/case/standing.ts'
import type { Rules } from '../core/case/rules.ts'
import type { Question } from '../core/gate/question.ts'
import { decisionOf, EXIT, MAX_REASONS, type Reason, type Verdict } from '../core/gate/verdict.ts'
import type { Policy } from '../core/policy/policy.ts'
import { addMillis, earliest, MINUTE } from '../core/instant.ts'
import { ok, type Result } from '../core/problem.ts'
import { verdictJson } from '../writers/json/verdict.ts'
import { gateText } from '../writers/terminal/gate.ts'
import { type Answer, print, refusal } from './answer.ts'
import { openCase, rulesUnder } from './case-file.ts'
import { loadPolicy } from './policy.ts'
import type { Ports } from './ports.ts'
import { type QuestionWords, questionOf } from './question.ts'
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
  const answers = answersOf(question.value, request.cases, rulesUnder(policy.value), ports)
  // A case that cannot be read may hold the release: that is not knowing.
  if (!answers.ok) return refusal([answers.problem], ports, EXIT.unknown)
  const verdict = verdictOf(question.value, answers.value, policy.value)
  const standings = answers.value.map((one) => one.standing)
  const text =
    request.output === 'json'
      ? `${jsonText(verdictJson(verdict), 2)}\n`
      : gateText(verdict, standings, ports.terminal.style)
  return print(text, ports, EXIT[verdict.decision])
}

interface CaseAnswer {
  readonly knows: boolean
  readonly standing: Standing
  readonly reason: Reason | undefined
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
    const { state } = open.value
    const stands = standing(state, question, question.now)
    answers.push({ knows: state.holds.has(question.product), standing: stands, reason: reasonOf(state, stands, rules) })
  }
  return ok(answers)
}

function verdictOf({ now, ...release }: Question, answers: readonly CaseAnswer[], policy: Policy): Verdict {
  const known = answers.some(({ knows }) => knows) ? [] : [UNKNOWN_PRODUCT(release.product)]
  const reasons = [...answers.flatMap(({ reason }) => reason ?? []), ...known].toSorted(
    (a, b) => Number(b.decision === 'held') - Number(a.decision === 'held'),
  )
  return {
    schema: 'holdpoint/verdict/v1',
    decision: decisionOf(reasons),
    release,
    enforced: true,
    reasons: reasons.slice(0, MAX_REASONS).map((reason) => ({ contact: policy.contact, ...reason })),
    reasonsTotal: reasons.length,
    evaluatedAt: now,
    // An answer that leans on an acceptance or an override is good no longer than they are.
    validUntil: answers
      .flatMap(({ standing: one }) => ('until' in one ? [one.until] : []))
      .reduce(earliest, addMillis(now, policy.validMinutes * MINUTE)),
    policy: policy.digest,
  }
}

/** Nobody told us about this product: that is not the same as "nothing holds it". */
const UNKNOWN_PRODUCT = (product: string): Reason => ({
  code: 'gate/unknown-product',
  decision: 'unknown',
  message: `None of these cases knows ${product}.`,
  next: 'Check its name, or give the case that it belongs to.',
})
