import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  about,
  accepts,
  approvesChange,
  asksToAccept,
  assessed,
  at,
  breaksGlass,
  CART,
  CRITICAL,
  declared,
  digest,
  failedRetest,
  found,
  given,
  lift,
  MINOR,
  nobody,
  on,
  placed,
  proposes,
  PROVEN,
  retracts,
  revokes,
  SECOND,
  step,
  sealed,
  V240,
  V241,
  V242,
  WITHDRAW,
} from '../case/case.testing.ts'
import { addMillis } from '../instant.ts'
import { decisionOf } from '../gate/verdict.ts'
import { codes, critical, DEMANDING, OTHER, POLICY, recorded, SQLI, unrated, weighed } from './recording.testing.ts'

const SEEN = [recorded(V240, [critical(SQLI)])]
const V241_SEEN = [recorded(V241, [critical(SQLI)])]
const SMALL = [
  assessed('ana', CRITICAL),
  step('ana', { type: 'assess', view: MINOR, learned: sealed('x'), evidence: [] }),
]

test('a finding that policy stops holds the artifact it was recorded for, and no other build', () => {
  expect(codes(weighed(SEEN))).toEqual(['evidence/blocks'])
  expect(codes(weighed(SEEN, about(V241)))).toEqual([])
})

test('a finding that nobody has rated makes the answer unknown; held beats it', () => {
  const both = [recorded(V240, [critical(SQLI), unrated(OTHER)])]
  expect(codes(weighed(both))).toEqual(['evidence/blocks', 'evidence/unassessed'])
  expect(decisionOf(weighed([recorded(V240, [unrated(OTHER)])]).reasons)).toBe('unknown')
})

test('two reports that name one finding, by any of its identities, say it once', () => {
  const twice = [
    recorded(V240, [critical(SQLI, OTHER)]),
    recorded(V240, [critical(OTHER)], { report: digest('other') }),
  ]
  expect(weighed(twice).reasons).toMatchObject([{ message: expect.stringContaining('One finding') }])
})

test('a later report that says less closes nothing', () => {
  expect(codes(weighed([...SEEN, recorded(V240, [], { finished_at: on('12:30') })]))).toEqual(['evidence/blocks'])
})

test('a placed hold, a case that merely has the finding, and a line that ended answer for nothing', () => {
  expect(codes(weighed(SEEN, {}, { state: given().state }))).toEqual(['evidence/blocks'])
  expect(codes(weighed(SEEN, {}, { state: given(placed('ana')).state }))).toEqual(['evidence/blocks'])
  const ended = given(placed('ana'), ...PROVEN, lift('ben')).state
  const later = [recorded(V242, [critical(SQLI)])]
  expect(codes(weighed(later, about(V242), { state: ended }))).toEqual(['evidence/blocks'])
})

test('a cleared candidate is clear of what was proven gone from it, and of nothing else', () => {
  const { state } = given(placed('ana'), ...PROVEN, lift('ben'))
  expect(codes(weighed(V241_SEEN, about(V241), { state }))).toEqual([])
  expect(codes(weighed([recorded(V241, [critical(OTHER)])], about(V241), { state }))).toEqual(['evidence/blocks'])
  expect(codes(weighed(SEEN, {}, { state }))).toEqual(['evidence/blocks'])
})

test('a retest that fails later takes it back', () => {
  const { state } = given(placed('ana'), ...PROVEN, lift('ben'), failedRetest('cy'))
  expect(codes(weighed(V241_SEEN, about(V241), { state }))).toEqual(['evidence/blocks'])
})

test('an accepted finding passes until the acceptance ends, at that very instant', () => {
  const { state } = given(...SMALL, placed('ana'), asksToAccept('pam', '18:00'), accepts('eve'), accepts('ben'))
  const accepted = weighed(SEEN, {}, { state })
  expect(accepted).toMatchObject({ reasons: [], until: on('18:00') })
  expect(codes(weighed(SEEN, {}, { state, now: addMillis(on('18:00'), -1) }))).toEqual([])
  expect(codes(weighed(SEEN, {}, { state, now: on('18:00') }))).toEqual(['evidence/blocks'])
  // For that build, and for what was known when it was granted.
  expect(codes(weighed(V241_SEEN, about(V241), { state }))).toEqual(['evidence/blocks'])
  expect(codes(weighed([recorded(V240, [critical(OTHER)])], {}, { state }))).toEqual(['evidence/blocks'])
})

test('an acceptance that was revoked, or that a new finding voids, answers for nothing any more', () => {
  const granted = given(...SMALL, placed('ana'), asksToAccept('pam', '18:00'), accepts('eve'), accepts('ben'))
  expect(codes(weighed(SEEN, {}, { state: granted.with(revokes('ben')).state }))).toEqual(['evidence/blocks'])
  expect(codes(weighed(SEEN, {}, { state: granted.with(found('ana', { finding: SECOND })).state }))).toEqual([
    'evidence/blocks',
  ])
})

