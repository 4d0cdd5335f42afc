import { expect, test } from 'vitest'
import {
  about,
  accepts,
  approvesChange,
  asksToAccept,
  at,
  breaksGlass,
  SQLI,
  CART,
  givenUnder,
  grants,
  on,
  PAYMENTS,
  proposes,
  retracts,
  step,
  withPeople,
  commit,
  declared,
  digest,
  failedRetest,
  given,
  lift,
  nobody,
  passedRetest,
  placed,
  PROVEN,
  ranRegression,
  V240,
  V241,
  V242,
} from './case.testing.ts'
import type { Build, Identities } from './values.ts'

const lifted = given(placed('ana'), ...PROVEN, lift('ben'))
const stays = given(placed('ana'), ...PROVEN, lift('ben', V241, 'stays'))

test('a held digest beats a cleared version and a cleared commit', () => {
  expect(lifted.asks({ digests: V240.digests, version: '2.4.1', commit: V241.commit }).is).toBe('held')
})
test('a cleared digest beats a held commit and a held version', () => {
  expect(lifted.asks({ digests: V241.digests, version: '2.4.0', commit: V240.commit }).is).toBe('cleared')
})
test('a held commit holds a digest that nobody knows', () => {
  expect(lifted.asks({ digests: [digest('rebuilt')], commit: V240.commit })).toMatchObject({
    is: 'held',
    because: 'affected',
  })
  expect(lifted.asks({ digests: [digest('rebuilt')], version: '2.4.0' })).toMatchObject({
    is: 'held',
    because: 'affected',
  })
})
test('commits beat versions', () => {
  const bare = { digests: [], commit: commit('fix') } as const
  const byCommit = given(placed('ana'), declared('lea', bare), passedRetest('cy'), ranRegression('cy'), lift('ben'))
  expect(byCommit.asks({ commit: bare.commit, version: '2.4.0' }).is).toBe('cleared')
  expect(byCommit.asks({ commit: V240.commit, version: '2.5.0' }).is).toBe('held')
})
test('a re-run of an old green pipeline, a moved tag, a re-tagged image meet the hold as before', () => {
  expect(lifted.asks(about(V240)).is).toBe('held')
  expect(lifted.asks({ version: '2.4.1', commit: V240.commit }).is).toBe('held')
  expect(lifted.asks({ version: '2.4.1', digests: V240.digests }).is).toBe('held')
})
test('other bytes under the name of what was proven are not what was proven', () => {
  expect(lifted.asks({ version: '2.4.1', digests: [digest('x')] })).toMatchObject({
    is: 'held',
    because: 'other_artifact',
  })
  expect(lifted.asks({ commit: V241.commit, digests: [digest('x')] })).toMatchObject({
    is: 'held',
    because: 'other_artifact',
  })
})
test('asked with a version alone: held, or “ask with the digest” where one of that version is cleared', () => {
  expect(stays.asks({ version: '2.4.0' }).is).toBe('held')
  expect(stays.asks({ version: '2.4.1' })).toMatchObject({ is: 'unknown', because: 'ask_with_the_digest' })
  expect(stays.asks({ version: '2.4.2' })).toMatchObject({ is: 'held', because: 'line' })
  expect(stays.asks({ commit: V241.commit })).toMatchObject({ is: 'unknown' })
})
test('asked with nothing but the product: held while the line is, and after it nobody can tell', () => {
  expect(stays.asks({}).is).toBe('held')
  expect(lifted.asks({}).is).toBe('unknown')
  const clean = given(placed('ana', { affected: nobody }), ...PROVEN, lift('ben'))
  expect(clean.asks({}).is).toBe('unknown')
})
test('a release is as good as the worst of its artifacts', () => {
  expect(stays.asks({ digests: [...V241.digests, digest('other')] }).is).toBe('held')
  expect(stays.asks({ digests: [...V241.digests, ...V240.digests] }).is).toBe('held')
  expect(lifted.asks({ digests: [...V241.digests, digest('other')] }).is).toBe('cleared')
})
test('a candidate that failed its retest is held, though the line has ended', () => {
  const other = given(placed('ana'), ...PROVEN, declared('lea', V242), lift('ben', V241), failedRetest('cy', V242))
  expect(other.asks(about(V241)).is).toBe('cleared')
  expect(other.asks(about(V242))).toMatchObject({ is: 'held', because: 'refuted' })
})
test('continuous deployment: no version, a commit or a digest is enough', () => {
  const held = given(placed('ana', { affected: { ...nobody, commits: [V240.commit] } }))
  expect(held.asks({ commit: V240.commit }).is).toBe('held')
  expect(held.asks({ digests: [digest('any')] }).is).toBe('held')
})

