import { expect, test } from 'vitest'
import { stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { nodeHash } from '../adapters/hash.ts'
import { commandId } from '../api/client.ts'
import { acknowledging, opening, placing, wished } from '../app/handle/wish.testing.ts'
import type { Ask } from '../app/handle/wished.ts'
import { defaultPolicy, textDigest } from '../app/policy.ts'
import type { Actor, CaseId, Uuid } from '../core/ids.ts'
import { decodeEntry } from '../core/log/codec.ts'
import { POLICY } from '../core/policy/governance.ts'
import { nodes } from './server.testing.ts'

const { fresh, join } = stores()
const node = nodes()

const STRICT = `schema: holdpoint/policy/v1
name: Stricter
contact: the red phone
rules:
  - id: all
    treatment: remediate
    because: Everything is fixed.
cases:
  lift: { people: { critical: 3 } }
  escalation: [{ after_minutes: 5, roles: [executive] }]
`
const DIGEST = textDigest(STRICT, nodeHash)
const DEFAULT = defaultPolicy(nodeHash).digest

/** Two nodes of one store, where payments is held. */
async function two() {
  const store = await fresh()
  const other = join(store.where)
  value(await store.desk.handle(opening()))
  value(await store.desk.handle(placing('HP-1')))
  return { store, other, one: await node(store), second: await node(other) }
}
const policyOf = async (server: Awaited<ReturnType<typeof node>>) => {
  const reply = await server.as('pipeline').call('GET /api/gate', { query: { product: 'payments' } })
  return reply.ok && reply.value.policy
}

test('another policy takes two people, is in force from its entry on, and on every node at once', async () => {
  const { store, one, second, other } = await two()
  expect(await policyOf(second)).toBe(DEFAULT)
  const proposed = await one.as('analyst').call('POST /api/policy/proposals', { body: { text: STRICT } })
  expect(proposed).toMatchObject({ status: 201, value: { entries: [1] } })
  expect(await policyOf(one)).toBe(DEFAULT) // a proposal changes nothing

  const params = { n: '1' }
  const shown = await second.as('security-manager').call('GET /api/policy/proposals/:n', { params })
  expect(shown).toMatchObject({
    value: {
      name: 'Stricter',
      state: 'pending',
      text: STRICT,
      parts: expect.arrayContaining(['name', 'contact', 'rules', 'cases']),
      holds: [{ hold: 'HP-1/payments', before: { lift: { people: 1 } }, after: { lift: { people: 1 } } }],
    },
  })
  expect(
    await second.as('security-manager').call('POST /api/policy/proposals/:n/approvals', { params, body: {} }),
  ).toMatchObject({
    status: 201,
    value: { entries: [2] },
  })
  for (const server of [one, second]) expect(await policyOf(server)).toBe(DIGEST)
  expect(await one.as('viewer').call('GET /api/policy', {})).toMatchObject({
    value: { policy: { digest: DIGEST, name: 'Stricter', by: 'security-manager', text: STRICT } },
  })

  // Whoever decides next, on whichever node, decides under it: their entries say so.
  value(await store.desk.handle(acknowledging('HP-1')))
  value(await other.desk.handle(opening()))
  const entries = value(await store.shelf.streams(['HP-1', 'HP-2']))
  const policies = entries.map(({ bytes }) => {
    const entry = value(decodeEntry(bytes))
    return [entry.type, (entry.data as { policy: string }).policy]
  })
  expect(policies).toEqual([
    ['case_opened', DEFAULT],
    ['hold_placed', DEFAULT],
    ['acknowledged', DIGEST],
    ['case_opened', DIGEST],
  ])
})

/** After how many minutes time asks for more, of each hold. */
const escalations = async ({ db }: TestStore) =>
  value(
    await db.query<{ minutes: number }>(
      `SELECT ((at_ms - opened_ms) / 60000)::int AS minutes FROM holdpoint.due d JOIN holdpoint.cases c USING (case_id)
       WHERE what = 'escalate'`,
    ),
  ).map(({ minutes }) => minutes)

test('what time asks of holds that nobody touched follows the policy: nobody is forgotten', async () => {
  const { store, one } = await two()
  expect(await escalations(store)).toEqual([60])
  await one.as('analyst').call('POST /api/policy/proposals', { body: { text: STRICT } })
  await one.as('executive').call('POST /api/policy/proposals/:n/approvals', { params: { n: '1' }, body: {} })
  expect(await escalations(store)).toEqual([5])
  const back = STRICT.replace('after_minutes: 5', 'after_minutes: 30')
  await one.as('analyst').call('POST /api/policy/proposals', { body: { text: back } })
  await one.as('executive').call('POST /api/policy/proposals/:n/approvals', { params: { n: '3' }, body: {} })
  expect(await escalations(store)).toEqual([30])
})

test('what another node had worked out under the policy before is forgotten with it', async () => {
  const { store, other, one } = await two()
  value(await other.desk.handle(placing('HP-1', 'shop')))
  await one.as('analyst').call('POST /api/policy/proposals', { body: { text: STRICT } })
  await one.as('executive').call('POST /api/policy/proposals/:n/approvals', { params: { n: '1' }, body: {} })
  expect(await escalations(store)).toEqual([5, 5])
  value(await other.desk.handle(acknowledging('HP-1')))
  expect(await escalations(store)).toEqual([])
})

test('a wish that says nothing new, beside another policy, takes nothing from what time asks', async () => {
  const { store, one } = await two()
  await one.as('analyst').call('POST /api/policy/proposals', { body: { text: STRICT } })
  const linked = () =>
    wished('HP-1' as CaseId, () => ({ type: 'link_report', report: DIGEST, format: 'sarif', findings: 1 }))
  value(await store.desk.handle(linked()))
  const approval = { type: 'approve_policy', proposal: 1 } as const
  const by = 'executive' as Actor
  const approves = { id: commandId() as Uuid, by, on: POLICY, wish: approval, openings: [] } as const
  // The first is decided alone, while the other two come together.
  const asks: readonly Ask[] = [opening(), approves, linked()]
  const answers = await Promise.all(asks.map((ask) => store.desk.handle(ask)))
  expect(answers.map((answer) => value(answer).entries)).toEqual([1, 1, 0])
  expect(await escalations(store)).toEqual([5])
})

test('nobody signs their own, an administrator signs nothing, and nobody else proposes', async () => {
  const { as } = await node(await fresh())
  const body = { text: STRICT }
  for (const role of ['administrator', 'engineer', 'auditor', 'pipeline', 'viewer'])
    expect(await as(role).call('POST /api/policy/proposals', { body })).toMatchObject({
      status: 403,
      problem: { code: 'policy/not-authorised' },
    })
  await as('security-manager').call('POST /api/policy/proposals', { body })
  const approve = (role: string, n = '1') =>
    as(role).call('POST /api/policy/proposals/:n/approvals', { params: { n }, body: {} })
  expect(await approve('security-manager')).toMatchObject({ status: 403, problem: { code: 'policy/own-proposal' } })
  expect(await approve('administrator')).toMatchObject({ status: 403 })
  expect(await approve('executive', '9')).toMatchObject({ status: 404, problem: { code: 'policy/unknown-proposal' } })
  const withdrawn = await as('security-manager').call('POST /api/policy/proposals/:n/withdrawals', {
    params: { n: '1' },
    body: {},
  })
  expect(withdrawn).toMatchObject({ status: 201 })
  expect(await approve('executive')).toMatchObject({ status: 409, problem: { code: 'policy/settled' } })
})

test('a text that is not sound is refused with its place, and leaves nothing', async () => {
  const store = await fresh()
  const { as } = await node(store)
  const text = STRICT.replace('treatment: remediate', 'treatment: remedy')
  expect(await as().call('POST /api/policy/proposals', { body: { text } })).toMatchObject({
    status: 422,
    problem: {
      code: 'policy/unsound',
      pointer: '/text',
      detail: expect.stringContaining('Line 6, column 16: "remedy"'),
    },
  })
  expect(value(await store.db.query('SELECT 1 FROM holdpoint.policies'))).toEqual([])
  // Nor does a sound one of somebody who may not propose.
  await as('viewer').call('POST /api/policy/proposals', { body: { text: STRICT } })
  expect(value(await store.db.query('SELECT 1 FROM holdpoint.policies'))).toEqual([])
})

test('a text of somebody who may not propose is not even read', async () => {
  const { as } = await node(await fresh())
  for (const who of ['viewer', 'pipeline', 'administrator'])
    expect(await as(who).call('POST /api/policy/proposals', { body: { text: 'a: [' } })).toMatchObject({
      status: 403,
      problem: { code: 'policy/not-authorised' },
    })
})

test('asked again with the same key, a proposal is one', async () => {
  const { as } = await node(await fresh())
  const idempotencyKey = commandId()
  const first = await as().call('POST /api/policy/proposals', { body: { text: STRICT }, idempotencyKey })
  expect(await as().call('POST /api/policy/proposals', { body: { text: STRICT }, idempotencyKey })).toEqual(first)
  expect(await as().call('GET /api/policy', {})).toMatchObject({ value: { proposals: [{ proposal: 1 }] } })
})

test('two policies at once: whoever signs second is told that it is another thing now', async () => {
  const { one, second } = await two()
  const other = STRICT.replace('Stricter', 'Another')
  await one.as('analyst').call('POST /api/policy/proposals', { body: { text: STRICT } })
  await one.as('analyst').call('POST /api/policy/proposals', { body: { text: other } })
  const approve = (server: typeof one, n: string) =>
    server.as('security-manager').call('POST /api/policy/proposals/:n/approvals', { params: { n }, body: {} })
  const answers = await Promise.all([approve(one, '1'), approve(second, '2')])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
  expect(answers.find(({ ok }) => !ok)).toMatchObject({ problem: { code: 'policy/overtaken' } })
})

test('a policy whose text is gone judges nothing: unknown, never clear', async () => {
  const { store, one } = await two()
  await one.as('analyst').call('POST /api/policy/proposals', { body: { text: STRICT } })
  await one.as('executive').call('POST /api/policy/proposals/:n/approvals', { params: { n: '1' }, body: {} })
  value(await store.db.query('DELETE FROM holdpoint.policies'))
  const later = join(store.where)
  const third = await node(later)
  const asked = await third.as().call('GET /api/gate', { query: { product: 'nobody', environment: 'test' } })
  expect(asked).toMatchObject({ value: { decision: 'unknown', reasons: [{ code: 'gate/no-fresh-read' }] } })
  const refused = await later.desk.handle(acknowledging('HP-1' as CaseId))
  expect(refused).toMatchObject({ ok: false, problem: { code: 'store/fault' } })
})
