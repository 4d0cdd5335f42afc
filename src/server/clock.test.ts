import fc from 'fast-check'
import { expect, test } from 'vitest'
import { nodeCrypto } from '../adapters/crypto.ts'
import { agenda } from '../adapters/postgres/agenda.ts'
import { stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import type { Client } from '../api/client.ts'
import { tick } from '../app/clockwork.ts'
import { directory, digestOfSecret } from '../app/directory.ts'
import { desk } from '../app/handle/handle.ts'
import { acknowledging, commandId, opening, placing, RULES } from '../app/handle/wish.testing.ts'
import type { Ledger } from '../app/ports/ledger.ts'
import type { Clock } from '../app/ports.ts'
import { CONSOLE, type PeopleWish } from '../core/people/decide.ts'
import { PEOPLE } from '../core/people/people.ts'
import { type Actor, type CaseId, type Digest, type Product } from '../core/ids.ts'
import { addMillis, HOUR, type Instant, instantFromMillis } from '../core/instant.ts'
import { wished } from '../app/handle/wish.testing.ts'
import { nodes } from './server.testing.ts'

/** What clocks do on their worst day: the database's, which everything goes by, and a node's own. */

const DIGEST = `sha256:${'cd'.repeat(32)}` as Digest
const { fresh, join } = stores()
const node = nodes()

/** A store whose database has its clock put forward or back. */
function withClock(store: TestStore): TestStore & { by: number } {
  const clock = { by: 0 }
  const ledger: Ledger = {
    ...store.ledger,
    async head() {
      const head = await store.ledger.head()
      return head.ok ? { ok: true, value: { ...head.value, now: addMillis(head.value.now, clock.by) } } : head
    },
    append: (decide) => store.ledger.append((view) => decide({ ...view, now: addMillis(view.now, clock.by) })),
  }
  return Object.assign(clock, {
    ...store,
    ledger,
    desk: desk({ ledger, crypto: nodeCrypto, rules: () => RULES }),
  })
}

async function decision(client: Client) {
  const reply = await client.call('GET /api/gate', { query: { product: 'payments', version: '2.4.0', digest: DIGEST } })
  if (!reply.ok) throw new Error(reply.problem.detail)
  return reply.value
}

/** Held, and accepted for an hour. */
async function accepted(store: TestStore): Promise<CaseId> {
  const id = value(await store.desk.handle(opening())).stream as CaseId
  value(await store.desk.handle(placing(id)))
  const requested = value(
    await store.desk.handle(
      wished(
        id,
        (words) => ({
          type: 'request_acceptance',
          product: 'payments' as Product,
          scope: { kind: 'build', build: { version: '2.4.0', digests: [DIGEST] } },
          environments: ['production'] as never,
          until: addMillis(instantFromMillis(Date.now()), HOUR),
          conditions: [],
          controls: [],
          missing: [],
          reason: words('For an hour.'),
        }),
        'product-manager',
      ),
    ),
  )
  for (const by of ['executive', 'security-manager'])
    value(await store.desk.handle(wished(id, () => ({ type: 'approve_acceptance', acceptance: requested.n }), by)))
  return id
}

test('what ended stays ended when the database’s clock is put back below its end', async () => {
  const store = withClock(await fresh())
  await accepted(store)
  const { as } = await node(store)
  expect((await decision(as())).decision).toBe('clear')
  store.by = HOUR + 1_000
  expect((await decision(as())).decision).toBe('held')
  store.by = 0
  expect((await decision(as())).decision).toBe('held')
})

test('… for a node that was not asked meanwhile as well, once somebody told that it ended', async () => {
  const store = withClock(await fresh())
  await accepted(store)
  store.by = HOUR + 1_000
  value(await store.db.query('UPDATE holdpoint.due SET at_ms = at_ms - $1', [2 * HOUR])) // its agenda goes by the same clock
  const due = {
    due: async () => ({
      ok: true as const,
      value: value(await agenda(store.db).due(10)).map((row) => ({ ...row, at: addMillis(row.at, 2 * HOUR) })),
    }),
  }
  expect(value(await tick({ agenda: due, desk: store.desk, crypto: nodeCrypto }))).toBeGreaterThan(0)
  const { as } = await node(join(store.where))
  expect((await decision(as())).decision).toBe('held')
})

test('no answer is dated before an earlier one of the same node, however the clock jumps', async () => {
  const store = withClock(await fresh())
  value(await store.desk.handle(opening()))
  const { as } = await node(store)
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: -HOUR, max: HOUR }), { minLength: 2, maxLength: 8 }), async (jumps) => {
      let last = ''
      for (const by of jumps) {
        store.by = by
        const { evaluated_at, valid_until } = await decision(as())
        expect(evaluated_at >= last).toBe(true)
        expect(Date.parse(valid_until) - Date.parse(evaluated_at)).toBeLessThanOrEqual(5 * 60_000)
        last = evaluated_at
      }
    }),
    { numRuns: 15 },
  )
})

