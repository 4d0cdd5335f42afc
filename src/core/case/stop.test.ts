import { expect, test } from 'vitest'
import type { Actor } from '../ids.ts'
import { decide } from './decide.ts'
import {
  about,
  approvesChange,
  proposes,
  sealed,
  assessed,
  at,
  attached,
  breaksGlass,
  CART,
  CASE,
  CRITICAL,
  digest,
  given,
  History,
  HOLD,
  lift,
  nobody,
  on,
  opened,
  PAYMENTS,
  placed,
  PROVEN,
  retracts,
  step,
  V240,
  V241,
  V242,
} from './case.testing.ts'

test('nothing can be done to a case that nobody opened', () => {
  new History().when(placed('ana')).refused('case/not-open')
})
test('a case is opened once', () => {
  new History().when(opened('ana')).happens('case_opened').when(opened('ana')).refused('case/already-open')
})
test('a hold stops from the moment it is placed, in production, whatever the identity', () => {
  const held = given().when(placed('ana')).happens('hold_placed')
  for (const build of [V240, V241, { digests: [] }]) expect(held.asks(build)).toMatchObject({ is: 'held', hold: HOLD })
})
test('a hold reaches production only, unless it says otherwise', () => {
  const held = given(placed('ana'))
  expect(held.asks({ ...about(V240), environment: 'staging' })).toEqual({ is: 'not_affected', because: 'not_reached' })
  const wide = held
    .when(step('ana', { type: 'widen', product: PAYMENTS, environments: ['staging'] }))
    .happens('hold_widened')
  expect(wide.asks({ ...about(V240), environment: 'staging' }).is).toBe('held')
})
test('a hold reaches its product only', () => {
  expect(given(placed('ana')).asks({ ...about(V240), product: CART })).toEqual({
    is: 'not_affected',
    because: 'not_reached',
  })
})
test('one case holds many products, each on its own', () => {
  const both = given(placed('ana'), placed('ana', { product: CART, affected: nobody }), ...PROVEN, lift('ben'))
  expect(both.asks(about(V241)).is).toBe('cleared')
  expect(both.asks({ ...about(V241), product: CART })).toMatchObject({ is: 'held', hold: 'HP-7/cart' })
})
test('anybody may place a hold; from outside security it is provisional, and in force all the same', () => {
  const held = given(placed('stranger'))
  expect(held.asks(about(V240))).toMatchObject({ is: 'held', provisional: true })
  const confirmed = held.when(step('ben', { type: 'confirm', product: PAYMENTS })).happens('hold_confirmed')
  expect(confirmed.asks(about(V240))).toMatchObject({ is: 'held', provisional: false })
})
test('only security confirms a provisional hold', () => {
  given(placed('dev'))
    .when(step('pam', { type: 'confirm', product: PAYMENTS }))
    .refused('case/not-authorised')
})
test('a provisional hold that nobody confirms stays in force', () => {
  expect(given(placed('dev')).asks(about(V240), on('2036-11-20T09:00:00Z')).is).toBe('held')
})
test('a line that is held is not held twice', () => {
  given(placed('ana')).when(placed('ben')).refused('hold/already-placed')
})
test('an affected identity can be added, and the same one again is nothing new', () => {
  const more = step('lea', { type: 'add_affected', product: PAYMENTS, affected: { ...nobody, versions: ['2.3.9'] } })
  given(placed('ana')).when(more).happens('affected_added').when(more).happens()
})
test('an outsider adds no affected identities', () => {
  const more = step('stranger', { type: 'add_affected', product: PAYMENTS, affected: { ...nobody, versions: ['1'] } })
  given(placed('ana')).when(more).refused('case/not-authorised')
})

test('the placer takes a slip back within 15 minutes', () => {
  const after = given(at('09:10', placed('ana')))
    .when(at('09:24', retracts('ana')))
    .happens('hold_retracted')
  expect(after.asks(about(V240))).toEqual({ is: 'withdrawn', hold: HOLD, because: 'retracted' })
})
test('after 15 minutes to the millisecond it is too late to take it back', () => {
  const held = given(at('09:10', placed('ana')))
  held.when(at(on('2026-11-20T09:24:59.999Z'), retracts('ana'))).happens('hold_retracted')
  held.when(at('09:25', retracts('ana'))).refused('hold/too-late')
})
test('nobody else takes a hold back', () => {
  given(placed('ana')).when(retracts('ben')).refused('hold/not-yours')
})
test('once somebody acted on it, a hold is not taken back alone', () => {
  given(placed('ana'), attached('dev', digest('log')))
    .when(retracts('ana'))
    .refused('hold/acted-upon')
  given(placed('ana'), breaksGlass('eve', '10:00')).when(retracts('ana')).refused('hold/acted-upon')
})
test('what the placer does alone does not hinder taking it back', () => {
  given(placed('ana'), assessed('ana', CRITICAL)).when(retracts('ana')).happens('hold_retracted')
})
test('a hold that was taken back can be placed again', () => {
  const again = given(placed('ana'), retracts('ana')).when(placed('ana')).happens('hold_placed')
  expect(again.asks(about(V240)).is).toBe('held')
})
test('nothing is added to a hold that was taken back', () => {
  const more = step('lea', { type: 'add_affected', product: PAYMENTS, affected: { ...nobody, versions: ['2'] } })
  given(placed('ana'), retracts('ana')).when(more).refused('hold/taken-back')
})
test('taking back a second placement leaves the first one as it was: 2.4.0 stays held, 2.4.1 cleared', () => {
  const lifted = given(placed('ana'), ...PROVEN, lift('ben'))
  const again = lifted.with(placed('mia', { affected: { ...nobody, versions: ['2.4.2'] } }))
  expect(again.asks(about(V241)).is).toBe('held')
  expect(again.asks(about(V242)).is).toBe('held')
  const back = again.when(retracts('mia')).happens('hold_retracted')
  expect(back.asks(about(V241)).is).toBe('cleared')
  expect(back.asks(about(V240)).is).toBe('held')
  expect(back.asks(about(V242))).toMatchObject({ is: 'not_affected', because: 'line_ended' })
})

