import { expect, test } from 'vitest'
import {
  holdId,
  parseActor,
  parseCaseId,
  parseCommit,
  parseDigest,
  parseHoldId,
  parseProduct,
  parseReleaseName,
  parseUuid,
  uuidv7,
} from './ids.ts'
import type { CaseId, Product } from './ids.ts'
import { instantFromMillis } from './instant.ts'

const random = Uint8Array.from([0xff, 0xff, 0xff, 1, 2, 3, 4, 5, 6, 7])

test('a UUIDv7 carries its time, version and variant', () => {
  // The time field of RFC 9562, appendix A.6: 2022-02-22T19:22:22.000Z.
  const id = uuidv7(instantFromMillis(0x017f22e279b0), random)
  expect(id).toBe('017f22e2-79b0-7fff-bf01-020304050607')
  expect(parseUuid(id).ok).toBe(true)
})

test('later ids sort after earlier ones', () => {
  expect(uuidv7(instantFromMillis(1), random) > uuidv7(instantFromMillis(0), new Uint8Array(10))).toBe(true)
  expect(() => uuidv7(instantFromMillis(0), new Uint8Array(9))).toThrow(RangeError)
})

test('a case is HP and a number, a hold is a case and a product', () => {
  expect(parseCaseId('HP-7').ok).toBe(true)
  expect(parseHoldId('HP-7/payments').ok).toBe(true)
  expect(holdId('HP-7' as CaseId, '@shop/cart' as Product)).toBe('HP-7/@shop/cart')
  for (const text of ['HP-0', 'HP-07', 'hp-7', 'HP-', 'HP-7 ', 'HP-7/']) expect(parseCaseId(text).ok).toBe(false)
  for (const text of ['HP-7', 'HP-7/', 'HP-7/-x', 'HP-7/a b']) expect(parseHoldId(text).ok).toBe(false)
})

test('a short commit is refused, for it may name two', () => {
  expect(parseCommit('6b1f0c4').ok).toBe(false)
  expect(parseCommit('6b1f0c4e9d2a7735c8e41f0a9b3d5c7e8f901a2b').ok).toBe(true)
  expect(parseCommit('6B1F0C4E9D2A7735C8E41F0A9B3D5C7E8F901A2B').ok).toBe(false)
})

test('a digest names its algorithm and is whole', () => {
  expect(parseDigest(`sha256:${'0a'.repeat(32)}`).ok).toBe(true)
  expect(parseDigest(`sha512:${'0a'.repeat(64)}`).ok).toBe(true)
  for (const text of [
    '0a'.repeat(32),
    `sha256:${'0a'.repeat(31)}`,
    `sha1:${'0a'.repeat(20)}`,
    `sha256:${'0A'.repeat(32)}`,
  ])
    expect(parseDigest(text).ok).toBe(false)
})

test.each([
  ['payments@2.4.0', { product: 'payments', version: '2.4.0' }],
  ['payments', { product: 'payments' }],
  ['@shop/cart@1.0.0-rc.1+7', { product: '@shop/cart', version: '1.0.0-rc.1+7' }],
  ['@shop/cart', { product: '@shop/cart' }],
])('%s is a release', (text, value) => {
  expect(parseReleaseName(text)).toEqual({ ok: true, value })
})

test.each(['', '@', 'payments@', 'pay ments@1', 'payments@1 2', '../x@1', 'payments@2.4.0\n', 'a'.repeat(101)])(
  '%j is no release',
  (text) => {
    expect(parseReleaseName(text)).toMatchObject({ ok: false, problem: { code: 'release/unreadable' } })
  },
)

test('a stranger cannot pass a path, a flag or a line break as a name', () => {
  for (const text of ['-rf', '', 'a\nb', 'a b', '$(x)', "a'b"]) {
    expect(parseProduct(text).ok).toBe(false)
    expect(parseActor(text).ok).toBe(false)
  }
  expect(parseActor('ana@bank.example').ok).toBe(true)
})
