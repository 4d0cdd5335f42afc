import { randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Uuid } from '../../core/ids.ts'
import { masterKey } from '../keys.ts'
import { newKey, openChunk, sealChunk, unwrapKey, wrapKey } from './sealing.ts'

const file = '0193e5f0-7c1a-7b3e-8a5d-1f2e3d4c5b6a' as Uuid
const key = newKey()
const here = { file, n: 3, last: false }
const text = Buffer.from('what they found')

test('a chunk opens where it stands, and nowhere else', () => {
  const sealed = sealChunk(key, text, here)
  expect(Buffer.from(sealed).includes(text)).toBe(false)
  expect(openChunk(key, sealed, here)).toEqual(text)
  for (const elsewhere of [
    { ...here, n: 4 },
    { ...here, last: true },
    { ...here, file: '0193e5f0-7c1a-7b3e-8a5d-1f2e3d4c5b6b' as Uuid },
  ])
    expect(openChunk(key, sealed, elsewhere)).toBeUndefined()
  expect(openChunk(newKey(), sealed, here)).toBeUndefined()
})

test('a chunk of which any bit was changed, or that was cut, does not open', () => {
  const sealed = sealChunk(key, text, here)
  for (let i = 0; i < sealed.length; i++) {
    const changed = Buffer.from(sealed)
    changed[i]! ^= 1
    expect(openChunk(key, changed, here)).toBeUndefined()
    expect(openChunk(key, sealed.subarray(0, i), here)).toBeUndefined()
  }
})

test('a key opens under its master key for its file, and nothing else', () => {
  const [master, other] = [masterKey(randomBytes(32)), masterKey(randomBytes(32))]
  const owner = { file, digest: randomBytes(32) }
  const wrapped = wrapKey(key, master, owner)
  expect(unwrapKey(wrapped, master, owner)).toEqual(key)
  expect(unwrapKey(wrapped, other, owner)).toBeUndefined()
  expect(unwrapKey(wrapped, master, { ...owner, digest: randomBytes(32) })).toBeUndefined()
  expect(unwrapKey(wrapped, master, { ...owner, file: '0193e5f0-7c1a-7b3e-8a5d-1f2e3d4c5b6b' as Uuid })).toBeUndefined()
  for (let i = 0; i < wrapped.length; i++) expect(unwrapKey(wrapped.subarray(0, i), master, owner)).toBeUndefined()
  expect(wrapKey(key, master, owner)).not.toEqual(wrapped) // a nonce never comes twice
})
