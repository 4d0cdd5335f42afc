import type { Finding, IdentityId } from '../finding/finding.ts'
import { seedOf } from '../finding/fingerprint.ts'
import { bySeverity, noSeverities, SEVERITIES, type Severity, type SeverityCounts } from '../finding/severity.ts'
import { statedSeverity } from '../finding/tally.ts'
import type { Instant } from '../instant.ts'
import { type Circumstances, type Judgement, judge } from '../policy/judge.ts'
import { DECISION_OF, type Policy } from '../policy/policy.ts'
import { Blocking, countWeaknesses } from './blocking.ts'
import { Minutes } from './minutes.ts'
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

/** So many of the worst are kept while more come: an account that arrives late may show two of them to be one weakness. */
const KEPT = 5 * MAX_REASONS

/** What one report came to before the gate: all that a verdict needs of its findings. */
export interface Heard {
  readonly severities: SeverityCounts
  readonly excused: number
  readonly blocking: Blocking
  readonly worst: readonly Judged[]
}

/** Which finding of its report it is, from 0. */
export interface Nth extends Judged {
  readonly nth: number
}

/** What one report brings before the gate. Keeps counts, fingerprints of what blocks, and the worst findings; no more. */
export class Docket implements Heard {
  readonly #policy: Policy
  readonly #around: Circumstances
  readonly minutes = new Minutes()
  readonly severities: Record<Severity, number> = noSeverities()
  readonly blocking: Blocking
  excused = 0
  /** The first of its excuses ends then. */
  until: Instant | undefined
  #worst: Nth[] = []
  /** The mildest of those kept: what comes after it need not be remembered. */
  #floor: Nth | undefined

  constructor(policy: Policy, around: Circumstances) {
    this.#policy = policy
    this.#around = around
    this.blocking = noBlocking(policy, around)
  }

  /** Judges every finding, to the report's end. */
  hear<Evidence>(report: Generator<Finding, Evidence>, heard?: (judged: Judged) => void): Evidence {
    let step = report.next()
    while (!step.done) {
      const judgement = this.judge(step.value)
      heard?.({ finding: step.value, ...judgement })
      step = report.next()
    }
    return step.value
  }

  /** Judges one finding, for whoever hears a report for more than this. */
  judge(finding: Finding): Judgement {
    const judgement = judge(finding, this.#policy, this.#around)
    this.#take(finding, judgement)
    return judgement
  }

  #take(finding: Finding, judgement: Judgement): void {
    const decision = DECISION_OF[judgement.rule.treatment]
    const outcome = decision !== 'clear' && judgement.excuse ? 'excused' : decision
    this.minutes.add(statedSeverity(finding), judgement.severity, outcome)
    this.severities[judgement.severity]++
    if (outcome === 'excused') this.#excuse(judgement)
    else if (outcome !== 'clear') {
      this.blocking.add(finding.keys, outcome)
      this.#remember(finding, judgement)
    }
  }

  #excuse({ excuse }: Judgement): void {
    this.excused++
    if (excuse?.kind === 'ignore' && (this.until === undefined || excuse.entry.until < this.until))
      this.until = excuse.entry.until
  }

  #remember(finding: Finding, judgement: Judgement): void {
    const floor = this.#floor
    // Nothing is made for what is not kept: V8 sees the first ones stay and would make all that follow among the old.
    if (floor && inOrder(finding, judgement, floor.finding, floor) > 0) return
    this.#worst.push({ finding, ...judgement, nth: this.minutes.size - 1 })
    if (this.#worst.length < 2 * KEPT) return
    this.#worst = worstOf(this.#worst, KEPT)
    this.#floor = this.#worst.length === KEPT ? this.#worst.at(-1) : undefined
  }

  get worst(): readonly Nth[] {
    return this.#worst
  }
}

/** Empty, under the one seed of everything that is judged by this policy around this release. */
export const noBlocking = (policy: Policy, { product, environment, now }: Circumstances): Blocking =>
  new Blocking(seedOf(policy.digest, product, environment, now))

/** The worst, at most `most`, the worst first. Two accounts of one weakness give one: the graver. */
export function worstOf<T extends Judged>(judged: readonly T[], most = MAX_REASONS): T[] {
  const seen = new Set<IdentityId>()
  const worst: T[] = []
  for (const one of judged.toSorted(worstFirst)) {
    if (worst.length === most) break
    if (one.finding.identities.some(({ id }) => seen.has(id))) continue
    for (const { id } of one.finding.identities) seen.add(id)
    worst.push(one)
  }
  return worst
}

export function countAll(dockets: readonly Heard[]): Counts {
  const { held, unknown, repeated } = countWeaknesses(dockets.map(({ blocking }) => blocking))
  const sum = (of: (docket: Heard) => number) => dockets.reduce((total, docket) => total + of(docket), 0)
  const severities = noSeverities()
  for (const severity of SEVERITIES) severities[severity] = sum((docket) => docket.severities[severity])
  return {
    blocking: held,
    unassessed: unknown,
    excused: sum(({ excused }) => excused),
    repeated,
    severities,
  }
}

const worstFirst = (a: Judged, b: Judged): number => inOrder(a.finding, a, b.finding, b)

/** Negative where the first finding, judged so, is the worse one. */
function inOrder(a: Finding, judgedA: Judgement, b: Finding, judgedB: Judgement): number {
  const held = ({ rule }: Judgement) => (DECISION_OF[rule.treatment] === 'held' ? 0 : 1)
  return (
    held(judgedA) - held(judgedB) ||
    bySeverity(judgedA.severity, judgedB.severity) ||
    (b.score?.score ?? 0) - (a.score?.score ?? 0) ||
    (a.id < b.id ? -1 : a.id > b.id ? 1 : 0)
  )
}
