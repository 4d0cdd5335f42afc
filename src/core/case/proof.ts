import type { IdentityId } from '../finding/finding.ts'
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

/**
 * Who proved, last, that a finding is gone from a candidate: a pass by somebody who is no fixer, with no failure after it.
 *
 * @param since proofs before this position do not count: the hold was placed again on better knowledge
 * @param accepted kinds of proof that count; all of them where the question is only whether a lift still stands
 */
export function provenBy(
  state: Case,
  { n, product }: Pick<Candidate, 'n' | 'product'>,
  finding: CaseFinding,
  since: Position,
  accepted?: readonly ProofKind[],
): Actor | undefined {
  const fixers = fixersOf(state, product)
  for (const record of state.proofs.toReversed()) {
    if (record.n < since) return undefined
    if (record.candidate !== n || record.finding !== finding.finding) continue
    const outcome = outcomeOf(record.proof, finding)
    if (outcome === 'fail') return undefined
    if (outcome === 'pass' && !fixers.has(record.by) && (accepted?.includes(record.proof.kind) ?? true))
      return record.by
  }
  return undefined
}

/** The last proof of this finding on this candidate found it, and nothing has shown otherwise since. */
export function isRefuted(state: Case, candidate: Candidate): boolean {
  return liveFindings(state).some((finding) => {
    const last = state.proofs.findLast(
      (record) =>
        record.candidate === candidate.n &&
        record.finding === finding.finding &&
        outcomeOf(record.proof, finding) === 'fail',
    )
    return last !== undefined && provenBy(state, candidate, finding, last.n + 1) === undefined
  })
}

/** A lift stands only as long as everything that it was given for is still proven. */
export function clearanceStands(state: Case, clearance: Clearance, since: Position): boolean {
  const candidate = state.candidates.get(clearance.candidate)
  return (
    candidate !== undefined &&
    clearance.findings.every((id: IdentityId) => {
      const finding = state.findings.get(id)
      return finding?.dismissed || (finding && provenBy(state, candidate, finding, since) !== undefined)
    })
  )
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
