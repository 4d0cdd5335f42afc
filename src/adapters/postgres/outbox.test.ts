import { expect, test } from 'vitest'
import { deliver, dropUntold } from '../../app/courier.ts'
import { opening, placing } from '../../app/handle/wish.testing.ts'
import { outbox } from './outbox.ts'
import { stores, type TestStore, value } from './store.testing.ts'

const { fresh, join } = stores()

const waiting = async ({ db }: TestStore) =>
  Number(value(await db.query<{ n: string }>('SELECT count(*) AS n FROM holdpoint.outbox'))[0]!.n)

test('where nobody is to be told anything, nothing waits for ever, and the log keeps all of it', async () => {
  const store = await fresh()
  for (let i = 0; i < 3; i++) {
    const { stream } = value(await store.desk.handle(opening()))
    value(await store.desk.handle(placing(stream)))
  }
  expect(await waiting(store)).toBe(6)
  const nodes = [store, join(store.where)].map(({ db }) => dropUntold(outbox(db)))
  const gone = (await Promise.all(nodes)).map(value)
  expect(gone.reduce((a, b) => a + b)).toBe(6)
  expect(await waiting(store)).toBe(0)
  expect(value(await store.ledger.head()).size).toBe(6)
})

test('many go in several steps, while others write', async () => {
  const store = await fresh()
  value(await store.desk.handle(opening()))
  value(
    await store.db.query(
      `INSERT INTO holdpoint.outbox (org_id, log, seq, stream, attempts, not_before_ms)
       SELECT org_id, log, seq + i, stream, 0, 0 FROM holdpoint.outbox, generate_series(1, 12000) AS i`,
    ),
  )
  const [gone, placed] = await Promise.all([dropUntold(outbox(store.db)), store.desk.handle(placing('HP-2'))])
  expect(value(gone)).toBeGreaterThanOrEqual(12_001)
  expect(placed.ok).toBe(false) // there is no such case: nothing of it waits either
  expect(await waiting(store)).toBe(0)
})

test('whoever subscribes later is told from then on', async () => {
  const store = await fresh()
  const { stream } = value(await store.desk.handle(opening()))
  value(await dropUntold(outbox(store.db)))
  value(await store.desk.handle(placing(stream)))
  const told: number[] = []
  value(await deliver(outbox(store.db), async ({ index }) => void told.push(index)))
  expect(told).toEqual([1])
})
