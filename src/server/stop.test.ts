import { expect, test } from 'vitest'
import { stores } from '../adapters/postgres/store.testing.ts'
import { commandId } from '../api/client.ts'
import { nodes } from './server.testing.ts'

const { fresh, join } = stores()
const node = nodes()

const STOP = {
  title: 'SQL injection in the login',
  hold: { product: 'payments', version: '2.4.0', reason: 'Anybody can read the accounts.' },
  finding: {
    kind: 'vulnerability' as const,
    severity: 'critical' as const,
    title: 'SQL injection',
    vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N',
    fixed_in: [],
  },
  evidence: [{ evidence: `sha256:${'ab'.repeat(32)}`, bytes: 1200, name: 'poc.txt', sensitive: true }],
}

test('from "I found it" to an enforced hold is one call', async () => {
  const { as } = await node(await fresh())
  const opened = await as().call('POST /api/cases', { body: STOP })
  expect(opened).toMatchObject({
    ok: true,
    status: 201,
    value: { case: 'HP-1', holds: ['HP-1/payments'], entries: [1, 2, 3, 4] },
  })
  const query = { product: 'payments', version: '2.4.0' }
  const answer = await as('pipeline').call('GET /api/gate', { query })
  expect(answer).toMatchObject({
    ok: true,
    status: 200,
    value: { decision: 'held', enforced: true, reasons: [{ hold: 'HP-1/payments', code: 'hold/affected' }] },
  })
})

test('asked again with the same key, the same is answered and nothing happens twice; other words are refused', async () => {
  const store = await fresh()
  const [{ as }, other] = [await node(store), await node(join(store.where))]
  const idempotencyKey = commandId()
  const first = await as().call('POST /api/cases', { body: STOP, idempotencyKey })
  expect(first.ok).toBe(true)
  expect(await as().call('POST /api/cases', { body: STOP, idempotencyKey })).toEqual(first)
  expect(await other.as().call('POST /api/cases', { body: STOP, idempotencyKey })).toEqual(first)
  const changed = { ...STOP, hold: { ...STOP.hold, reason: 'Other words.' } }
  expect(await as().call('POST /api/cases', { body: changed, idempotencyKey })).toMatchObject({
    ok: false,
    status: 409,
    problem: { code: 'case/command-reused' },
  })
  expect(await as().call('GET /api/cases', { query: {} })).toMatchObject({
    value: { cases: [{ case: 'HP-1', entries: 4 }] },
  })
})

test('what does not fit is refused whole, with a pointer to it', async () => {
  const { as } = await node(await fresh())
  const body = { ...STOP, evidence: [{ ...STOP.evidence[0]!, evidence: 'sha256:short' }] }
  expect(await as().call('POST /api/cases', { body })).toMatchObject({
    status: 422,
    problem: { code: 'request/malformed', pointer: '/evidence/0/evidence', detail: '"sha256:short" is not a digest.' },
  })
  expect(await as().call('GET /api/cases', { query: {} })).toMatchObject({ value: { cases: [] } })
})
