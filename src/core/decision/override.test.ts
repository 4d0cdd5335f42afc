import { expect, test } from 'vitest'
import type { Asked } from '../case/standing.ts'
import type { Actor, Digest, HoldId, Product, Uuid } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { toHex } from '../log/base.ts'
import type { Entry } from '../log/entry.ts'
import { ASKED, codeOf, COMMIT, DIGEST, must, sha256, signer } from './decision.testing.ts'
import {
  evolveKeys,
  type KnownKey,
  type OverrideKey,
  overrideKeyText,
  pairKeys,
  readOverrideKey,
} from './override-key.ts'
import { OVERRIDE, overrideAbout, overrideIn, overrideJson, type SignedOverride } from './override.ts'
import { readStatement, statementBytes } from './statement.ts'

const [anaBen, anaCyd] = [signer(), signer()]
const KEY: OverrideKey = {
  name: 'night',
  pairs: [
    { holders: ['ana', 'ben'] as string[] as Actor[], public_key: toHex(anaBen.key.bytes) },
    { holders: ['ana', 'cyd'] as string[] as Actor[], public_key: toHex(anaCyd.key.bytes) },
  ],
  products: ['payments' as Product],
  max_hours: 4,
  until: '2026-12-01T00:00:00.000Z' as Instant,
}
const USE: Omit<SignedOverride, 'schema'> = {
  use: '019aa0e8-4f01-7b3e-8a5d-1f2e3d4c5b6a' as Uuid,
  key: 'night',
  people: ['ana', 'ben'] as string[] as Actor[],
  hold: 'HP-7/payments' as HoldId,
  release: ASKED,
  from: '2026-11-20T14:00:00.000Z' as Instant,
  until: '2026-11-20T16:00:00.000Z' as Instant,
  reason: 'Production burns.\nNobody else is here.',
}
const NOON = '2026-11-20T15:00:00.000Z' as Instant

const read = (more: object = {}, by = anaBen) => {
  const use = { ...USE, ...more }
  return overrideIn(
    must(readStatement(must(statementBytes(use.release, OVERRIDE, overrideJson(use))))),
    KEY,
    by.key.id,
    sha256,
  )
}
const about = (more: object = {}, asked: Asked = ASKED, now = NOON) => overrideAbout(must(read(more)), KEY, asked, now)

test('an override opens the way to exactly one artifact in one environment, within its hours', () => {
  expect(must(about())).toMatchObject({ people: ['ana', 'ben'], reason: USE.reason })
})

test('the signature says which two used it: nobody signs in the name of others', () => {
  expect(codeOf(read({}, anaCyd))).toBe('decision/unreadable')
  expect(must(read({ people: ['cyd', 'ana'] }, anaCyd)).people).toEqual(['cyd', 'ana'])
  expect(codeOf(read({ people: ['ana'] }))).toBe('decision/unreadable')
  expect(codeOf(read({ key: 'day' }))).toBe('decision/unreadable')
})

test.each<[string, Partial<Asked>]>([
  ['decision/other-product', { product: 'shop' as Product }],
  ['decision/other-version', { version: '2.4.1' }],
  ['decision/other-commit', { commit: COMMIT }],
  ['decision/other-digests', { digests: [] }],
  ['decision/other-digests', { digests: [`sha256:${'aa'.repeat(32)}` as Digest] }],
  ['decision/other-environment', { environment: 'staging' }],
])('it opens nothing else: %s', (code, asked) => {
  expect(codeOf(about({}, { ...ASKED, ...asked }))).toBe(code)
})

test.each([
  ['2026-11-20T13:58:59.999Z', 'decision/not-yet-valid'],
  ['2026-11-20T13:59:00.000Z', 'ok'],
  ['2026-11-20T15:59:59.999Z', 'ok'],
  ['2026-11-20T16:00:00.000Z', 'decision/expired'],
])('at %s it is %s', (now, code) => {
  expect(codeOf(about({}, ASKED, now as Instant))).toBe(code)
})

test.each<[string, object]>([
  ['longer than its key may', { until: '2026-11-20T18:00:00.001Z' }],
  ['for no time', { until: USE.from }],
  ['backwards', { until: '2026-11-20T13:00:00.000Z' }],
  ['after its key ended', { from: '2026-12-01T00:00:00.000Z', until: '2026-12-01T01:00:00.000Z' }],
  ['of another product', { release: { ...ASKED, product: 'shop' }, hold: undefined }],
])('an override %s is honoured by nobody', (_, more) => {
  const use = { ...USE, ...more }
  expect(codeOf(about(more, use.release as Asked))).toBe('override/beyond-its-key')
})

test.each<[string, object]>([
  ['several artifacts', { release: { ...ASKED, digests: [DIGEST, `sha256:${'aa'.repeat(32)}`] } }],
  ['a hold of another product', { hold: 'HP-7/shop' }],
  ['no reason', { reason: '' }],
  ['a use that has no id', { use: 'x' }],
])('an override of %s is none', (_, more) => {
  expect(codeOf(read(more))).toBe('decision/unreadable')
})

test('its public half is one line, and comes back the same or not at all', () => {
  const text = overrideKeyText(KEY)
  expect(must(readOverrideKey(text))).toEqual(KEY)
  expect(pairKeys(KEY, sha256).map(({ id }) => id)).toEqual([anaBen.key.id, anaCyd.key.id])
  for (const wrong of [
    '',
    '{}',
    `${text}${text}`,
    text.replace('"max_hours":4', '"max_hours":400'),
    text.replace(',', ', '),
  ])
    expect(codeOf(readOverrideKey(wrong))).toBe('decision/key-unreadable')
})

const entry = (type: string, data: object, n: number): Entry =>
  ({
    v: 1,
    stream: 'override-keys',
    n,
    type,
    at: `2026-11-20T10:00:0${n}.000Z`,
    actor: 'console',
    command: USE.use,
    data,
  }) as never

test('every key and every use of it is told by the entries of its stream', () => {
  const { release, reason: _, digests: _digests, ...use } = { ...USE, digests: [] }
  const used = { ...use, product: release.product, digest: DIGEST, environment: release.environment }
  const said = { ...used, breaches: ['too_long'], cases: ['HP-7'], reason: { sealed: '00'.repeat(32) } }
  const entries = [
    entry('override_key_registered', KEY, 1),
    entry('override_used', said, 2),
    entry('override_key_revoked', { name: 'night' }, 3),
    entry('override_key_revoked', { name: 'night' }, 4),
  ]
  let keys: ReadonlyMap<string, KnownKey> = new Map()
  for (const one of entries) keys = must(evolveKeys(keys, one, { file: 'x' }))
  expect(keys.get('night')).toMatchObject({
    name: 'night',
    revoked: '2026-11-20T10:00:03.000Z',
    uses: [{ cases: ['HP-7'], breaches: ['too_long'], by: 'console' }],
  })
  expect(codeOf(evolveKeys(keys, entry('override_forgotten', {}, 5), { file: 'x' }))).toBe('override/unknown-event')
  expect(codeOf(evolveKeys(keys, entry('override_used', {}, 5), { file: 'x' }))).toBe('override/unknown-event')
})
