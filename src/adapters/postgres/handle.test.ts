import { expect, test } from 'vitest'
import { acknowledging, commandId, opening, placing, wished } from '../../app/handle/wish.testing.ts'
import { notary } from '../../app/notary.ts'
import { replay } from '../../core/case/evolve.ts'
import { readCase } from '../../core/case/decode.ts'
import type { Actor, CaseId, Product } from '../../core/ids.ts'
import { writeBundle } from '../../core/log/bundle.ts'
import { parseKeys } from '../../core/log/key.ts'
import { verifyBundle } from '../../core/log/verify.ts'
import type { Instant } from '../../core/instant.ts'
import { nodeCrypto } from '../crypto.ts'
import { keysInMemory, problem, stores, type TestStore, value } from './store.testing.ts'

const { fresh, join } = stores()

async function entriesOf({ ledger }: TestStore): Promise<readonly Uint8Array[]> {
  const head = value(await ledger.head())
  const entries: Uint8Array[] = []
  for await (const entry of ledger.entries(head.log, 0, head.size)) entries.push(entry)
  return entries
}

/** What an auditor finds with the public key alone. */
async function verified(store: TestStore) {
  const keys = keysInMemory()
  const note = value(await notary({ ...store, keys, crypto: nodeCrypto }).sign())
  const bundle = writeBundle(note, await entriesOf(store))
  const trusted = value(parseKeys(keys.publicKey, nodeCrypto.sha256))
  return verifyBundle(bundle, { ...nodeCrypto, file: 'log.bundle', keys: trusted })
}

const count = async ({ db }: TestStore, table: string) =>
  Number(value(await db.query<{ n: string }>(`SELECT count(*) AS n FROM holdpoint.${table}`))[0]!.n)

test('a case gets the next number; what follows stands in its stream, in order', async () => {
  const store = await fresh()
  const first = value(await store.desk.handle(opening()))
  expect(first).toMatchObject({ stream: 'HP-1', log: 1, index: 0, n: 1, entries: 1 })
  expect(value(await store.desk.handle(opening()))).toMatchObject({ stream: 'HP-2', index: 1, n: 1 })
  expect(value(await store.desk.handle(placing('HP-1')))).toMatchObject({ stream: 'HP-1', index: 2, n: 2 })
  expect(value(await verified(store))).toMatchObject({ size: 3, streams: 2 })
})

test('the same command again has the same answer and appends nothing, in this process, in another and after a restart', async () => {
  const store = await fresh()
  const asked = opening()
  const [first, twin] = await Promise.all([store.desk.handle(asked), store.desk.handle(asked)])
  expect(twin).toEqual(first)
  expect(await store.desk.handle(asked)).toEqual(first)
  expect(await join(store.where).desk.handle(asked)).toEqual(first)
  expect(value(await store.ledger.head()).size).toBe(1)
})

test('the same id with other words, or from somebody else, is refused', async () => {
  const store = await fresh()
  const asked = opening()
  value(await store.desk.handle(asked))
  const { id } = asked
  expect(problem(await store.desk.handle({ ...opening('Other Name'), id })).code).toBe('case/command-reused')
  expect(problem(await store.desk.handle({ ...asked, by: 'executive' as Actor })).code).toBe('case/command-reused')
})

test('a refused wish leaves nothing behind, and the others of its batch are as if it had not been', async () => {
  const store = await fresh()
  value(await store.desk.handle(opening()))
  const wishes = [
    placing('HP-1'),
    placing('HP-99'),
    acknowledging('HP-1'),
    wished('HP-1' as CaseId, () => ({ type: 'open', name: 'x', title: { sealed: '0'.repeat(64) } })),
  ]
  const answers = await Promise.all(wishes.map((wish) => store.desk.handle(wish)))
  expect(answers.map((answer) => (answer.ok ? answer.value.n : answer.problem.code))).toEqual([
    2,
    'case/not-open',
    3,
    'case/words-missing',
  ])
  expect(await count(store, 'commands')).toBe(3)
  expect(await count(store, 'openings')).toBe(2)
  expect(value(await verified(store)).size).toBe(3)
})

test('words are kept only with the seal that they open', async () => {
  const store = await fresh()
  const { openings, ...rest } = opening()
  expect(problem(await store.desk.handle({ ...rest, openings: [] })).code).toBe('case/words-missing')
  const other = [{ ...openings[0]!, value: 'other words' }]
  expect(problem(await store.desk.handle({ ...rest, openings: other })).code).toBe('case/words-missing')
  value(await store.desk.handle({ ...rest, openings: [...openings, { salt: '0'.repeat(32), value: 'nobody asked' }] }))
  expect(await count(store, 'openings')).toBe(1)
})

test('words that were erased are gone, and the log still verifies', async () => {
  const store = await fresh()
  const asked = opening()
  value(await store.desk.handle(asked))
  const seal = (asked.wish as { title: { sealed: string } }).title.sealed
  expect(value(await store.ledger.openings([seal])).get(seal)).toEqual(asked.openings[0])
  expect(value(await store.ledger.erase([seal]))).toBe(1)
  expect(value(await store.ledger.openings([seal])).size).toBe(0)
  expect(value(await verified(store)).size).toBe(1)
  expect(value(await store.desk.handle(placing('HP-1'))).n).toBe(2)
})

