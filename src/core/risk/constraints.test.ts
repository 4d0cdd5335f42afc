import { expect, test } from 'vitest'
import { dropReasons, type Constraint, type Forbids } from './constraints.ts'
import { halts, OPTIONS, responseOf, shipsExploitable } from './options.ts'

const idsWhere = (is: (option: (typeof OPTIONS)[number]) => boolean) => OPTIONS.filter(is).map(({ id }) => id)

const forbidden = (forbids: Forbids) => {
  const rule: Constraint = { kind: 'law', forbids, reason: 'because', source: 'the law' }
  return idsWhere((option) => dropReasons(option, [rule], () => 0).length > 0)
}

test('a law against shipping it exploitable leaves what is switched off, reverted or fixed', () => {
  expect(forbidden('shipping it exploitable')).toEqual([
    'ship-now',
    'ship-with-control',
    'stop-rollout',
    'ship-then-patch',
  ])
  expect(forbidden('shipping it exploitable')).toEqual(idsWhere(shipsExploitable))
})

test('a policy against shipping the vulnerable code does not take a switch for a fix', () => {
  expect(forbidden('shipping the vulnerable code')).toEqual([
    'ship-now',
    'ship-with-control',
    'disable-feature',
    'stop-rollout',
    'ship-then-patch',
    'disable-and-control',
  ])
})

test('full regression may be demanded', () => {
  expect(forbidden('limited regression')).toEqual(['fix-limited-regression'])
})

test('what is dropped names the rule and its source', () => {
  const rule: Constraint = { kind: 'contract', forbids: 'limited regression', reason: 'promised', source: 'contract 7' }
  const option = OPTIONS.find(({ id }) => id === 'fix-limited-regression')!
  expect(dropReasons(option, [rule], () => 0)).toEqual([{ kind: 'contract', reason: 'promised', source: 'contract 7' }])
})

test('policy, contract and tolerance know an exception by a named owner of the risk', () => {
  const rule: Constraint = {
    kind: 'policy',
    forbids: 'shipping it exploitable',
    reason: 'r',
    source: 's',
    exceptionBy: 'the board',
  }
  const limit: Constraint = { kind: 'tolerance', amount: 1, chance: 0, source: 's', exceptionBy: 'the board' }
  expect(dropReasons(OPTIONS[0]!, [rule, limit], () => 1)).toEqual([])
  const { exceptionBy: _, ...strict } = rule
  expect(dropReasons(OPTIONS[0]!, [strict], () => 1)).toHaveLength(1)
})

test('an exception that names nobody is none', () => {
  const rule = { kind: 'policy', forbids: 'shipping it exploitable', reason: 'r', source: 's', exceptionBy: undefined }
  expect(dropReasons(OPTIONS[0]!, [rule as unknown as Constraint], () => 0)).toHaveLength(1)
})

test('law and safety know no exception', () => {
  for (const kind of ['law', 'safety'] as const) {
    const rule: Constraint = { kind, forbids: 'shipping it exploitable', reason: 'r', source: 's' }
    expect(dropReasons(OPTIONS[0]!, [rule], () => 0)).toEqual([{ kind, reason: 'r', source: 's' }])
  }
})

test('an option beyond the tolerance is dropped; one exactly at it is not', () => {
  const limit: Constraint = { kind: 'tolerance', amount: 1_000_000, chance: 0.01, source: 'board' }
  const asked: number[] = []
  const at = (chance: number) =>
    dropReasons(OPTIONS[0]!, [limit], (amount) => {
      asked.push(amount)
      return chance
    })
  expect(at(0.01)).toEqual([])
  expect(at(0.011_004_2)).toEqual([
    { kind: 'tolerance', reason: 'The chance of losing more than 1000000 is 0.011, above 0.01.', source: 'board' },
  ])
  expect(asked).toEqual([1_000_000, 1_000_000])
})

test('only shipping it as it is, for good and without a measure, accepts the risk', () => {
  const way = OPTIONS.find(({ id }) => id === 'ship-now')!
  expect(responseOf(way)).toBe('accept')
  expect(responseOf({ ...way, measures: ['control'] })).toBe('mitigate')
  expect(responseOf({ ...way, remedy: 'full' })).toBe('mitigate')
  expect(responseOf({ ...way, ships: 'part' })).toBe('mitigate')
})

test('each way out is a known response to risk, and says whether the release stays where it is', () => {
  expect(idsWhere((option) => responseOf(option) === 'accept')).toEqual(['ship-now'])
  expect(idsWhere((option) => responseOf(option) === 'avoid')).toEqual([
    'disable-feature',
    'revert-change',
    'roll-back',
    'disable-and-control',
  ])
  expect(idsWhere((option) => !halts(option))).toEqual([
    'ship-now',
    'ship-with-control',
    'disable-feature',
    'ship-then-patch',
    'disable-and-control',
  ])
})
