import { expect, test } from 'vitest'
import type { Actor } from '../../ids.ts'
import type { Instant } from '../../instant.ts'
import type { Currency } from '../../money.ts'
import type { Profile } from '../profile.ts'
import type { Trigger } from './clock-table.ts'
import { clockProposals, startClock, type BusinessDay, type Declaration } from './clocks.ts'

const everything: Profile = {
  product: 'payments',
  currency: 'EUR' as Currency,
  jurisdictions: ['EU', 'UK', 'US', 'US-CA'],
  sectors: ['health (HIPAA)', 'finance (DORA)', 'essential (NIS2)', 'listed in the US'],
  data: ['personal', 'health'],
  isProductWithDigitalElements: true,
  loss: [],
  milestones: [],
  constraints: [],
  inputs: {},
}

const clock = (id: string, today = '2026-11-21') => clockProposals(everything, today).find((one) => one.id === id)!
const declared = (trigger: Trigger, at: string): Declaration => ({
  trigger,
  at: at as Instant,
  by: 'priya' as Actor,
  role: 'privacy',
})

const endsAt = (id: string, at: string, days: readonly BusinessDay[] = []) => {
  const proposal = clock(id)
  const result = startClock(proposal, declared(proposal.startsAt, at), days)
  return result.ok ? result.value.endsAt : result.problem.code
}

test('a clock is a proposal: it says when it would start and whether it applies, and none of them runs', () => {
  const proposals = clockProposals(everything, '2026-11-21')
  expect(proposals.map(({ id }) => id)).toEqual([
    'gdpr-authority',
    'nis2-early-warning',
    'nis2-notification',
    'nis2-final-report',
    'cra-early-warning',
    'cra-notification',
    'cra-final-report',
    'dora-initial',
    'dora-initial-latest',
    'dora-intermediate',
    'sec-8k',
    'hipaa-individuals',
  ])
  for (const proposal of proposals) {
    expect(proposal.applies).toBe('yes')
    expect(proposal).not.toHaveProperty('endsAt')
  }
})

test('hours and days run from the declared awareness', () => {
  const at = '2026-11-20T14:00:00.000Z'
  expect(endsAt('gdpr-authority', at)).toBe('2026-11-23T14:00:00.000Z')
  expect(endsAt('nis2-early-warning', at)).toBe('2026-11-21T14:00:00.000Z')
  expect(endsAt('nis2-notification', at)).toBe('2026-11-23T14:00:00.000Z')
  expect(endsAt('cra-early-warning', at)).toBe('2026-11-21T14:00:00.000Z')
  expect(endsAt('cra-notification', at)).toBe('2026-11-23T14:00:00.000Z')
  expect(endsAt('cra-final-report', at)).toBe('2026-12-04T14:00:00.000Z')
  expect(endsAt('dora-initial', at)).toBe('2026-11-20T18:00:00.000Z')
  expect(endsAt('dora-initial-latest', at)).toBe('2026-11-21T14:00:00.000Z')
  expect(endsAt('hipaa-individuals', at)).toBe('2027-01-19T14:00:00.000Z')
})

test('a month ends on the same day of the next one, or on its last day', () => {
  expect(endsAt('nis2-final-report', '2026-11-20T14:00:00.000Z')).toBe('2026-12-20T14:00:00.000Z')
  expect(endsAt('nis2-final-report', '2027-01-31T09:30:00.000Z')).toBe('2027-02-28T09:30:00.000Z')
  expect(endsAt('nis2-final-report', '2028-01-31T09:30:00.000Z')).toBe('2028-02-29T09:30:00.000Z')
  expect(endsAt('nis2-final-report', '2026-12-31T23:59:59.999Z')).toBe('2027-01-31T23:59:59.999Z')
})

const businessDay = (day: string): BusinessDay => ({
  from: `${day}T05:00:00.000Z` as Instant,
  until: `${day}T22:30:00.000Z` as Instant,
})
const CALENDAR = ['2026-11-20', '2026-11-23', '2026-11-24', '2026-11-25', '2026-11-27', '2026-11-30'].map(businessDay)

test('four business days count from the day after the determination; a weekend and a holiday do not count', () => {
  expect(endsAt('sec-8k', '2026-11-20T15:00:00.000Z', CALENDAR)).toBe('2026-11-27T22:30:00.000Z')
  expect(endsAt('sec-8k', '2026-11-21T15:00:00.000Z', CALENDAR)).toBe('2026-11-27T22:30:00.000Z')
  expect(endsAt('sec-8k', '2026-11-23T15:00:00.000Z', CALENDAR)).toBe('2026-11-30T22:30:00.000Z')
})

test('a determination at the very opening of a business day is made on that day, which does not count', () => {
  expect(endsAt('sec-8k', '2026-11-20T05:00:00.000Z', CALENDAR)).toBe('2026-11-27T22:30:00.000Z')
  expect(endsAt('sec-8k', '2026-11-20T04:59:59.999Z', CALENDAR)).toBe('2026-11-25T22:30:00.000Z')
})

test('without a calendar no clock that counts business days runs', () => {
  const proposal = clock('sec-8k')
  const result = startClock(proposal, declared(proposal.startsAt, '2026-11-20T15:00:00.000Z'))
  expect(result).toMatchObject({ ok: false, problem: { code: 'clock/no-calendar' } })
})

test('a calendar that ends too soon gives no deadline instead of a wrong one', () => {
  expect(endsAt('sec-8k', '2026-11-24T15:00:00.000Z', CALENDAR)).toBe('clock/no-calendar')
  expect(endsAt('sec-8k', '2026-11-24T15:00:00.000Z')).toBe('clock/no-calendar')
})

test('where the sources disagree there is no countdown', () => {
  expect(endsAt('dora-intermediate', '2026-11-20T14:00:00.000Z')).toBe('clock/disputed')
})

test('only the event that the rule names starts its clock', () => {
  const result = startClock(clock('gdpr-authority'), declared('availability of the fix', '2026-11-20T14:00:00.000Z'))
  expect(result).toMatchObject({ ok: false, problem: { code: 'clock/other-trigger' } })
})

test('a running clock keeps who declared what, and when', () => {
  const declaration = declared('awareness of a personal data breach', '2026-11-20T14:00:00.000Z')
  expect(startClock(clock('gdpr-authority'), declaration)).toMatchObject({
    ok: true,
    value: { id: 'gdpr-authority', declared: declaration, fact: 'gdpr.art33.notice' },
  })
})

test('reporting under the CRA began on 2026-09-11 and not a day sooner', () => {
  expect(clock('cra-early-warning', '2026-09-10')).toMatchObject({
    applies: 'no',
    because: 'The duty begins on 2026-09-11.',
  })
  expect(clock('cra-early-warning', '2026-09-11').applies).toBe('yes')
})

test('a clock of a rule that does not apply says why', () => {
  const [gdpr] = clockProposals({ ...everything, data: [] }, '2026-11-21')
  expect(gdpr).toMatchObject({ applies: 'no', because: 'The profile does not name "personal" under data.' })
  const cra = clockProposals({ ...everything, isProductWithDigitalElements: false }, '2026-09-10').find(
    ({ id }) => id === 'cra-notification',
  )!
  expect(cra.because).toContain('not a product with digital elements')
})
