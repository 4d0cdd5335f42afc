import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { Writable } from 'node:stream'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { commandId } from '../api/client.ts'
import type { Feed } from '../app/feed.ts'
import { opening, placing } from '../app/handle/wish.testing.ts'
import { tellNews } from './events.ts'
import { nodes } from './server.testing.ts'

/** Clients that HTTP libraries do not make. */

const { fresh } = stores()
const node = nodes()
const HEAD = 'host: x\r\nauthorization: Bearer token-analyst\r\n'

/** A connection of one's own, and what came back on it. */
async function dial(url: string) {
  const { hostname, port } = new URL(url)
  const socket: Socket = connect(Number(port), hostname)
  await once(socket, 'connect')
  let said = ''
  socket.setEncoding('utf8').on('data', (text: string) => (said += text))
  socket.on('error', () => {})
  const closed = once(socket, 'close')
  return { socket, said: () => said, closed }
}

const quick = { slowest: { headMillis: 600, requestMillis: 1_200 } }
async function serving(): Promise<{ store: TestStore; url: string }> {
  const store = await fresh()
  const { url } = await node(store, quick)
  return { store, url }
}

test('a head that comes byte by byte is not waited for, and the others are served meanwhile', async () => {
  const { url } = await serving()
  const slow = await Promise.all(Array.from({ length: 50 }, () => dial(url)))
  for (const { socket } of slow) socket.write('GET /api/gate?product=payments HTTP/1.1\r\nhost: x\r\n')
  const drip = setInterval(() => slow.forEach(({ socket }) => socket.writable && socket.write('x')), 100)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  await Promise.all(slow.map(({ closed }) => closed))
  clearInterval(drip)
  for (const { said } of slow) {
    expect(said()).toMatch(/^HTTP\/1\.1 408 Request Timeout\r\ncontent-type: application\/problem\+json/)
    expect(said()).toContain('"code":"request/too-slow"')
  }
}, 30_000)

test('a body that comes byte by byte is not waited for, and leaves nothing', async () => {
  const { store, url } = await serving()
  const { socket, said, closed } = await dial(url)
  socket.write(`POST /api/cases HTTP/1.1\r\n${HEAD}idempotency-key: ${commandId()}\r\n`)
  socket.write('content-type: application/json\r\ncontent-length: 1000\r\n\r\n{"title":"')
  const drip = setInterval(() => socket.writable && socket.write('x'), 100)
  await closed
  clearInterval(drip)
  expect(said()).toContain('"code":"request/too-slow"')
  expect(value(await store.ledger.head()).size).toBe(0)
}, 30_000)

test('too much of a head is refused as what it is, and what is no HTTP as well', async () => {
  const { url } = await serving()
  const large = await dial(url)
  large.socket.write(`GET /healthz HTTP/1.1\r\n${HEAD}${`x-more: ${'y'.repeat(1_000)}\r\n`.repeat(20)}\r\n`)
  await large.closed
  expect(large.said()).toMatch(/^HTTP\/1\.1 431 /)
  expect(large.said()).toContain('"code":"request/headers-too-large"')
  for (const text of [
    '\x16\x03\x01\x02\x00\x01',
    'HELLO\r\n\r\n',
    'GET / HTTP/1.1\r\nhost: x\r\ncontent-length: -1\r\n\r\n',
  ]) {
    const other = await dial(url)
    other.socket.write(text)
    await other.closed
    expect(other.said()).toContain('"code":"request/unreadable"')
  }
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
})

test('a request of two lengths is refused: nobody gets a second one past a proxy with it', async () => {
  const { store, url } = await serving()
  const { socket, said, closed } = await dial(url)
  const smuggled = `POST /api/cases HTTP/1.1\r\n${HEAD}content-length: 0\r\n\r\n`
  socket.write(
    `POST /api/cases HTTP/1.1\r\n${HEAD}content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${smuggled}`,
  )
  await closed
  expect(said()).toMatch(/^HTTP\/1\.1 400 /)
  expect(said().match(/HTTP\/1\.1 \d/g)).toHaveLength(1)
  expect(value(await store.ledger.head()).size).toBe(0)
})

