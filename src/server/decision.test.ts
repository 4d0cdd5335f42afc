import { expect, test } from 'vitest'
import { nodeCrypto } from '../adapters/crypto.ts'
import { stores, value } from '../adapters/postgres/store.testing.ts'
import { opening, placing, wished } from '../app/handle/wish.testing.ts'
import { COMMIT, DIGEST } from '../core/decision/decision.testing.ts'
import { readEnvelope, verified } from '../core/decision/envelope.ts'
import { readPublicKeys } from '../core/decision/public-key.ts'
import { readStatement } from '../core/decision/statement.ts'
import type { Product } from '../core/ids.ts'
import { nodes, type TestNode } from './server.testing.ts'

const { fresh } = stores()
const node = nodes()
const bearer = { authorization: 'Bearer token-pipeline' }
const ask = (at: TestNode, query: string) => fetch(`${at.url}/api/gate?product=payments&${query}`, { headers: bearer })

test('signed, the gate gives the verdict that it gives unsigned, in an envelope that its published key verifies', async () => {
  const store = await fresh()
  const at = await node(store)
  const { stream } = value(await store.desk.handle(opening()))
  value(await store.desk.handle(placing(stream)))
  const plain = (await (await ask(at, `version=2.4.0&digest=${DIGEST}`)).json()) as Record<string, unknown>
  const signed = await ask(at, `version=2.4.0&digest=${DIGEST}&signed=true`)
  expect(signed.headers.get('content-type')).toMatch(/^application\/json/)
  const envelope = value(readEnvelope(await signed.text()))
  const pem = await fetch(`${at.url}/api/gate/key`) // nobody has to sign in for a public key
  expect(pem.headers.get('content-type')).toBe('application/x-pem-file')
  const keys = value(readPublicKeys(await pem.text(), nodeCrypto.sha256))
  const statement = value(readStatement(value(verified(envelope, keys, nodeCrypto.verifyEd25519))))
  const anyTime = { evaluated_at: expect.any(String), valid_until: expect.any(String) }
  expect(statement.predicate).toEqual({ ...plain, ...anyTime })
  expect(statement).toMatchObject({ subjects: [DIGEST], predicateType: 'holdpoint:decision/v1' })
  const { evaluated_at: from, valid_until: until } = statement.predicate as Record<string, string>
  expect(Date.parse(until!) - Date.parse(from!)).toBe(5 * 60_000)
})

test('a signed answer is good no longer than the override that it leans on', async () => {
  const store = await fresh()
  const at = await node(store)
  const { stream } = value(await store.desk.handle(opening()))
  value(await store.desk.handle(placing(stream)))
  const until = new Date(Date.now() + 90_000).toISOString()
  const window = { type: 'break_glass', product: 'payments' as Product, digest: DIGEST, environment: 'production' }
  value(
    await store.desk.handle(
      wished(stream as never, (words) => ({ ...window, until, reason: words('Burning') }) as never, 'security-manager'),
    ),
  )
  const envelope = value(readEnvelope(await (await ask(at, `digest=${DIGEST}&signed=true`)).text()))
  expect(value(readStatement(envelope.payload)).predicate).toMatchObject({ decision: 'clear', valid_until: until })
})

test('where only the commit is known, it is the subject', async () => {
  const at = await node(await fresh())
  const envelope = value(readEnvelope(await (await ask(at, `commit=${COMMIT}&signed=true`)).text()))
  expect(value(readStatement(envelope.payload)).subjects).toEqual([`gitCommit:${COMMIT}`])
})

test('a question that names no artifact and no commit is not signed, and told what to ask with', async () => {
  const at = await node(await fresh())
  const refused = await ask(at, 'version=2.4.0&environment=staging&signed=true')
  expect(refused.status).toBe(422)
  expect(await refused.json()).toMatchObject({ code: 'gate/not-signable', hint: expect.stringContaining('--digest') })
})

test('who may not ask gets nothing signed', async () => {
  const at = await node(await fresh())
  const asked = (token: string, product: string) =>
    fetch(`${at.url}/api/gate?product=${product}&digest=${DIGEST}&signed=true`, {
      headers: { authorization: `Bearer ${token}` },
    })
  expect((await asked('nobody', 'payments')).status).toBe(401)
  expect((await asked('token-payments-only', 'shop')).status).toBe(403)
})
