import { expect, test } from 'vitest'
import type { Currency } from '../../money.ts'
import { REGULATORY } from '../facts/regulatory.ts'
import type { Profile } from '../profile.ts'
import { both, either, type Applies } from './applies.ts'
import { regulatoryExposure, type Regime } from './exposure.ts'
import { CRA_REQUIREMENTS_FROM, lawConstraints } from './law.ts'

const TODAY = '2026-11-21'

const profile = (facts: Partial<Profile> = {}): Profile => ({
  product: 'payments',
  currency: 'EUR' as Currency,
  loss: [],
  milestones: [],
  constraints: [],
  inputs: {},
  ...facts,
})

const turnover = (minor: number, currency = 'EUR') => ({ minor, currency: currency as Currency })
const of = (regime: Regime, facts: Partial<Profile>) =>
  regulatoryExposure(profile(facts), TODAY).find((one) => one.regime === regime)!

test('a profile that says nothing makes every rule a question, never a "no"', () => {
  for (const { applies, because } of regulatoryExposure(profile(), TODAY)) {
    expect(applies).toBe('ask')
    expect(because).toMatch(/^The profile does not say/)
  }
})

test('empty lists say "none": no rule applies, each says why, and no maximum is shown', () => {
  const none = regulatoryExposure(
    profile({ jurisdictions: [], sectors: [], data: [], isProductWithDigitalElements: false }),
    TODAY,
  )
  expect(none.map(({ regime }) => regime)).toEqual([
    'GDPR',
    'UK GDPR',
    'CCPA',
    'HIPAA',
    'NIS2',
    'DORA',
    'CRA',
    'PCI DSS',
    'SEC',
  ])
  for (const { applies, because, maxima } of none) {
    expect([applies, maxima]).toEqual(['no', []])
    expect(because).not.toBe('')
  }
})

test('GDPR: a failure of security is the lower tier; the upper one is an outer maximum', () => {
  const facts: Partial<Profile> = {
    jurisdictions: ['EU'],
    data: ['personal'],
    annualTurnover: turnover(2_000_000_000_00),
  }
  const { applies, because, maxima } = of('GDPR', facts)
  expect(applies).toBe('yes')
  expect(because).toBe('The profile names "EU" under jurisdictions. The profile names "personal" under data.')
  expect(maxima.map(({ fact, amount, currency }) => [fact, amount, currency])).toEqual([
    ['gdpr.art83.lower', 40_000_000, 'EUR'],
    ['gdpr.art83.upper', 80_000_000, 'EUR'],
  ])
  expect(maxima[0]!.tier).toContain('Art. 32')
  expect(maxima[1]!.tier).toContain('outer maximum')
})

test('the higher of amount and share counts', () => {
  const facts: Partial<Profile> = { jurisdictions: ['EU'], data: ['personal'], annualTurnover: turnover(1_000_000_00) }
  expect(of('GDPR', facts).maxima.map(({ amount }) => amount)).toEqual([10_000_000, 20_000_000])
  expect(of('GDPR', facts).maxima[0]!.how).toBe('the higher of 10000000 EUR and 2 % of worldwide annual turnover')
})

test('without turnover, or with one in another currency, no amount is made up', () => {
  const facts: Partial<Profile> = { jurisdictions: ['EU'], data: ['personal'] }
  expect(of('GDPR', facts).maxima[0]).not.toHaveProperty('amount')
  expect(of('GDPR', facts).maxima[0]!.how).toContain('the profile has no turnover')
  const dollars = of('GDPR', { ...facts, annualTurnover: turnover(1, 'USD') }).maxima[0]!
  expect(dollars).not.toHaveProperty('amount')
  expect(dollars.how).toContain('the turnover is in USD, no rate is assumed')
})

test('turnover is counted in whole units, also in a currency without cents', () => {
  const facts: Partial<Profile> = {
    jurisdictions: ['UK'],
    data: ['personal'],
    annualTurnover: turnover(1_000_000_000_00, 'GBP'),
  }
  expect(of('UK GDPR', facts).maxima).toMatchObject([{ amount: 40_000_000, currency: 'GBP', fact: 'ukgdpr.upper' }])
})

test('health data is personal data', () => {
  expect(of('GDPR', { jurisdictions: ['EU'], data: ['health'] })).toMatchObject({
    applies: 'yes',
    because: 'The profile names "EU" under jurisdictions. Health data is personal data.',
  })
})

test('CCPA: a range per consumer, the maximum were all of them Californian', () => {
  const facts: Partial<Profile> = { jurisdictions: ['US-CA'], data: ['personal'], people: 1000 }
  expect(of('CCPA', facts).maxima).toMatchObject([{ amount: 799_000, currency: 'USD' }])
  const { people: _, ...unknown } = facts
  expect(of('CCPA', unknown).maxima[0]).not.toHaveProperty('amount')
  expect(of('CCPA', { ...facts, jurisdictions: ['US'] }).applies).toBe('no')
})

test('HIPAA: four tiers, each with its cap for a calendar year', () => {
  const { applies, maxima } = of('HIPAA', { sectors: ['health (HIPAA)'], data: ['health'] })
  expect(applies).toBe('yes')
  expect(maxima.map(({ tier }) => tier)).toEqual([
    'tier 1: did not know',
    'tier 2: reasonable cause',
    'tier 3: wilful neglect, corrected within 30 days',
    'tier 4: wilful neglect, not corrected',
  ])
  for (const { amount } of maxima) expect(amount).toBe(2_190_294)
  expect(maxima[0]!.how).toBe('145 to 73011 USD per violation, at most 2190294 for identical ones in a calendar year')
})

