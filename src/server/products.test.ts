import { expect, test } from 'vitest'
import { stores, value } from '../adapters/postgres/store.testing.ts'
import type { Client } from '../api/client.ts'
import { PROFILE_TEMPLATE } from '../texts/profile/template.ts'
import { nodes } from './server.testing.ts'

const { fresh, join } = stores()
const node = nodes()

const decision = async (client: Client, product: string) => {
  const reply = await client.call('GET /api/gate', { query: { product, version: '2.4.0' } })
  if (!reply.ok) throw new Error(reply.problem.detail)
  return reply.value.decision
}
const add = (client: Client, product: string, profile?: string) =>
  client.call('POST /api/products', { body: { product, ...(profile !== undefined && { profile }) } })

test('a registered product without holds is clear in production, on every node; another one stays unknown', async () => {
  const store = await fresh()
  const [here, there] = [await node(store), await node(join(store.where))]
  expect(await decision(there.as('pipeline'), '@shop/cart')).toBe('unknown')
  expect(await add(here.as('release-manager'), '@shop/cart')).toMatchObject({ status: 201, value: { changed: true } })
  expect(await decision(there.as('pipeline'), '@shop/cart')).toBe('clear')
  expect(await decision(here.as('pipeline'), '@shop/cart')).toBe('clear')
  expect(await decision(here.as('pipeline'), '@shop/card')).toBe('unknown')
})

test('a product that was taken out of the register is unknown again', async () => {
  const { as } = await node(await fresh())
  await add(as('product-manager'), 'payments')
  expect(await decision(as(), 'payments')).toBe('clear')
  const removed = { params: { product: 'payments' }, body: {} }
  expect(await as('security-manager').call('POST /api/products/:product/removals', removed)).toMatchObject({
    status: 201,
  })
  expect(await decision(as(), 'payments')).toBe('unknown')
  expect(await as('security-manager').call('POST /api/products/:product/removals', removed)).toMatchObject({
    status: 404,
    problem: { code: 'product/unknown' },
  })
})

test.for(['pipeline', 'viewer', 'engineer', 'analyst', 'administrator', 'auditor', 'stranger'])(
  'a %s does not say which products there are',
  async (role) => {
    const { as } = await node(await fresh())
    expect(await add(as(role), 'payments')).toMatchObject({ status: 403, problem: { code: 'product/not-authorised' } })
    expect(await decision(as(), 'payments')).toBe('unknown')
  },
)

test('registering a product again gives no entry, unless its profile is another one', async () => {
  const { as } = await node(await fresh())
  const manager = as('product-manager')
  expect(await add(manager, 'payments')).toMatchObject({ status: 201 })
  expect(await add(manager, 'payments')).toMatchObject({ status: 200, value: { changed: false } })
  expect(await add(manager, 'payments', PROFILE_TEMPLATE)).toMatchObject({ status: 201, value: { changed: true } })
  expect(await add(manager, 'payments', PROFILE_TEMPLATE)).toMatchObject({ status: 200, value: { changed: false } })
  expect(await as().call('GET /api/products', {})).toMatchObject({
    value: { products: [{ product: 'payments', by: 'product-manager', profile: expect.stringMatching(/^sha256:/) }] },
  })
})

test('a profile comes back as it was given, and one that is none is refused', async () => {
  const { as } = await node(await fresh())
  expect(await add(as('product-manager'), 'payments', 'no: profile\n')).toMatchObject({ status: 422 })
  const none = { params: { product: 'payments' } }
  expect(await as().call('GET /api/products/:product/profile', none)).toMatchObject({ status: 404 })
  await add(as('product-manager'), 'payments', PROFILE_TEMPLATE)
  expect(await as().call('GET /api/products/:product/profile', none)).toMatchObject({ value: PROFILE_TEMPLATE })
})

test('a token that is bound to products sees and names no others', async () => {
  const { as } = await node(await fresh())
  await add(as('product-manager'), 'shop')
  await add(as('product-manager'), 'payments')
  expect(await as('payments-only').call('GET /api/products', {})).toMatchObject({
    value: { products: [{ product: 'payments' }] },
  })
  expect(await add(as('payments-only'), 'shop')).toMatchObject({
    status: 403,
    problem: { code: 'access/other-product' },
  })
})

test('what somebody brings who may not say which products there are is neither read nor kept', async () => {
  const store = await fresh()
  const { as } = await node(store)
  const refused = { status: 403, problem: { code: 'product/not-authorised' } }
  for (const who of ['stranger', 'viewer', 'pipeline']) {
    expect(await add(as(who), 'payments', PROFILE_TEMPLATE)).toMatchObject(refused)
    expect(await add(as(who), 'payments', 'a: [')).toMatchObject(refused)
  }
  const baseline = { params: { product: 'payments' }, upload: new Blob(['no baseline']) }
  expect(await as('viewer').call('POST /api/products/:product/baselines', baseline)).toMatchObject(refused)
  expect(value(await store.db.query('SELECT 1 FROM holdpoint.evidence'))).toEqual([])
})