test('the time of entries never goes back, however the clock jumps', async () => {
  const store = withClock(await fresh())
  const id = value(await store.desk.handle(opening())).stream
  value(await store.desk.handle(placing(id)))
  let last = ''
  for (const by of [0, HOUR, -HOUR, 2 * HOUR, 0, -3 * HOUR]) {
    store.by = by
    const { at } = value(await store.desk.handle(opening()))
    value(await store.desk.handle(acknowledging(id)))
    expect(at >= last).toBe(true)
    last = at
  }
  const { as } = await node(join(store.where))
  expect((await decision(as())).decision).toBe('held')
})

test.each([
  ['the node’s clock is put back', -2 * HOUR, 0],
  ['the database’s clock is put back', 0, -2 * HOUR],
  ['both are', -2 * HOUR, -2 * HOUR],
])('a token that is over opens nothing any more, though %s', async (_, nodeBy, databaseBy) => {
  const store = withClock(await fresh())
  const secret = 'hp_secret'
  const until = addMillis(instantFromMillis(Date.now()), HOUR)
  const wishes: PeopleWish[] = [
    { type: 'add_person', person: 'ana' as Actor },
    { type: 'grant_role', person: 'ana' as Actor, role: 'analyst' },
    {
      type: 'issue_token',
      token: 'ana',
      person: 'ana' as Actor,
      digest: digestOfSecret(secret, nodeCrypto) as Digest,
      until,
    },
  ]
  for (const wish of wishes)
    value(await store.desk.handle({ id: commandId(), by: CONSOLE, on: PEOPLE, wish, openings: [] }))
  let by = 0
  const clock: Clock = { now: () => instantFromMillis(Date.now() + by) as Instant }
  const who = directory({ ledger: store.ledger, crypto: nodeCrypto, clock })
  value(await who.refresh())
  expect(who.recognise(secret)?.actor).toBe('ana')
  by = store.by = HOUR + 1_000
  value(await who.refresh())
  expect(who.recognise(secret)).toBeUndefined()
  by = nodeBy
  store.by = databaseBy
  value(await who.refresh())
  expect(who.recognise(secret)).toBeUndefined()
})

test('a node whose own clock is late goes by the database’s', async () => {
  const store = await fresh()
  const grant = (wish: PeopleWish) =>
    store.desk.handle({ id: commandId(), by: CONSOLE, on: PEOPLE, wish, openings: [] })
  value(await grant({ type: 'add_person', person: 'ana' as Actor }))
  value(await grant({ type: 'grant_role', person: 'ana' as Actor, role: 'analyst' }))
  const until = addMillis(instantFromMillis(Date.now()), HOUR)
  const digest = digestOfSecret('hp_secret', nodeCrypto) as Digest
  value(await grant({ type: 'issue_token', token: 'ana', person: 'ana' as Actor, digest, until }))
  const clock: Clock = { now: () => instantFromMillis(Date.now() - 5 * HOUR) }
  const who = directory({ ledger: store.ledger, crypto: nodeCrypto, clock })
  value(await who.refresh())
  expect(who.recognise('hp_secret')).toMatchObject({ roles: ['analyst'] }) // a role that began just now by the log
})

test('a process that stood still for longer than a second after a question does not know', async () => {
  const store = await fresh()
  const id = value(await store.desk.handle(opening())).stream
  value(await store.desk.handle(placing(id)))
  const { gatekeeper } = await node(store)
  const asked = { product: 'payments', version: '2.4.0', digests: [], environment: 'staging' } as never
  expect((await gatekeeper.ask(asked)).decision).toBe('clear')
  const answer = gatekeeper.ask(asked)
  const until = performance.now() + 1_200
  while (performance.now() < until); // a long garbage collection, as it were
  expect((await answer).decision).toBe('unknown')
  expect((await gatekeeper.ask(asked)).decision).toBe('clear')
})
