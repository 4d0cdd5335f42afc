import type { Case } from '../core/case/case.ts'
import { reasonOf } from '../core/case/reason.ts'
import type { Rules } from '../core/case/rules.ts'
import { type Asked, standing, type Standing } from '../core/case/standing.ts'
import { PRODUCTION, type Question } from '../core/gate/question.ts'
import { decisionOf, type Lean, MAX_REASONS, type Reason, type Verdict } from '../core/gate/verdict.ts'
import { addMillis, earliest, type Instant, MINUTE } from '../core/instant.ts'
import type { Policy } from '../core/policy/policy.ts'

/** What a question is judged by, beside the cases. */
export interface Under {
  readonly policy: Policy
  readonly rules: Rules
  /** How long the answer may be relied on, at most. */
  readonly validMinutes: number
  /** The product is known beside what the cases say: by the register, or by a case that cannot be read. */
  readonly registered?: boolean
  /** What the answer leans on beside the cases ends then. */
  readonly until?: Instant | undefined
}

/** What one case says to a question. */
export interface CaseAnswer {
  readonly knows: boolean
  readonly standing: Standing
  readonly reason: Reason | undefined
}

export function answerOf(state: Case, question: Question, rules: Rules): CaseAnswer {
  const stands = standing(state, question, question.now)
  return { knows: state.holds.has(question.product), standing: stands, reason: reasonOf(state, stands, rules) }
}

/** May this release go there, by what the cases say? Held beats unknown beats clear, and all reasons count. */
export function verdictOf(
  { now, ...release }: Question,
  answers: readonly CaseAnswer[],
  further: readonly Reason[],
  { policy, validMinutes, registered = false, until = END_OF_TIME }: Under,
): Verdict {
  const known = registered || release.environment !== PRODUCTION || answers.some(({ knows }) => knows)
  const reasons = [
    ...answers.flatMap(({ reason }) => reason ?? []),
    ...further,
    ...(known ? [] : [UNKNOWN_PRODUCT(release.product)]),
  ].toSorted((a, b) => Number(b.decision === 'held') - Number(a.decision === 'held'))
  const leansOn = reasons.length > 0 ? [] : answers.flatMap(leanOf)
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
      .reduce(earliest, earliest(until, addMillis(now, validMinutes * MINUTE))),
    policy: policy.digest,
    ...(leansOn.length > 0 && { leansOn: leansOn.slice(0, MAX_REASONS) }),
  }
}

const leanOf = ({ standing: one }: CaseAnswer): readonly Lean[] =>
  one.is === 'accepted' || one.is === 'overridden' ? [{ hold: one.hold, is: one.is, until: one.until }] : []

const END_OF_TIME = '9999-12-31T23:59:59.999Z' as Instant

/** Nobody can tell: that is an answer, it is never a pass, and it is good for no time at all. */
export function cannotTell(release: Asked, at: Instant, why: Reason, policy: Policy): Verdict {
  return {
    schema: 'holdpoint/verdict/v1',
    decision: 'unknown',
    release,
    enforced: true,
    reasons: [{ contact: policy.contact, ...why }],
    reasonsTotal: 1,
    evaluatedAt: at,
    validUntil: at,
    policy: policy.digest,
  }
}

/** Nobody told us about this product: that is not the same as "nothing holds it". */
const UNKNOWN_PRODUCT = (product: string): Reason => ({
  code: 'gate/unknown-product',
  decision: 'unknown',
  message: `Nobody has named ${product}: no case, and no register.`,
  next: 'Check its name; or register it: `holdpoint product add`.',
})
