import { expect, test } from 'vitest'
import { tick } from '../../app/clockwork.ts'
import { deliver } from '../../app/courier.ts'
import { acknowledging, opening, placing, wished } from '../../app/handle/wish.testing.ts'
import type { Message } from '../../app/ports/outbox.ts'
import type { CaseId } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import { nodeCrypto } from '../crypto.ts'
import { agenda } from './agenda.ts'
import { outbox } from './outbox.ts'
import { stores, type TestStore, value } from './store.testing.ts'

const { fresh, join } = stores()

const ticks = (store: TestStore) => tick({ agenda: agenda(store.db), desk: store.desk, crypto: nodeCrypto })
const types = async ({ db }: TestStore, stream: string) =>
  value(
    await db.query<{ bytes: Buffer }>('SELECT bytes FROM holdpoint.entries WHERE stream = $1 ORDER BY n', [stream]),
  ).map(({ bytes }) => (JSON.parse(bytes.toString()) as { type: string }).type)

/** As if so much time had passed: everything that happened and is due, earlier by that. */
async function passes(store: TestStore, minutes: number): Promise<TestStore> {
  value(await store.db.query('UPDATE holdpoint.due SET at_ms = at_ms - $1', [minutes * 60_000]))
  return store
}

async function heldCase(): Promise<TestStore> {
  const store = await fresh()
  value(await store.desk.handle(opening()))
  value(await store.desk.handle(placing('HP-1')))
  return store
}

test('what is due is told once, by whichever node comes first, and by none again after a restart', async () => {
  const store = await fresh()
  value(await store.desk.handle(opening()))
  const soon = new Date(Date.now() + 1_500).toISOString() as Instant
  const promises = wished('HP-1' as CaseId, (words) => ({
    type: 'promise_follow_up',
    due: soon,
    about: words('the estimate'),
  }))
  value(await store.desk.handle(promises))
  expect(value(await ticks(store))).toBe(0)
  await new Promise((resolve) => setTimeout(resolve, 1_600))
  const nodes = [store, join(store.where), join(store.where)]
  ;(await Promise.all(nodes.map(ticks))).forEach(value)
  expect(await types(store, 'HP-1')).toEqual(['case_opened', 'follow_up_promised', 'came_due'])
  expect(value(await ticks(join(store.where)))).toBe(0)
})

test('what was done in time is not due', async () => {
  const store = await heldCase()
  value(await store.desk.handle(acknowledging('HP-1')))
  await passes(store, 24 * 60)
  expect(value(await ticks(store))).toBe(0)
  expect(await types(store, 'HP-1')).toEqual(['case_opened', 'hold_placed', 'acknowledged'])
})

test('a row that says another time than the case is told nobody: the case decides', async () => {
  const store = await passes(await heldCase(), 61)
  await ticks(store)
  expect(await types(store, 'HP-1')).toEqual(['case_opened', 'hold_placed'])
})

/** Takes note of what it is told. */
function listener() {
  const heard: string[] = []
  return { heard, tell: async ({ stream, index }: Message) => void heard.push(`${stream} ${index}`) }
}
const deliverAll = async (store: TestStore, tell: (message: Message) => Promise<void>) => {
  while (value(await deliver(outbox(store.db), tell)) > 0);
}

test('every entry leaves once, and each case in its order', async () => {
  const store = await fresh()
  for (let i = 0; i < 3; i++) value(await store.desk.handle(opening()))
  await Promise.all(Array.from({ length: 30 }, (_, i) => store.desk.handle(placing(`HP-${1 + (i % 3)}`, `p${i}`))))
  const { heard, tell } = listener()
  await deliverAll(store, tell)
  expect(heard).toHaveLength(33)
  for (const one of ['HP-1', 'HP-2', 'HP-3']) {
    const indexes = heard.filter((line) => line.startsWith(`${one} `)).map((line) => Number(line.split(' ')[1]))
    expect(indexes).toEqual(indexes.toSorted((a, b) => a - b))
    expect(indexes).toHaveLength(11)
  }
})

test('what cannot be told waits, and so does what follows it in its case; the others go on', async () => {
  const store = await heldCase()
  value(await store.desk.handle(opening()))
  const { heard, tell } = listener()
  const failing = async (message: Message) => {
    if (message.stream === 'HP-1') throw new Error('the chat is down')
    await tell(message)
  }
  await deliverAll(store, failing)
  expect(heard).toEqual(['HP-2 2'])
  expect(value(await deliver(outbox(store.db), tell))).toBe(0)
  value(await store.db.query('UPDATE holdpoint.outbox SET not_before_ms = 0'))
  await deliverAll(store, tell)
  expect(heard).toEqual(['HP-2 2', 'HP-1 0', 'HP-1 1'])
})

test('two couriers never have two messages of one case, and between them all is told', async () => {
  const store = await fresh()
  value(await store.desk.handle(opening()))
  await Promise.all(Array.from({ length: 20 }, (_, i) => store.desk.handle(placing('HP-1', `p${i}`))))
  const { heard, tell } = listener()
  let under = 0
  const alone = async (message: Message) => {
    expect(++under).toBe(1)
    await new Promise((resolve) => setTimeout(resolve, 2))
    await tell(message)
    under--
  }
  const courier = async ({ db }: TestStore) => {
    while (heard.length < 21) value(await deliver(outbox(db), alone))
  }
  await Promise.all([courier(store), courier(join(store.where))])
  expect(heard).toEqual(Array.from({ length: 21 }, (_, i) => `HP-1 ${i}`))
})

test('what a courier took and did not tell, since it died, is told by another once its time is over', async () => {
  const store = await heldCase()
  expect(value(await outbox(store.db).take(10, 60_000)).map(({ index }) => index)).toEqual([0])
  expect(value(await outbox(store.db).take(10, 60_000))).toEqual([])
  value(await store.db.query('UPDATE holdpoint.outbox SET not_before_ms = not_before_ms - 60000'))
  expect(value(await outbox(store.db).take(10, 60_000))).toMatchObject([{ index: 0, attempts: 1 }])
})
