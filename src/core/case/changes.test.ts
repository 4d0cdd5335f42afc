import { expect, test } from 'vitest'
import type { HoldId } from '../ids.ts'
import {
  about,
  approvesChange,
  assessed,
  CART,
  commit,
  CRITICAL,
  declinesChange,
  digest,
  EVIDENCE,
  fixedBy,
  found,
  given,
  givenUnder,
  grants,
  lift,
  MINOR,
  nobody,
  on,
  PAYMENTS,
  placed,
  proposes,
  PROVEN,
  sealed,
  SECOND,
  SQLI,
  step,
  V240,
  V241,
  V242,
  WITHDRAW,
  withPeople,
} from './case.testing.ts'
import type { Change } from './values.ts'

test('a proposal by itself changes nothing', () => {
  const proposed = given(placed('ana')).when(proposes('ana', WITHDRAW)).happens('change_proposed')
  expect(proposed.asks(about(V240)).is).toBe('held')
})
test('a withdrawal takes evidence that is attached', () => {
  const bare = (evidence = [digest('never attached')]) =>
    step('ana', { type: 'propose_change', change: WITHDRAW, evidence, reason: sealed('r') })
  given(placed('ana')).when(bare()).refused('case/unknown-evidence')
})
test('a withdrawal takes a second authorised person', () => {
  const proposed = given(placed('ana'), proposes('ben', WITHDRAW))
  proposed.when(approvesChange('ben')).refused('case/own-request')
  proposed.when(approvesChange('pam')).refused('case/not-authorised')
  proposed.when(approvesChange('adm')).refused('case/not-authorised')
  const after = proposed.when(approvesChange('mia')).happens('change_made')
  expect(after.asks(about(V240))).toMatchObject({ is: 'withdrawn', because: 'false_positive' })
})
test('an outsider proposes nothing', () => {
  given(placed('ana')).when(proposes('stranger', WITHDRAW)).refused('case/not-authorised')
})
test('whoever wrote the fix does not confirm a withdrawal', () => {
  given(placed('ana'), fixedBy('ben'), proposes('ana', WITHDRAW)).when(approvesChange('ben')).refused('hold/own-fix')
})
test('a false positive was never vulnerable; of a cancelled release what is affected stays held', () => {
  const because = (why: 'wrong_release' | 'cancelled') =>
    given(placed('ana'), proposes('ana', { ...WITHDRAW, because: why } as Change), approvesChange('ben'))
  expect(because('wrong_release').asks(about(V240)).is).toBe('withdrawn')
  expect(because('cancelled').asks(about(V240))).toMatchObject({ is: 'held', because: 'affected' })
  expect(because('cancelled').asks(about(V241))).toMatchObject({ is: 'not_affected', because: 'line_ended' })
})
test('a duplicate names the hold that stays', () => {
  const duplicate: Change = { kind: 'withdraw', product: PAYMENTS, because: 'duplicate' }
  given(placed('ana')).when(proposes('ana', duplicate)).refused('hold/no-duplicate')
  given(placed('ana'))
    .when(proposes('ana', { ...duplicate, duplicate_of: 'HP-3/payments' as HoldId }))
    .happens('change_proposed')
})
test('a change is made once', () => {
  const made = given(placed('ana'), proposes('ana', WITHDRAW), approvesChange('ben'))
  made.when(approvesChange('mia')).refused('case/settled')
})
test('a declined change is over; the proposer may take it back', () => {
  const proposed = given(placed('ana'), proposes('ana', WITHDRAW))
  proposed.when(declinesChange('pam')).refused('case/not-authorised')
  proposed.when(declinesChange('ana')).happens('change_declined')
  proposed.with(declinesChange('ben')).when(approvesChange('mia')).refused('case/settled')
})
test('what was learned since makes a proposal void', () => {
  given(placed('ana'), proposes('ana', WITHDRAW), assessed('ana', CRITICAL))
    .when(approvesChange('ben'))
    .refused('case/inputs-changed')
})
test('a role granted while the hold is in force needs a second person who had it before', () => {
  const rules = withPeople({ newt: grants('security-manager', on('09:30')) })
  const proposed = givenUnder(rules, placed('ana'), proposes('ana', WITHDRAW))
  const history = proposed.with((state) => ({ ...approvesChange('newt')(state), at: on('09:40') }))
  expect(history.events.at(-1)?.type).toBe('change_approved')
  expect(history.asks(about(V240)).is).toBe('held')
  history.when(approvesChange('newt')).happens()
  expect(history.when(approvesChange('ben')).happens('change_made').asks(about(V240)).is).toBe('withdrawn')
})

