import { expect, test } from 'vitest'
import { stores } from '../adapters/postgres/store.testing.ts'
import { nodes } from './server.testing.ts'

const { fresh } = stores()
const node = nodes()
const headers = { authorization: 'Bearer token-pipeline' }

test('browsers are told to run nothing, everywhere but where only programs ask, as often as they like', async () => {
  const { url } = await node(await fresh(), { requestsAMinute: 3 })
  const get = (path: string) => fetch(url + path, { headers })
  for (const path of ['/api/holds', '/nowhere', '/api/openapi.json'])
    expect((await get(path)).headers.get('content-security-policy')).toContain("default-src 'none'")
  const gate = '/api/gate?product=payments&version=1.0.0'
  for (let i = 0; i < 10; i++) {
    const answer = await get(gate)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('cache-control')).toBe('no-store')
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
  }
  const statuses = await Promise.all(Array.from({ length: 5 }, async () => (await get('/api/holds')).status))
  expect(statuses).toContain(429)
  expect((await get('/healthz')).status).toBe(200)
})

test('what was read of one address is never the answer to another', async () => {
  const { url } = await node(await fresh())
  const ask = async (query: string, token = 'token-pipeline') => {
    const reply = await fetch(`${url}/api/gate?${query}`, { headers: { authorization: `Bearer ${token}` } })
    return { status: reply.status, said: (await reply.json()) as { release?: unknown; pointer?: string } }
  }
  for (let round = 0; round < 2; round++) {
    expect(await ask('product=a&version=1')).toMatchObject({ said: { release: { product: 'a', version: '1' } } })
    expect(await ask('version=1&product=b')).toMatchObject({ said: { release: { product: 'b', version: '1' } } })
    expect(await ask('product=a&version=1&environment=staging')).toMatchObject({ said: { decision: 'clear' } })
    expect(await ask('product=a&digest=x')).toMatchObject({ status: 422, said: { pointer: '/digest/0' } })
    expect(await ask('product=a&version=1', 'token-payments-only')).toMatchObject({ status: 403 })
  }
  expect(await ask(`product=a&version=1&digest=${'x'.repeat(2_000)}`)).toMatchObject({ status: 422 })
})
