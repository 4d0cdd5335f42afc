import { createPublicKey, verify } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fromBase64 } from '../log/base.ts'
import { encodeUtf8 } from '../log/utf8.ts'
import { codeOf, DIGEST, must, sha256, signer, verdict, ASKED } from './decision.testing.ts'
import { DECISION } from './decision.ts'
import { type EnvelopeJson, envelopeText, MAX_ENVELOPE_BYTES, pae, readEnvelope, seal, verified } from './envelope.ts'
import { formatPublicKey, readPublicKeys } from './public-key.ts'
import { statementBytes } from './statement.ts'
import { nodeVerify } from './verify.testing.ts'

const key = signer()
const payload = must(statementBytes(ASKED, DECISION, verdict()))
const written = envelopeText(seal(payload, key))
const open = (text: string, keys = [key.key]) => {
  const envelope = readEnvelope(text)
  return envelope.ok ? verified(envelope.value, keys, nodeVerify) : envelope
}

test('what is signed is what DSSE 1.0.2 says, byte for byte', () => {
  const ours = pae('http://example.com/HelloWorld', encodeUtf8('hello world')!)
  expect(Buffer.from(ours).toString()).toBe('DSSEv1 29 http://example.com/HelloWorld 11 hello world')
  expect(Buffer.from(pae('', new Uint8Array(0))).toString()).toBe('DSSEv1 0  0 ')
  expect(Buffer.from(pae('é', encodeUtf8('ü')!)).toString()).toBe('DSSEv1 2 é 2 ü') // bytes are counted, not characters
})

test('the published signature of the specification verifies over it', () => {
  const number = (decimal: string) => Buffer.from(BigInt(decimal).toString(16).padStart(64, '0'), 'hex')
  const jwk = {
    kty: 'EC',
    crv: 'P-256',
    x: number('46950820868899156662930047687818585632848591499744589407958293238635476079160').toString('base64url'),
    y: number('5640078356564379163099075877009565129882514886557779369047442380624545832820').toString('base64url'),
  }
  const sig = fromBase64('A3JqsQGtVsJ2O2xqrI5IcnXip5GToJ3F+FnZ+O88SjtR6rDAajabZKciJTfUiHqJPcIAriEGAHTVeCUjW2JIZA==')!
  const message = pae('http://example.com/HelloWorld', fromBase64('aGVsbG8gd29ybGQ=')!)
  const published = { key: createPublicKey({ key: jwk, format: 'jwk' }), dsaEncoding: 'ieee-p1363' } as const
  expect(verify('sha256', message, published, sig)).toBe(true)
})

test('what was signed comes back as the same bytes, with the key and with no other', () => {
  expect(must(open(written))).toEqual(payload)
  expect(codeOf(open(written, [signer().key]))).toBe('decision/other-key')
  const swapped = JSON.parse(written) as EnvelopeJson
  const forged = { ...swapped, signatures: [{ ...swapped.signatures[0], keyid: signer().key.id }] } as const
  expect(codeOf(open(envelopeText(forged)))).toBe('decision/other-key')
})

test('any byte that is changed, lost or added makes it nobody’s decision', () => {
  const bytes = Buffer.from(written.trimEnd())
  const place = fc.integer({ min: 0, max: bytes.length - 1 })
  fc.assert(
    fc.property(place, fc.integer({ min: 1, max: 255 }), fc.integer({ min: 0, max: 2 }), (at, flip, how) => {
      const changed = Buffer.from(bytes)
      changed[at]! ^= flip
      const cut = Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1)])
      const longer = Buffer.concat([bytes.subarray(0, at), Buffer.of(flip), bytes.subarray(at)])
      expect(open([changed, cut, longer][how]!.toString('utf8')).ok).toBe(false)
    }),
    { numRuns: 3_000 },
  )
})

test.each([
  ['a second payload', written.replace('{"payload"', '{"payload":"","payload"')],
  ['something behind it', `${written}{}`],
  ['a blank line behind it', `${written}\n`],
  ['a space in it', written.replace(',"payloadType"', ', "payloadType"')],
  ['a member of its own', written.replace('"payload"', '"a":1,"payload"')],
  ['two signatures', written.replace(/(\{"keyid[^}]*\})/, '$1,$1')],
  ['no signature', written.replace(/\[\{"keyid[^}]*\}\]/, '[]')],
  ['nothing', ''],
  ['only white space', '\n'],
  ['a list', '[]'],
  ['deep nesting', '['.repeat(100_000)],
  ['a signature that is too short', written.replace(/"sig":"[^"]*"/, '"sig":"AAAA"')],
  ['a payload that is no base64', written.replace(/"payload":"./, '"payload":"*')],
  ['more than we take', written.replace('"payload":"', `"payload":"${'A'.repeat(MAX_ENVELOPE_BYTES)}`)],
])('strangers’ envelope with %s is refused', (_, text) => {
  expect(codeOf(open(text))).toBe('decision/damaged')
})

test('a payload of another type is no decision, even signed', () => {
  const other = { payload: 'e30=', payloadType: 'text/plain' } as const
  const sig = Buffer.from(key.sign(pae('text/plain', encodeUtf8('{}')!))).toString('base64')
  expect(codeOf(open(envelopeText({ ...other, signatures: [{ keyid: key.key.id, sig }] })))).toBe(
    'decision/unknown-predicate',
  )
})

test('the public key is PEM as other tools take it, and its id is of its own bytes', () => {
  const pem = formatPublicKey(key.key)
  const der = createPublicKey(pem).export({ format: 'der', type: 'spki' })
  expect(key.key.id).toBe(`sha256:${sha256(der).toString('hex')}`)
  expect(must(readPublicKeys(pem + formatPublicKey(signer().key), sha256))).toHaveLength(2)
  for (const wrong of ['', pem.slice(0, 60), `${pem}x`, pem.replace('MCow', 'MCox'), DIGEST])
    expect(codeOf(readPublicKeys(wrong, sha256))).toBe('decision/key-unreadable')
})