test('the same command again gives the same answer: nothing new', () => {
  const history = given(placed('ana'))
  const command = history.command(placed('ana'))
  const last = history.events.at(-1)!
  const repeated = { id: last.command, at: command.at, by: last.actor, wish: command.wish }
  expect(decide(history.state, repeated, history.rules)).toEqual({ ok: true, value: [] })
  expect(decide(history.state, { ...repeated, by: 'ben' as Actor }, history.rules)).toMatchObject({
    problem: { code: 'case/command-reused' },
  })
})
test('time does not go back', () => {
  given(at('10:00', placed('ana')))
    .when(at('09:59', retracts('ana')))
    .refused('case/time-went-back')
})
test('every event says under which policy it was decided', () => {
  for (const { data, stream } of given(placed('ana')).events) {
    expect(data.policy).toBe(digest('policy'))
    expect(stream).toBe(CASE)
  }
})
test('asking changes nothing', () => {
  const held = given(placed('ana'), breaksGlass('eve', '12:00'))
  const before = JSON.stringify([...held.state.overrides])
  for (let i = 0; i < 3; i++) expect(held.asks(about(V240)).is).toBe('overridden')
  expect(JSON.stringify([...held.state.overrides])).toBe(before)
})

test('confirming a hold again after another placement was taken back confirms the one that counts', () => {
  const back = given(placed('dev'), ...PROVEN, lift('ben'), placed('pam'), retracts('pam'))
  const confirmed = back.when(step('ben', { type: 'confirm', product: PAYMENTS })).happens('hold_confirmed')
  expect(confirmed.state.holds.get(PAYMENTS)?.placements.map(({ provisional }) => provisional)).toEqual([false, true])
  confirmed.when(step('ben', { type: 'confirm', product: PAYMENTS })).happens()
})
test('widening to where it reaches already is nothing new; an outsider widens nothing', () => {
  const widens = (by: string) => step(by, { type: 'widen', product: PAYMENTS, environments: ['production'] })
  given(placed('ana')).when(widens('lea')).happens()
  given(placed('ana')).when(widens('stranger')).refused('case/not-authorised')
  given(placed('ana'), retracts('ana')).when(widens('lea')).refused('hold/taken-back')
})
test('what was there before the hold does not hinder taking it back', () => {
  given(attached('dev', digest('log')), placed('ana'))
    .when(retracts('ana'))
    .happens('hold_retracted')
})
test('only what is new of several identities is added', () => {
  const more = step('lea', {
    type: 'add_affected',
    product: PAYMENTS,
    affected: { digests: [...V240.digests, digest('x')], commits: [V240.commit], versions: [V240.version] },
  })
  const added = given(placed('ana')).when(more).happens('affected_added')
  expect(added.events.at(-1)?.data).toMatchObject({ affected: { digests: [digest('x')], commits: [], versions: [] } })
  added.when(more).happens()
  const commits = step('lea', {
    type: 'add_affected',
    product: PAYMENTS,
    affected: { ...nobody, commits: [V240.commit] },
  })
  added.when(commits).happens()
})
test('what was taken back is not taken back twice, and what is not there not at all', () => {
  given(placed('ana'), retracts('ana')).when(retracts('ana')).refused('hold/unknown')
  given().when(retracts('ana')).refused('hold/unknown')
  given(
    placed('ana'),
    proposes('ana', { kind: 'withdraw', product: PAYMENTS, because: 'cancelled' }),
    approvesChange('ben'),
  )
    .when(retracts('ana'))
    .refused('hold/unknown')
})
test('for people a hold may name a branch; a question names none, so the product is reached', () => {
  const held = given(placed('ana', { branch: 'release/2.4' }))
  expect(held.state.holds.get(PAYMENTS)?.branch).toBe('release/2.4')
  expect(held.asks(about(V242)).is).toBe('held')
  const again = held.with(retracts('ana'), placed('ana'))
  expect(again.state.holds.get(PAYMENTS)?.branch).toBe('release/2.4')
  expect('branch' in given(placed('ana')).state.holds.get(PAYMENTS)!).toBe(false)
})
test('what a hold does not know is refused', () => {
  for (const wish of [
    { type: 'confirm', product: CART },
    { type: 'widen', product: CART, environments: ['staging'] },
    { type: 'add_affected', product: CART, affected: nobody },
    { type: 'contain', product: CART, kind: 'other', what: sealed('x') },
  ] as const)
    given(placed('ana')).when(step('ana', wish)).refused('hold/unknown')
})
