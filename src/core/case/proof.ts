import type { Actor, Product } from '../ids.ts'
import type { Candidate, Case, CaseFinding, Clearance, Position } from './case.ts'
import type { Extent, Proof, ProofKind } from './values.ts'
import type { Details } from './event.ts'

/** `nothing`: it neither shows that the weakness is gone nor that it is there. Silence is no proof. */
export type Outcome = 'pass' | 'fail' | 'nothing'

/** What a proof shows about a finding. Absence counts only where somebody looked, with the same probe, no narrower. */
export function outcomeOf(proof: Proof, finding: CaseFinding): Outcome {
  switch (proof.kind) {
    case 'retest': {
      if (proof.found) return 'fail'
      const sameProbe = proof.tool === finding.tool && (proof.scope === 'same' || proof.scope === 'wider')
      return sameProbe && proof.looked ? 'pass' : 'nothing'
    }
    case 'component':
      if (proof.component !== finding.component) return 'nothing'
      if (finding.fixed_in.includes(proof.version)) return 'pass'
      return proof.version === finding.version ? 'fail' : 'nothing'
    case 'manual':
      return proof.found ? 'fail' : 'pass'
    case 'configuration':
      return proof.as_required ? 'pass' : 'fail'
    case 'review':
      return proof.removed ? 'pass' : 'fail'
  }
}

/** Everybody who wrote a fix on this line, or whose pipeline a fixer can edit. */
export function fixersOf(state: Case, product: Product): ReadonlySet<Actor> {
  const fixers = new Set<Actor>()
  for (const candidate of state.candidates.values())
    if (candidate.product === product) for (const fixer of candidate.fixers) fixers.add(fixer)
  return fixers
}

/** Which proofs count: those in `[since, until)` by position, of these kinds; a failure counts also after `until`. */
export interface ProofsThat {
  /** The hold may have been placed again, on better knowledge. */
  readonly since: Position
  readonly until?: Position
  readonly accepted?: readonly ProofKind[]
}

/** Who proved that a finding is gone from a candidate: no fixers, with no failure after them. Nobody: it is not proven. */
export function proversOf(
  state: Case,
  { n, product }: Pick<Candidate, 'n' | 'product'>,
  finding: CaseFinding,
  { since, until = Infinity, accepted }: ProofsThat,
): ReadonlySet<Actor> {
  const fixers = fixersOf(state, product)
  const provers = new Set<Actor>()
  for (const record of state.proofs) {
    if (record.n < since || record.candidate !== n || record.finding !== finding.finding) continue
    const outcome = outcomeOf(record.proof, finding)
    if (outcome === 'fail') provers.clear()
    const counts = outcome === 'pass' && record.n < until && !fixers.has(record.by)
    if (counts && (accepted?.includes(record.proof.kind) ?? true)) provers.add(record.by)
  }
  return provers
}

/** A proof found the weakness in this candidate, and nobody has shown otherwise since. */
export const isRefuted = (state: Case, candidate: Candidate): boolean =>
  liveFindings(state).some(
    (finding) =>
      state.proofs.some(
        (record) =>
          record.candidate === candidate.n &&
          record.finding === finding.finding &&
          outcomeOf(record.proof, finding) === 'fail',
      ) && proversOf(state, candidate, finding, { since: 0 }).size === 0,
  )

/**
 * A lift stands only as long as all that it was given on does: proofs from before it, with no failure since, by people who
 * turned out to be no fixers. What was once taken back needs a new lift: a later pass alone does not bring it back.
 */
export function clearanceStands(state: Case, clearance: Clearance, since: Position): boolean {
  const candidate = state.candidates.get(clearance.candidate)
  if (!candidate) return false
  const fixers = fixersOf(state, candidate.product)
  const people = new Set(clearance.people)
  for (const id of clearance.findings) {
    const finding = state.findings.get(id)
    const provers = finding && proversOf(state, candidate, finding, { since, until: clearance.n })
    if (!provers?.size && !finding?.dismissed) return false
    for (const prover of provers ?? []) people.add(prover)
  }
  return people.size > 1 && !clearance.people.some((person) => fixers.has(person))
}

/** All but `tests` count against a run: what is gone, skipped, weakened or renamed away cannot fail. */
export const isCleanRun = ({ comparison: c }: Pick<Details<'regression_recorded'>, 'comparison'>): boolean =>
  c.tests > 0 && c.new_failures + c.gone + c.skipped + c.weakened + c.renamed === 0

/** A clean run of at least this extent, recorded by no fixer, and no failing run after it. */
export function hasRegression(state: Case, { n, product }: Candidate, extent: Extent, since: Position): boolean {
  const fixers = fixersOf(state, product)
  for (const run of state.runs.toReversed()) {
    if (run.n < since) return false
    if (run.candidate !== n) continue
    if (!isCleanRun(run)) return false
    if (!fixers.has(run.by) && (extent === 'limited' || run.extent === 'full')) return true
  }
  return false
}

/** Findings that must be proven gone. */
export const liveFindings = (state: Case): readonly CaseFinding[] =>
  [...state.findings.values()].filter(({ dismissed }) => !dismissed)
