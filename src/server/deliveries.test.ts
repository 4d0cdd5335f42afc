import { expect, test } from 'vitest'
import { nodeCrypto } from '../adapters/crypto.ts'
import { stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { commandId } from '../api/client.ts'
import { deliveryWatch } from '../app/deliveries.ts'
import { opening, placing, wished } from '../app/handle/wish.testing.ts'
import type { CaseId, Digest, Product } from '../core/ids.ts'
import { nodes, type TestNode } from './server.testing.ts'

const { fresh } = stores()
const node = nodes()
const payments = 'payments' as Product
const A = `sha256:${'aa'.repeat(32)}` as Digest
const B = `sha256:${'bb'.repeat(32)}` as Digest

const held = async ({ desk }: TestStore, product = 'payments') => {
  const { stream } = value(await desk.handle(opening()))
  value(await desk.handle(placing(stream, product)))
  return stream as CaseId
}
async function deliver(at: TestNode, digest: Digest, { as = 'pipeline', key = commandId(), ...more }: Telling = {}) {
  const body = { product: 'payments', digests: [digest], ...more }
  const reply = await at.as(as).call('POST /api/deliveries', { body, idempotencyKey: key })
  if (!reply.ok) throw new Error(`${reply.problem.code}: ${reply.problem.detail}`)
  return reply.value
}
interface Telling {
  as?: string
  key?: string
  environment?: string
  version?: string
}
const facets = async (at: TestNode, id: CaseId) => {
  const reply = await at.as().call('GET /api/cases/:id', { params: { id } })
  if (!reply.ok) throw new Error(reply.problem.detail)
  return reply.value.facets!
}
const watching = (store: TestStore, { gatekeeper }: TestNode) =>
  deliveryWatch({ gatekeeper, deliveries: store.deliveries, desk: store.desk, crypto: nodeCrypto })
/** As if everything had been told a minute ago. */
const aMinuteLater = ({ db }: TestStore) => db.query('UPDATE holdpoint.deliveries SET at_ms = at_ms - 60000')

test('what is delivered where no case holds it is written down, and alarms nobody', async () => {
  const at = await node(await fresh())
  expect(await deliver(at, A)).toMatchObject({ product: 'payments', by: 'pipeline', again: false, alarmed: [] })
  const listed = await at.as('viewer').call('GET /api/deliveries', { query: { product: 'payments' } })
  expect(listed).toMatchObject({ ok: true, value: { deliveries: [{ digests: [A], environment: 'production' }] } })
})

test('what is delivered although it is held alarms every case that holds it, and no other', async () => {
  const store = await fresh()
  const at = await node(store)
  const [one, two, other] = [await held(store), await held(store), await held(store, 'shop')]
  expect(await deliver(at, A)).toMatchObject({ alarmed: [one, two] })
  expect((await facets(at, one)).alarms).toHaveLength(1)
  expect((await facets(at, two)).deliveries).toMatchObject([{ by: 'pipeline', digests: [A] }])
  expect((await facets(at, other)).deliveries).toEqual([])
})

test('in an environment that the hold does not reach it is recorded, and no alarm', async () => {
  const store = await fresh()
  const at = await node(store)
  const id = await held(store)
  expect(await deliver(at, A, { environment: 'staging' })).toMatchObject({ alarmed: [] })
  expect(await facets(at, id)).toMatchObject({ alarms: [], deliveries: [{ environment: 'staging' }] })
})

test('the same delivery told twice is one: by the same request, by another one, by another teller', async () => {
  const store = await fresh()
  const at = await node(store)
  const id = await held(store)
  const key = commandId()
  const first = await deliver(at, A, { key })
  expect(await deliver(at, A, { key })).toEqual(first)
  expect(await deliver(at, A)).toEqual({ ...first, again: true })
  expect(await deliver(at, A, { as: 'engineer' })).toEqual({ ...first, again: true })
  expect((await facets(at, id)).alarms).toHaveLength(1)
  // Another one came between: this is a deployment of its own.
  await deliver(at, B)
  expect(await deliver(at, A)).toMatchObject({ again: false, alarmed: [id] })
  expect((await facets(at, id)).deliveries).toHaveLength(3)
})

test('a request’s id says one thing only', async () => {
  const at = await node(await fresh())
  const key = commandId()
  await deliver(at, A, { key })
  await expect(deliver(at, B, { key })).rejects.toThrow('case/command-reused')
})

test('told again after it broke off half-way, every case hears of it', async () => {
  const store = await fresh()
  const at = await node(store)
  const id = await held(store)
  const told = { product: payments, digests: [A], environment: 'production' }
  value(await store.deliveries.keep({ ...told, id: commandId() as never, by: 'pipeline' as never })) // and then it broke off
  expect((await facets(at, id)).deliveries).toEqual([])
  expect(await deliver(at, A)).toMatchObject({ again: true, alarmed: [id] })
})

test('what runs already, and is declared affected later, alarms its case: once', async () => {
  const store = await fresh()
  const at = await node(store)
  const watch = watching(store, at)
  await deliver(at, A)
  await deliver(at, B)
  value(await aMinuteLater(store))
  const id = await held(store) // the line is held: what runs from before is not known to be affected
  value(await watch())
  expect((await facets(at, id)).alarms).toEqual([])
  const affected = { digests: [A], commits: [], versions: [] }
  value(await store.desk.handle(wished(id, () => ({ type: 'add_affected', product: payments, affected }))))
  for (let i = 0; i < 3; i++) value(await watch())
  value(await watching(store, at)()) // another node, or after a restart
  expect(await facets(at, id)).toMatchObject({ alarms: [{ by: 'holdpoint' }], deliveries: [{ digests: [A] }] })
})

test('an affected version that runs alarms too, and so does a hold that names it from the start', async () => {
  const store = await fresh()
  const at = await node(store)
  await deliver(at, A, { version: '2.4.0' }) // placing() says that 2.4.0 is affected
  value(await aMinuteLater(store))
  const id = await held(store)
  value(await watching(store, at)())
  expect((await facets(at, id)).alarms).toHaveLength(1)
})

test('what broke off half-way and is never told again reaches its case all the same', async () => {
  const store = await fresh()
  const at = await node(store)
  const id = await held(store)
  const told = { product: payments, digests: [B], environment: 'production' }
  value(await store.deliveries.keep({ ...told, id: commandId() as never, by: 'pipeline' as never }))
  const watch = watching(store, at)
  value(await watch()) // a moment ago: whoever tells it may still be at it
  expect((await facets(at, id)).deliveries).toEqual([])
  value(await store.db.query('UPDATE holdpoint.deliveries SET at_ms = at_ms + 1'))
  value(await store.db.query('UPDATE holdpoint.heads SET at_ms = at_ms + 60000'))
  value(await watching(store, { ...at, gatekeeper: { ...at.gatekeeper, look: late(at) } })())
  expect(await facets(at, id)).toMatchObject({ alarms: [{}], deliveries: [{ digests: [B] }] })
})

/** A look at the log by a clock that is a minute further. */
const late = (at: TestNode) => async () => {
  const head = await at.gatekeeper.look()
  if (!head.ok) return head
  const now = new Date(Date.parse(head.value.now) + 60_000).toISOString() as typeof head.value.now
  return { ok: true as const, value: { ...head.value, now } }
}

test('who may not contribute, or not touch the product, tells nothing; and nothing is told of nothing', async () => {
  const at = await node(await fresh())
  await expect(deliver(at, A, { as: 'viewer' })).rejects.toThrow('case/not-authorised')
  await expect(deliver(at, A, { as: 'administrator' })).rejects.toThrow('case/not-authorised')
  const shop = { body: { product: 'shop', digests: [A] } }
  expect(await at.as('payments-only').call('POST /api/deliveries', shop)).toMatchObject({ status: 403 })
  const nothing = { body: { product: 'payments' } }
  expect(await at.as('pipeline').call('POST /api/deliveries', nothing)).toMatchObject({
    status: 422,
    problem: { code: 'delivery/nothing-named' },
  })
})

test('answers at deploy time are written down: who asked what, and what was answered; plain questions are not', async () => {
  const store = await fresh()
  const at = await node(store)
  const id = await held(store)
  const ask = (query: object) =>
    at.as('pipeline').call('GET /api/gate', { query: { product: 'payments', digest: A, ...query } })
  await ask({})
  expect(await ask({ purpose: 'deploy' })).toMatchObject({ value: { decision: 'held' } })
  expect(await ask({ purpose: 'deploy', signed: 'true', environment: 'staging' })).toMatchObject({ ok: true })
  const list = (query: object = {}) =>
    at.as('auditor').call('GET /api/gate/answers', { query: { product: 'payments', ...query } })
  const answers = await list()
  expect(answers).toMatchObject({
    value: {
      answers: [
        { by: 'pipeline', digests: [A], environment: 'staging', decision: 'clear', reasons: [], signed: true },
        { decision: 'held', reasons: ['hold/in-force'], holds: [`${id}/payments`], signed: false },
      ],
    },
  })
  const first = await list({ limit: 1 })
  if (!first.ok) throw new Error(first.problem.detail)
  const next = await list({ limit: 1, cursor: first.value.next_cursor })
  expect(next).toMatchObject({ value: { answers: [{ decision: 'held' }] } })
  expect(await list({ cursor: 'x' })).toMatchObject({ status: 422, problem: { pointer: '/cursor' } })
  expect(await at.as('payments-only').call('GET /api/gate/answers', { query: { product: 'shop' } })).toMatchObject({
    status: 403,
  })
})

test('many at once are all written down', async () => {
  const store = await fresh()
  const at = await node(store)
  const query = { product: 'payments', digest: A, environment: 'staging', purpose: 'deploy' } as const
  const all = await Promise.all(Array.from({ length: 150 }, () => at.as('pipeline').call('GET /api/gate', { query })))
  expect(all.every(({ ok }) => ok)).toBe(true)
  expect(value(await store.answers.page({ product: payments, limit: 500 }))).toHaveLength(150)
})

test('old answers go, newer ones stay', async () => {
  const store = await fresh()
  const at = await node(store)
  const query = { product: 'payments', digest: A, environment: 'staging', purpose: 'deploy' } as const
  await at.as('pipeline').call('GET /api/gate', { query })
  await at.as('pipeline').call('GET /api/gate', { query })
  const [newer, older] = value(await store.answers.page({ product: payments, limit: 2 }))
  value(await store.db.query('UPDATE holdpoint.gate_answers SET at_ms = at_ms - 1000 WHERE id = $1', [older!.id]))
  expect(value(await store.answers.forget(newer!.at))).toBe(1)
  expect(value(await store.answers.page({ product: payments, limit: 2 })).map(({ id }) => id)).toEqual([newer!.id])
})

test('a clear that cannot be written down is not given; what stops them is', async () => {
  const store = await fresh()
  const at = await node(store)
  const query = { product: 'payments', digest: A, environment: 'staging', purpose: 'deploy' } as const
  value(await store.db.query('ALTER TABLE holdpoint.gate_answers RENAME TO elsewhere'))
  expect(await at.as('pipeline').call('GET /api/gate', { query })).toMatchObject({
    ok: false,
    status: 503,
    problem: { code: 'gate/not-recorded' },
  })
  const production = { ...query, environment: 'production' }
  expect(await at.as('pipeline').call('GET /api/gate', { query: production })).toMatchObject({
    value: { decision: 'unknown' },
  })
  const plain = { product: 'payments', digest: A, environment: 'staging' }
  expect(await at.as('pipeline').call('GET /api/gate', { query: plain })).toMatchObject({
    value: { decision: 'clear' },
  })
})
