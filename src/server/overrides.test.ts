import { expect, test } from 'vitest'
import { stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { commandId } from '../api/client.ts'
import { opening, placing } from '../app/handle/wish.testing.ts'
import { DIGEST } from '../core/decision/decision.testing.ts'
import { OVERRIDE_KEYS, type OverrideKey } from '../core/decision/override-key.ts'
import type { Actor, CaseId, HoldId, Product } from '../core/ids.ts'
import { at, sealedKey } from './sealed-key.testing.ts'
import { nodes, type TestNode } from './server.testing.ts'

const { fresh } = stores()
const node = nodes()
const [manager, executive, analyst] = ['security-manager', 'executive', 'analyst'] as string[] as Actor[]
const held = async ({ desk }: TestStore, product = 'payments') => {
  const { stream } = value(await desk.handle(opening()))
  value(await desk.handle(placing(stream, product)))
  return stream as CaseId
}
const reconcile = (node: TestNode, body: object, who = 'engineer') =>
  node.as(who).call('POST /api/override-uses', { body: body as never })
const overridesOf = async (node: TestNode, id: CaseId) => {
  const reply = await node.as().call('GET /api/cases/:id', { params: { id } })
  if (!reply.ok) throw new Error(reply.problem.detail)
  return reply.value.facets!.overrides
}

test('a use that names its hold is recorded there, and in no neighbouring case', async () => {
  const store = await fresh()
  const server = await node(store)
  const use = await sealedKey(store)
  const [one, neighbour] = [await held(store), await held(store)]
  const told = await reconcile(server, use({ hold: `${one}/payments` as HoldId }))
  expect(told).toMatchObject({ status: 201, value: { cases: [one], people: [manager, executive], breaches: [] } })
  expect(await overridesOf(server, one)).toMatchObject([
    { by: 'engineer', reason: 'Production burns', reviewed: false },
  ])
  expect(await overridesOf(server, neighbour)).toEqual([])
  const gate = await server.as().call('GET /api/gate', { query: { product: 'payments', digest: DIGEST } })
  expect(gate).toMatchObject({ value: { decision: 'held' } })
})

test('a use that names none went against every hold of that artifact; of no case, where nothing held it', async () => {
  const store = await fresh()
  const server = await node(store)
  const use = await sealedKey(store)
  expect(await reconcile(server, use())).toMatchObject({ value: { cases: [] } })
  const both = [await held(store), await held(store)]
  await held(store, 'shop')
  expect(await reconcile(server, use())).toMatchObject({ value: { cases: both } })
  const listed = await server.as('auditor').call('GET /api/override-keys', {})
  expect(listed).toMatchObject({ value: { keys: [{ name: 'night', uses: [{ cases: [] }, { cases: both }] }] } })
})

test('told twice, by the same or by somebody else, it is one; and what was found the first time stays', async () => {
  const store = await fresh()
  const server = await node(store)
  const use = (await sealedKey(store))()
  const id = await held(store)
  const first = await reconcile(server, use)
  await held(store) // held by another one, too, by now
  const [same, other] = [await reconcile(server, use), await reconcile(server, use, 'release-manager')]
  for (const again of [same, other])
    expect(again).toMatchObject({ status: 200, value: { ...(first as { value: object }).value, again: true } })
  expect(await overridesOf(server, id)).toHaveLength(1)
})

test.each<[string, object, Partial<OverrideKey>, Actor[]]>([
  ['too_long', { until: at(5 * 60) }, {}, [manager!, executive!]],
  ['key_over', {}, { until: at(-60) }, [manager!, executive!]],
  ['other_product', {}, { products: ['shop' as Product] }, [manager!, executive!]],
  ['holder_without_role', {}, {}, [manager!, analyst!]],
])('what went beyond its key is recorded, and said: %s', async (breach, more, key, holders) => {
  const store = await fresh()
  const server = await node(store)
  const use = await sealedKey(store, key, holders)
  const id = await held(store)
  expect(await reconcile(server, use(more))).toMatchObject({ value: { breaches: [breach], cases: [id] } })
  expect(await overridesOf(server, id)).toMatchObject([{ offline: { breaches: [breach] } }])
})

test('what nobody may have signed is refused, and leaves nothing', async () => {
  const store = await fresh()
  const server = await node(store)
  const use = await sealedKey(store)
  const id = await held(store)
  const stranger = await sealedKey(await fresh())
  const good = use()
  const broken = { ...good, payload: use().payload }
  expect(await reconcile(server, stranger())).toMatchObject({
    status: 409,
    problem: { code: 'override/not-registered' },
  })
  expect(await reconcile(server, broken)).toMatchObject({ status: 409, problem: { code: 'decision/bad-signature' } })
  expect(await reconcile(server, { ...good, payload: 'AA==' })).toMatchObject({ ok: false })
  expect(await reconcile(server, { ...good, payload: '*' })).toMatchObject({ status: 422 })
  expect(await reconcile(server, use({ from: at(5) }))).toMatchObject({ problem: { code: 'decision/from-the-future' } })
  expect(await reconcile(server, use({ hold: 'HP-9/payments' }))).toMatchObject({ problem: { code: 'hold/unknown' } })
  expect(await reconcile(server, good, 'viewer')).toMatchObject({ status: 403 })
  expect(await overridesOf(server, id)).toEqual([])
})

test('nobody tells of one without the signature: there is no wish for it', async () => {
  const server = await node(await fresh())
  const reply = await fetch(`${server.url}/api/cases/HP-1/override-reconciliations`, {
    method: 'POST',
    headers: { authorization: 'Bearer token-analyst', 'idempotency-key': commandId() },
  })
  expect(reply.status).toBe(404)
  const { paths } = (await (await fetch(`${server.url}/api/openapi.json`)).json()) as { paths: object }
  expect(Object.keys(paths).filter((path) => path.includes('reconcil'))).toEqual([])
})

test('whoever is bound to a product hears of no other that a key lets through, and of none of its uses there', async () => {
  const store = await fresh()
  const server = await node(store)
  const use = await sealedKey(store, { products: ['payments', 'shop'] as Product[] })
  const release = { product: 'shop', version: '1.0.0', digests: [DIGEST], environment: 'production' }
  await reconcile(server, use())
  await reconcile(server, use({ release }))
  const seenBy = async (who: string) => {
    const reply = await server.as(who).call('GET /api/override-keys', {})
    if (!reply.ok) throw new Error(reply.problem.detail)
    return reply.value.keys.map(({ products, uses }) => ({ products, uses: uses.map(({ product }) => product) }))
  }
  expect(await seenBy('payments-only')).toEqual([{ products: ['payments'], uses: ['payments'] }])
  expect(await seenBy('shop-only')).toEqual([{ products: ['shop'], uses: ['shop'] }])
  expect(await seenBy('auditor')).toEqual([{ products: ['payments', 'shop'], uses: ['payments', 'shop'] }])
})

test('a key that was revoked signs for nobody afterwards', async () => {
  const store = await fresh()
  const server = await node(store)
  const use = await sealedKey(store)
  const id = await held(store)
  const fact = { type: 'override_key_revoked', v: 1, data: { name: 'night' } }
  value(
    await store.desk.handle({
      id: commandId() as never,
      by: 'console' as Actor,
      on: OVERRIDE_KEYS,
      fact,
      openings: [],
    }),
  )
  expect(await reconcile(server, use())).toMatchObject({ value: { breaches: [] } }) // before it was
  const after = use({ from: new Date().toISOString() })
  expect(await reconcile(server, after)).toMatchObject({ value: { breaches: ['key_revoked'], cases: [id] } })
})
