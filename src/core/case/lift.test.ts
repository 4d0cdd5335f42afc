import { expect, test } from 'vitest'
import {
  about,
  accepts,
  approvesChange,
  proposes,
  asksToAccept,
  assessed,
  at,
  CLEAN,
  declared,
  digest,
  EXPLOITED,
  failedRetest,
  FAST_LANE,
  fixedBy,
  found,
  given,
  givenUnder,
  grants,
  History,
  lift,
  MINOR,
  nobody,
  on,
  passedRetest,
  PAYMENTS,
  placed,
  PROVEN,
  ranRegression,
  RULES,
  SECOND,
  step,
  V240,
  V241,
  V242,
  withPeople,
} from './case.testing.ts'
import type { Actor } from '../ids.ts'

test('nobody lifts on the strength of their own fix', () => {
  given(placed('ana'), fixedBy('ben'), passedRetest('cy'), ranRegression('cy'))
    .when(lift('ben'))
    .refused('hold/own-fix')
})
test('a failed retest takes back an earlier pass', () => {
  given(placed('ana'), ...PROVEN, failedRetest('cy'))
    .when(lift('ben'))
    .refused('hold/not-proven')
})
test('a pass after a failure counts again', () => {
  given(placed('ana'), ...PROVEN, failedRetest('cy'), passedRetest('cy'))
    .when(lift('ben'))
    .happens('hold_lifted')
})
test('a proven candidate is cleared, and the vulnerable build stays held', () => {
  const after = given(placed('ana'), ...PROVEN)
    .when(lift('ben'))
    .happens('hold_lifted')
  expect(after.asks(about(V241))).toMatchObject({ is: 'cleared' })
  expect(after.asks(about(V240))).toMatchObject({ is: 'held', because: 'affected' })
})
test('lifting twice is harmless', () => {
  given(placed('ana'), ...PROVEN, lift('ben'))
    .when(lift('ben'))
    .happens()
})
test('without proof, without regression, without declared fixers: no lift', () => {
  given(placed('ana'), fixedBy('dev')).when(lift('ben')).refused('hold/not-proven')
  given(placed('ana'), fixedBy('dev'), passedRetest('cy')).when(lift('ben')).refused('hold/no-regression')
  given(placed('ana'), declared('lea', V241, []), passedRetest('cy'), ranRegression('cy'))
    .when(lift('ben'))
    .refused('hold/fixers-undeclared')
})
test('every blocking finding has to be proven gone', () => {
  given(placed('ana'), found('ana', { finding: SECOND }), ...PROVEN)
    .when(lift('ben'))
    .refused('hold/not-proven')
})
test('who may not lift does not lift', () => {
  for (const by of ['pam', 'lea', 'cy', 'ci', 'adm', 'aud', 'stranger'])
    given(placed('ana'), ...PROVEN)
      .when(lift(by))
      .refused('case/not-authorised')
})
test('whoever placed the hold may be one of two, never the only one', () => {
  const proven = given(placed('ben'), ...PROVEN)
  const first = proven.when(lift('ben')).happens('lift_approved')
  expect(first.asks(about(V241)).is).toBe('held')
  first.when(lift('ben')).happens()
  const second = first.when(lift('mia')).happens('hold_lifted')
  expect(second.events.at(-1)?.data).toMatchObject({ people: ['ben', 'mia'] })
})
test('whoever gave all of the proof does not lift alone', () => {
  const own = given(placed('ana'), fixedBy('dev'), passedRetest('ben'), ranRegression('ben'))
  own.when(lift('ben')).happens('lift_approved').when(lift('mia')).happens('hold_lifted')
})
test('an approval given before a failed retest does not count after it', () => {
  const first = given(placed('ben'), ...PROVEN, lift('ben'), failedRetest('cy'), passedRetest('cy'))
  first.when(lift('ben')).happens('lift_approved')
})
test('two people where policy says so', () => {
  const rules = { ...RULES, lifters: { ...RULES.lifters, critical: 2 } }
  const first = givenUnder(rules, placed('ana'), ...PROVEN)
    .when(lift('ben'))
    .happens('lift_approved')
  first.when(lift('eve')).happens('hold_lifted')
})
test('a role granted while the hold is in force does not lift alone', () => {
  const rules = withPeople({ newt: grants('security-manager', on('09:05')), new2: grants('executive', on('09:05')) })
  const proven = givenUnder(rules, placed('ana'), ...PROVEN)
  const first = proven.when(at('09:20', lift('newt'))).happens('lift_approved')
  first.when(lift('new2')).happens('lift_approved')
  first.when(lift('ben')).happens('hold_lifted')
})
test('a deputy lifts until the deputation ends, to the millisecond', () => {
  const rules = withPeople({ dee: grants('security-manager', on('2026-11-01T00:00:00Z'), on('10:00')) })
  const proven = givenUnder(rules, placed('ana'), ...PROVEN)
  proven.when(at(on('2026-11-20T09:59:59.999Z'), lift('dee'))).happens('hold_lifted')
  proven.when(at('10:00', lift('dee'))).refused('case/not-authorised')
})