test('each of several affected identities is held, whenever it was added', () => {
  const more = (affected: Partial<Identities>) =>
    step('lea', { type: 'add_affected', product: PAYMENTS, affected: { ...nobody, ...affected } })
  const all = lifted.with(
    more({ digests: [digest('x')] }),
    more({ commits: [commit('x')] }),
    more({ versions: ['2.3.9', '2.3.8'] }),
  )
  for (const asked of [{ digests: [digest('x')] }, { commit: commit('x') }, { version: '2.3.8' }, { version: '2.3.9' }])
    expect(all.asks(asked)).toMatchObject({ is: 'held', because: 'affected' })
  expect(all.asks({ digests: [digest('y')], version: '2.3.8' }).is).toBe('held')
  expect(all.asks(about(V240)).is).toBe('held')
})
test('a later version of a line that ended is no affair of the case any more', () => {
  expect(lifted.asks({ version: '2.5.0' })).toMatchObject({ is: 'not_affected', because: 'line_ended' })
  expect(lifted.asks({ commit: commit('c250') })).toMatchObject({ is: 'not_affected', because: 'line_ended' })
})
test('a candidate without artifacts is held by its commit until it is lifted', () => {
  const bare = { digests: [], commit: commit('fix') } as const
  const tried = given(placed('ana'), declared('lea', bare), passedRetest('cy'), ranRegression('cy'))
  expect(tried.asks({ commit: bare.commit }).is).toBe('held')
  const failed = tried.with(lift('ben'), failedRetest('cy'))
  expect(failed.asks({ commit: bare.commit })).toMatchObject({ is: 'held', because: 'refuted' })
})
test('a build without artifacts is accepted by its commit', () => {
  const bare = { digests: [], commit: commit('bare') } as const
  const accepted = given(
    placed('ana'),
    asksToAccept('pam', '10:00', { scope: { kind: 'build', build: bare } }),
    accepts('eve'),
    accepts('ben'),
  )
  expect(accepted.asks({ commit: bare.commit }).is).toBe('accepted')
  expect(accepted.asks({ commit: V241.commit }).is).toBe('held')
  expect(accepted.asks({}).is).toBe('held')
})
test('what is accepted in two parts lasts as long as the shorter; of two for one part the longer counts', () => {
  const part = (build: Build, until: string) => [
    asksToAccept('pam', until, { scope: { kind: 'build', build } }),
    accepts('eve'),
    accepts('ben'),
  ]
  const two = given(placed('ana'), ...part(V240, '12:00'), ...part(V241, '10:00'), ...part(V241, '11:00'))
  for (const digests of [
    [...V240.digests, ...V241.digests],
    [...V241.digests, ...V240.digests],
  ])
    expect(two.asks({ digests })).toMatchObject({ is: 'accepted', until: on('11:00') })
  expect(given(placed('ana'), ...part(V241, '11:00'), ...part(V241, '10:00')).asks(about(V241))).toMatchObject({
    until: on('11:00'),
  })
})
test('a linked digest is accepted with the other', () => {
  const linked = given(
    placed('ana'),
    proposes('ana', { kind: 'link', product: PAYMENTS, before: V240.digests[0], after: digest('signed') }),
    approvesChange('ben'),
    proposes('ana', { kind: 'link', product: PAYMENTS, before: digest('pushed'), after: digest('signed') }),
    approvesChange('ben'),
    asksToAccept('pam', '18:00'),
    accepts('eve'),
    accepts('ben'),
  )
  expect(linked.asks({ digests: [digest('signed')] }).is).toBe('accepted')
  expect(linked.asks({ digests: [digest('pushed')] }).is).toBe('accepted')
  expect(linked.asks({ digests: [digest('other')] }).is).toBe('held')
})
test('what was taken back last says why', () => {
  const twice = given(
    placed('ana'),
    retracts('ana'),
    placed('ana'),
    proposes('ana', { kind: 'withdraw', product: PAYMENTS, because: 'wrong_release' }),
    approvesChange('ben'),
  )
  expect(twice.asks(about(V240))).toMatchObject({ is: 'withdrawn', because: 'wrong_release' })
})
test('a candidate of one product says nothing about another', () => {
  const both = given(placed('ana'), placed('ana', { product: CART, affected: nobody }), ...PROVEN, lift('ben'))
  expect(both.asks({ ...about(V241), product: CART })).toMatchObject({ is: 'held', because: 'line' })
})
test('a role is new against the hold that it is used on, not against its neighbour', () => {
  const rules = withPeople({ newt: grants('security-manager', on('09:30')) })
  const later = givenUnder(
    rules,
    placed('ana', { product: CART, affected: nobody }),
    at('10:00', placed('ana')),
    ...PROVEN,
  )
  later.when(lift('newt')).happens('hold_lifted')
  const earlier = givenUnder(
    rules,
    placed('ana'),
    at('10:00', placed('ana', { product: CART, affected: nobody })),
    ...PROVEN,
  )
  earlier.when(lift('newt')).happens('lift_approved')
})

