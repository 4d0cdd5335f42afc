import { expect, test } from 'vitest'
import type { Currency } from '../money.ts'
import {
  about,
  accepts,
  asksToAccept,
  assessed,
  at,
  breaksGlass,
  CRITICAL,
  digest,
  EVIDENCE,
  found,
  given,
  givenUnder,
  grants,
  MINOR,
  on,
  PAYMENTS,
  placed,
  revokes,
  RULES,
  sealed,
  SECOND,
  step,
  V240,
  V241,
  V242,
  withPeople,
  CART,
  nobody,
} from './case.testing.ts'

const LINE = { scope: { kind: 'line' } } as const
const computed = (p95: number, currency = 'EUR', inputs = 'inputs') =>
  step('ana', {
    type: 'compute_options',
    result: digest('result'),
    inputs: digest(inputs),
    seed: 1,
    program: 'holdpoint 0.1.0',
    options: [{ option: 'ship now', p95: { minor: p95, currency: currency as Currency } }, { option: 'fix first' }],
  })
const SHIP = { option: 'ship now' }
const AMOUNTS = {
  ...RULES,
  acceptance: {
    ...RULES.acceptance,
    byAmount: [
      { upTo: { minor: 1_000_00, currency: 'EUR' as Currency }, level: 0 },
      { upTo: { minor: 100_000_00, currency: 'EUR' as Currency }, level: 1 },
    ],
  },
}
/** A case whose risk is medium: a security manager alone is enough for a small amount. */
const medium = (rules = AMOUNTS) =>
  givenUnder(rules, assessed('ana', CRITICAL)).with(
    step('ana', { type: 'assess', view: MINOR, learned: sealed('needs an account'), evidence: [] }),
    placed('ana'),
  )

test('nobody approves their own request', () => {
  given(placed('ana'), asksToAccept('eve', '18:00')).when(accepts('eve')).refused('acceptance/own-request')
})
test('a critical risk takes two of the highest level', () => {
  const asked = given(placed('ana'), asksToAccept('pam', '18:00'))
  const first = asked.when(accepts('eve')).happens('acceptance_approved')
  expect(first.asks(about(V240)).is).toBe('held')
  first.when(accepts('eve')).happens()
  const second = first.when(accepts('ben')).happens('acceptance_granted')
  expect(second.asks(about(V240))).toMatchObject({ is: 'accepted', until: on('18:00') })
})
test('who may not accept that much does not', () => {
  for (const by of ['lea', 'cy', 'adm', 'stranger', 'ana'])
    given(placed('ana'), asksToAccept('pam', '18:00')).when(accepts(by)).refused('acceptance/not-authorised')
})
test('an outsider asks for nothing', () => {
  given(placed('ana')).when(asksToAccept('stranger', '18:00')).refused('case/not-authorised')
})
test('the amount at risk decides with the severity: the stricter of the two', () => {
  const asked = (p95: number) => medium().with(computed(p95), asksToAccept('pam', '18:00', SHIP))
  asked(500_00).when(accepts('ben')).happens('acceptance_granted')
  asked(1_000_00).when(accepts('ben')).happens('acceptance_granted')
  asked(1_000_01).when(accepts('ben')).refused('acceptance/not-authorised')
  asked(1_000_01).when(accepts('eve')).happens('acceptance_granted')
  asked(100_000_01).when(accepts('eve')).happens('acceptance_approved')
})
test('not computed, or in another currency, takes the highest authority', () => {
  medium().with(asksToAccept('pam', '18:00')).when(accepts('ben')).happens('acceptance_approved')
  medium()
    .with(computed(1, 'JPY'), asksToAccept('pam', '18:00', SHIP))
    .when(accepts('ben'))
    .happens('acceptance_approved')
  medium()
    .with(computed(1), asksToAccept('pam', '18:00', { option: 'fix first' }))
    .when(accepts('ben'))
    .happens('acceptance_approved')
})
test('a small amount does not lower what the severity demands', () => {
  givenUnder(AMOUNTS, placed('ana'), computed(1), asksToAccept('pam', '18:00', SHIP))
    .when(accepts('eve'))
    .happens('acceptance_approved')
})
test('an option that nobody computed is none', () => {
  given(placed('ana'), computed(1))
    .when(asksToAccept('pam', '18:00', { option: 'hope' }))
    .refused('case/unknown-option')
})
test('changed inputs void a pending request', () => {
  for (const change of [
    computed(2, 'EUR', 'other'),
    found('ana', { finding: SECOND }),
    assessed('ana', { ...CRITICAL, exploited: true }, 'it is exploited'),
    step('lea', { type: 'contain', product: PAYMENTS, kind: 'feature_off', what: sealed('login by link') }),
  ]) {
    const asked = given(assessed('ana', CRITICAL), placed('ana'), computed(1), asksToAccept('pam', '18:00'), change)
    asked.when(accepts('eve')).refused('acceptance/inputs-changed')
  }
})

