import { expect, test } from 'vitest'
import {
  about,
  attached,
  CLEAN,
  commit,
  declared,
  digest,
  EVIDENCE,
  failedRetest,
  fixedBy,
  found,
  given,
  lift,
  passedRetest,
  placed,
  proven,
  ranRegression,
  SECOND,
  SQLI,
  step,
  V240,
  V241,
  V242,
  withoutPeople,
  type Step,
} from './case.testing.ts'
import type { Actor } from '../ids.ts'
import type { FindingKind } from '../finding/finding.ts'
import type { Proof } from './values.ts'

const ready = (...more: readonly Step[]) => given(placed('ana'), fixedBy('dev'), ...more)
const findingOf = (kind: FindingKind, more = {}) => found('ana', { finding: SECOND, kind, ...more })
const subject = V241.digests

test('a fixer gives no proof', () => {
  ready().when(passedRetest('dev')).refused('proof/own-fix')
  ready().when(ranRegression('dev')).refused('proof/own-fix')
})
test('a failure counts from anybody, the fixer too', () => {
  ready(passedRetest('cy'), ranRegression('cy'), failedRetest('dev')).when(lift('ben')).refused('hold/not-proven')
})
test('somebody who turns out to be a fixer gave no proof', () => {
  const joined = step('lea', (state) => ({
    type: 'declare_fixers',
    candidate: [...state.candidates.keys()][0]!,
    fixers: ['cy' as Actor],
  }))
  ready(passedRetest('cy'), ranRegression('ci'), joined).when(lift('ben')).refused('hold/not-proven')
  const lifted = ready(passedRetest('cy'), ranRegression('ci'), lift('ben'))
  expect(lifted.asks(about(V241)).is).toBe('cleared')
  expect(lifted.with(joined).asks(about(V241)).is).toBe('held')
})
test('a pipeline that the fixer can edit counts as the fixer', () => {
  given(placed('ana'), declared('lea', V241, ['dev', 'ci']))
    .when(passedRetest('ci'))
    .refused('proof/own-fix')
})
test('who fixed one try fixed the line: they prove no other try either', () => {
  ready(declared('lea', V242, ['rel']))
    .when(passedRetest('dev', V242))
    .refused('proof/own-fix')
})
test('an outsider proves nothing', () => {
  ready().when(passedRetest('stranger')).refused('case/not-authorised')
})

test('only the probe that found it shows that it is gone', () => {
  ready()
    .when(passedRetest('cy', V241, { tool: 'another' }))
    .refused('proof/shows-nothing')
})
test('silence is no proof: the report has to say that somebody looked', () => {
  ready()
    .when(passedRetest('cy', V241, { looked: false }))
    .refused('proof/shows-nothing')
})
test('a narrower scan, or one of unknown scope, proves nothing; a wider one does', () => {
  ready()
    .when(passedRetest('cy', V241, { scope: 'narrower' }))
    .refused('proof/shows-nothing')
  ready()
    .when(passedRetest('cy', V241, { scope: 'unknown' }))
    .refused('proof/shows-nothing')
  ready()
    .when(passedRetest('cy', V241, { scope: 'wider' }))
    .happens('proof_recorded')
})
test('what was found is found, however narrow the scan', () => {
  ready()
    .when(failedRetest('cy', V241, { scope: 'narrower', tool: 'another' }))
    .happens('proof_recorded')
})
test('evidence about another artifact proves nothing', () => {
  ready()
    .when(passedRetest('cy', V241, { subject: V240.digests }))
    .refused('proof/other-artifact')
})
test('a proof covers all of the artifacts of a candidate', () => {
  const two = { version: '2.4.1', digests: [digest('api'), digest('worker')] as const }
  const history = given(placed('ana'), declared('lea', { ...two, digests: [...two.digests] }))
  history.when(passedRetest('cy', undefined, { subject: [digest('api')] })).refused('proof/not-all-artifacts')
  history.when(passedRetest('cy')).happens('proof_recorded')
})
test('evidence has to be attached', () => {
  ready()
    .when(passedRetest('cy', V241, { report: digest('nowhere') }))
    .refused('case/unknown-evidence')
  ready(attached('cy', digest('new')))
    .when(passedRetest('cy', V241, { report: digest('new') }))
    .happens('proof_recorded')
})

test('a finding by hand is as good as a scanner’s, and is retested by hand', () => {
  const byHand = given(found('ana', { finding: SECOND, tool: undefined as never }), placed('ana'), fixedBy('dev'))
  const manual = (by: string, found: boolean) =>
    proven(by, (subject) => ({ kind: 'manual', evidence: EVIDENCE, found, subject }), undefined, SECOND)
  const history = byHand.with(passedRetest('cy'), ranRegression('cy'))
  history.when(lift('ben')).refused('hold/not-proven')
  history.when(manual('dev', false)).refused('proof/own-fix')
  history.with(manual('cy', false)).when(lift('ben')).happens('hold_lifted')
  history.with(manual('cy', false), manual('cy', true)).when(lift('ben')).refused('hold/not-proven')
})

