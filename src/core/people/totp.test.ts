import { createHmac } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Actor } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { otpauth, stepAt, stepOfCode, toBase32, totpCode } from './totp.ts'

const hmac = (hash: string) => (key: Uint8Array, message: Uint8Array) => createHmac(hash, key).update(message).digest()
const text = (value: string) => new Uint8Array(Buffer.from(value))

/** RFC 6238, appendix B: time, code by SHA-1, SHA-256, SHA-512. The keys are the digits 1234567890 again and again, as long as each hash. */
const VECTORS = [
  ['1970-01-01T00:00:59.000Z', '94287082', '46119246', '90693936'],
  ['2005-03-18T01:58:29.000Z', '07081804', '68084774', '25091201'],
  ['2005-03-18T01:58:31.000Z', '14050471', '67062674', '99943326'],
  ['2009-02-13T23:31:30.000Z', '89005924', '91819424', '93441116'],
  ['2033-05-18T03:33:20.000Z', '69279037', '90698825', '38618901'],
  ['2603-10-11T11:33:20.000Z', '65353130', '77737706', '47863826'],
] as const
const key = (bytes: number) => text('1234567890'.repeat(7).slice(0, bytes))

test.each(VECTORS)('the codes at %s are those of RFC 6238', (at, sha1, sha256, sha512) => {
  const step = stepAt(at as Instant)
  expect(totpCode(key(20), step, hmac('sha1'), 8)).toBe(sha1)
  expect(totpCode(key(32), step, hmac('sha256'), 8)).toBe(sha256)
  expect(totpCode(key(64), step, hmac('sha512'), 8)).toBe(sha512)
})

/** RFC 4226, appendix D. */
test('the first ten codes are those of RFC 4226', () => {
  const codes = Array.from({ length: 10 }, (_, step) => totpCode(key(20), step, hmac('sha1')))
  expect(codes.join(' ')).toBe('755224 287082 359152 969429 338314 254676 287922 162583 399871 520489')
})

const now = '2026-11-21T12:00:10.000Z' as Instant
const code = (step: number) => totpCode(key(20), step, hmac('sha1'))
const stepOf = (typed: string, lastStep = 0) => stepOfCode({ secret: key(20), lastStep }, typed, now, hmac('sha1'))

test('a clock may be half a minute off, not more', () => {
  const present = stepAt(now)
  expect([-2, -1, 0, 1, 2].map((by) => stepOf(code(present + by)))).toEqual([
    undefined,
    present - 1,
    present,
    present + 1,
    undefined,
  ])
})

test('a code opens once, and none before it any more', () => {
  const present = stepAt(now)
  expect(stepOf(code(present), present)).toBeUndefined()
  expect(stepOf(code(present - 1), present)).toBeUndefined()
  expect(stepOf(code(present + 1), present)).toBe(present + 1)
})

test('a code may be typed in groups; anything else is none', () => {
  const present = stepAt(now)
  expect(stepOf(`${code(present).slice(0, 3)} ${code(present).slice(3)}`)).toBe(present)
  for (const typed of ['', '12345', `${code(present)}0`, 'abcdef', '１２３４５６'])
    expect(stepOf(typed)).toBeUndefined()
})

/** RFC 4648, section 10, without padding. */
test.each([
  ['', ''],
  ['f', 'MY'],
  ['fo', 'MZXQ'],
  ['foo', 'MZXW6'],
  ['foob', 'MZXW6YQ'],
  ['fooba', 'MZXW6YTB'],
  ['foobar', 'MZXW6YTBOI'],
])('base 32 of "%s" is "%s"', (plain, coded) => expect(toBase32(text(plain))).toBe(coded))

test('an authenticator is told whose key it is', () => {
  expect(otpauth('ana@example' as Actor, text('foobar'))).toBe(
    'otpauth://totp/Holdpoint:ana%40example?secret=MZXW6YTBOI&issuer=Holdpoint&algorithm=SHA1&digits=6&period=30',
  )
})
