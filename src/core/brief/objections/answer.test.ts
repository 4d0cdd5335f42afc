import { expect, test } from 'vitest'
import { materialOf } from '../brief.testing.ts'
import { FULL, sample, type Recipe } from '../cases.testing.ts'
import { composer } from '../compose.ts'
import { ENGLISH } from '../english/english.ts'
import { factsOf } from '../facts.ts'
import type { ObjectionKind } from '../facts/meeting.ts'
import { harshnessIn } from '../tone.ts'
import { textOf } from '../tree.ts'
import { answerTo, SPEAKERS } from './answer.ts'
import type { Stance } from './reply.ts'

const KINDS = Object.keys(SPEAKERS) as ObjectionKind[]
const answer = (kind: ObjectionKind, more: Partial<Recipe> = {}) => {
  const { state, words } = sample({ ...FULL, candidate: 'none', contained: false, ...more })
  return answerTo(kind, factsOf(materialOf(state, words)), composer(ENGLISH))
}
const stance = (kind: ObjectionKind, more: Partial<Recipe> = {}): Stance => answer(kind, more).stance

const costs = (...rows: Recipe['costs']): Partial<Recipe> => ({ costs: rows })
const FIX = ['fix-first', 100_000, 200_000] as const

test('there are fourteen kinds of objection, and one for what nobody thought of', () => {
  expect(KINDS).toHaveLength(15)
})

test('every answer offers a next step and says what would change our mind, whatever is known', () => {
  for (const kind of KINDS)
    for (const more of [{}, { costs: [], plans: 0, assessed: 'never', vector: 'none' }] as const) {
      const { answer: said, next, change } = answer(kind, more)
      for (const part of [said, next, change]) expect(textOf(part).length, kind).toBeGreaterThan(20)
      expect(harshnessIn(textOf([...said, ...next, ...change])), kind).toEqual([])
    }
})

test.each([
  ['later_patch', 'ship-then-patch'],
  ['compensating_control', 'ship-with-control'],
  ['workaround', 'disable-feature'],
  ['roll_back', 'revert-change'],
] as const)('%s is conceded where the figures support it, on average and on a bad day', (kind, option) => {
  expect(stance(kind, costs([option, 50_000, 90_000], FIX))).toBe('concede')
  expect(stance(kind, costs([option, 50_000, 900_000], FIX))).toBe('partly')
  expect(stance(kind, costs([option, 500_000, 900_000], FIX))).not.toBe('concede')
})

test('whatever ships with the weakness in it names who has to accept that', () => {
  const { answer: said } = answer('later_patch', costs(['ship-then-patch', 50_000, 90_000], FIX))
  expect(textOf(said)).toContain('Policy lets')
})

test('a feature that is switched off is conceded as an interim measure, and does not end the hold', () => {
  const { stance: is, answer: said } = answer('workaround', { contained: true })
  expect(is).toBe('concede')
  expect(textOf(said)).toContain('the hold stays')
})

test('what is in production already is conceded: holding the new release protects nobody there', () => {
  expect(stance('already_in_production', { inProduction: true })).toBe('concede')
  expect(stance('already_in_production')).toBe('hold')
})

test('accepting the risk is a legitimate answer', () => {
  expect(stance('accept_the_risk')).toBe('concede')
})

test('a limited regression test is enough where policy asks for no more', () => {
  expect(stance('limited_regression')).not.toBe('concede')
  expect(stance('limited_regression', { assessed: 'never', vector: 'none', costs: [] })).toBe('concede')
})

test('asked for figures that nobody computed, the answer says so instead of guessing', () => {
  const { answer: said } = answer('quantify', { costs: [] })
  expect(textOf(said)).not.toMatch(/\d/)
  expect(textOf(said)).toContain('cannot answer yet')
})