const component = (version: string): Proof => ({
  kind: 'component',
  sbom: EVIDENCE,
  component: 'pkg:npm/log',
  version,
  subject,
})
const vulnerable = findingOf('vulnerability', {
  component: 'pkg:npm/log',
  version: '2.16.0',
  fixed_in: ['2.17.1', '2.12.4'],
})
test('a fixed version of the component in the SBOM is a proof; the vulnerable one is a failure; another shows nothing', () => {
  const history = ready(vulnerable)
  history.when(proven('cy', () => component('2.17.1'), V241, SECOND)).happens('proof_recorded')
  history.when(proven('cy', () => component('2.13.0'), V241, SECOND)).refused('proof/shows-nothing')
  const failed = history.with(proven('cy', () => component('2.16.0'), V241, SECOND))
  expect(failed.asks(about(V241))).toMatchObject({ is: 'held', because: 'refuted' })
})
test('another component in the SBOM shows nothing', () => {
  ready(vulnerable)
    .when(proven('cy', () => ({ ...component('2.17.1'), component: 'pkg:npm/other' }) as Proof, V241, SECOND))
    .refused('proof/shows-nothing')
})
test('a configuration is read back; a removed secret is reviewed by somebody independent', () => {
  const configuration = (as_required: boolean): Proof => ({
    kind: 'configuration',
    evidence: EVIDENCE,
    as_required,
    subject,
  })
  const review = (removed: boolean): Proof => ({ kind: 'review', evidence: EVIDENCE, removed, subject })
  const passes = (kind: FindingKind, proof: Proof) =>
    ready(
      findingOf(kind),
      passedRetest('cy'),
      ranRegression('cy'),
      proven('cy', () => proof, V241, SECOND),
    )
  passes('misconfiguration', configuration(true)).when(lift('ben')).happens('hold_lifted')
  passes('misconfiguration', configuration(false)).when(lift('ben')).refused('hold/not-proven')
  passes('secret', review(true)).when(lift('ben')).happens('hold_lifted')
  passes('secret', review(false)).when(lift('ben')).refused('hold/not-proven')
})
test('each kind of finding has its kinds of proof', () => {
  const review: Proof = { kind: 'review', evidence: EVIDENCE, removed: true, subject }
  ready()
    .when(proven('cy', () => review))
    .refused('proof/kind-not-accepted')
})

test('a build is declared once, and never one that is known to be vulnerable', () => {
  ready().when(declared('lea', V241)).refused('case/known-candidate')
  ready()
    .when(declared('lea', { ...V242, digests: [digest('x'), ...V241.digests] }))
    .refused('case/known-candidate')
  ready()
    .when(declared('lea', { version: '2.4.3', digests: V240.digests }))
    .refused('hold/affected-candidate')
  ready()
    .when(declared('lea', { digests: [], commit: V240.commit }))
    .refused('hold/affected-candidate')
})
test('a candidate without artifacts is proven and cleared by its commit', () => {
  const bare = { digests: [], commit: commit('fix') } as const
  const lifted = given(
    placed('ana'),
    declared('lea', bare),
    passedRetest('cy'),
    ranRegression('cy'),
    lift('ben', undefined, 'stays'),
  )
  expect(lifted.asks({ commit: bare.commit }).is).toBe('cleared')
  expect(lifted.asks({ commit: bare.commit, digests: [digest('image')] }).is).toBe('held')
})

test('a regression run counts only when nothing failed, is gone, skipped, weakened or renamed away', () => {
  for (const worse of ['new_failures', 'gone', 'skipped', 'weakened', 'renamed'] as const)
    ready(passedRetest('cy'), ranRegression('cy', 'full', V241, { ...CLEAN, [worse]: 1 }))
      .when(lift('ben'))
      .refused('hold/no-regression')
  ready(passedRetest('cy'), ranRegression('cy', 'full', V241, { ...CLEAN, tests: 0 }))
    .when(lift('ben'))
    .refused('hold/no-regression')
})
test('a later run that is not clean takes an earlier one back', () => {
  ready(passedRetest('cy'), ranRegression('cy'), ranRegression('cy', 'limited', V241, { ...CLEAN, new_failures: 1 }))
    .when(lift('ben'))
    .refused('hold/no-regression')
})
test('a limited run is not a full one', () => {
  ready(passedRetest('cy'), ranRegression('cy', 'limited')).when(lift('ben')).refused('hold/no-regression')
})
test('proof for one candidate is no proof for another', () => {
  ready(passedRetest('cy'), ranRegression('cy'), declared('lea', V242))
    .when(lift('ben', V242))
    .refused('hold/not-proven')
})