test('a later failing retest takes the lift back, and the line holds again', () => {
  const back = given(placed('ana'), ...PROVEN, lift('ben'), failedRetest('cy'))
  expect(back.asks(about(V241))).toMatchObject({ is: 'held', because: 'refuted' })
  expect(back.asks(about(V242))).toMatchObject({ is: 'held', because: 'line' })
})
test('a lift that was taken back needs to be given again: a later pass does not bring it back', () => {
  const again = given(placed('ana'), ...PROVEN, lift('ben'), failedRetest('cy'), passedRetest('cy'))
  expect(again.asks(about(V241)).is).toBe('held')
  expect(again.when(lift('ben')).happens('hold_lifted').asks(about(V241)).is).toBe('cleared')
})
test('a lift ends the line, or stays with the candidate alone', () => {
  const proven = given(placed('ana'), ...PROVEN)
  expect(proven.with(lift('ben', V241, 'ends')).asks(about(V242))).toMatchObject({ because: 'line_ended' })
  const stays = proven.with(lift('ben', V241, 'stays'))
  expect(stays.asks(about(V241)).is).toBe('cleared')
  expect(stays.asks(about(V242)).is).toBe('held')
})
test('a hold that is placed again voids what was cleared before', () => {
  const again = given(placed('ana'), ...PROVEN, lift('ben'), placed('mia'))
  expect(again.asks(about(V241)).is).toBe('held')
  again.when(lift('ben')).refused('hold/not-proven')
})
test('a cleared digest that turns out to be affected is held for ever', () => {
  const more = step('ana', { type: 'add_affected', product: PAYMENTS, affected: { ...nobody, digests: V241.digests } })
  const held = given(placed('ana'), ...PROVEN, lift('ben'), more)
  expect(held.asks(about(V241))).toMatchObject({ is: 'held', because: 'affected' })
  given(placed('ana'), ...PROVEN, more)
    .when(lift('ben'))
    .refused('hold/affected-candidate')
})

test('exploited in production: limited regression lifts, and the full run is due within hours', () => {
  const lane = given(...FAST_LANE)
  const lifted = lane.when(at('12:00', lift('ben'))).happens('hold_lifted')
  expect(lifted.events.at(-1)?.data).toMatchObject({ full_regression_due: '2026-11-21T12:00:00.000Z' })
  expect(lifted.asks(about(V241)).is).toBe('cleared')
})
test('the full run that fails afterwards escalates, and does not block the fix', () => {
  const lane = given(...FAST_LANE, lift('ben'))
  const failed = lane
    .when(ranRegression('cy', 'full', V241, { ...CLEAN, new_failures: 2 }))
    .happens('regression_recorded', 'escalated')
  expect(failed.asks(about(V241)).is).toBe('cleared')
})
test('not exploited, or not in production: no short cut', () => {
  for (const view of [
    { ...EXPLOITED, exploited: false },
    { ...EXPLOITED, in_production: false },
  ])
    given(assessed('ana', view), placed('ana'), fixedBy('dev'), passedRetest('cy'), ranRegression('cy', 'limited'))
      .when(lift('ben'))
      .refused('hold/no-regression')
})
test('policy says which severity demands which regression', () => {
  const medium = (extent: 'full' | 'limited') =>
    new History().with(
      step('ana', { type: 'open', name: 'Low Tide', title: { sealed: '0'.repeat(64) } }),
      step('ana', {
        type: 'attach',
        evidence: digest('evidence'),
        bytes: 1,
        name: { sealed: '0'.repeat(64) },
        sensitive: false,
      }),
      found('ana', { severity: 'medium' }),
      assessed('ana', MINOR),
      placed('ana'),
      fixedBy('dev'),
      passedRetest('cy'),
      ranRegression('cy', extent),
    )
  medium('limited').when(lift('ben')).happens('hold_lifted')
})
test('an accepted risk does not hinder the lift, and the lift wins', () => {
  const both = given(
    placed('ana'),
    asksToAccept('pam', '18:00', { scope: { kind: 'build', build: V241 } }),
    accepts('eve'),
    accepts('ben'),
    ...PROVEN,
  )
  expect(both.asks(about(V241)).is).toBe('accepted')
  expect(both.with(lift('ben')).asks(about(V241)).is).toBe('cleared')
})

