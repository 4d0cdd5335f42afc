import { expect, test } from 'vitest'
import {
  about,
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