test('an acceptance may name missing evidence, and answers for what it names', () => {
  const missing = ['evidence/required'] as const
  const { state } = given(
    ...SMALL,
    placed('ana'),
    asksToAccept('pam', '18:00', { missing }),
    accepts('eve'),
    accepts('ben'),
  )
  expect(codes(weighed([], {}, { policy: DEMANDING }))).toEqual(['evidence/required'])
  expect(weighed([], {}, { policy: DEMANDING, state })).toMatchObject({ reasons: [], until: on('18:00') })
  const stale = [recorded(V240, [], { finished_at: on('2026-11-18T12:00:00Z') })]
  expect(codes(weighed(stale, {}, { policy: DEMANDING, state }))).toEqual(['evidence/stale'])
})

test('a finding that two people dismissed, and a hold that they withdrew as a false positive, stop nothing', () => {
  const dismissed = given(proposes('ana', { kind: 'dismiss', finding: SQLI }), approvesChange('ben'))
  expect(codes(weighed(SEEN, {}, { state: dismissed.with(placed('ana')).state }))).toEqual([])
  const withdrawn = given(placed('ana'), proposes('ana', WITHDRAW), approvesChange('ben'))
  expect(codes(weighed(SEEN, {}, { state: withdrawn.state }))).toEqual([])
  // One person's slip is no decision about the finding.
  expect(codes(weighed(SEEN, {}, { state: given(placed('ana'), retracts('ana')).state }))).toEqual(['evidence/blocks'])
  expect(
    codes(
      weighed(
        SEEN,
        {},
        {
          state: given(
            placed('ana'),
            proposes('ana', { ...WITHDRAW, because: 'wrong_release' } as typeof WITHDRAW),
            approvesChange('ben'),
          ).state,
        },
      ),
    ),
  ).toEqual(['evidence/blocks'])
})

test('an override opens the way for its digest past the findings of its own case, and closes at its time', () => {
  const { state } = given(placed('ana'), breaksGlass('ben', '13:00'))
  expect(weighed(SEEN, {}, { state })).toMatchObject({ reasons: [], until: on('13:00') })
  expect(codes(weighed([recorded(V240, [critical(OTHER)])], {}, { state }))).toEqual(['evidence/blocks'])
  expect(codes(weighed(SEEN, {}, { state, now: on('13:00') }))).toEqual(['evidence/blocks'])
})

test('a case of another product answers for nothing here', () => {
  const { state } = given(
    at('09:10', placed('ana', { product: CART, affected: nobody })),
    proposes('ana', { kind: 'dismiss', finding: SQLI }),
    approvesChange('ben'),
  )
  expect(codes(weighed(SEEN, {}, { state }))).toEqual(['evidence/blocks'])
})

test('what stands behind the worst twenty has no name, so nothing answers for it', () => {
  const many = Array.from({ length: 20 }, (_, i) => critical(i.toString(16).padStart(32, '0') as typeof SQLI))
  const more = recorded(V240, many, { blocking: 31 })
  expect(weighed([more]).reasons).toMatchObject([
    { rule: 'critical-remediate', message: expect.stringContaining('20 findings') },
    { code: 'evidence/blocks', message: expect.stringContaining('11 more') },
  ])
})

test('a report that could not tell everything is unknown, until the same tool reports in full', () => {
  const failed = recorded(V240, [], { problems: ['trivy/scan-error'] })
  expect(codes(weighed([failed]))).toEqual(['trivy/scan-error'])
  expect(codes(weighed([failed, recorded(V240, [], { report: digest('whole') })]))).toEqual([])
})

test('what is demanded of several artifacts is demanded of each', () => {
  const one = [recorded(V240)]
  expect(codes(weighed(one, { digests: V240.digests }, { policy: { ...DEMANDING } }))).toEqual([])
  expect(codes(weighed(one, { digests: [...V240.digests, ...V241.digests] }, { policy: DEMANDING }))).toEqual([
    'evidence/required',
  ])
  expect(codes(weighed([...one, ...V241_SEEN], { digests: [...V240.digests, ...V241.digests] }))).toEqual([
    'evidence/blocks',
  ])
})

test('a judgement by another policy counts for nothing, and is named to be made again', () => {
  const before = { ...SEEN[0]!, policy: digest('before') }
  expect(weighed([before])).toMatchObject({
    reasons: [{ code: 'evidence/not-judged', decision: 'unknown' }],
    unjudged: [{ report: before.report }],
  })
  expect(weighed([before, { ...before, policy: POLICY.digest, worst: [], blocking: 0 }])).toMatchObject({
    reasons: [],
    unjudged: [],
  })
})

test('whatever is recorded beside, in whatever order: what held a build goes on holding it', () => {
  const build = fc.constantFrom(V240, V241, V242)
  const worst = fc.subarray([critical(SQLI), critical(OTHER), unrated(SECOND)])
  const one = fc.record({ build, worst, no: fc.nat(1_000), problems: fc.subarray(['trivy/scan-error'] as const) })
  fc.assert(
    fc.property(fc.array(one, { maxLength: 6 }), fc.nat(6), (all, place) => {
      const recordings = all.map(({ build, worst, no, problems }) =>
        recorded(build, worst, { report: digest(`${no}`), problems }),
      )
      const held = recordings.toSpliced(Math.min(place, recordings.length), 0, ...SEEN)
      expect(decisionOf(weighed(held).reasons)).toBe('held')
    }),
  )
})

test('a declared candidate makes nothing known: declaring is a claim', () => {
  const { state } = given(placed('ana'), declared('lea', V241))
  expect(codes(weighed([], about(V241), { state, policy: DEMANDING }))).toEqual(['evidence/required'])
})
