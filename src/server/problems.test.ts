import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { stores, value } from '../adapters/postgres/store.testing.ts'
import { commandId } from '../api/client.ts'
import { problemDocument } from '../api/problem.ts'
import { opening, placing } from '../app/handle/wish.testing.ts'
import { nodes } from './server.testing.ts'

const { fresh } = stores()
const node = nodes()

async function serving(options: Parameters<typeof node>[1] = {}) {
  const store = await fresh()
  value(await store.desk.handle(opening()))
  const { url } = await node(store, options)
  const ask = async (path: string, init: RequestInit = {}, token = 'token-analyst') => {
    const headers = { ...(token && { authorization: `Bearer ${token}` }), ...(init.headers as Record<string, string>) }
    const response = await fetch(url + path, { ...init, headers })
    const text = await response.text()
    const { status } = response
    const document = response.ok ? undefined : problemDocument.parse(JSON.parse(text)) // every error is one, whole
    if (document) expect(response.headers.get('content-type')).toContain('application/problem+json')
    return { status, code: document?.code, pointer: document?.pointer, headers: response.headers, text }
  }
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    ask(path, {
      method: 'POST',
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json', 'idempotency-key': commandId(), ...headers },
    })
  return { store, url, ask, post }
}

test('each sort of bad input has its status and its code, and changes nothing', async () => {
  const { store, ask, post } = await serving()
  const object = { kind: 'deadline', who: 'executive', claim: 'Friday.' }
  const objections = '/api/cases/HP-1/objections'
  expect(await ask('/api/cases', {}, '')).toMatchObject({ status: 401, code: 'access/no-token' })
  expect(await ask('/api/cases', {}, 'guessed')).toMatchObject({ status: 401, code: 'access/unknown-token' })
  expect(await ask('/api/cases', {}, 'token-stranger')).toMatchObject({ status: 403, code: 'access/no-role' })
  expect(await ask('/api/nothing')).toMatchObject({ status: 404, code: 'request/not-found' })
  expect(await ask('/api/cases/HP-99')).toMatchObject({ status: 404, code: 'case/not-open' })
  expect(await ask('/api/cases/42')).toMatchObject({ status: 404 })
  expect(await post('/api/cases/HP-99/objections', object)).toMatchObject({ status: 404, code: 'case/not-open' })
  expect(await post(objections, '{"kind":')).toMatchObject({ status: 400, code: 'request/unreadable' })
  expect(await post(objections, '{"__proto__":{"a":1},"kind":"deadline"}')).toMatchObject({ status: 400 })
  expect(await post(objections, object, { 'idempotency-key': '' })).toMatchObject({
    status: 400,
    code: 'request/no-key',
  })
  expect(await post(objections, object, { 'idempotency-key': 'mine' })).toMatchObject({
    status: 400,
    code: 'id/unreadable',
  })
  expect(await post(objections, object, { 'if-match': 'mine' })).toMatchObject({
    status: 400,
    code: 'request/wrong-etag',
  })
  expect(await post(objections, object, { 'if-match': '"7"' })).toMatchObject({ status: 412, code: 'case/changed' })
  expect(await post(objections, object, { 'content-type': 'text/plain' })).toMatchObject({
    status: 415,
    code: 'request/wrong-media',
  })
  expect(await post(objections, { ...object, claim: 'x'.repeat(300_000) })).toMatchObject({
    status: 413,
    code: 'request/too-large',
  })
  expect(await post(objections, { ...object, kind: 'whim' })).toMatchObject({ status: 422, pointer: '/kind' })
  expect(await post(objections, { kind: 'deadline', who: 'executive' })).toMatchObject({
    status: 422,
    pointer: '/claim',
  })
  expect(await post(objections, { ...object, at: '2001-01-01' })).toMatchObject({ status: 422, pointer: '/at' })
  expect(await ask('/api/gate?product=a%20b')).toMatchObject({ status: 422, pointer: '/product' })
  expect(await ask('/api/gate?product=pay&product=ments')).toMatchObject({ status: 422, pointer: '/product' })
  expect(await ask('/api/gate?version=1')).toMatchObject({ status: 422, pointer: '/product' })
  expect(await post('/api/cases/HP-1/retractions', { product: 'payments' })).toMatchObject({
    status: 409,
    code: 'hold/unknown',
  })
  expect(value(await store.ledger.head()).size).toBe(1)
})

test('one who asks too often is told when to come back; the gate always answers', async () => {
  const { ask } = await serving({ requestsAMinute: 3 })
  for (let i = 0; i < 3; i++) expect((await ask('/api/cases')).status).toBe(200)
  const refused = await ask('/api/cases')
  expect(refused).toMatchObject({ status: 429, code: 'request/too-many' })
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0)
  expect((await ask('/api/cases', {}, 'token-executive')).status).toBe(200)
  expect((await ask('/api/gate?product=payments')).status).toBe(200)
})

test('a request that breaks off half-way leaves nothing', async () => {
  const { store, url } = await serving()
  const { hostname, port } = new URL(url)
  const socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  const head = `POST /api/cases HTTP/1.1\r\nhost: x\r\nauthorization: Bearer token-analyst\r\nidempotency-key: ${commandId()}\r\n`
  socket.write(`${head}content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"title":"half`)
  await new Promise((resolve) => setTimeout(resolve, 100))
  socket.destroy()
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(value(await store.ledger.head()).size).toBe(1)
})

test('lines about requests hold no token and no word of a case', async () => {
  const lines: string[] = []
  const { post, ask } = await serving({ log: 'info', logTo: { write: (line) => void lines.push(line) } })
  await post('/api/cases', { title: 'A secret weakness' })
  await post('/api/cases', { title: 7, note: 'A secret weakness' })
  await ask('/api/cases/HP-2')
  await ask('/api/gate?product=payments&version=A-secret-weakness')
  const text = lines.join('')
  expect(text).toContain('"route":"/api/cases/:id"')
  expect(text).toContain('"by":"analyst"')
  expect(text).not.toMatch(/secret|token-|Bearer/i)
})

test('counts and times are there for whoever has a role; or for anybody, where the server was told so', async () => {
  const { ask, store } = await serving()
  value(await store.desk.handle(placing('HP-1')))
  await ask('/api/gate?product=payments')
  expect(await ask('/metrics', {}, '')).toMatchObject({ status: 401 })
  const { text, status } = await ask('/metrics', {}, 'token-viewer')
  expect(status).toBe(200)
  expect(text).toContain('holdpoint_gate_decisions_total{decision="held"} 1')
  expect(text).toMatch(/holdpoint_http_request_seconds_count\{method="GET",route="\/api\/gate",status="200"\} 1/)
  expect(await (await serving({ metrics: 'open' })).ask('/metrics', {}, '')).toMatchObject({ status: 200 })
  expect(await (await serving({ metrics: 'off' })).ask('/metrics')).toMatchObject({ status: 404 })
})