test('an address that cannot be read is a problem like the others, and is not given back', async () => {
  const { url } = await node(await fresh())
  for (const path of ['/api/cases/%E0%A4%A', '/welcome/%', `/api/cases/${'a'.repeat(300)}`]) {
    const answer = await fetch(url + path)
    const text = await answer.text()
    expect(answer.headers.get('content-type'), path).toMatch(/^application\/problem\+json/)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect((JSON.parse(text) as { code: string }).code).toMatch(/^request\/(?:unreadable|not-found)$/)
    expect(text).not.toMatch(/%E0|welcome|aaaa/)
  }
})

test('requests that are sent without waiting are answered in their order', async () => {
  const { store, url } = await serving()
  const { stream } = value(await store.desk.handle(opening()))
  const { socket, said } = await dial(url)
  const body = JSON.stringify({
    product: 'payments',
    affected: { digests: [], commits: [], versions: ['2.4.0'] },
    reason: 'It leaks.',
  })
  const gate = `GET /api/gate?product=payments&version=2.4.0 HTTP/1.1\r\n${HEAD}\r\n`
  const post = `POST /api/cases/${stream}/holds HTTP/1.1\r\n${HEAD}idempotency-key: ${commandId()}\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  socket.write(`${gate}${post}`)
  await expect.poll(() => said().match(/HTTP\/1\.1 \d/g)?.length, { timeout: 10_000 }).toBe(2)
  socket.write(`${gate}${gate}`)
  await expect.poll(() => said().match(/verdict\/v1","decision"/g)?.length, { timeout: 10_000 }).toBe(3)
  expect(
    [...said().matchAll(/HTTP\/1\.1 (\d+)|verdict\/v1","decision":"(\w+)"/g)].map(
      ([, status, decision]) => status ?? decision,
    ),
  ).toEqual([
    '200',
    'unknown', // asked before the hold was acknowledged
    '201',
    '200',
    'held',
    '200',
    'held',
  ])
  socket.destroy()
})

test('who listens and never reads is let go, and is never told more than fits', async () => {
  let told = 0
  const endless: Feed = {
    async *follow(_, signal) {
      for (let index = 0; !signal.aborted; index++) {
        told++
        yield { log: 1, index, stream: 'HP-1', n: index, type: 'x', at: '2026-11-20T10:00:00.000Z' as never }
        await pause(0)
      }
    },
  }
  const deaf = Object.assign(new Writable({ highWaterMark: 16_384, write: () => {} }), { writeHead: () => deaf })
  const began = performance.now()
  await tellNews(deaf as unknown as ServerResponse, endless, {
    since: undefined,
    signal: new AbortController().signal,
    stillMay: () => true,
    unreadMillis: 500,
  })
  expect(performance.now() - began).toBeLessThan(5_000)
  expect(told).toBeLessThan(300)
  expect(deaf.destroyed).toBe(true)
})

test('nobody opens streams without end, and one that was closed makes room', async () => {
  const { url } = await node(await fresh())
  const listen = async (who = 'token-auditor') => {
    const life = new AbortController()
    const headers = { authorization: `Bearer ${who}` }
    const { status } = await fetch(`${url}/api/events`, { headers, signal: life.signal })
    return { status, close: () => life.abort() }
  }
  const open = await Promise.all(Array.from({ length: 20 }, () => listen()))
  expect(new Set(open.map(({ status }) => status))).toEqual(new Set([200]))
  expect((await listen()).status).toBe(429)
  const other = await listen('token-viewer')
  expect(other.status).toBe(200)
  open[0]!.close()
  await expect
    .poll(async () => {
      const one = await listen()
      if (one.status === 200) open.push(one)
      return one.status
    })
    .toBe(200)
  for (const { close } of [...open, other]) close()
})

test('a server with listeners that do not read still stops at once', async () => {
  const store = await fresh()
  const { url, stop } = await node(store)
  const { socket } = await dial(url)
  socket.pause()
  socket.write(`GET /api/events HTTP/1.1\r\n${HEAD}last-event-id: 1:0\r\n\r\n`)
  for (let i = 0; i < 3; i++) value(await store.desk.handle(placing(value(await store.desk.handle(opening())).stream)))
  await pause(200)
  const began = performance.now()
  await stop()
  expect(performance.now() - began).toBeLessThan(5_000)
  socket.destroy()
})
