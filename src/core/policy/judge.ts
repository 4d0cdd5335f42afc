import type { Finding } from '../finding/finding.ts'
import { bySeverity, type Severity, worse } from '../finding/severity.ts'
import { unreachable } from '../problem.ts'
import type { Condition, Policy, Rule } from './policy.ts'

/** What policy says of one finding. */
export interface Judgement {
  readonly rule: Rule
  /** The organisation looks at this one. */
  readonly severity: Severity
  /** Whose word says that it needs no action, where policy trusts that word. */
  readonly excusedBy?: string
}

/** Total: a policy without a matching rule judges as "assess", because silence is not consent. */
export function judge(finding: Finding, policy: Policy): Judgement {
  const severity = ownSeverity(finding)
  const rule =
    policy.rules.find(({ when }) => when.every((condition) => meets(finding, severity, condition))) ?? NO_RULE
  const author = excuser(finding)
  return author !== undefined && policy.trustedAuthors.includes(author)
    ? { rule, severity, excusedBy: author }
    : { rule, severity }
}

/**
 * The severity that policy looks at: the worse of what the source reported and what its own vector computes to.
 * A vector of another source never speaks for it.
 */
export const ownSeverity = ({ severity, score }: Finding): Severity => worse(severity, score?.severity ?? 'unknown')

/** Whose word says that the finding needs no action. "In triage" is no such word. */
const excuser = ({ state }: Finding) =>
  state.status === 'open' || state.status === 'in_triage' ? undefined : state.author

function meets(finding: Finding, severity: Severity, condition: Condition): boolean {
  switch (condition.field) {
    case 'severity':
      return 'is' in condition
        ? severity === condition.is
        : severity !== 'unknown' && bySeverity(severity, condition.atLeast) <= 0
    case 'score':
      return finding.score !== undefined && finding.score.score >= condition.atLeast
    case 'kind':
      return condition.oneOf.includes(finding.kind)
    case 'cwe':
      return finding.cwes.some((cwe) => condition.oneOf.includes(cwe))
    default:
      return unreachable(condition)
  }
}

const NO_RULE: Rule = {
  id: 'no-rule',
  when: [],
  treatment: 'assess',
  because: 'No rule of the policy says what to do with this finding.',
  whoCanLift: ['security-manager'],
}
