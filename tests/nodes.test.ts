import { chmodSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, commandId } from '../src/api/client.ts'
import { cluster, type Node } from './nodes.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder } = scratch()
chmodSync(folder, 0o755)
let together: Awaited<ReturnType<typeof cluster>>
const nodes: Node[] = []
let ana = ''

const token = async (name: string, role = 'analyst') =>
  (await together.errand('admin', 'token', 'create', '--name', name, '--role', role)).out.trim()

beforeAll(async () => {
  together = await cluster(folder)
  ana = await token('ana')
  nodes.push(...(await Promise.all([together.node(), together.node(), together.node()])))
}, 120_000)
afterAll(() => together.stop())

let products = 0
const product = () => `p${products++}`

const hold = (at: Client, name: string, idempotencyKey = commandId()) =>
  at.call('POST /api/cases', {
    body: { title: 'It leaks', hold: { product: name, version: '1.0.0', reason: 'It leaks.' } },
    idempotencyKey,
  })
async function decision(at: Client, name: string): Promise<string> {
  const reply = await at.call('GET /api/gate', { query: { product: name, version: '1.0.0' } })
  return reply.ok ? reply.value.decision : `${reply.status} ${reply.problem.code}`
}
const minutes = { timeout: 180_000 }

test(
  'a hold that one node acknowledged is held on all of them, whoever asks, however many ask at once',
  minutes,
  async () => {
    const clients = nodes.map((node) => node.as(ana))
    const rounds = Array.from({ length: 60 }, async (_, i) => {
      const name = product()
      await pause(20 * i)
      for (const one of clients) void decision(one, name) // so that looks are under way
      expect(await hold(clients[i % 3]!, name)).toMatchObject({ ok: true, status: 201 })
      const asked = await Promise.all([...clients, ...clients, ...clients].map((one) => decision(one, name)))
      expect(new Set(asked)).toEqual(new Set(['held']))
    })
    await Promise.all(rounds)
  },
)

test('a token opens every node within two seconds, and once it is revoked none', minutes, async () => {
  const late = await token('late', 'viewer')
  const statuses = () =>
    Promise.all(nodes.map(async (node) => (await node.as(late).call('GET /api/holds', { query: {} })).status))
  await expect.poll(statuses, { timeout: 2_000, interval: 100 }).toEqual([200, 200, 200])
  expect((await together.errand('admin', 'token', 'revoke', 'late')).exit).toBe(0)
  await expect.poll(statuses, { timeout: 2_000, interval: 100 }).toEqual([401, 401, 401])
})

test(
  'of two who change a case at once, having seen the same, one is refused, on whichever nodes they are',
  minutes,
  async () => {
    const name = product()
    const opened = await hold(nodes[0]!.as(ana), name)
    if (!opened.ok) throw new Error(opened.problem.detail)
    const params = { id: opened.value.case }
    for (let round = 0; round < 10; round++) {
      const seen = await nodes[0]!.as(ana).call('GET /api/cases/:id', { params })
      if (!seen.ok) throw new Error(seen.problem.detail)
      const replies = await Promise.all(
        nodes.map((node, i) =>
          node.as(ana).call('POST /api/cases/:id/objections', {
            params,
            body: { kind: 'deadline', who: 'executive', claim: `Friday, says ${i}.` },
            ifMatch: seen.etag!,
          }),
        ),
      )
      expect(replies.map(({ status }) => status).toSorted()).toEqual([201, 412, 412])
    }
  },
)

test('the same command at three nodes at once happens once, and all are told the same', minutes, async () => {
  const key = commandId()
  const name = product()
  const replies = await Promise.all(nodes.map((node) => hold(node.as(ana), name, key)))
  expect(new Set(replies.map((reply) => reply.ok && reply.value.case)).size).toBe(1)
})

test.each(['cut', 'freeze'] as const)(
  'a node that loses its database (%s) does not know, never says clear, and is right again by itself',
  minutes,
  async (trouble) => {
    const [lost, other] = nodes as [Node, Node]
    const name = product()
    const id = await hold(other.as(ana), name)
    if (!id.ok) throw new Error(id.problem.detail)
    const retracted = await other.as(ana).call('POST /api/cases/:id/retractions', {
      params: { id: id.value.case },
      body: { product: name },
    })
    expect(retracted.ok).toBe(true)
    expect(await decision(lost.as(ana), name)).toBe('clear')
    lost.way[trouble]()
    try {
      // Whatever it says from here on, it cannot have seen.
      for (let i = 0; i < 6; i++) {
        const asked = performance.now()
        expect(await decision(lost.as(ana), name)).toBe('unknown')
        expect(performance.now() - asked).toBeLessThan(4_000)
      }
      expect((await fetch(`${lost.url}/readyz`)).status).toBe(503)
      expect((await fetch(`${lost.url}/healthz`)).status).toBe(200)
      // The others go on; what they hold is held here too, from the first answer on that is one.
      expect(await decision(other.as(ana), name)).toBe('clear')
      const again = await other.as(ana).call('POST /api/cases', {
        body: { title: 'Again', hold: { product: name, version: '1.0.0', reason: 'Again.' } },
      })
      expect(again.ok).toBe(true)
    } finally {
      lost.way.heal()
    }
    const seen = new Set<string>()
    for (const until = Date.now() + 60_000; !seen.has('held') && Date.now() < until; await pause(50))
      seen.add(await decision(lost.as(ana), name))
    seen.delete('unknown')
    expect([...seen]).toEqual(['held'])
    expect((await fetch(`${lost.url}/readyz`)).status).toBe(200)
    expect(await hold(lost.as(ana), product())).toMatchObject({ ok: true })
  },
)