test('declaring fixers that are known is nothing new; one more of several is', () => {
  const declares = (by: string, ...fixers: readonly string[]) =>
    step(by, (state) => ({
      type: 'declare_fixers',
      candidate: [...state.candidates.keys()][0]!,
      fixers: fixers as readonly Actor[],
    }))
  ready().when(declares('lea', 'dev')).happens()
  ready()
    .when(declares('lea', 'dev', 'rel'))
    .happens('fixers_declared')
  ready().when(declares('stranger', 'rel')).refused('case/not-authorised')
  ready()
    .when(step('lea', { type: 'declare_fixers', candidate: 99, fixers: ['dev' as Actor] }))
    .refused('case/unknown')
  given(placed('ana'))
    .when(declared('lea', V241, []))
    .happens('candidate_declared')
  given(placed('ana')).when(declared('stranger')).refused('case/not-authorised')
})
test('a fixer whom nobody knows would lock nobody out: refused, where anybody is known', () => {
  const declares = (...fixers: readonly string[]) =>
    step('lea', (state) => ({
      type: 'declare_fixers',
      candidate: [...state.candidates.keys()][0]!,
      fixers: fixers as readonly Actor[],
    }))
  const misspelt = declared('lea', V241, ['dev', 'deb'])
  given(placed('ana')).when(misspelt).refused('case/unknown')
  ready().when(declares('dev', 'deb')).refused('case/unknown')
  const before = given(placed('ana')).with(declared('lea', V241, ['dev']))
  const gone = withoutPeople('dev')
  before.under(gone).when(declares('dev')).happens() // known as a fixer already: nothing new
  before.under(gone).when(declares('dev', 'rel')).happens('fixers_declared')
})
test('proofs and runs of what nobody declared are refused', () => {
  const proof: Proof = { kind: 'manual', evidence: EVIDENCE, found: false, subject }
  const [candidate] = [...ready().state.candidates.keys()]
  ready()
    .when(step('cy', { type: 'record_proof', candidate: 99, finding: SQLI, proof }))
    .refused('case/unknown')
  ready()
    .when(step('cy', { type: 'record_proof', candidate: candidate!, finding: SECOND, proof }))
    .refused('case/unknown')
  const run = { extent: 'full', base: EVIDENCE, run: EVIDENCE, comparison: CLEAN, subject } as const
  ready()
    .when(step('cy', { type: 'record_regression', candidate: 99, ...run }))
    .refused('case/unknown')
  ready()
    .when(step('stranger', { type: 'record_regression', candidate: candidate!, ...run }))
    .refused('case/not-authorised')
  ready()
    .when(step('cy', { type: 'record_regression', candidate: candidate!, ...run, run: digest('none') }))
    .refused('case/unknown-evidence')
  ready()
    .when(step('cy', { type: 'record_regression', candidate: candidate!, ...run, subject: V240.digests }))
    .refused('proof/other-artifact')
  ready()
    .when(step('cy', { type: 'record_regression', candidate: candidate!, ...run, subject: [] }))
    .refused('proof/not-all-artifacts')
})
test('two builds without artifacts are told apart by their commits; with artifacts a commit may build twice', () => {
  const bare = (name: string) => ({ digests: [], commit: commit(name) }) as const
  const one = given(placed('ana'), declared('lea', bare('a')))
  one.when(declared('lea', bare('a'))).refused('case/known-candidate')
  one.when(declared('lea', bare('b'))).happens('candidate_declared', 'fixers_declared')
  one.when(declared('lea', { ...V241, commit: commit('a') })).happens('candidate_declared', 'fixers_declared')
  ready()
    .when(declared('lea', { digests: [], commit: V241.commit }))
    .happens('candidate_declared', 'fixers_declared')
  const two = given(placed('ana'), declared('lea', { digests: [digest('p'), digest('q')] }))
  two.when(declared('lea', { digests: [digest('q'), digest('r')] })).refused('case/known-candidate')
})
test('a refusal says what the evidence lacks', () => {
  const says = (what: Step, words: string) => {
    const decision = ready(vulnerable).decision(what)
    expect(decision.ok ? '' : decision.problem.message).toContain(words)
  }
  says(passedRetest('cy', V241, { tool: 'other' }), 'found by semgrep, not by other')
  says(passedRetest('cy', V241, { looked: false }), 'Silence is no proof')
  says(passedRetest('cy', V241, { scope: 'narrower' }), 'scope is narrower')
  says(
    proven('cy', () => component('3.0.0'), V241, SECOND),
    '3.0.0 is not known to carry the fix (2.17.1, 2.12.4)',
  )
})
test('only the last failure counts: what came before it does not bring a pass back', () => {
  const twice = ready(failedRetest('cy'), passedRetest('cy'), failedRetest('cy'), ranRegression('cy'))
  twice.when(lift('ben')).refused('hold/not-proven')
  expect(twice.asks(about(V241))).toMatchObject({ because: 'refuted' })
  expect(twice.with(passedRetest('cy')).asks(about(V241))).toMatchObject({ because: 'line' })
})
