import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import type { Session, Ticket } from '../../app/ports/accounts.ts'
import { commandId } from '../../app/handle/wish.testing.ts'
import type { Actor } from '../../core/ids.ts'
import { addMillis, HOUR, instantFromMillis, MINUTE } from '../../core/instant.ts'
import { masterKey } from '../keys.ts'
import { accounts } from './accounts.ts'
import { keysInMemory, problem, stores, value } from './store.testing.ts'

const { fresh, join } = stores()
const BEN = 'ben' as Actor
const digest = (text: string) => createHash('sha256').update(text).digest()
const now = () => instantFromMillis(Date.now())
const ticket = (text: string, millis = MINUTE): Ticket => ({
  sort: 'half',
  digest: digest(text),
  until: addMillis(now(), millis),
})
const session = (secret: string, more: Partial<Session> = {}): Session => ({
  id: commandId(),
  person: BEN,
  digest: digest(secret),
  rotatedAt: now(),
  beganAt: now(),
  seenAt: now(),
  until: addMillis(now(), HOUR),
  both: false,
  sort: 'browser',
  place: 'Chrome at ::1',
  ended: false,
  ...more,
})

async function opened() {
  const store = await fresh()
  const keys = keysInMemory()
  const other = join(store.where)
  return { ...store, keys, books: accounts(store.db, keys), elsewhere: accounts(other.db, keys) }
}

test('of ten who take a ticket at once, on two nodes, one gets it', async () => {
  const { books, elsewhere } = await opened()
  value(await books.keepTicket(ticket('one'), 'for ben'))
  expect(value(await elsewhere.seeTicket(ticket('one')))).toBe('for ben')
  const taken = await Promise.all(
    Array.from({ length: 10 }, (_, i) => (i % 2 ? books : elsewhere).takeTicket(ticket('one'))),
  )
  expect(taken.map(value).filter((data) => data !== undefined)).toEqual(['for ben'])
  expect(value(await books.seeTicket(ticket('one')))).toBeUndefined()
})

test('a ticket that is too old is none, and another sort is another ticket', async () => {
  const { books } = await opened()
  value(await books.keepTicket(ticket('old', -1), 'x'))
  value(await books.keepTicket(ticket('new'), 'y'))
  expect(value(await books.takeTicket(ticket('old')))).toBeUndefined()
  expect(value(await books.takeTicket({ ...ticket('new'), sort: 'state' }))).toBeUndefined()
  expect(value(await books.takeTicket(ticket('new')))).toBe('y')
})

test('of ten who use one code at once, one gets in', async () => {
  const { books, elsewhere } = await opened()
  value(await books.keepFactor(BEN, { secret: randomBytes(20), lastStep: 7 }, [digest('r1'), digest('r2')]))
  const steps = await Promise.all(Array.from({ length: 10 }, (_, i) => (i % 2 ? books : elsewhere).spendStep(BEN, 8)))
  expect(steps.map(value).filter(Boolean)).toHaveLength(1)
  expect(value(await books.spendStep(BEN, 7))).toBe(false)
  const codes = await Promise.all(Array.from({ length: 10 }, () => books.spendRecovery(BEN, digest('r1'))))
  expect(codes.map(value).filter(Boolean)).toHaveLength(1)
  expect(value(await books.spendRecovery('eve' as Actor, digest('r2')))).toBe(false)
  value(await books.endFactor(BEN))
  expect(value(await books.spendRecovery(BEN, digest('r2')))).toBe(false)
  expect(value(await books.factor(BEN))).toBeUndefined()
})

test('a key of an authenticator opens under its master key, for its person, and not otherwise', async () => {
  const { books, db, keys } = await opened()
  const secret = randomBytes(20)
  value(await books.keepFactor(BEN, { secret, lastStep: 0 }, []))
  const [row] = value(await db.query<{ secret: Buffer }>('SELECT secret FROM holdpoint.second_factors'))
  expect(row!.secret.includes(secret)).toBe(false)
  expect(value(await books.factor(BEN))).toMatchObject({ lastStep: 0 })
  const master = masterKey(randomBytes(32))
  expect(problem(await accounts(db, { masters: [master] }).factor(BEN)).code).toBe('keys/wrong-master')
  expect(value(await accounts(db, { masters: [master, ...keys.masters] }).factor(BEN))).toBeDefined()
  value(await db.query(`UPDATE holdpoint.second_factors SET person = 'eve'`))
  expect(problem(await books.factor('eve' as Actor)).code).toBe('keys/wrong-master')
})