test('nothing is accepted without an end that policy allows', () => {
  given(placed('ana')).when(asksToAccept('pam', '2026-11-27T09:05:00Z')).refused('acceptance/too-long')
  given(placed('ana')).when(asksToAccept('pam', '09:00')).refused('acceptance/no-time')
  given(placed('ana'))
    .when(asksToAccept('pam', '10:00', { from: on('10:00') }))
    .refused('acceptance/no-time')
  given(placed('ana'))
    .when(asksToAccept('pam', '10:00', { from: on('09:00') }))
    .refused('acceptance/no-time')
})
test('it is in force from its start, T − 1 ms is in, T is out', () => {
  const later = given(
    placed('ana'),
    asksToAccept('pam', '18:00', { from: on('12:00') }),
    accepts('eve'),
    accepts('ben'),
  )
  const is = (time: string) => later.asks(about(V240), on(time)).is
  expect(is('2026-11-20T11:59:59.999Z')).toBe('held')
  expect(is('12:00')).toBe('accepted')
  expect(is('2026-11-20T17:59:59.999Z')).toBe('accepted')
  expect(is('18:00')).toBe('held')
})
test('it is not granted once it would be over, nor for longer than policy allows now', () => {
  const asked = given(placed('ana'), asksToAccept('pam', '10:00'))
  asked.when(at('10:00', accepts('eve'))).refused('acceptance/too-late')
  const critical = RULES.acceptance.bySeverity.critical
  const strict = {
    ...RULES,
    acceptance: {
      ...RULES.acceptance,
      bySeverity: { ...RULES.acceptance.bySeverity, critical: { ...critical, maxDays: 0 } },
    },
  }
  asked.under(strict).when(accepts('eve')).refused('acceptance/too-late')
})
test('it covers its build, its environment and its product, and nothing beside them', () => {
  const granted = given(
    placed('ana', { environments: ['production', 'staging'] }),
    placed('ana', { product: CART, affected: nobody }),
    asksToAccept('pam', '18:00'),
    accepts('eve'),
    accepts('ben'),
  )
  expect(granted.asks(about(V240)).is).toBe('accepted')
  expect(granted.asks({ digests: [...V240.digests, digest('other')] }).is).toBe('held')
  expect(granted.asks({ version: '2.4.0' }).is).toBe('held')
  expect(granted.asks(about(V241)).is).toBe('held')
  expect(granted.asks({ ...about(V240), environment: 'staging' }).is).toBe('held')
  expect(granted.asks({ ...about(V240), product: CART }).is).toBe('held')
})
test('below the top severity one may cover a line, as long as its findings stay the same', () => {
  given(placed('ana'))
    .when(asksToAccept('pam', '18:00', LINE))
    .refused('acceptance/too-wide')
  const line = medium().with(computed(1), asksToAccept('pam', '18:00', { ...LINE, ...SHIP }), accepts('ben'))
  expect(line.asks(about(V242)).is).toBe('accepted')
  expect(line.asks({ version: '2.4.7' }).is).toBe('accepted')
  expect(line.with(found('ana', { finding: SECOND, severity: 'low' })).asks(about(V242)).is).toBe('held')
})
test('a new finding is not accepted by what was accepted before it', () => {
  const granted = given(placed('ana'), asksToAccept('pam', '18:00'), accepts('eve'), accepts('ben'))
  expect(granted.with(found('ana', { finding: SECOND })).asks(about(V240)).is).toBe('held')
})
test('a higher view ends what was accepted under a lower one', () => {
  const granted = medium().with(computed(1), asksToAccept('pam', '18:00', SHIP), accepts('ben'))
  const worse = granted.when(assessed('ana', CRITICAL, 'no account needed')).happens('reassessed', 'acceptance_revoked')
  expect(worse.asks(about(V240)).is).toBe('held')
})
test('it leans on controls that are verified, and falls with them', () => {
  const applied = given(
    placed('ana'),
    step('lea', { type: 'contain', product: PAYMENTS, kind: 'waf_rule', what: sealed('rule 9') }),
  )
  const control = [...applied.state.containments.keys()][0]!
  applied.when(asksToAccept('pam', '18:00', { controls: [control] })).refused('acceptance/unverified-control')
  const granted = applied.with(
    step('ana', { type: 'verify_containment', containment: control, evidence: EVIDENCE }),
    asksToAccept('pam', '18:00', { controls: [control] }),
    accepts('eve'),
    accepts('ben'),
  )
  expect(granted.asks(about(V240)).is).toBe('accepted')
  const removed = granted.with(
    step('lea', { type: 'remove_containment', containment: control, reason: sealed('broke the login') }),
  )
  expect(removed.asks(about(V240)).is).toBe('held')
})
test('it may name the evidence that it does without', () => {
  const granted = given(
    placed('ana'),
    asksToAccept('pam', '18:00', { missing: ['evidence/stale'] }),
    accepts('eve'),
    accepts('ben'),
  )
  expect(granted.asks(about(V240))).toMatchObject({ is: 'accepted', missing: ['evidence/stale'] })
})
test('extending is a new decision', () => {
  const granted = given(placed('ana'), asksToAccept('pam', '10:00'), accepts('eve'), accepts('ben'))
  granted.when(accepts('mia')).refused('acceptance/settled')
  const again = granted.with(at('09:50', asksToAccept('pam', '11:00')))
  expect(again.asks(about(V240), on('10:30')).is).toBe('held')
  expect(again.with(accepts('eve'), accepts('ben')).asks(about(V240), on('10:30')).is).toBe('accepted')
})
test('to stop again takes one person', () => {
  const granted = given(placed('ana'), asksToAccept('pam', '18:00'), accepts('eve'), accepts('ben'))
  granted.when(revokes('lea')).refused('case/not-authorised')
  const revoked = granted.when(revokes('ana')).happens('acceptance_revoked')
  expect(revoked.asks(about(V240)).is).toBe('held')
  revoked.when(revokes('ana')).happens()
  granted.when(revokes('eve')).happens('acceptance_revoked')
})
test('a request is refused by who may accept, or taken back by who asked', () => {
  const refuses = (by: string) =>
    step(by, (state) => ({
      type: 'refuse_acceptance',
      acceptance: [...state.acceptances.keys()].at(-1)!,
      reason: sealed('no'),
    }))
  const asked = given(placed('ana'), asksToAccept('pam', '18:00'))
  asked.when(refuses('lea')).refused('acceptance/not-authorised')
  asked.when(refuses('pam')).happens('acceptance_refused').when(accepts('eve')).refused('acceptance/settled')
  asked.when(refuses('eve')).happens('acceptance_refused')
  asked.when(revokes('ana')).refused('acceptance/unknown')
})
test('two security managers do not accept what takes an executive', () => {
  const asked = given(placed('ana'), asksToAccept('pam', '18:00'), accepts('ben'))
  asked.when(accepts('mia')).happens('acceptance_approved').when(accepts('eve')).happens('acceptance_granted')
})
test('roles granted while the hold is in force do not accept among themselves', () => {
  const rules = withPeople({ new1: grants('executive', on('09:04')), new2: grants('executive', on('09:04')) })
  const asked = givenUnder(rules, placed('ana'), asksToAccept('pam', '18:00')).with(at('09:30', accepts('new1')))
  asked.when(accepts('new2')).happens('acceptance_approved').when(accepts('eve')).happens('acceptance_granted')
})
test('an acceptance goes before an override', () => {
  const both = given(
    placed('ana'),
    breaksGlass('eve', '11:00'),
    asksToAccept('pam', '10:00'),
    accepts('eve'),
    accepts('ben'),
  )
  expect(both.asks(about(V240)).is).toBe('accepted')
  expect(both.asks(about(V240), on('10:00')).is).toBe('overridden')
})

