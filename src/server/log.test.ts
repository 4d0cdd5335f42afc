import { expect, test } from 'vitest'
import { nodeCrypto } from '../adapters/crypto.ts'
import { keysInMemory, stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { acknowledging, commandId, opening, placing } from '../app/handle/wish.testing.ts'
import { notary } from '../app/notary.ts'
import type { Actor } from '../core/ids.ts'
import { CONSOLE } from '../core/people/decide.ts'
import { PEOPLE } from '../core/people/people.ts'
import { parseKeys } from '../core/log/key.ts'
import { verifyBundle } from '../core/log/verify.ts'
import { nodes } from './server.testing.ts'

const { fresh } = stores()
const node = nodes()
const headers = { authorization: 'Bearer token-auditor' }

async function grown(store: TestStore, products = 3) {
  const { stream } = value(await store.desk.handle(opening()))
  await Promise.all(Array.from({ length: products }, (_, i) => store.desk.handle(placing(stream, `p${i}`))))
  return stream
}

test('what an auditor downloads verifies with the public key alone, and fails where a byte was changed', async () => {
  const store = await fresh()
  const { url, as } = await node(store)
  expect(await as('auditor').call('GET /api/log/checkpoint', {})).toMatchObject({
    status: 404,
    problem: { code: 'log/not-signed' },
  })
  await grown(store, 400)
  const keys = keysInMemory()
  const note = value(await notary({ ledger: store.ledger, keys, crypto: nodeCrypto }).sign())
  expect(await as('auditor').call('GET /api/log/checkpoint', {})).toMatchObject({ ok: true, value: note })
  await grown(store) // what came since is not signed, and not in it
  const bundle = new Uint8Array(await (await fetch(`${url}/api/log/entries`, { headers })).arrayBuffer())
  const trusted = value(parseKeys(keys.publicKey, nodeCrypto.sha256))
  const verified = (bytes: Uint8Array) => verifyBundle([bytes], { ...nodeCrypto, file: 'bundle', keys: trusted })
  expect(value(verified(bundle))).toMatchObject({ size: 401 })
  bundle[bundle.length - 100]! ^= 1
  expect(verified(bundle).ok).toBe(false)
})

/** Events as they come, until there are so many. */
async function listen(url: string, count: number, since?: string, who = 'auditor') {
  const life = new AbortController()
  const response = await fetch(`${url}/api/events`, {
    headers: { authorization: `Bearer token-${who}`, ...(since !== undefined && { 'last-event-id': since }) },
    signal: life.signal,
  })
  expect(response.headers.get('content-type')).toBe('text/event-stream')
  const events: { id: string; data: { stream: string; n: number; type: string; at: string } }[] = []
  const all = (async () => {
    let text = ''
    for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
      text += chunk
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const [, id, data] = /^id: (\S+)\nevent: entry\ndata: (.*)$/.exec(text.slice(0, end)) ?? []
        text = text.slice(end + 2)
        if (id !== undefined) events.push({ id, data: JSON.parse(data!) as (typeof events)[0]['data'] })
        if (events.length >= count) return life.abort()
      }
    }
  })().catch((error: unknown) => {
    if (!life.signal.aborted) throw error
  })
  return { events, all, ended: all }
}

test('whoever listens is told of each entry once, in order, whichever node it came from; and goes on where they stopped', async () => {
  const store = await fresh()
  const { url } = await node(store)
  const { url: other } = await node(store)
  const stream = await grown(store, 1)
  const listening = await listen(url, 3)
  await new Promise((resolve) => setTimeout(resolve, 300))
  for (const one of [acknowledging(stream), placing(stream, 'a'), placing(stream, 'b')])
    value(await store.desk.handle(one))
  await listening.all
  expect(listening.events.map(({ data }) => [data.stream, data.n, data.type])).toEqual([
    ['HP-1', 3, 'acknowledged'],
    ['HP-1', 4, 'hold_placed'],
    ['HP-1', 5, 'hold_placed'],
  ])
  expect(JSON.stringify(listening.events)).not.toContain('payments')
  const again = await listen(other, 2, listening.events[0]!.id)
  await again.all
  expect(again.events).toEqual(listening.events.slice(1))
})

test('a server that stops says first that it is not ready, ends what listens, answers what is under way, and closes', async () => {
  const store = await fresh()
  const slow = {
    ...store,
    desk: {
      ...store.desk,
      handle: async (ask: Parameters<TestStore['desk']['handle']>[0]) => {
        await new Promise((resolve) => setTimeout(resolve, 1_000))
        return store.desk.handle(ask)
      },
    },
  }
  const { url, as, stop } = await node(slow, { noticeMillis: 400 })
  const listening = await listen(url, 99)
  const underWay = as().call('POST /api/cases', { body: { title: 'Login' } })
  await new Promise((resolve) => setTimeout(resolve, 100))
  const stopped = stop()
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect((await fetch(`${url}/readyz`)).status).toBe(503)
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
  expect(await underWay).toMatchObject({ ok: true, value: { case: 'HP-1' } })
  await listening.ended
  await stopped
  await expect(fetch(`${url}/healthz`)).rejects.toThrow()
  expect(value(await store.ledger.head()).size).toBe(1)
})

test('whoever is bound to products is told of their cases alone; who comes and goes is told to those who oversee it', async () => {
  const store = await fresh()
  const { url } = await node(store)
  value(await store.desk.handle(opening()))
  value(await store.desk.handle(placing('HP-1', 'shop')))
  value(await store.desk.handle(opening()))
  value(await store.desk.handle(placing('HP-2')))
  const listeners = await Promise.all(
    [
      ['payments-only', 1],
      ['viewer', 2],
      ['auditor', 3],
    ].map(([who, count]) => listen(url, count as number, undefined, who as string)),
  )
  await new Promise((resolve) => setTimeout(resolve, 300))
  value(await store.desk.handle(acknowledging('HP-1')))
  const console = { id: commandId(), by: CONSOLE, on: PEOPLE, openings: [] } as const
  value(await store.desk.handle({ ...console, wish: { type: 'add_person', person: 'ana' as Actor } }))
  value(await store.desk.handle(acknowledging('HP-2')))
  await Promise.all(listeners.map(({ all }) => all))
  expect(listeners.map(({ events }) => events.map(({ data }) => data.stream))).toEqual([
    ['HP-2'],
    ['HP-1', 'HP-2'],
    ['HP-1', 'people', 'HP-2'],
  ])
})

test('the log names every finding: it is for those who read every case', async () => {
  const store = await fresh()
  const { url } = await node(store)
  await grown(store)
  value(await notary({ ledger: store.ledger, keys: keysInMemory(), crypto: nodeCrypto }).sign())
  const asked = async (who: string) =>
    (await fetch(`${url}/api/log/entries`, { headers: { authorization: `Bearer token-${who}` } })).status
  for (const who of ['auditor', 'security-manager', 'analyst', 'executive']) expect(await asked(who)).toBe(200)
  for (const who of ['viewer', 'engineer', 'administrator', 'pipeline', 'payments-only', 'stranger'])
    expect(await asked(who)).toBe(403)
})
