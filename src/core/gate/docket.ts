import type { Finding, IdentityId } from '../finding/finding.ts'
import { bySeverity, noSeverities, SEVERITIES, type Severity, type SeverityCounts } from '../finding/severity.ts'
import { type Circumstances, type Judgement, judge } from '../policy/judge.ts'
import { DECISION_OF, type Policy } from '../policy/policy.ts'
import { MAX_REASONS } from './verdict.ts'

export interface Judged extends Judgement {
  readonly finding: Finding
}

/** How many findings there are of each sort. */
export interface Counts {
  /** Weaknesses that hold the release, each counted once, however many reports name it. */
  readonly blocking: number
  /** Likewise, those that nobody has rated. */
  readonly unassessed: number
  /** Would block, but is in production already, or somebody whom policy trusts says why not. */
  readonly excused: number
  /** Named again by another record or report. */
  readonly repeated: number
  /** All findings by the organisation's severity. */
  readonly severities: SeverityCounts
}

type Blocking = { readonly ids: readonly IdentityId[]; readonly decision: 'held' | 'unknown' }

/** What one report brings before the gate. Keeps counts, identities of what blocks, and the worst findings; no more. */
export class Docket {
  readonly #policy: Policy
  readonly #around: Circumstances
  readonly severities: Record<Severity, number> = noSeverities()
  readonly blocking: Blocking[] = []
  excused = 0
  #worst: Judged[] = []

  constructor(policy: Policy, around: Circumstances) {
    this.#policy = policy
    this.#around = around
  }

  /** Judges every finding, to the report's end. */
  hear<Evidence>(report: Generator<Finding, Evidence>, heard?: (judged: Judged) => void): Evidence {
    let step = report.next()
    while (!step.done) {
      const judged: Judged = { finding: step.value, ...judge(step.value, this.#policy, this.#around) }
      this.#take(judged)
      heard?.(judged)
      step = report.next()
    }
    return step.value
  }

  #take(judged: Judged): void {
    this.severities[judged.severity]++
    const decision = DECISION_OF[judged.rule.treatment]
    if (decision === 'clear') return
    if (judged.excuse) {
      this.excused++
      return
    }
    this.blocking.push({ ids: judged.finding.identities.map(({ id }) => id), decision })
    this.#worst.push(judged)
    if (this.#worst.length > 10 * MAX_REASONS) this.#worst = worstOf(this.#worst)
  }

  get worst(): readonly Judged[] {
    return this.#worst
  }
}

/** The worst, at most twenty, the worst first. Two accounts of one weakness give one: the graver. */
export function worstOf(judged: readonly Judged[]): Judged[] {
  const seen = new Set<IdentityId>()
  const worst: Judged[] = []
  for (const one of judged.toSorted(worstFirst)) {
    if (worst.length === MAX_REASONS) break
    if (one.finding.identities.some(({ id }) => seen.has(id))) continue
    for (const { id } of one.finding.identities) seen.add(id)
    worst.push(one)
  }
  return worst
}

export function countAll(dockets: readonly Docket[]): Counts {
  const known = new Map<IdentityId, Blocking['decision']>()
  const count = { held: 0, unknown: 0 }
  let repeated = 0
  // What is held goes first, so that the graver account of a weakness is the one that counts.
  for (const wanted of ['held', 'unknown'] as const)
    for (const { ids, decision } of dockets.flatMap(({ blocking }) => blocking)) {
      if (decision !== wanted) continue
      if (ids.some((id) => known.has(id))) repeated++
      else count[decision]++
      for (const id of ids) known.set(id, known.get(id) ?? decision)
    }
  const sum = (of: (docket: Docket) => number) => dockets.reduce((total, docket) => total + of(docket), 0)
  const severities = noSeverities()
  for (const severity of SEVERITIES) severities[severity] = sum((docket) => docket.severities[severity])
  return {
    blocking: count.held,
    unassessed: count.unknown,
    excused: sum(({ excused }) => excused),
    repeated,
    severities,
  }
}

function worstFirst(a: Judged, b: Judged): number {
  const held = ({ rule }: Judged) => (DECISION_OF[rule.treatment] === 'held' ? 0 : 1)
  return (
    held(a) - held(b) ||
    bySeverity(a.severity, b.severity) ||
    (b.finding.score?.score ?? 0) - (a.finding.score?.score ?? 0) ||
    (a.finding.id < b.finding.id ? -1 : a.finding.id > b.finding.id ? 1 : 0)
  )
}
