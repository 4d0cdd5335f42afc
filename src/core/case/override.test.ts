import { expect, test } from 'vitest'
import {
  about,
  at,
  breaksGlass,
  CART,
  delivered,
  digest,
  given,
  givenUnder,
  grants,
  lift,
  nobody,
  on,
  placed,
  PROVEN,
  sealed,
  step,
  V240,
  V241,
  withPeople,
} from './case.testing.ts'

const closes = (by: string) =>
  step(by, (state) => ({ type: 'close_override', override: [...state.overrides.keys()].at(-1)! }))
const reviews = (by: string) =>
  step(by, (state) => ({
    type: 'review_override',
    override: [...state.overrides.keys()].at(-1)!,
    finding: sealed('fair'),
  }))
const open = given(placed('ana'), breaksGlass('eve', '12:00'))

test('broken glass lets one digest into one environment, and touches no neighbour', () => {
  const both = given(
    placed('ana', { environments: ['production', 'staging'] }),
    placed('ana', { product: CART, affected: { ...nobody, digests: V240.digests } }),
    breaksGlass('eve', '12:00'),
  )
  expect(both.asks(about(V240))).toMatchObject({ is: 'overridden', until: on('12:00') })
  expect(both.asks(about(V241)).is).toBe('held')
  expect(both.asks({ digests: [...V240.digests, digest('other')] }).is).toBe('held')
  expect(both.asks({ version: '2.4.0', commit: V240.commit }).is).toBe('held')
  expect(both.asks({ ...about(V240), environment: 'staging' }).is).toBe('held')
  expect(both.asks({ ...about(V240), product: CART }).is).toBe('held')
})
test('it ends at its time, T − 1 ms is in, T is out', () => {
  expect(open.asks(about(V240), on('2026-11-20T11:59:59.999Z')).is).toBe('overridden')
  expect(open.asks(about(V240), on('12:00')).is).toBe('held')
})
test('it ends at the first recorded delivery, there and of that digest', () => {
  const elsewhere = open.with(delivered('ci', V240, 'staging'), delivered('ci', V241))
  expect(elsewhere.asks(about(V240)).is).toBe('overridden')
  const used = open.when(delivered('ci', V240)).happens('delivered')
  expect(used.asks(about(V240)).is).toBe('held')
})
test('it is closed early, and closing twice is harmless', () => {
  const closed = open.when(closes('lea')).happens('override_closed')
  expect(closed.asks(about(V240)).is).toBe('held')
  closed.when(closes('lea')).happens()
  open.when(closes('stranger')).refused('case/not-authorised')
})
test('policy names who may, and for how long', () => {
  for (const by of ['pam', 'lea', 'rel', 'adm', 'stranger'])
    given(placed('ana')).when(breaksGlass(by, '12:00')).refused('case/not-authorised')
  given(placed('ana'))
    .when(at('09:10', breaksGlass('eve', '13:10')))
    .happens('override_opened')
  given(placed('ana'))
    .when(at('09:10', breaksGlass('eve', on('2026-11-20T13:10:00.001Z'))))
    .refused('override/too-long')
  given(placed('ana')).when(breaksGlass('eve', '09:00')).refused('override/too-long')
})
test('a role granted after the hold was placed breaks no glass', () => {
  const rules = withPeople({ newt: grants('executive', on('09:04')) })
  givenUnder(rules, placed('ana'))
    .when(at('09:10', breaksGlass('newt', '12:00')))
    .refused('case/fresh-role')
})
test('one window at a time for one digest', () => {
  open.when(breaksGlass('ben', '11:00')).refused('override/open')
  open.with(closes('lea')).when(breaksGlass('ben', '11:00')).happens('override_opened')
})
test('it is reviewed once it has ended, by somebody else', () => {
  open.when(reviews('ana')).refused('override/open')
  const ended = given(placed('ana'), breaksGlass('ben', '12:00'), closes('ben'))
  ended.when(reviews('ben')).refused('override/own-review')
  ended.when(reviews('lea')).refused('case/not-authorised')
  ended.when(reviews('ana')).happens('override_reviewed').when(reviews('ana')).happens()
})

test('a held digest that is delivered alarms the case', () => {
  const alarmed = given(placed('ana')).when(delivered('ci', V240)).happens('delivered', 'held_delivery_alarmed')
  expect(alarmed.state.alarms).toHaveLength(1)
  expect(alarmed.events.at(-1)?.data).toMatchObject({ because: 'affected' })
})
test('a cleared or overridden delivery is recorded, and alarms nobody', () => {
  given(placed('ana'), ...PROVEN, lift('ben'))
    .when(delivered('ci', V241))
    .happens('delivered')
  open.when(delivered('ci', V240)).happens('delivered')
})
test('the second delivery under one window alarms', () => {
  open.with(delivered('ci', V240)).when(delivered('ci', V240)).happens('delivered', 'held_delivery_alarmed')
})
test('a delivery to where the hold does not reach alarms nobody', () => {
  given(placed('ana'))
    .when(delivered('ci', V240, 'staging'))
    .happens('delivered')
})
