import type { Finding, IdentityId } from '../finding/finding.ts'
import { bySeverity, noSeverities, type Severity, type SeverityCounts } from '../finding/severity.ts'
import { addMillis } from '../instant.ts'
import { type Judgement, judge } from '../policy/judge.ts'
import { DECISION_OF, type Policy } from '../policy/policy.ts'
import type { Evidence } from './evidence.ts'
import { unfit } from './fit.ts'
import type { Question } from './question.ts'
import { decisionOf, MAX_REASONS, type Reason, type Verdict } from './verdict.ts'

/** A verdict and what stands behind it. */
export interface Evaluation {
  readonly verdict: Verdict
  /** The findings behind the first reasons, the worst first. */
  readonly worst: readonly Judged[]
  readonly counts: Counts
}

export interface Judged extends Judgement {
  readonly finding: Finding
}

/** Of findings, each counted once, however many reports name it. */
export interface Counts {
  readonly blocking: number
  readonly unassessed: number
  /** Would block, but somebody whom policy trusts says why not. */
  readonly excused: number
  /** Said by an earlier report already. */
  readonly repeated: number
  /** All findings by the organisation's severity. */
  readonly severities: SeverityCounts
}

/**
 * May this release go, by these findings, this evidence, this policy and these holds? Pure and total: held beats unknown
 * beats clear, and every reason counts. `findings` is read to its end before `evidence` is looked at, so one lazy pass
 * over the reports may fill both.
 *
 * @param holds  what the cases say (`standing`), as reasons
 */
export function evaluate(
  question: Question,
  findings: Iterable<Finding>,
  evidence: Iterable<Evidence>,
  policy: Policy,
  holds: readonly Reason[],
): Evaluation {
  const bench = new Bench(policy)
  for (const finding of findings) bench.take(finding)
  const reports = [...evidence]
  const others = [
    ...holds,
    ...reports.flatMap((report) => unfit(report, question, policy.evidence)),
    ...(reports.length === 0 && holds.length === 0 ? [NO_EVIDENCE] : []),
  ]
  const { worst, counts } = bench
  const all = [...others, ...worst.map((judged) => reasonOf(judged, policy))].toSorted(heldFirst)
  const { now, ...release } = question
  const verdict: Verdict = {
    schema: 'holdpoint/verdict/v1',
    decision: decisionOf(all),
    release,
    enforced: true,
    reasons: all.slice(0, MAX_REASONS),
    reasonsTotal: others.length + counts.blocking + counts.unassessed,
    evaluatedAt: now,
    validUntil: addMillis(now, policy.validMinutes * 60_000),
    policy: policy.digest,
  }
  return { verdict, worst, counts }
}

const heldFirst = (a: Reason, b: Reason) => Number(b.decision === 'held') - Number(a.decision === 'held')

const NO_EVIDENCE: Reason = {
  code: 'evidence/missing',
  decision: 'unknown',
  message: 'No report was given: nothing is known about this release.',
  next: 'Give the reports of its scans.',
}

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

/** Judges findings one by one and keeps what a verdict needs: counts, and the worst twenty. */
class Bench {
  readonly #policy: Policy
  /** What each blocking identity was judged to be. Two reports that name one weakness give one reason: the graver one. */
  readonly #known = new Map<IdentityId, 'held' | 'unknown'>()
  readonly #severities: Record<Severity, number> = noSeverities()
  readonly #blocking = { held: 0, unknown: 0 }
  #worst: Judged[] = []
  #excused = 0
  #repeated = 0

  constructor(policy: Policy) {
    this.#policy = policy
  }

  take(finding: Finding): void {
    const judged: Judged = { finding, ...judge(finding, this.#policy) }
    this.#severities[judged.severity]++
    const decision = DECISION_OF[judged.rule.treatment]
    if (decision === 'clear') return
    if (judged.excusedBy !== undefined) this.#excused++
    else this.#count(judged, decision)
  }

  #count(judged: Judged, decision: 'held' | 'unknown'): void {
    const ids = judged.finding.identities.map(({ id }) => id)
    const before = ids.map((id) => this.#known.get(id)).find((known) => known !== undefined)
    const graver = before === 'unknown' && decision === 'held'
    if (before) this.#repeated++
    if (graver) this.#blocking.unknown--
    if (graver || !before) this.#blocking[decision]++
    for (const id of ids) if (this.#known.get(id) !== 'held') this.#known.set(id, graver ? 'held' : (before ?? decision))
    if (before) this.#replace(judged, ids)
    else this.#keep(judged)
  }

  /** The same weakness again: it stays where it was kept, or the graver account of it takes the place. */
  #replace(judged: Judged, ids: readonly IdentityId[]): void {
    const at = this.#worst.findIndex((kept) => kept.finding.identities.some(({ id }) => ids.includes(id)))
    const kept = this.#worst[at]
    if (kept && worstFirst(kept, judged) <= 0) return
    if (kept) this.#worst.splice(at, 1)
    this.#keep(judged)
  }

  #keep(judged: Judged): void {
    const place = this.#worst.findIndex((kept) => worstFirst(judged, kept) < 0)
    this.#worst.splice(place < 0 ? this.#worst.length : place, 0, judged)
    if (this.#worst.length > MAX_REASONS) this.#worst.pop()
  }

  get worst(): readonly Judged[] {
    return this.#worst
  }

  get counts(): Counts {
    return {
      blocking: this.#blocking.held,
      unassessed: this.#blocking.unknown,
      excused: this.#excused,
      repeated: this.#repeated,
      severities: { ...this.#severities },
    }
  }
}

function worstFirst(a: Judged, b: Judged): number {
  const held = (judged: Judged) => (DECISION_OF[judged.rule.treatment] === 'held' ? 0 : 1)
  return (
    held(a) - held(b) ||
    bySeverity(a.severity, b.severity) ||
    (b.finding.score?.score ?? 0) - (a.finding.score?.score ?? 0) ||
    (a.finding.id < b.finding.id ? -1 : a.finding.id > b.finding.id ? 1 : 0)
  )
}
