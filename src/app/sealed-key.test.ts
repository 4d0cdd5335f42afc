import { randomBytes, scryptSync } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nodeLocksmith } from '../adapters/locksmith.ts'
import { pae } from '../core/decision/envelope.ts'
import { pairKeys } from '../core/decision/override-key.ts'
import { codeOf, must, sha256 } from '../core/decision/decision.testing.ts'
import { nodeVerify } from '../core/decision/verify.testing.ts'
import type { Actor, Product } from '../core/ids.ts'
import type { Instant } from '../core/instant.ts'
import type { Locksmith } from './ports/locksmith.ts'
import { makeSealedKey, readSealedKey, type Secret } from './sealed-key.ts'

/** The same lock at a thousandth of the price. */
const smith: Locksmith = {
  ...nodeLocksmith,
  stretch: (passphrase, salt) => Promise.resolve(scryptSync(passphrase, salt, 32, { N: 16, r: 8, p: 1 })),
}
const secret = (holder: string, passphrase = `the words of ${holder}`): Secret => ({
  holder: holder as Actor,
  passphrase,
})
const [ana, ben, cyd] = [secret('ana'), secret('ben'), secret('cyd')]
const about = {
  name: 'night',
  products: ['payments' as Product],
  max_hours: 4,
  until: '2026-12-01T00:00:00.000Z' as Instant,
}
const made = await makeSealedKey(about, [ana, ben, cyd], { chance: { bytes: randomBytes }, smith })
const { key, file } = must(made)
const open = async (text: string, a: Secret, b: Secret) => {
  const sealed = readSealedKey(text, smith)
  return sealed.ok ? sealed.value.open([a, b]) : sealed
}

test('any two of its holders open it, and each pair signs with a key of its own', async () => {
  const ids = new Set<string>()
  for (const [a, b] of [
    [ana, ben],
    [cyd, ana],
    [cyd, ben],
  ] as const) {
    const signer = must(await open(file, a, b))
    const message = pae('x', new Uint8Array(3))
    const pair = pairKeys(key, sha256).find(({ id }) => id === signer.key.id)!
    expect(pair.holders.toSorted()).toEqual([a.holder, b.holder].toSorted())
    expect(nodeVerify(pair.bytes, message, signer.sign(message))).toBe(true)
    ids.add(signer.key.id)
  }
  expect(ids.size).toBe(3)
})

test('nobody opens it alone, nor with somebody who is no holder, nor with other words', async () => {
  expect(codeOf(await open(file, ana, ana))).toBe('override/no-pair')
  expect(codeOf(await open(file, ana, secret('dev')))).toBe('override/no-pair')
  expect(codeOf(await open(file, ana, secret('ben', 'the words of cyd')))).toBe('override/wrong-passphrase')
  expect(codeOf(await open(file, secret('ana', ben.passphrase), secret('ben', ana.passphrase)))).toBe(
    'override/wrong-passphrase',
  )
})

test('the same words from another keyboard are the same words', async () => {
  const composed = secret('ana', 'schön und lang genug')
  const sealed = must(await makeSealedKey(about, [composed, ben], { chance: { bytes: randomBytes }, smith }))
  expect(must(await open(sealed.file, secret('ana', 'scho\u0308n und lang genug'), ben)).key.id).toBeTruthy()
})

test('nothing of it can be changed: not what it may do, not who holds it', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 0, max: file.length - 2 }),
      fc.integer({ min: 1, max: 127 }),
      async (at, flip) => {
        const changed = file.slice(0, at) + String.fromCharCode(file.charCodeAt(at) ^ flip) + file.slice(at + 1)
        const opened = await Promise.all([open(changed, ana, ben), open(changed, ana, cyd), open(changed, ben, cyd)])
        // A box that was changed takes the other two nothing; everything else does.
        const inABox = at < file.indexOf('"holders":[{')
        expect(opened.filter(({ ok }) => ok).length).toBeLessThanOrEqual(inABox ? 2 : 0)
        const keys = pairKeys(key, sha256).map(({ id }) => id)
        for (const one of opened) if (one.ok) expect(keys).toContain(one.value.key.id)
      },
    ),
    { numRuns: 400 },
  )
})

test('at its real price a passphrase takes 128 MiB, and gives what scrypt gives', async () => {
  // RFC 7914, section 12: the second vector has p = 16; the price here is another, so ours is compared with Node's own.
  const [words, salt] = ['nine purple trains at sea', Buffer.alloc(16, 7)]
  const ours = await nodeLocksmith.stretch(words, salt, 14)
  expect(Buffer.from(ours)).toEqual(scryptSync(words, salt, 32, { N: 2 ** 14, r: 8, p: 1 }))
})
