import fc from 'fast-check'
import { expect, test } from 'vitest'
import { foundLog } from '../adapters/postgres/found.ts'
import { migrate } from '../adapters/postgres/migrate.ts'
import { throwaway } from '../adapters/postgres/postgres.testing.ts'
import { ORIGIN, storeAt, stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import type { Client } from '../api/client.ts'
import { acknowledging, opening, placing, wished } from '../app/handle/wish.testing.ts'
import type { CaseId, Product } from '../core/ids.ts'
import { nodes } from './server.testing.ts'

const { fresh, join } = stores()
const node = nodes()

async function gate(client: Client, product: string, more: object = {}) {
  const reply = await client.call('GET /api/gate', { query: { product, version: '2.4.0', ...more } })
  if (!reply.ok) throw new Error(reply.problem.detail)
  return reply.value
}
const held = async ({ desk }: TestStore, product: string) => {
  const { stream } = value(await desk.handle(opening()))
  value(await desk.handle(placing(stream, product)))
  return stream as CaseId
}

test('a hold that was acknowledged by one node is held on the other, for every question asked afterwards', async () => {
  const store = await fresh()
  const other = join(store.where)
  const stores = [store, other]
  const keepers = (await Promise.all(stores.map((one) => node(one)))).map(({ gatekeeper }) => gatekeeper)
  const cases = await Promise.all(
    Array.from({ length: 5 }, async () => value(await store.desk.handle(opening())).stream),
  )
  let products = 0
  const step = fc.record({
    by: fc.integer({ min: 0, max: 1 }),
    on: fc.integer({ min: 0, max: 4 }),
    crowd: fc.integer({ min: 0, max: 6 }),
    lag: fc.integer({ min: 0, max: 3 }),
  })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
      await Promise.all(
        steps.map(async ({ by, on, crowd, lag }) => {
          const product = `p${products++}` as Product
          const asked = { product, version: '2.4.0', digests: [], environment: 'production' }
          for (let i = 0; i < lag; i++) await keepers[by]!.ask(asked)
          for (let i = 0; i < crowd; i++) void keepers[1 - by]!.ask(asked) // so that reads are under way
          value(await stores[by]!.desk.handle(placing(cases[on]!, product)))
          const answers = await Promise.all([...keepers, ...keepers].map((keeper) => keeper.ask(asked)))
          expect(answers.map(({ decision }) => decision)).toEqual(['held', 'held', 'held', 'held'])
        }),
      )
    }),
    { numRuns: 40 },
  )
})

test('a product that nobody knows is unknown where it is bound for production', async () => {
  const { as } = await node(await fresh())
  expect(await gate(as('pipeline'), 'paymets')).toMatchObject({
    decision: 'unknown',
    reasons: [{ code: 'gate/unknown-product' }],
  })
  expect(await gate(as('pipeline'), 'paymets', { environment: 'staging' })).toMatchObject({ decision: 'clear' })
})

test('another environment than the hold’s is clear, and a retracted hold is clear again', async () => {
  const store = await fresh()
  const { as } = await node(store)
  const id = await held(store, 'payments')
  expect(await gate(as(), 'payments', { environment: 'staging' })).toMatchObject({ decision: 'clear', reasons: [] })
  expect(await gate(as(), 'payments')).toMatchObject({ decision: 'held', log: { origin: ORIGIN, size: 2 } })
  value(await store.desk.handle(wished(id, () => ({ type: 'retract', product: 'payments' as Product }))))
  expect(await gate(as(), 'payments')).toMatchObject({ decision: 'clear', log: { size: 3 } })
})