test('narrowing takes two, and reaches what it names and nothing else', () => {
  const narrow: Change = {
    kind: 'narrow',
    product: PAYMENTS,
    environments: ['staging'],
    identities: { ...nobody, digests: [digest('2.4.9')] },
  }
  const wide = given(
    placed('ana', {
      environments: ['production', 'staging'],
      affected: { ...nobody, digests: [digest('2.4.9'), ...V240.digests] },
    }),
    ...PROVEN,
    lift('ben'),
    proposes('ana', narrow),
  )
  expect(wide.asks({ digests: [digest('2.4.9')] }).is).toBe('held')
  const after = wide.when(approvesChange('ben')).happens('change_made')
  expect(after.asks({ digests: [digest('2.4.9')] }).is).toBe('not_affected')
  expect(after.asks({ digests: V240.digests }).is).toBe('held')
  expect(after.asks({ ...about(V240), environment: 'staging' })).toMatchObject({ because: 'not_reached' })
})
test('a build that is shown unaffected passes, and no other', () => {
  const shown = given(
    placed('ana'),
    proposes('ana', { kind: 'unaffected', product: PAYMENTS, build: V242 }),
    approvesChange('ben'),
  )
  expect(shown.asks(about(V242))).toMatchObject({ is: 'not_affected', because: 'shown' })
  expect(shown.asks({ version: '2.4.2' })).toMatchObject({ is: 'unknown' })
  expect(shown.asks(about(V241)).is).toBe('held')
})
test('what is known to be affected is not shown unaffected', () => {
  const shown = given(
    placed('ana'),
    proposes('ana', { kind: 'unaffected', product: PAYMENTS, build: V240 }),
    approvesChange('ben'),
  )
  expect(shown.asks(about(V240))).toMatchObject({ is: 'held', because: 'affected' })
})
test('a finding that is none is dismissed by two; the others stay to be proven', () => {
  const two = given(placed('ana'), found('ana', { finding: SECOND }), ...PROVEN)
  two.when(lift('ben')).refused('hold/not-proven')
  two
    .with(proposes('ana', { kind: 'dismiss', finding: SECOND }), approvesChange('ben'))
    .when(lift('ben'))
    .happens('hold_lifted')
})
test('with every finding dismissed there is nothing to prove, so nothing to lift: the way out is a withdrawal', () => {
  given(placed('ana'), ...PROVEN, proposes('ana', { kind: 'dismiss', finding: SQLI }), approvesChange('ben'))
    .when(lift('ben'))
    .refused('hold/no-finding')
})
test('a lower view takes two while a hold is in force, and the earlier one is kept', () => {
  const held = given(assessed('ana', CRITICAL), placed('ana'))
  held.when(assessed('ana', MINOR, 'overrated')).refused('case/needs-second-person')
  const lower: Change = { kind: 'lower', view: MINOR, learned: sealed('needs an account') }
  const after = held.with(proposes('ana', lower)).when(approvesChange('ben')).happens('change_made')
  expect(after.state.assessments.map(({ view }) => view.severity)).toEqual(['critical', 'medium'])
})
test('a view that is not lower is no change to propose', () => {
  const lower: Change = { kind: 'lower', view: CRITICAL, learned: sealed('x') }
  given(assessed('ana', CRITICAL), placed('ana')).when(proposes('ana', lower)).refused('case/not-lower')
})

test("the digest after a store's signing is the same artifact", () => {
  const signed = digest('2.4.1 signed')
  const link: Change = { kind: 'link', product: PAYMENTS, before: V241.digests[0], after: signed }
  const lifted = given(placed('ana'), ...PROVEN, lift('ben'))
  expect(lifted.asks({ version: '2.4.1', digests: [signed] })).toMatchObject({ is: 'held', because: 'other_artifact' })
  const linked = lifted.with(proposes('ana', link), approvesChange('ben'))
  expect(linked.asks({ version: '2.4.1', digests: [signed] }).is).toBe('cleared')
})
test('a link to what is affected does not clear it: it holds both', () => {
  const link: Change = { kind: 'link', product: PAYMENTS, before: V240.digests[0], after: V241.digests[0] }
  const linked = given(placed('ana'), ...PROVEN, lift('ben'), proposes('ana', link), approvesChange('ben'))
  expect(linked.asks(about(V241))).toMatchObject({ is: 'held', because: 'affected' })
})

const FIX: Change = { kind: 'let_fix_through', product: PAYMENTS, build: V242, fixes: 'HP-8/payments' as HoldId }
const inProduction = step('ana', { type: 'see_in_production', finding: SQLI, evidence: EVIDENCE })
test('a release that carries the fix of another hold is not stopped by what production has already', () => {
  const through = given(placed('ana'), inProduction, proposes('lea', FIX), approvesChange('ben'))
  expect(through.asks(about(V242))).toMatchObject({ is: 'not_affected', because: 'carries_a_fix' })
  expect(through.asks(about(V241)).is).toBe('held')
  expect(through.asks({ version: '2.4.2' }).is).toBe('held')
})
test('a weakness that production does not have yet stops the release that carries another fix', () => {
  given(placed('ana')).when(proposes('lea', FIX)).refused('hold/not-in-production')
})
test('a fix of this very hold is proven, not let through', () => {
  given(placed('ana'), inProduction)
    .when(proposes('lea', { ...FIX, fixes: 'HP-7/payments' } as Change))
    .refused('hold/own-proof')
})
test('a new finding stops again what was let through before it was known', () => {
  const through = given(
    placed('ana'),
    inProduction,
    proposes('lea', FIX),
    approvesChange('ben'),
    found('ana', { finding: SECOND }),
  )
  expect(through.asks(about(V242)).is).toBe('held')
})
test('commits are for what has no artifacts', () => {
  const bare = { digests: [], commit: commit('bare') } as const
  const shown = given(
    placed('ana'),
    proposes('ana', { kind: 'unaffected', product: PAYMENTS, build: bare }),
    approvesChange('ben'),
  )
  expect(shown.asks({ commit: bare.commit }).is).toBe('not_affected')
  expect(shown.asks({ commit: bare.commit, digests: [digest('x')] }).is).toBe('held')
})

test('a withdrawal that was proposed for one placement does not end the next', () => {
  const proposed = given(placed('ana'), proposes('ben', WITHDRAW), ...PROVEN, lift('ben'), placed('ana'))
  proposed.when(approvesChange('mia')).refused('case/inputs-changed')
})

test('who fixed one of several products confirms nothing about the whole case', () => {
  const both = given(
    placed('ana', { product: CART, affected: nobody }),
    placed('ana'),
    fixedBy('ben'),
    proposes('ana', { kind: 'dismiss', finding: SQLI }),
  )
  both.when(approvesChange('ben')).refused('hold/own-fix')
  both.when(approvesChange('mia')).happens('change_made')
})
