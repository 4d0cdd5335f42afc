import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Digest, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { codeOf, must, sha256 } from './decision.testing.ts'
import { inTime, verdictAbout } from './decision.ts'
import { readEnvelope, verified } from './envelope.ts'
import { pairKeys, readOverrideKey } from './override-key.ts'
import { overrideAbout, overrideIn } from './override.ts'
import { readPublicKeys } from './public-key.ts'
import { readStatement } from './statement.ts'
import { nodeVerify } from './verify.testing.ts'

const page = readFileSync('docs/formats/decision.md', 'utf8')
const [decision, pem, laidOut, , use, useLaidOut, pub] = Array.from(
  page.matchAll(/```[a-z]+\n(.*?)```/gs),
  ([, block]) => block!,
)
const asked = (version: string) => ({
  product: 'payments' as Product,
  version,
  digests: ['sha256:3f1e0b0c7a8f5f4d9a6e2b1c0d9e8f7a6b5c4d3e2f1a0b9c8d7e6f5a4b3c2d1e' as Digest],
  environment: 'production',
})

test('the decision in docs/formats/decision.md is one that verifies, and says what is laid out there', () => {
  const payload = must(verified(must(readEnvelope(decision!)), must(readPublicKeys(pem!, sha256)), nodeVerify))
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual(JSON.parse(laidOut!))
  const verdict = must(verdictAbout(must(readStatement(payload)), asked('2.4.1')))
  expect(codeOf(inTime(verdict, '2026-11-20T14:01:00.000Z' as Instant))).toBe('ok')
})

test('the override there is one that two holders signed, and its public half honours it', () => {
  const key = must(readOverrideKey(pub!))
  const envelope = must(readEnvelope(use!))
  const payload = must(verified(envelope, pairKeys(key, sha256), nodeVerify))
  expect(JSON.parse(Buffer.from(payload).toString())).toEqual(JSON.parse(useLaidOut!))
  const override = must(overrideIn(must(readStatement(payload)), key, envelope.keyId, sha256))
  const now = '2026-11-20T04:00:00.000Z' as Instant
  expect(must(overrideAbout(override, key, asked('2.4.0'), now)).people).toEqual(['ana', 'ben'])
})
