import { expect, test } from 'vitest'
import type { Actor, Uuid } from '../ids.ts'
import {
  about,
  breaksGlass,
  CART,
  delivered,
  given,
  lift,
  nobody,
  on,
  PAYMENTS,
  placed,
  PROVEN,
  sealed,
  step,
  V240,
} from './case.testing.ts'
import type { WishOf } from './command.ts'
import { openEnds } from './open-ends.ts'

/** An override that was signed while there was no server. */
const reconciles = (by: string, more: Partial<WishOf<'reconcile_override'>> = {}) =>
  step(by, {
    type: 'reconcile_override',
    product: PAYMENTS,
    digest: V240.digests[0],
    environment: 'production',
    from: on('06:00'),
    until: on('23:00'),
    people: ['eve', 'ben'] as string[] as Actor[],
    key: 'night',
    use: '019aa0e8-4f01-7b3e-8a5d-1f2e3d4c5b6a' as Uuid,
    breaches: [],
    reason: sealed('outage'),
    ...more,
  })
const reviews = (by: string) =>
  step(by, (state) => ({
    type: 'review_override',
    override: [...state.overrides.keys()].at(-1)!,
    finding: sealed('fair'),
  }))
const told = given(placed('ana'), reconciles('lea'))

test('told afterwards, an override opens nothing, however long it would last', () => {
  expect(told.asks(about(V240)).is).toBe('held')
  expect(told.asks(about(V240), on('22:00')).is).toBe('held')
})
test('it neither opens nor ends one that was opened here, and no neighbour hears of it', () => {
  const both = given(
    placed('ana'),
    placed('ana', { product: CART, affected: { ...nobody, digests: V240.digests } }),
    breaksGlass('eve', '12:00'),
    reconciles('lea'),
  )
  expect(both.asks(about(V240)).is).toBe('overridden')
  expect(both.asks({ ...about(V240), product: CART }).is).toBe('held')
  expect(both.with(delivered('ci', V240)).asks(about(V240)).is).toBe('held')
})
test('each use is told once', () => {
  told.when(reconciles('lea')).happens()
  told.when(reconciles('ci', { breaches: ['too_long'] })).happens()
  told.when(reconciles('lea', { use: '019aa0e8-4f01-7b3e-8a5d-1f2e3d4c5b6b' as Uuid })).happens('override_reconciled')
})
test('it is reviewed by somebody who neither used nor told it; until then the case stays open', () => {
  const unreviewed = (state: Parameters<typeof openEnds>[0]) =>
    openEnds(state).some(({ code }) => code === 'override/unreviewed')
  expect(unreviewed(told.state)).toBe(true)
  told.when(reviews('ben')).refused('override/own-review')
  const byAna = given(placed('ana'), reconciles('ana'))
  byAna.when(reviews('ana')).refused('override/own-review')
  expect(unreviewed(told.when(reviews('ana')).happens('override_reviewed').state)).toBe(false)
})
test('what went beyond its key is recorded as well: it happened', () => {
  given(placed('ana'), reconciles('lea', { breaches: ['too_long', 'key_revoked'] }))
    .when(reconciles('lea'))
    .happens()
})
test('it is told of a hold that is there, lifted or not, by somebody who may record; a closed case hears it too', () => {
  given().when(reconciles('lea')).refused('hold/unknown')
  given(placed('ana')).when(reconciles('mallory')).refused('case/not-authorised')
  given(placed('ana'), ...PROVEN, lift('ben'))
    .when(reconciles('lea'))
    .happens('override_reconciled')
})
