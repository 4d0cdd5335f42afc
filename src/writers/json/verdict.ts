import type { Judged } from '../../core/gate/docket.ts'
import type { Evaluation } from '../../core/gate/evaluate.ts'
import type { Reason, Verdict } from '../../core/gate/verdict.ts'
import { evidenceJson } from './evidence.ts'
import { feedFactJson } from './feeds.ts'
import { findingJson } from './finding.ts'

/** The verdict as everyone gets it: `holdpoint/verdict/v1` (docs/formats/verdict.md). */
export function verdictJson(verdict: Verdict) {
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

/** The same as text. What the times do not change is written once, however often the same verdict is given anew. */
export function verdictText(verdict: Verdict): string {
  const { release, reasons, decision, evaluatedAt, validUntil, policy, log } = verdict
  let known = WRITTEN.get(release)
  if (known?.reasons !== reasons || known.decision !== decision) {
    const { evaluated_at: _at, valid_until: _until, policy: _policy, log: _log, ...constant } = verdictJson(verdict)
    known = { reasons, decision, text: JSON.stringify(constant).slice(0, -1) }
    WRITTEN.set(release, known)
  }
  const times = `"evaluated_at":"${evaluatedAt}","valid_until":"${validUntil}"`
  return `${known.text},${times},"policy":"${policy}"${log ? `,"log":${logText(log)}` : ''}}`
}

/** All who share a look at the log share its text. */
function logText(log: NonNullable<Verdict['log']>): string {
  if (lastLog?.log !== log) lastLog = { log, text: JSON.stringify(log) }
  return lastLog.text
}
let lastLog: { readonly log: object; readonly text: string } | undefined

const WRITTEN = new WeakMap<Verdict['release'], Pick<Verdict, 'reasons' | 'decision'> & { readonly text: string }>()

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
