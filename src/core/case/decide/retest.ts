import type { Actor, Digest } from '../../ids.ts'
import { refuse, type Result } from '../../problem.ts'
import type { Candidate, CaseFinding } from '../case.ts'
import type { Fact } from '../event.ts'
import { currentPlacement } from '../hold.ts'
import { fixersOf, isCleanRun, outcomeOf } from '../proof.ts'
import type { Build, Proof } from '../values.ts'
import {
  firstOf,
  happened,
  holdOf,
  lacks,
  nobody,
  NOTHING_NEW,
  unattached,
  unknown,
  type Context,
  type Rule,
} from './context.ts'

export const declareCandidate: Rule<'declare_candidate'> = ({ product, build, fixers }, context) => {
  const hold = holdOf(context, product)
  if (!hold.ok) return hold
  const { state } = context
  const same = [...state.candidates.values()].find((known) => known.product === product && overlap(known.build, build))
  const affected = hold.value.affected.some(
    ({ digests, commits }) =>
      build.digests.some((digest) => digests.includes(digest)) ||
      (build.digests.length === 0 && build.commit !== undefined && commits.includes(build.commit)),
  )
  const refusal = firstOf(
    lacks(context, 'record'),
    currentPlacement(hold.value) ? undefined : refuse('hold/taken-back', `${hold.value.id} was taken back.`),
    same && refuse('case/known-candidate', `Candidate ${same.n} is this build.`, `Record proofs for ${same.n}.`),
    affected
      ? refuse('hold/affected-candidate', 'This build is known to be vulnerable.', 'Build the fix, and declare that.')
      : undefined,
    strangers(context, fixers),
  )
  if (refusal) return refusal
  const declared: Fact = { type: 'candidate_declared', product, build }
  // The entry before it says what the candidate is called: its position.
  return fixers.length > 0
    ? happened(declared, { type: 'fixers_declared', candidate: state.n + 1, fixers })
    : happened(declared)
}

export const declareFixers: Rule<'declare_fixers'> = ({ candidate, fixers }, context) => {
  const known = context.state.candidates.get(candidate)
  const fresh = fixers.filter((fixer) => !known?.fixers.has(fixer))
  const refusal = firstOf(lacks(context, 'record'), unknown('candidate', candidate, known), strangers(context, fresh))
  if (refusal) return refusal
  return fresh.length === 0 ? NOTHING_NEW : happened({ type: 'fixers_declared', candidate, fixers })
}

/** A fixer who is misspelt would lock nobody out, and whoever is meant could prove their own fix. Case files may know nobody: then nobody is strange. */
const strangers = (context: Context, fixers: readonly Actor[]): Result<never> | undefined =>
  context.rules.people.size === 0 ? undefined : nobody(context, fixers, OUTSIDER)

const OUTSIDER = ' Whoever has no name here proves and lifts nothing anyway: name who took their fix over.'

/** A failure counts from anybody. A pass counts from no fixer, of an accepted kind, for all of the candidate's artifacts. */
export const recordProof: Rule<'record_proof'> = ({ candidate, finding, proof }, context) => {
  const { state, rules, by } = context
  const build = state.candidates.get(candidate)
  const weakness = state.findings.get(finding)
  if (!build || !weakness)
    return refuse('case/unknown', `There is no candidate ${candidate} or no finding ${finding}.`, 'Declare them first.')
  const refusal = firstOf(
    lacks(context, 'prove'),
    unattached(context, evidenceOf(proof)),
    foreign(proof.subject, build),
  )
  if (refusal) return refusal
  const recorded = happened({ type: 'proof_recorded', candidate, finding, proof })
  switch (outcomeOf(proof, weakness)) {
    case 'fail':
      return recorded
    case 'nothing':
      return refuse(
        'proof/shows-nothing',
        whyNothing(proof, weakness),
        'Run the probe that found it, on the same scope or a wider one.',
      )
    case 'pass':
      if (!rules.proofs[weakness.kind].includes(proof.kind))
        return refuse(
          'proof/kind-not-accepted',
          `A ${proof.kind} proof does not show that a ${weakness.kind} is gone.`,
          `Policy accepts: ${rules.proofs[weakness.kind].join(', ')}.`,
        )
      return ownProof(fixersOf(state, build.product), by) ?? incomplete(proof.subject, build) ?? recorded
  }
}

/** A run that is not clean counts from anybody. After a lift on limited regression it escalates. */
export const recordRegression: Rule<'record_regression'> = (run, context) => {
  const { state, by } = context
  const build = state.candidates.get(run.candidate)
  if (!build) return refuse('case/unknown', `There is no candidate ${run.candidate}.`, 'Declare it first.')
  const refusal = firstOf(
    lacks(context, 'prove'),
    unattached(context, [run.base, run.run]),
    foreign(run.subject, build),
  )
  if (refusal) return refusal
  const recorded: Fact = { ...run, type: 'regression_recorded' }
  if (isCleanRun(run))
    return ownProof(fixersOf(state, build.product), by) ?? incomplete(run.subject, build) ?? happened(recorded)
  const lifted = state.clearances.some(
    (clearance) => clearance.candidate === run.candidate && clearance.full_regression_due,
  )
  return lifted && run.extent === 'full'
    ? happened(recorded, { type: 'escalated', rung: state.escalations.length, because: 'full_regression_failed' })
    : happened(recorded)
}

const digestsOf = (build: Build): readonly Digest[] => build.digests

const overlap = (a: Build, b: Build) =>
  digestsOf(a).some((digest) => digestsOf(b).includes(digest)) ||
  (a.digests.length === 0 && b.digests.length === 0 && a.commit === b.commit)

function evidenceOf(proof: Proof): readonly Digest[] {
  if (proof.kind === 'retest') return [proof.report]
  return [proof.kind === 'component' ? proof.sbom : proof.evidence]
}

function foreign(subject: readonly Digest[], { n, build }: Candidate): Result<never> | undefined {
  const stranger = subject.find((digest) => !digestsOf(build).includes(digest))
  return stranger === undefined
    ? undefined
    : refuse(
        'proof/other-artifact',
        `The evidence is about ${stranger}, not about candidate ${n}.`,
        'Test the candidate itself.',
      )
}

function incomplete(subject: readonly Digest[], { n, build }: Candidate): Result<never> | undefined {
  const left = build.digests.find((digest) => !subject.includes(digest))
  return left === undefined
    ? undefined
    : refuse('proof/not-all-artifacts', `Artifact ${left} of candidate ${n} was not looked at.`, 'Test all of them.')
}

const ownProof = (fixers: ReadonlySet<Actor>, by: Actor): Result<never> | undefined =>
  fixers.has(by)
    ? refuse(
        'proof/own-fix',
        `${by} wrote the fix, and cannot be the one who proves it.`,
        'Ask somebody else to retest.',
      )
    : undefined

function whyNothing(proof: Proof, finding: CaseFinding): string {
  if (proof.kind === 'component')
    return `${proof.component} ${proof.version} is not known to carry the fix (${finding.fixed_in.join(', ') || 'none is named'}).`
  if (proof.kind !== 'retest') return 'This evidence shows nothing.'
  if (proof.tool !== finding.tool)
    return `It was found ${finding.tool ? `by ${finding.tool}` : 'by hand'}, not by ${proof.tool}.`
  if (!proof.looked) return 'The report does not say that anybody looked. Silence is no proof.'
  return `The scope is ${proof.scope} compared with the scan that found it.`
}