test('the amount is that of the last computed table', () => {
  medium()
    .with(computed(500_00), computed(5_000_00, 'EUR', 'more'), asksToAccept('pam', '18:00', SHIP))
    .when(accepts('ben'))
    .refused('acceptance/not-authorised')
})
test('a role granted in the very moment of the hold is new; of two roles the older counts', () => {
  const approves = (since: string) => {
    const rules = withPeople({
      both: [...grants('security-manager', on('09:30')), ...grants('executive')],
      same: grants('security-manager', on(since)),
    })
    return medium({ ...AMOUNTS, people: rules.people }).with(computed(1), asksToAccept('pam', '18:00', SHIP))
  }
  expect(approves('09:00').state.holds.get(PAYMENTS)?.placements[0].at).toBe(on('09:05'))
  approves('09:00')
    .when(at('09:40', accepts('both')))
    .happens('acceptance_granted')
  approves('09:04')
    .when(at('09:40', accepts('same')))
    .happens('acceptance_granted')
  approves('09:05')
    .when(at('09:40', accepts('same')))
    .happens('acceptance_approved')
})

test('to the last moment that policy allows, and no further', () => {
  const held = given(placed('ana'))
  held.when(at('10:00', asksToAccept('pam', '2026-11-27T10:00:00.000Z'))).happens('acceptance_requested')
  held.when(at('10:00', asksToAccept('pam', on('2026-11-27T10:00:00.001Z')))).refused('acceptance/too-long')
  const asked = held.with(at('10:00', asksToAccept('pam', on('2026-11-27T10:00:00.000Z'))))
  asked.when(at('10:00', accepts('eve'))).happens('acceptance_approved')
})
