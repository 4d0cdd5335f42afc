import { expect, test } from 'vitest'
import type { Digest, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { profileAt, registeredName } from './profile-at.ts'
import type { ProductEvent } from './register.ts'

const [FIRST, SECOND] = ['1', '2'].map((hex) => `sha256:${hex.repeat(64)}` as Digest)
const at = (n: number) => `2026-11-2${n}T08:00:00.000Z` as Instant
const event = (n: number, type: ProductEvent['type'], data: object) =>
  ({ v: 1, stream: 'products', n, at: at(n), actor: 'rel', type, data }) as unknown as ProductEvent

const HISTORY = [
  event(1, 'product_added', { product: 'payments' }),
  event(2, 'profile_changed', { product: 'payments', profile: FIRST }),
  event(3, 'product_added', { product: 'ledger', profile: SECOND }),
  event(4, 'exposure_changed', { product: 'payments', exposure: 'public' }),
  event(5, 'profile_changed', { product: 'payments', profile: SECOND }),
  event(6, 'product_removed', { product: 'payments' }),
  event(7, 'product_added', { product: 'payments', profile: SECOND }),
]
const found = (day: number) => profileAt(HISTORY, 'payments' as Product, at(day))

test('a product has the profile of its last entry that gave one, up to the moment', () => {
  expect(found(1)).toBeUndefined()
  expect(found(2)).toEqual({ product: 'payments', digest: FIRST, n: 2, at: at(2) })
  expect(found(4)).toEqual(found(2)) // another product, or another fact of this one, gives it no other
  expect(found(5)).toMatchObject({ digest: SECOND, n: 5 })
})

test('taken out of the register it has none; taken in again, the one of then', () => {
  expect(found(6)).toBeUndefined()
  expect(found(7)).toMatchObject({ digest: SECOND, n: 7 })
})

test('a source names product, entry and digest: another profile reads differently', () => {
  expect(registeredName(found(5)!)).toBe(`the register's profile of payments (entry 5, ${SECOND})`)
})