test("an account of a provider is one person's, whoever comes second", async () => {
  const { books, elsewhere } = await opened()
  const account = { issuer: 'https://id.example', subject: 'a1' }
  const whose = await Promise.all([books.link(account, BEN), elsewhere.link(account, 'eve' as Actor)])
  expect(new Set(whose.map(value)).size).toBe(1)
  expect(value(await books.linked({ ...account, issuer: 'https://other.example' }))).toBeUndefined()
})

test('tries are counted together, forgiven one by one, and forgotten after their time', async () => {
  const { books, elsewhere } = await opened()
  const about = digest('ben')
  const tries = await Promise.all(
    Array.from({ length: 10 }, (_, i) => (i % 2 ? books : elsewhere).tryOnce(about, MINUTE)),
  )
  expect(tries.map((one) => value(one).tries).sort((a, b) => a - b)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10])
  value(await books.forgive(about))
  expect(value(await books.tryOnce(about, MINUTE)).tries).toBe(10)
  value(await books.tryOnce(digest('soon'), 1))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(value(await books.tryOnce(digest('soon'), 1)).tries).toBe(1)
})

test('a session turns its secret once, whoever asks', async () => {
  const { books, elsewhere } = await opened()
  const one = session('first', { rotatedAt: addMillis(now(), -HOUR) })
  value(await books.begin(one))
  const turns = await Promise.all(
    ['a', 'b', 'c', 'd'].map((to, i) =>
      (i % 2 ? books : elsewhere).rotate(one.id, { from: one.digest, to: digest(to) }, now()),
    ),
  )
  expect(turns.map(value).filter(Boolean).length).toBeGreaterThan(0)
  const found = value(await books.session(digest('first')))!
  expect(found.id).toBe(one.id) // the one before still opens it
  value(await books.settle([{ id: one.id, at: found.rotatedAt }]))
  expect(value(await books.session(digest('first')))).toBeUndefined()
  expect(value(await books.session(found.digest))).toMatchObject({ person: 'ben' })
})

test('what changed is told to the other nodes; what is over is not told to one that begins', async () => {
  const { books, elsewhere } = await opened()
  const [one, two, late] = [session('1'), session('2'), session('3', { until: addMillis(now(), -1) })]
  for (const each of [one, two, late]) value(await books.begin(each))
  const met = value(await elsewhere.changed(undefined))
  expect(met.sessions.map(({ id }) => id).sort()).toEqual([one.id, two.id].sort())
  expect(value(await books.end(BEN, { allBut: two.id }))).toBe(2)
  expect(value(await books.end('eve' as Actor, { only: two.id }))).toBe(0)
  const changed = value(await elsewhere.changed(met.now)).sessions
  expect(changed.find(({ id }) => id === one.id)?.ended).toBe(true)
  expect(changed.find(({ id }) => id === two.id)?.ended).toBe(false)
})

test('what is over is swept away after a day, and nothing else', async () => {
  const { books, db } = await opened()
  const [one, two] = [session('1'), session('2')]
  for (const each of [one, two]) value(await books.begin(each))
  value(await books.end(BEN, { only: one.id }))
  for (const each of [ticket('old', -1), ticket('new')]) value(await books.keepTicket(each, 'x'))
  value(await books.sweep())
  const left = async (table: string) => value(await db.query(`SELECT 1 FROM holdpoint.${table}`)).length
  expect([await left('sessions'), await left('tickets')]).toEqual([2, 1])
  value(await db.query('UPDATE holdpoint.sessions SET changed_ms = changed_ms - 90000000'))
  value(await books.sweep())
  expect(await left('sessions')).toBe(1)
})
