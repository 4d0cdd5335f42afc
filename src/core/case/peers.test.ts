import { expect, test } from 'vitest'
import type { HoldId } from '../ids.ts'
import {
  about,
  accepts,
  approvesChange,
  asksToAccept,
  at,
  breaksGlass,
  CART,
  digest,
  EVIDENCE,
  failedRetest,
  fixedBy,
  given,
  lift,
  nobody,
  on,
  passedRetest,
  PAYMENTS,
  placed,
  proposes,
  PROVEN,
  RULES,
  SQLI,
  step,
  V240,
  V241,
  V242,
  withoutPeople,
} from './case.testing.ts'
import { deadEnds } from './next.ts'

/** What went wrong in other products, each as a rule here. */

const report = (name: string, findings: number) =>
  step('ci', { type: 'link_report', report: digest(name), format: 'sarif', findings })

test('the same report twice: no events', () => {
  given(placed('ana')).when(report('r', 1)).happens('report_linked').when(report('r', 1)).happens()
})
test('an empty or narrower report closes nothing', () => {
  const held = given(placed('ana'), fixedBy('dev'), report('empty', 0))
  held.when(passedRetest('cy', V241, { scope: 'narrower', report: digest('empty') })).refused('proof/shows-nothing')
  held.when(passedRetest('cy', V241, { looked: false, report: digest('empty') })).refused('proof/shows-nothing')
  expect(held.asks(about(V241)).is).toBe('held')
})
test('a hold placed after the pipeline started still stops the deploy step', () => {
  const before = given()
  expect(before.asks(about(V240), on('09:10')).is).toBe('not_affected')
  expect(before.with(at('09:11', placed('ana'))).asks(about(V240), on('09:12')).is).toBe('held')
})
test('an exception that ended at T is over at T + 1 s, wherever it is asked for', () => {
  const accepted = given(placed('ana'), asksToAccept('pam', '10:00'), accepts('eve'), accepts('ben'))
  expect(accepted.asks(about(V240), on('2026-11-20T10:00:01Z')).is).toBe('held')
  const overridden = given(placed('ana'), breaksGlass('eve', '10:00'))
  expect(overridden.asks(about(V240), on('2026-11-20T10:00:01Z')).is).toBe('held')
})
test('extending an acceptance that ended is a new decision', () => {
  const ended = given(placed('ana'), asksToAccept('pam', '10:00'), accepts('eve'), accepts('ben'))
  ended.when(at('10:30', accepts('mia'))).refused('acceptance/settled')
  const asked = ended.with(at('10:30', asksToAccept('pam', '11:00')))
  expect(asked.asks(about(V240), on('10:31')).is).toBe('held')
})
test('an approver who leaves in the middle of a case leaves a dead end that is told and escalated', () => {
  const asked = given(placed('ana'), asksToAccept('pam', '18:00'), accepts('ben'))
  const alone = asked.under(withoutPeople('eve'))
  expect(deadEnds(alone.state, alone.rules, alone.state.at).map(({ code }) => code)).toEqual(['case/dead-end'])
  alone.when(step('holdpoint', { type: 'escalate', because: 'dead_end' })).happens('escalated')
  expect(deadEnds(asked.state, RULES, asked.state.at)).toEqual([])
})
test('an approval of somebody who has left since does not count', () => {
  const asked = given(placed('ana'), asksToAccept('pam', '18:00'), accepts('ben'))
  asked.under(withoutPeople('ben')).when(accepts('eve')).happens('acceptance_approved')
})
test('a wrong digest never passes on the strength of a right version', () => {
  const lifted = given(placed('ana'), ...PROVEN, lift('ben'))
  expect(lifted.asks({ version: '2.4.1', digests: [digest('wrong')] }).is).toBe('held')
})
test('an override disables no neighbouring hold', () => {
  const both = given(
    placed('ana'),
    placed('ana', { product: CART, affected: { ...nobody, digests: V240.digests } }),
    breaksGlass('eve', '10:00'),
  )
  expect(both.asks(about(V240)).is).toBe('overridden')
  expect(both.asks({ ...about(V240), product: CART }).is).toBe('held')
})
test('a hold of one case does not stop the release that carries the fix of another', () => {
  const through = given(
    placed('ana'),
    step('ana', { type: 'see_in_production', finding: SQLI, evidence: EVIDENCE }),
    proposes('lea', { kind: 'let_fix_through', product: PAYMENTS, build: V242, fixes: 'HP-8/payments' as HoldId }),
    approvesChange('ben'),
  )
  expect(through.asks(about(V242))).toMatchObject({ is: 'not_affected', because: 'carries_a_fix' })
})
test('a proven fix passes its own hold, and a fix that failed does not', () => {
  const lifted = given(placed('ana'), ...PROVEN, lift('ben'))
  expect(lifted.asks(about(V241)).is).toBe('cleared')
  expect(lifted.with(failedRetest('cy')).asks(about(V241)).is).toBe('held')
})