test(
  'a database that stands still (SIGSTOP) leaves every node not knowing, and ready again when it goes on',
  minutes,
  async () => {
    const name = product()
    expect((await hold(nodes[0]!.as(ana), name)).ok).toBe(true)
    const stopped = together.processes()
    for (const pid of stopped) process.kill(pid, 'SIGSTOP')
    try {
      const asked = await Promise.all(nodes.map((node) => decision(node.as(ana), name)))
      expect(asked).toEqual(['unknown', 'unknown', 'unknown'])
      const ready = await Promise.all(nodes.map(async ({ url }) => (await fetch(`${url}/readyz`)).status))
      expect(ready).toEqual([503, 503, 503])
    } finally {
      for (const pid of stopped) process.kill(pid, 'SIGCONT')
    }
    for (const node of nodes) await expect.poll(() => decision(node.as(ana), name), { timeout: 30_000 }).toBe('held')
  },
)

test('a database that was killed under load and came back has every hold that was acknowledged', minutes, async () => {
  const acknowledged: string[] = []
  const load = { goes: true }
  const loaded = nodes.map(async (node) => {
    while (load.goes) {
      const name = product()
      if ((await hold(node.as(ana), name)).ok) acknowledged.push(name)
      else await pause(100)
    }
  })
  await pause(500)
  together.server.crash()
  await pause(300)
  await together.server.start()
  await pause(2_000)
  load.goes = false
  await Promise.all(loaded)
  expect(acknowledged.length).toBeGreaterThan(10)
  for (const node of nodes)
    await expect.poll(() => decision(node.as(ana), acknowledged[0]!), { timeout: 30_000 }).toBe('held')
  const last = acknowledged.slice(-50)
  const asked = await Promise.all(last.flatMap((name) => nodes.map((node) => decision(node.as(ana), name))))
  expect(new Set(asked)).toEqual(new Set(['held']))
})

test(
  'a node that is killed in mid-load takes nothing with it: the others go on, and who got no answer asks them again',
  minutes,
  async () => {
    const victim = await together.node()
    await expect.poll(async () => (await victim.as(ana).call('GET /api/holds', { query: {} })).status).toBe(200)
    const others = [nodes[0]!, nodes[1]!]
    const acknowledged: string[] = []
    const unanswered: { name: string; key: string }[] = []
    const load = { goes: true }
    const loaded = [victim, victim, ...others].map(async (node) => {
      while (load.goes) {
        const [name, key] = [product(), commandId()]
        const reply = await hold(node.as(ana), name, key)
        if (reply.ok) acknowledged.push(name)
        else unanswered.push({ name, key })
        if (!reply.ok && node === victim) return
      }
    })
    await pause(1_000)
    await victim.stop('SIGKILL')
    const before = acknowledged.length
    await pause(1_000)
    load.goes = false
    await Promise.all(loaded)
    expect(acknowledged.length).toBeGreaterThan(before)
    expect(unanswered.length).toBeGreaterThan(0)
    for (const { name, key } of unanswered) {
      expect(await hold(others[0]!.as(ana), name, key)).toMatchObject({ ok: true })
      acknowledged.push(name)
    }
    const asked = await Promise.all(
      acknowledged.slice(-100).flatMap((name) => others.map((node) => decision(node.as(ana), name))),
    )
    expect(new Set(asked)).toEqual(new Set(['held']))
  },
)

test(
  'a node that stands still with the head of the log in its hand holds up the others for seconds, not for ever',
  minutes,
  async () => {
    const victim = await together.node()
    const load = { goes: true }
    const loaded = Array.from({ length: 8 }, async () => {
      while (load.goes) await hold(victim.as(ana), product()).catch(() => {})
    })
    await pause(1_000)
    for (let round = 0; round < 4; round++) {
      await pause(200 * Math.random())
      const began = performance.now()
      process.kill(victim.child.pid!, 'SIGSTOP')
      try {
        expect(await hold(nodes[0]!.as(ana), product())).toMatchObject({ ok: true })
        expect(performance.now() - began).toBeLessThan(15_000)
      } finally {
        process.kill(victim.child.pid!, 'SIGCONT')
      }
    }
    load.goes = false
    await Promise.all(loaded)
    await victim.stop()
  },
)

test('when all have stopped in order, the log verifies', minutes, async () => {
  expect(await Promise.all(nodes.map((node) => node.stop()))).toEqual([0, 0, 0])
  const [bundle, key] = [`${folder}/log.bundle`, `${folder}/keys/log.pub`]
  expect(await together.errand('log', 'export', '-o', bundle)).toMatchObject({ exit: 0, err: '' })
  expect((await together.errand('log', 'verify', bundle, '--key', key)).out).toContain('VERIFIED')
})
