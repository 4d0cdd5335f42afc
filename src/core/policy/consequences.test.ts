import { expect, test } from 'vitest'
import { CART, fixedBy, given, passedRetest, placed, ranRegression, RULES } from '../case/case.testing.ts'
import type { Rules } from '../case/rules.ts'
import { consequences } from './consequences.ts'

const { state } = given(placed('ana'), fixedBy('dev'), passedRetest('cy'), ranRegression('cy', 'limited'))

test('a policy that asks for less shows which holds could then be lifted, and by how many', () => {
  const looser: Rules = { ...RULES, regression: { ...RULES.regression, critical: 'limited' } }
  expect(consequences([state], RULES, looser)).toMatchObject([
    {
      hold: 'HP-7/payments',
      name: 'Quiet Harbour',
      before: { candidate: { lacks: ['hold/no-regression'] } },
      after: { candidate: { lacks: [] } },
    },
  ])
  const alone: Rules = { ...RULES, lifters: { ...RULES.lifters, critical: 2 } }
  expect(consequences([state], alone, RULES)).toMatchObject([
    { before: { lift: { people: 2 } }, after: { lift: { people: 1 } } },
  ])
})

test('who reads it, who accepts it and when somebody is called are shown as well', () => {
  const open: Rules = { ...RULES, reading: { ...RULES.reading, restricted: [] } }
  const soon: Rules = { ...RULES, escalation: [{ afterMinutes: 5, roles: ['executive'] }] }
  const longer = { ...RULES.acceptance.bySeverity, critical: { level: 0, maxDays: 90 } }
  const accepted: Rules = { ...RULES, acceptance: { ...RULES.acceptance, bySeverity: longer } }
  expect(consequences([state], RULES, open)).toMatchObject([{ after: { isRestricted: false } }])
  expect(consequences([state], RULES, soon)[0]?.after.called).not.toBe(
    consequences([state], RULES, soon)[0]?.before.called,
  )
  expect(consequences([state], RULES, accepted)).toMatchObject([
    { before: { accept: { days: 7 } }, after: { accept: { days: 90 } } },
  ])
})

test('each product of a case by itself; nothing where nothing is in force, or nothing is different', () => {
  const two = given(placed('ana'), placed('ana', { product: CART })).state
  const more: Rules = { ...RULES, lifters: { ...RULES.lifters, critical: 3 } }
  expect(consequences([two], RULES, more).map(({ hold }) => hold)).toEqual(['HP-7/payments', 'HP-7/cart'])
  expect(consequences([given().state], RULES, more)).toEqual([])
  expect(consequences([two], RULES, { ...RULES })).toEqual([])
})
