import type { Judged } from '../../core/gate/docket.ts'
import type { Evaluation } from '../../core/gate/evaluate.ts'
import type { Reason, Verdict } from '../../core/gate/verdict.ts'
import { evidenceJson } from './evidence.ts'
import { feedFactJson } from './feeds.ts'
import { findingJson } from './finding.ts'

/** The verdict as everyone gets it: `holdpoint/verdict/v1` (docs/formats/verdict.md). */
export function verdictJson(verdict: Verdict): object {
  return {
    schema: verdict.schema,
    decision: verdict.decision,
    release: verdict.release,
    enforced: verdict.enforced,
    reasons: verdict.reasons.map(reasonJson),
    reasons_total: verdict.reasonsTotal,
    evaluated_at: verdict.evaluatedAt,
    valid_until: verdict.validUntil,
    policy: verdict.policy,
    log: verdict.log,
  }
}

/** What `check` adds, since whoever runs it has the reports: counts, the worst findings in full, and each report. */
export function evaluationJson({ verdict, worst, counts, evidence, feeds }: Evaluation): object {
  return {
    ...verdictJson(verdict),
    findings: { ...counts, worst: worst.map(judgedJson) },
    evidence: evidence.map(evidenceJson),
    feeds: feeds.map(feedFactJson),
  }
}

const reasonJson = ({ whoCanLift, ...reason }: Reason) => ({ ...reason, who_can_lift: whoCanLift })

const judgedJson = ({ finding, rule, severity, raisedBy, epss, kev }: Judged) => ({
  ...findingJson(finding),
  severity,
  raised_by: raisedBy,
  epss,
  kev,
  rule_of_policy: rule.id,
  treatment: rule.treatment,
})