test('what nobody declared, or what was withdrawn, is not lifted', () => {
  given(placed('ana'))
    .when(step('ben', { type: 'lift', candidate: 99, line: 'ends' }))
    .refused('case/unknown')
  for (const because of ['cancelled', 'false_positive'] as const)
    given(
      placed('ana'),
      ...PROVEN,
      proposes('ana', { kind: 'withdraw', product: PAYMENTS, because }),
      approvesChange('mia'),
    )
      .when(lift('ben'))
      .refused('hold/taken-back')
})
test('a lift for another candidate, or with another reach, is another lift', () => {
  const stays = given(placed('ana'), ...PROVEN, lift('ben', V241, 'stays'))
  stays.when(lift('ben', V241, 'stays')).happens()
  const ends = stays.when(lift('ben', V241, 'ends')).happens('hold_lifted')
  expect(ends.asks(about(V242))).toMatchObject({ because: 'line_ended' })
  stays
    .with(declared('lea', V242))
    .when(lift('ben', V242, 'stays'))
    .refused('hold/not-proven')
})
test('a failure of another candidate does not void an approval', () => {
  const first = given(placed('ben'), ...PROVEN, declared('lea', V242), lift('ben', V241), failedRetest('cy', V242))
  first.when(lift('mia', V241)).happens('hold_lifted')
})
test('an approval counts for the reach that it was given for', () => {
  given(placed('ben'), ...PROVEN, lift('ben', V241, 'stays'))
    .when(lift('mia', V241, 'ends'))
    .happens('hold_lifted')
  const both = given(placed('mia'), ...PROVEN, lift('mia', V241, 'stays'))
  both.when(lift('mia', V241, 'ends')).happens('lift_approved')
})
test('an approval given before the hold was placed again does not count', () => {
  const again = given(
    placed('ben'),
    ...PROVEN,
    lift('ben'),
    lift('mia'),
    placed('ben'),
    passedRetest('cy'),
    ranRegression('cy'),
  )
  again.when(lift('ben')).happens('lift_approved')
})
test('whoever lifted and turns out to be a fixer lifted nothing', () => {
  const lifted = given(placed('ana'), ...PROVEN, lift('ben'))
  const joined = step('lea', (state) => ({
    type: 'declare_fixers',
    candidate: [...state.candidates.keys()][0]!,
    fixers: ['ben' as Actor],
  }))
  expect(lifted.with(joined).asks(about(V241)).is).toBe('held')
})
test('when only the lifter’s own proof is left, the lift no longer stands on two', () => {
  const joined = step('lea', (state) => ({
    type: 'declare_fixers',
    candidate: [...state.candidates.keys()][0]!,
    fixers: ['cy' as Actor],
  }))
  const lifted = given(
    placed('ana'),
    fixedBy('dev'),
    passedRetest('ben'),
    passedRetest('cy'),
    ranRegression('ci'),
    lift('ben'),
  )
  expect(lifted.asks(about(V241)).is).toBe('cleared')
  expect(lifted.with(joined).asks(about(V241)).is).toBe('held')
})
test('a full run that fails escalates only after a lift on limited regression', () => {
  const bad = ranRegression('cy', 'full', V241, { ...CLEAN, new_failures: 1 })
  given(placed('ana'), ...PROVEN, lift('ben'))
    .when(bad)
    .happens('regression_recorded')
  const lane = given(...FAST_LANE)
  lane.when(bad).happens('regression_recorded')
  lane
    .with(lift('ben'))
    .when(ranRegression('cy', 'limited', V241, { ...CLEAN, gone: 1 }))
    .happens('regression_recorded')
  lane
    .with(declared('lea', V242), lift('ben', V241))
    .when(ranRegression('cy', 'full', V242, { ...CLEAN, gone: 1 }))
    .happens('regression_recorded')
})

const TWO = { ...RULES, lifters: { ...RULES.lifters, critical: 2 } }
test('of two who have to lift, one who approved before a failure has to approve again', () => {
  const first = givenUnder(TWO, placed('ana'), ...PROVEN, lift('ben'))
  first.when(lift('mia')).happens('hold_lifted')
  first.with(failedRetest('cy'), passedRetest('cy')).when(lift('mia')).happens('lift_approved')
  first.with(declared('lea', V242), failedRetest('cy', V242)).when(lift('mia', V241)).happens('hold_lifted')
})
test('an approval for one candidate, one reach or one placement is none for another', () => {
  const proven = givenUnder(
    TWO,
    placed('ana'),
    ...PROVEN,
    declared('lea', V242),
    passedRetest('cy', V242),
    ranRegression('cy', 'full', V242),
  )
  const first = proven.with(lift('ben', V241))
  first.when(lift('mia', V242)).happens('lift_approved')
  first.when(lift('mia', V241, 'stays')).happens('lift_approved')
  const again = first.with(
    lift('mia', V241),
    placed('ana'),
    passedRetest('cy', V241),
    ranRegression('cy', 'full', V241),
  )
  again.when(lift('mia', V241)).happens('lift_approved')
})
test('of two who lifted, one who turns out to be a fixer takes the lift with them', () => {
  const lifted = givenUnder(TWO, placed('ana'), ...PROVEN, lift('ben'), lift('mia'))
  const joined = step('lea', (state) => ({
    type: 'declare_fixers',
    candidate: [...state.candidates.keys()][0]!,
    fixers: ['mia' as Actor],
  }))
  expect(lifted.asks(about(V241)).is).toBe('cleared')
  expect(lifted.with(joined).asks(about(V241)).is).toBe('held')
})
test('a regression run from before the hold was placed again does not count', () => {
  const again = given(placed('ana'), ...PROVEN, lift('ben'), placed('mia'), passedRetest('cy'))
  again.when(lift('ben')).refused('hold/no-regression')
  again.with(ranRegression('cy')).when(lift('ben')).happens('hold_lifted')
})
