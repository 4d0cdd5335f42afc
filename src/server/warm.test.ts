import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { nodeCrypto } from '../adapters/crypto.ts'
import { nodeHash } from '../adapters/hash.ts'
import { systemClock } from '../adapters/clock.ts'
import { many } from '../adapters/postgres/backup.testing.ts'
import { stores, value } from '../adapters/postgres/store.testing.ts'
import { gatekeeper } from '../app/gatekeeper.ts'
import type { Shelf } from '../app/ports/shelf.ts'
import type { Asked } from '../core/case/standing.ts'
import { under } from './server.testing.ts'

const { fresh, join } = stores()
const PAYMENTS = { product: 'payments', version: '2.4.0', digests: [], environment: 'production' } as unknown as Asked

/** A node that has just started, on a disk as slow as that. */
async function started(cases: number, slowMillis = 0) {
  const store = await fresh()
  await many(store, cases)
  const { ledger, shelf } = join(store.where)
  const slow: Shelf = { ...shelf, streams: async (names) => (await pause(slowMillis), shelf.streams(names)) }
  return gatekeeper({ ledger, shelf: slow, clock: systemClock, crypto: nodeCrypto, hash: nodeHash, under })
}

test('a node that has not read its cases yet does not know; one that has is warm, and answers at once', async () => {
  const cold = await started(3, 1_500)
  expect((await cold.ask(PAYMENTS)).decision).toBe('unknown')
  const warm = await started(3, 1_500)
  value(await warm.warm())
  expect((await warm.ask(PAYMENTS)).decision).toBe('held')
})

test('a store of 5,000 held cases is warm within seconds', { timeout: 120_000 }, async () => {
  const keeper = await started(5_000)
  const began = performance.now()
  value(await keeper.warm())
  expect(performance.now() - began).toBeLessThan(15_000)
  expect((await keeper.ask(PAYMENTS)).reasonsTotal).toBe(5_000)
})
