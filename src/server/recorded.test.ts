import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nodeCrypto } from '../adapters/crypto.ts'
import { systemClock } from '../adapters/clock.ts'
import { nodeHash } from '../adapters/hash.ts'
import { stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { commandId } from '../api/client.ts'
import { gatekeeper } from '../app/gatekeeper.ts'
import type { Shelf } from '../app/ports/shelf.ts'
import type { Asked } from '../core/case/standing.ts'
import type { Actor, Product, Uuid } from '../core/ids.ts'
import { PRODUCTS } from '../core/product/register.ts'
import { critical, recorded, SQLI } from '../core/recording/recording.testing.ts'
import { under } from './server.testing.ts'

const { fresh, join } = stores()
const PAYMENTS = 'payments' as Product
const STREAM = 'evidence/payments'
const hex = (n: number, length = 64) => n.toString(16).padStart(length, '0')
const build = (n: number) => ({
  version: `1.${n}.0`,
  commit: hex(n, 40) as never,
  digests: [`sha256:${hex(n)}`] as never,
})
const release = (n: number) => ({ product: PAYMENTS, ...build(n), environment: 'production' }) as Asked

/** A report of a build, in the log: critical, or with nothing to be said against it. */
const record = async ({ desk }: TestStore, n: number, bad: boolean, more: object = {}) => {
  const {
    n: _n,
    at: _at,
    ...data
  } = recorded(build(n), bad ? [critical(SQLI)] : [], {
    policy: under().policy.digest,
    report: `sha256:${hex(Math.floor(Math.random() * 2 ** 48))}` as never,
  })
  const fact = { type: 'report_recorded', v: 1, data: { ...data, ...more } as never }
  const ask = { id: commandId() as never, by: 'ci' as Actor, on: STREAM, fact, openings: [] }
  value(await desk.handle(ask))
}
/** A node that has just started. `read` says how many entries its questions took from the store. */
function started(store: TestStore) {
  const { ledger, shelf } = join(store.where)
  const read: number[] = []
  const counting: Shelf = {
    ...shelf,
    async recorded(...asked) {
      const found = await shelf.recorded(...asked)
      if (found.ok) read.push(found.value.entries.length)
      return found
    },
  }
  const keeper = gatekeeper({ ledger, shelf: counting, clock: systemClock, crypto: nodeCrypto, hash: nodeHash, under })
  return { ...keeper, read, decision: async (n: number) => (await keeper.ask(release(n))).decision }
}
const registered = async () => {
  const store = await fresh()
  const wish = { type: 'add', product: PAYMENTS } as const
  value(await store.desk.handle({ id: commandId() as Uuid, by: 'console' as Actor, on: PRODUCTS, wish, openings: [] }))
  return store
}

test('a question reads what was recorded of its release, once, and nothing of the others', async () => {
  const store = await registered()
  for (let n = 0; n < 30; n++) await record(store, n >> 1, n === 7)
  value(await store.shelf.learnNames(STREAM))
  const node = started(store)
  expect([await node.decision(3), await node.decision(3), await node.decision(4)]).toEqual(['held', 'held', 'clear'])
  expect(node.read).toEqual([2, 2])
})

test('what is recorded after a release was asked for counts for it at once, on every node', async () => {
  const store = await registered()
  const [one, two] = [started(store), started(store)]
  expect([await one.decision(1), await two.decision(1)]).toEqual(['clear', 'clear'])
  await record(store, 1, true)
  await record(store, 2, true)
  expect([await one.decision(1), await two.decision(1), await two.decision(2)]).toEqual(['held', 'held', 'held'])
  expect(one.read).toEqual([0])
})

test('whatever was looked through for its names, by however many nodes, or lost again: a question finds the same', async () => {
  const store = await registered()
  let told = 0
  const step = fc.oneof(
    fc.record({ n: fc.nat(4), bad: fc.boolean() }),
    fc.constantFrom('learn' as const, 'lose' as const),
  )
  const held = new Set<number>()
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 6 }), async (steps) => {
      for (const one of steps) {
        if (one === 'learn') await Promise.all([1, 2, 3].map(() => store.shelf.learnNames(STREAM).then(value)))
        else if (one === 'lose') value(await store.db.query('DELETE FROM holdpoint.recorded'))
        else {
          await record(store, one.n, one.bad)
          told++
          if (one.bad) held.add(one.n)
        }
      }
      const node = started(store)
      for (let n = 0; n < 5; n++) expect(await node.decision(n)).toBe(held.has(n) ? 'held' : 'clear')
    }),
    { numRuns: 25 },
  )
  expect(told).toBeGreaterThan(0)
})

test('an entry that a newer program wrote makes every question about its product unknown, looked through or not', async () => {
  const store = await registered()
  await record(store, 1, false)
  value(await store.shelf.learnNames(STREAM))
  const before = started(store)
  expect(await before.decision(1)).toBe('clear')
  const fact = { type: 'report_weighed', v: 1, data: {} as never }
  value(await store.desk.handle({ id: commandId() as never, by: 'ci' as Actor, on: STREAM, fact, openings: [] }))
  await record(store, 2, false)
  value(await store.shelf.learnNames(STREAM))
  const after = started(store)
  for (const node of [before, after])
    expect([await node.decision(1), await node.decision(2), await node.decision(3)]).toEqual(Array(3).fill('unknown'))
})

test('a first question among thousands of recordings is answered in time', { timeout: 120_000 }, async () => {
  const store = await registered()
  for (let n = 0; n < 3_000; n += 500)
    await Promise.all(Array.from({ length: 500 }, (_, i) => record(store, n + i, true)))
  const first = started(store)
  await first.readAhead()
  const node = started(store)
  value(await node.warm())
  const began = performance.now()
  expect(await node.decision(1_234)).toBe('held')
  expect(performance.now() - began).toBeLessThan(500)
  expect(node.read).toEqual([1])
})
