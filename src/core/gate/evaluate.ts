import type { Finding } from '../finding/finding.ts'
import type { Digest } from '../ids.ts'
import { addMillis, earliest, type Instant, MINUTE } from '../instant.ts'
import { type Baseline, baselineDoubt } from '../policy/baseline.ts'
import { type FeedFact, feedFacts, type Feeds } from '../policy/feeds.ts'
import type { Circumstances } from '../policy/judge.ts'
import { DECISION_OF, type Policy } from '../policy/policy.ts'
import type { Problem } from '../problem.ts'
import { type Counts, countAll, Docket, type Heard, type Judged, noBlocking, worstOf } from './docket.ts'
import type { Evidence } from './evidence.ts'
import { unfit } from './fit.ts'
import { feedGaps, missing } from './gaps.ts'
import { join, type Part } from './part.ts'
import type { Question } from './question.ts'
import { decisionOf, MAX_REASONS, type Reason, type Verdict } from './verdict.ts'

/** A verdict and what stands behind it. */
export interface Evaluation {
  readonly verdict: Verdict
  /** The findings behind the first reasons, the worst first. */
  readonly worst: readonly Judged[]
  readonly counts: Counts
  readonly evidence: readonly Evidence[]
  /** The dated facts that it rests on. */
  readonly feeds: readonly FeedFact[]
  /** Worth saying; they made the answer no milder. */
  readonly notes: readonly Problem[]
}

/** What a question is judged on, beside the reports. */
export interface Grounds {
  readonly policy: Policy
  /** What the cases say (`standing`), as reasons. */
  readonly holds: readonly Reason[]
  readonly feeds: Feeds
  readonly baseline?: Baseline
  /** How the product is reached (`public`), where somebody said. */
  readonly exposure?: string
  /** false: only asking what would be. */
  readonly enforced: boolean
  /** What the holds lean on ends then. */
  readonly until?: Instant
}

/** Hears every finding with its judgement, in the reports' order: for outputs that list all of them. */
export interface Clerk {
  heard(judged: Judged): void
  /** A report ended. Where it could not be read, what was heard since the last end counts for nothing. */
  ended(evidence: Evidence): void
}

/** A report being read: its findings as they come and, once its end was reached, what it is worth as evidence. */
export type Report = Generator<Finding, Evidence>

/**
 * May this release go, by these reports, this policy and these holds? Total: held beats unknown beats clear, and every
 * reason counts. Reports are read once, one finding at a time; what a report said counts only if its end could be read.
 */
export function evaluate(question: Question, reports: Iterable<Report>, grounds: Grounds, clerk?: Clerk): Evaluation {
  const hearings: Hearing[] = []
  for (const report of reports) {
    const heard = docketFor(question, grounds)
    const evidence = heard.hear(report, clerk && ((judged) => clerk.heard(judged)))
    clerk?.ended(evidence)
    hearings.push({ evidence, heard })
  }
  return conclude(question, hearings, grounds)
}

/** A report after its end: what it is worth as evidence, and what it came to. */
export interface Hearing {
  readonly evidence: Evidence
  readonly heard: Heard
}

export const docketFor = (question: Question, grounds: Grounds): Docket =>
  new Docket(grounds.policy, circumstances(question, grounds))

/** Hears one report in parts, that were heard elsewhere, as one. */
export const joined = (parts: readonly Part[], report: Digest, question: Question, grounds: Grounds): Hearing =>
  join(parts, noBlocking(grounds.policy, circumstances(question, grounds)), report)

/** The verdict on reports that were heard already, in their order. */
export function conclude(question: Question, hearings: readonly Hearing[], grounds: Grounds): Evaluation {
  const { policy, holds } = grounds
  const evidence = hearings.map((one) => one.evidence)
  const dockets = hearings.flatMap((one) => (one.evidence.status === 'read' ? [one.heard] : []))
  const others = [
    ...holds,
    ...evidence.flatMap((one) => unfit(one, question, policy.evidence)),
    ...missing(evidence, grounds),
    ...feedGaps(policy, grounds.feeds),
  ]
  const worst = worstOf(dockets.flatMap((docket) => docket.worst))
  const counts = countAll(dockets)
  const all = [...others, ...worst.map((judged) => reasonOf(judged, policy))].toSorted(heldFirst)
  const { now, ...release } = question
  const verdict: Verdict = {
    schema: 'holdpoint/verdict/v1',
    decision: decisionOf(all),
    release,
    enforced: grounds.enforced,
    reasons: all.slice(0, MAX_REASONS),
    reasonsTotal: others.length + counts.blocking + counts.unassessed,
    evaluatedAt: now,
    validUntil: earliest(grounds.until ?? LATEST, addMillis(now, policy.validMinutes * MINUTE)),
    policy: policy.digest,
  }
  return { verdict, worst, counts, evidence, feeds: feedFacts(grounds.feeds), notes: baselineNotes(question, grounds) }
}

const LATEST = '9999-12-31T23:59:59.999Z' as Instant

/** The baseline stands aside where it is in doubt: then everything is new. */
function circumstances(question: Question, grounds: Grounds): Circumstances {
  const { product, environment, now } = question
  const { feeds, baseline, exposure } = grounds
  const counts = baseline && baselineNotes(question, grounds).length === 0
  return { product, environment, now, feeds, ...(counts && { baseline }), ...(exposure !== undefined && { exposure }) }
}

function baselineNotes({ product, now }: Question, { policy, baseline }: Grounds): readonly Problem[] {
  const doubt = baseline && baselineDoubt(baseline, policy.baseline, product, now)
  return doubt ? [doubt] : []
}

const heldFirst = (a: Reason, b: Reason) => Number(b.decision === 'held') - Number(a.decision === 'held')

function reasonOf({ finding, rule, severity }: Judged, policy: Policy): Reason {
  const held = DECISION_OF[rule.treatment] === 'held'
  const { file, at } = finding.provenance
  return {
    code: held ? 'finding/blocks' : 'finding/unassessed',
    decision: held ? 'held' : 'unknown',
    message: `${policy.scale[severity]}${finding.score ? ` ${finding.score.score.toFixed(1)}` : ''}: ${finding.title}`,
    contact: policy.contact,
    rule: rule.id,
    whoCanLift: rule.whoCanLift,
    next: NEXT[rule.treatment],
    finding: finding.id,
    at: { file, pointer: at },
  }
}

const NEXT = {
  remediate: 'Fix it, then have it retested by somebody who did not write the fix.',
  contain: 'Contain it and have the containment verified.',
  assess: 'Assess it: give it a CVSS vector, or say why it does not apply.',
  schedule: 'Give it a date.',
  note: 'Note it.',
} as const