test('what many callers in two processes say at once is one log, each case in order, and both know all of it', async () => {
  const store = await fresh()
  const other = join(store.where)
  value(await store.desk.handle(opening()))
  const desks = [store.desk, other.desk]
  const places = Array.from({ length: 40 }, (_, i) => desks[i % 2]!.handle(placing('HP-1', `p${i}`)))
  const opened = Array.from({ length: 40 }, (_, i) => desks[i % 2]!.handle(opening()))
  const answers = (await Promise.all([...places, ...opened])).map(value)
  expect(new Set(answers.map(({ index }) => index)).size).toBe(80)
  expect(
    answers
      .slice(0, 40)
      .map(({ n }) => n)
      .sort((a, b) => a - b),
  ).toEqual(Array.from({ length: 40 }, (_, i) => i + 2))
  expect(new Set(answers.slice(40).map(({ stream }) => stream)).size).toBe(40)
  expect(value(await verified(other))).toMatchObject({ size: 81, streams: 41 })
  expect(await count(store, 'holds')).toBe(40)
})

test('nothing that was acknowledged is lost when the database drops its connections under load', async () => {
  const store = await fresh()
  value(await store.desk.handle(opening()))
  const killer = join(store.where)
  const answers: Promise<unknown>[] = []
  const acknowledged: number[] = []
  for (let i = 0; i < 300; i++) {
    answers.push(store.desk.handle(placing('HP-1', `p${i}`)).then((answer) => acknowledged.push(value(answer).index)))
    if (i % 50 === 25)
      await killer.db.query(
        'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
      )
    if (i % 10 === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  }
  await Promise.all(answers)
  expect(new Set(acknowledged).size).toBe(300)
  expect(value(await verified(store))).toMatchObject({ size: 301 })
})

test('the time of an entry is the database’s, and never goes back', async () => {
  const store = await fresh()
  const before = value(await store.desk.handle(opening()))
  expect(Math.abs(Date.parse(before.at) - Date.now())).toBeLessThan(60_000)
  value(await store.db.query('UPDATE holdpoint.heads SET at_ms = $1', [Date.parse('2999-01-01T00:00:00Z')]))
  expect(value(await store.desk.handle(opening())).at).toBe('2999-01-01T00:00:00.000Z')
})

test('the read models say what a replay of the log says', async () => {
  const store = await fresh()
  value(await store.desk.handle(opening()))
  value(await store.desk.handle(placing('HP-1')))
  const rows = value(await store.db.query('SELECT product, case_id, in_force FROM holdpoint.holds'))
  expect(rows).toEqual([{ product: 'payments', case_id: 'HP-1', in_force: true }])
  expect(value(await store.db.query('SELECT what, about FROM holdpoint.due'))).toEqual([
    { what: 'escalate', about: 'HP-1/payments' },
  ])
  const retracts = wished('HP-1' as CaseId, () => ({ type: 'retract', product: 'payments' as Product }))
  value(await store.desk.handle(retracts))
  expect(value(await store.db.query('SELECT in_force FROM holdpoint.holds'))).toEqual([{ in_force: false }])
  expect(await count(store, 'due')).toBe(0)
  const lines = (await entriesOf(store)).map((bytes) =>
    JSON.stringify({ entry: JSON.parse(Buffer.from(bytes).toString()), openings: {} }),
  )
  const file = value(readCase(lines, 'HP-1', '9999-01-01T00:00:00.000Z' as Instant, nodeCrypto.sha256))
  expect(replay(file.id, file.events).n).toBe(3)
  expect(value(await store.db.query('SELECT n, name, closed FROM holdpoint.cases'))).toEqual([
    { n: 3, name: 'Quiet Harbour', closed: false },
  ])
})

test('what was decided elsewhere is an entry of its own stream', async () => {
  const store = await fresh()
  const note = (rules: number) => ({
    id: commandId(),
    by: 'executive' as Actor,
    on: 'elsewhere',
    fact: { type: 'rules_changed', v: 1, data: { rules } },
    openings: [],
  })
  const answers = await Promise.all([note(1), note(2)].map((one) => store.desk.handle(one)))
  expect(answers.map((answer) => value(answer).n)).toEqual([1, 2])
  expect(value(await store.desk.handle(note(3))).n).toBe(3)
  expect(value(await verified(store))).toMatchObject({ size: 3, streams: 1 })
})

test('a log that our program cannot read stops the case, and not the others', async () => {
  const store = await fresh()
  value(await store.desk.handle(opening()))
  value(await store.desk.handle(opening()))
  value(await store.db.query("UPDATE holdpoint.entries SET bytes = 'x' WHERE stream = 'HP-1'"))
  const other = join(store.where)
  const [one, two] = await Promise.all(['HP-1', 'HP-2'].map((on) => other.desk.handle(placing(on))))
  expect(problem(one!).code).toBe('store/damaged')
  expect(value(two!).n).toBe(2)
})