test('a linked artifact whose retest failed holds both', () => {
  const linked = given(
    placed('ana'),
    ...PROVEN,
    declared('lea', V242),
    lift('ben', V241),
    proposes('ana', { kind: 'link', product: PAYMENTS, before: V241.digests[0], after: V242.digests[0] }),
    approvesChange('ben'),
  )
  expect(linked.asks({ digests: V242.digests }).is).toBe('cleared')
  expect(linked.with(failedRetest('cy', V242)).asks(about(V241))).toMatchObject({ is: 'held', because: 'refuted' })
  expect(linked.with(failedRetest('cy', V241)).asks(about(V242))).toMatchObject({ is: 'held', because: 'refuted' })
})

test('of a release that is accepted in one part and overridden in another, the override is told', () => {
  const both = given(
    placed('ana'),
    breaksGlass('eve', '11:00'),
    asksToAccept('pam', '10:00', { scope: { kind: 'build', build: V241 } }),
    accepts('eve'),
    accepts('ben'),
  )
  for (const digests of [
    [...V240.digests, ...V241.digests],
    [...V241.digests, ...V240.digests],
  ])
    expect(both.asks({ digests })).toMatchObject({ is: 'overridden', until: on('11:00') })
})
test('each artifact of an accepted build is accepted', () => {
  const build = { digests: [digest('api'), digest('worker')] } as const
  const accepted = given(
    placed('ana'),
    asksToAccept('pam', '18:00', { scope: { kind: 'build', build } }),
    accepts('eve'),
    accepts('ben'),
  )
  for (const digests of [[digest('api')], [digest('worker')], build.digests])
    expect(accepted.asks({ digests }).is).toBe('accepted')
})
test('for a change to the whole case a role is new that is newer than its first hold', () => {
  const rules = withPeople({ newt: grants('security-manager', on('09:30')) })
  const proposed = givenUnder(
    rules,
    placed('ana'),
    at('10:00', placed('ana', { product: CART, affected: nobody })),
    proposes('ana', { kind: 'dismiss', finding: SQLI }),
  )
  proposed.when(approvesChange('newt')).happens('change_approved').when(approvesChange('ben')).happens('change_made')
})