test('an answer is good for five minutes, and no longer than the override that it leans on', async () => {
  const store = await fresh()
  const { as } = await node(store)
  const id = await held(store, 'payments')
  const answer = await gate(as(), 'payments')
  expect(Date.parse(answer.valid_until) - Date.parse(answer.evaluated_at)).toBe(5 * 60_000)
  const digest = `sha256:${'cd'.repeat(32)}`
  const until = new Date(Date.now() + 90_000).toISOString()
  const body = { product: 'payments', digest, environment: 'production', until, reason: 'The fix for the outage.' }
  const opened = await as('security-manager').call('POST /api/cases/:id/overrides', { params: { id }, body })
  expect(opened).toMatchObject({ ok: true, status: 201 })
  expect(await gate(as(), 'payments', { digest })).toMatchObject({ decision: 'clear', valid_until: until })
  expect(await gate(as(), 'payments')).toMatchObject({ decision: 'held' })
  const said = async (query: object) =>
    (await as().call('GET /api/gate', { query: { product: 'payments', ...query } })) as { leansOn?: string }
  expect((await said({ digest })).leansOn, 'said beside the JSON').toBe(`${id}/payments overridden ${until}`)
  expect(await said({})).not.toHaveProperty('leansOn')
  expect(await said({ environment: 'staging' })).not.toHaveProperty('leansOn')
})

test('a case that cannot be read makes its products unknown, and no others', async () => {
  const store = await fresh()
  const id = await held(store, 'payments')
  await held(store, 'shop')
  value(await store.db.query("UPDATE holdpoint.entries SET bytes = 'x' WHERE stream = $1 AND n = 2", [id]))
  const { as } = await node(store)
  expect(await gate(as(), 'payments')).toMatchObject({
    decision: 'unknown',
    reasons: [{ code: 'gate/case-unreadable' }],
  })
  expect(await gate(as(), 'shop')).toMatchObject({ decision: 'held' })
})

test('a database that was put back, and grew again, is read anew', async () => {
  const store = await fresh()
  const { as } = await node(store)
  const keep = 'SELECT size, roots FROM holdpoint.heads'
  const id = await held(store, 'payments')
  const [before] = value(await store.db.query<{ size: string; roots: Buffer }>(keep))
  value(await store.desk.handle(placing(id, 'shop')))
  expect(await gate(as(), 'shop')).toMatchObject({ decision: 'held' })
  for (const table of ['entries', 'outbox'])
    value(await store.db.query(`DELETE FROM holdpoint.${table} WHERE seq >= 2`))
  value(await store.db.query("DELETE FROM holdpoint.holds WHERE product = 'shop'"))
  value(await store.db.query('UPDATE holdpoint.heads SET size = $1, roots = $2', [before!.size, before!.roots]))
  const other = join(store.where)
  value(await other.desk.handle(placing(id, 'cart')))
  value(await other.desk.handle(acknowledging(id)))
  expect(await gate(as(), 'cart')).toMatchObject({ decision: 'held' })
  expect(await gate(as(), 'shop')).toMatchObject({ decision: 'unknown', reasons: [{ code: 'gate/unknown-product' }] })
})

test(
  'a node that lost its database says unknown, never clear; and is right again by itself',
  { timeout: 120_000 },
  async () => {
    const server = await throwaway()
    const store = storeAt(server.where)
    const { db } = store
    value(await migrate(db))
    value(await foundLog(db, ORIGIN))
    try {
      const { as, url, stop } = await node(store)
      const id = await held(store, 'payments')
      value(await store.desk.handle(wished(id, () => ({ type: 'retract', product: 'payments' as Product }))))
      expect(await gate(as(), 'payments')).toMatchObject({ decision: 'clear' })
      server.crash()
      // Its children answer truly for a moment; then nobody does.
      await expect.poll(async () => (await gate(as(), 'payments')).decision, { timeout: 30_000 }).toBe('unknown')
      for (let i = 0; i < 5; i++) {
        const asked = performance.now()
        expect(await gate(as(), 'payments')).toMatchObject({
          decision: 'unknown',
          enforced: true,
          reasons: [{ code: 'gate/no-fresh-read' }],
        })
        expect(performance.now() - asked).toBeLessThan(5_000)
      }
      expect((await fetch(`${url}/readyz`)).status).toBe(503)
      expect(await as().call('GET /api/cases/:id', { params: { id } })).toMatchObject({ status: 503 })
      await server.start()
      await expect.poll(async () => (await gate(as(), 'payments')).decision, { timeout: 30_000 }).toBe('clear')
      value(await store.desk.handle(placing(id)))
      expect(await gate(as(), 'payments')).toMatchObject({ decision: 'held' })
      expect((await fetch(`${url}/readyz`)).status).toBe(200)
      await stop()
    } finally {
      await db.close()
      await server.stop()
    }
  },
)