test('NIS2: essential and important entities have their own maximum', () => {
  const facts = { jurisdictions: ['EU'], annualTurnover: turnover(1_000_000_000_00) } as const
  expect(of('NIS2', { ...facts, sectors: ['essential (NIS2)'] }).maxima).toMatchObject([{ amount: 20_000_000 }])
  expect(of('NIS2', { ...facts, sectors: ['important (NIS2)'] }).maxima).toMatchObject([{ amount: 14_000_000 }])
  expect(of('NIS2', { ...facts, sectors: ['important (NIS2)'] }).maxima[0]!.how).toContain('1.4 %')
  expect(of('NIS2', { ...facts, sectors: [] }).applies).toBe('no')
})

test('DORA and SEC bring duties and no maximum that could be verified', () => {
  expect(of('DORA', { jurisdictions: ['EU'], sectors: ['finance (DORA)'] })).toMatchObject({
    applies: 'yes',
    maxima: [],
  })
  expect(of('SEC', { sectors: ['listed in the US'] })).toMatchObject({ applies: 'yes', maxima: [] })
})

test('CRA: products with digital elements, not pure services', () => {
  const facts = { jurisdictions: ['EU'], annualTurnover: turnover(1_000_000_000_00) } as const
  expect(of('CRA', { ...facts, isProductWithDigitalElements: true }).maxima).toMatchObject([
    { amount: 25_000_000, fact: 'cra.fine' },
  ])
  expect(of('CRA', { ...facts, isProductWithDigitalElements: false })).toMatchObject({
    applies: 'no',
    because: expect.stringContaining('a pure service mostly falls under NIS2'),
  })
})

test('PCI: reported practice only, and it says that the contract decides', () => {
  const { applies, maxima } = of('PCI DSS', { data: ['cardholder'] })
  expect(applies).toBe('yes')
  expect(maxima).toMatchObject([{ amount: 100_000, fact: 'pci.monthly' }])
  expect(maxima[0]!.how).toContain('the contract with the acquirer decides')
})

test('every maximum points to a verified fact', () => {
  const all = regulatoryExposure(profile({ data: ['personal', 'health', 'cardholder'] }), TODAY)
  for (const { maxima } of all) for (const { fact } of maxima) expect(Object.hasOwn(REGULATORY, fact)).toBe(true)
})

const [y, n, a]: readonly Applies[] = (['yes', 'no', 'ask'] as const).map((applies) => ({ applies, because: applies }))

test('of two conditions that both must hold a "no" settles it, then an open question', () => {
  expect([both(y!, n!), both(n!, a!), both(a!, y!), both(y!, y!)].map(({ applies }) => applies)).toEqual([
    'no',
    'no',
    'ask',
    'yes',
  ])
  expect(both(y!, y!).because).toBe('yes yes')
})

test('of two conditions of which one suffices a "yes" settles it, then an open question', () => {
  expect([either(n!, y!), either(a!, y!), either(n!, a!), either(n!, n!)].map(({ applies }) => applies)).toEqual([
    'yes',
    'yes',
    'ask',
    'no',
  ])
  expect(either(n!, n!).because).toBe('no no')
})

test('from the day on which the CRA applies no product may ship with a known exploitable hole; the day before it is no law', () => {
  const facts = profile({ jurisdictions: ['EU'], isProductWithDigitalElements: true })
  expect(lawConstraints(facts, '2027-12-10')).toEqual([])
  expect(lawConstraints(facts, CRA_REQUIREMENTS_FROM)).toMatchObject([
    { kind: 'law', forbids: 'shipping it exploitable', source: 'CRA Annex I Part I (2)(a)' },
  ])
  expect(lawConstraints(profile({ jurisdictions: ['EU'], isProductWithDigitalElements: false }), '2028-01-01')).toEqual(
    [],
  )
  expect(lawConstraints(profile({ jurisdictions: ['UK'], isProductWithDigitalElements: true }), '2028-01-01')).toEqual(
    [],
  )
  expect(lawConstraints(profile(), '2028-01-01')).toEqual([])
})

test('where the profile does not say where it is sold, law is a question and not yet a constraint', () => {
  expect(lawConstraints(profile({ isProductWithDigitalElements: true }), '2028-01-01')).toEqual([])
  expect(of('CRA', { isProductWithDigitalElements: true }).applies).toBe('ask')
  expect(of('CRA', { jurisdictions: ['EU'] })).toMatchObject({
    applies: 'ask',
    because: 'The profile does not say whether this is a product with digital elements.',
  })
})

test('a maximum that misses a figure says which one, and that national law sets it where it does', () => {
  const [ccpa] = of('CCPA', { jurisdictions: ['US-CA'], data: ['personal'] }).maxima
  expect(ccpa!.how).toBe(
    '107 to 799 USD per Californian consumer and incident; the profile does not say how many people',
  )
  expect(ccpa).not.toHaveProperty('amount')
  const [nis2] = of('NIS2', { jurisdictions: ['EU'], sectors: ['important (NIS2)'] }).maxima
  expect(nis2!.tier).toBe('important entity; national law sets the amount')
})
