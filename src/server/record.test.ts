import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { commandId } from '../api/client.ts'
import { stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { nodeChance } from '../adapters/chance.ts'
import { systemClock } from '../adapters/clock.ts'
import { type JudgeAgain, judgeAgain } from '../app/record/judge-again.ts'
import type { Instant } from '../core/instant.ts'
import { RULES } from '../app/handle/wish.testing.ts'
import { defaultPolicy } from '../app/policy.ts'
import { nodeHash } from '../adapters/hash.ts'
import type { Actor, Digest, Uuid } from '../core/ids.ts'
import type { Policy } from '../core/policy/policy.ts'
import { nodes, recorderOn, type TestNode } from './server.testing.ts'
import { trivy } from './trivy.testing.ts'

const { fresh, join } = stores()
const node = nodes()

const D1 = `sha256:${'d1'.repeat(32)}`
const D2 = `sha256:${'d2'.repeat(32)}`
const C1 = 'c1'.repeat(20)
const CRITICAL = { flaws: [['CVE-2026-1001', 'CRITICAL']] } as const

/** A policy beside the default: under a digest of its own. */
const policy = (more: Partial<Policy> | ((base: Policy) => Partial<Policy>)): Policy => {
  const base = defaultPolicy(nodeHash)
  const changed = { ...base, ...(typeof more === 'function' ? more(base) : more) }
  return { ...changed, digest: `sha256:${nodeHash.sha256(JSON.stringify(changed))}` as Digest }
}
const REQUIRING = policy({ evidence: { require: ['trivy'], maxAgeHours: 24 } })

/** A server under this policy, with `payments` registered. */
async function serving(
  store: TestStore,
  judging: Policy = defaultPolicy(nodeHash),
  unjudged?: JudgeAgain['met'],
): Promise<TestNode> {
  const rules = { ...RULES, ...judging.cases, policy: judging.digest, people: RULES.people }
  const at = await node(store, {}, {}, () => ({ policy: judging, rules }), unjudged)
  await at.as('release-manager').call('POST /api/products', { body: { product: 'payments' } })
  return at
}

const record = (at: TestNode, report: string, query: object = { digest: D1 }, who = 'pipeline') =>
  at.as(who).call('POST /api/reports', { query: { product: 'payments', ...query }, upload: new Blob([report]) })
async function recorded(...args: Parameters<typeof record>) {
  const reply = await record(...args)
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.value
}
async function gate(at: TestNode, query: object = { digest: D1 }) {
  const reply = await at.as('pipeline').call('GET /api/gate', { query: { product: 'payments', ...query } })
  if (!reply.ok) throw new Error(reply.problem.detail)
  return reply.value
}
const codes = ({ reasons }: Awaited<ReturnType<typeof gate>>) => reasons.map(({ code }) => code)
const logSize = async ({ ledger }: TestStore) => value(await ledger.head()).size

test('a finding that policy stops, once recorded, holds that artifact on every node, and names the rule but never the finding', async () => {
  const store = await fresh()
  const [here, there] = [await serving(store), await serving(join(store.where))]
  expect(await gate(there)).toMatchObject({ decision: 'clear' })
  expect(await recorded(here, trivy(CRITICAL))).toMatchObject({
    decision: 'held',
    blocking: 1,
    rules: ['critical-remediate'],
  })
  for (const at of [here, there]) {
    const verdict = await gate(at)
    expect(verdict).toMatchObject({
      decision: 'held',
      reasons: [{ code: 'evidence/blocks', rule: 'critical-remediate', who_can_lift: ['security-manager'] }],
    })
    expect(JSON.stringify(verdict)).not.toMatch(/CVE|secret|tiny/)
  }
  expect(await gate(here, { digest: D2 })).toMatchObject({ decision: 'clear' })
})

test('a release with nothing recorded stays as it was where policy requires nothing', async () => {
  const at = await serving(await fresh())
  expect(await gate(at)).toMatchObject({ decision: 'clear', reasons: [] })
})

test('where policy requires a report, a release without one is unknown; with one that fits it is clear', async () => {
  const at = await serving(await fresh(), REQUIRING)
  expect(await gate(at)).toMatchObject({
    decision: 'unknown',
    reasons: [{ code: 'evidence/required', next: expect.stringContaining('--record') }],
  })
  await recorded(at, trivy())
  expect(await gate(at)).toMatchObject({ decision: 'clear' })
  expect(codes(await gate(at, { digest: D2 }))).toEqual(['evidence/required'])
  // Each artifact needs its own.
  expect(codes(await gate(at, { digest: [D1, D2] }))).toEqual(['evidence/required'])
  // Evidence is demanded of what is bound for production.
  expect(await gate(at, { digest: D2, environment: 'staging' })).toMatchObject({ decision: 'clear' })
})

test('a report of the commit serves the artifact that was built from it, as long as it named none itself', async () => {
  const at = await serving(await fresh(), REQUIRING)
  await recorded(at, trivy(), { commit: C1 })
  expect(await gate(at, { commit: C1, digest: D1 })).toMatchObject({ decision: 'clear' })
  expect(codes(await gate(at, { digest: D1 }))).toEqual(['evidence/required'])
  const other = await serving(await fresh(), REQUIRING)
  await recorded(other, trivy(), { commit: C1, digest: D2 })
  expect(codes(await gate(other, { commit: C1, digest: D1 }))).toEqual(['evidence/required'])
  // Artifacts exist: a commit alone does not say which of them would ship.
  expect(codes(await gate(other, { commit: C1 }))).toEqual(['evidence/required'])
})

test('a version alone proves nothing, and what is known against it counts', async () => {
  const at = await serving(await fresh(), REQUIRING)
  await recorded(at, trivy(), { version: '2.4.0', digest: D1 })
  expect(codes(await gate(at, { version: '2.4.0' }))).toEqual(['evidence/required'])
  await recorded(at, trivy(CRITICAL), { version: '2.4.0', digest: D2 })
  expect(await gate(at, { version: '2.4.0' })).toMatchObject({ decision: 'held' })
  expect(await gate(at, { version: '2.4.0', digest: D1 })).toMatchObject({ decision: 'clear' })
})

test('a report of another artifact, of too long ago, or from the future does not answer for this one', async () => {
  const at = await serving(await fresh(), REQUIRING)
  await recorded(at, trivy({ of: D2 }))
  expect(codes(await gate(at))).toEqual(['evidence/other-artifact'])
  const old = await serving(await fresh(), REQUIRING)
  await recorded(old, trivy({ at: new Date(Date.now() - 25 * 3_600_000).toISOString() }))
  expect(codes(await gate(old))).toEqual(['evidence/stale'])
  // A later run of the same tool heals it.
  await recorded(old, trivy())
  expect(await gate(old)).toMatchObject({ decision: 'clear' })
  const early = await serving(await fresh(), REQUIRING)
  await recorded(early, trivy({ at: new Date(Date.now() + 3_600_000).toISOString() }))
  expect(codes(await gate(early))).toEqual(['evidence/from-the-future'])
})

test('a later report that says less, or nothing at all, takes no finding back', async () => {
  const at = await serving(await fresh())
  await recorded(
    at,
    trivy({
      flaws: [
        ['CVE-2026-1001', 'CRITICAL'],
        ['CVE-2026-1002', 'HIGH'],
      ],
    }),
  )
  expect(await gate(at)).toMatchObject({ decision: 'held', reasons_total: 2 })
  await recorded(at, trivy({ flaws: [['CVE-2026-1002', 'HIGH']] }))
  await recorded(at, trivy())
  expect(await gate(at)).toMatchObject({ decision: 'held', reasons_total: 2 })
})

test('the same report twice gives no event, whoever asks again and with whichever key', async () => {
  const store = await fresh()
  const at = await serving(store)
  const report = trivy(CRITICAL)
  expect(await record(at, report)).toMatchObject({ status: 201, value: { again: false } })
  const size = await logSize(store)
  expect(await record(at, report)).toMatchObject({ status: 200, value: { again: true, decision: 'held' } })
  expect(await logSize(store)).toBe(size)
})

test('what cannot be read is refused, and leaves nothing', async () => {
  const store = await fresh()
  const at = await serving(store)
  const size = await logSize(store)
  for (const text of ['', 'no report', trivy(CRITICAL).slice(0, -20), '{"SchemaVersion": 9, "Results": []}'])
    expect(await record(at, text)).toMatchObject({ status: 422, problem: { code: 'record/unreadable' } })
  expect(await record(at, trivy(), { version: '2.4.0' })).toMatchObject({
    status: 422,
    problem: { code: 'record/no-identity' },
  })
  expect(await logSize(store)).toBe(size)
  expect(value(await store.db.query('SELECT 1 FROM holdpoint.evidence'))).toEqual([])
})

test('an upload that is cut off half-way leaves nothing, and the next one is taken', async () => {
  const store = await fresh()
  const at = await serving(store)
  const size = await logSize(store)
  const report = trivy(CRITICAL)
  const { hostname, port } = new URL(at.url)
  const socket = connect(Number(port), hostname)
  socket.write(
    `POST /api/reports?product=payments&digest=${D1} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer token-pipeline\r\n` +
      `idempotency-key: ${commandId()}\r\ncontent-type: application/octet-stream\r\ncontent-length: ${report.length}\r\n\r\n${report.slice(0, 200)}`,
  )
  await new Promise((resolve) => setTimeout(resolve, 200))
  socket.destroy()
  await new Promise((resolve) => setTimeout(resolve, 200))
  expect(await logSize(store)).toBe(size)
  expect(value(await store.db.query('SELECT 1 FROM holdpoint.evidence'))).toEqual([])
  expect(await gate(at)).toMatchObject({ decision: 'clear' })
  expect(await recorded(at, report)).toMatchObject({ decision: 'held' })
})

test('who may not contribute records nothing, and a token stays within its products', async () => {
  const at = await serving(await fresh())
  for (const who of ['viewer', 'auditor', 'administrator', 'stranger'])
    expect(await record(at, trivy(), { digest: D1 }, who)).toMatchObject({ status: 403 })
  expect(await record(at, trivy(), { product: 'shop', digest: D1 }, 'payments-only')).toMatchObject({ status: 403 })
  expect(await record(at, trivy(), { digest: D1 }, 'nobody')).toMatchObject({ status: 401 })
})

test('the file is kept as it was sent, encrypted, and its findings are known of the product', async () => {
  const store = await fresh()
  const at = await serving(store)
  const report = trivy(CRITICAL)
  const { report: digest } = await recorded(at, report)
  const chunks = value(await store.evidence.read(digest as Digest))
  let read = ''
  for await (const chunk of chunks) read += Buffer.from(chunk).toString()
  expect(read).toBe(report)
  const [row] = value(
    await store.db.query<{ n: string }>("SELECT count(*) AS n FROM holdpoint.findings WHERE product = 'payments'"),
  )
  expect(row!.n).toBe('1')
  const kept = value(await store.db.query<{ bytes: Buffer }>('SELECT bytes FROM holdpoint.entries'))
  expect(Buffer.concat(kept.map(({ bytes }) => bytes)).toString()).not.toMatch(/secret words|CVE/)
})

/** A server that judges again what nobody has judged by its policy, when it is told to. */
async function judging(store: TestStore, by: Policy) {
  const recorder = recorderOn(store)
  const at: TestNode = await serving(store, by, (met) => again.met(met))
  const again: JudgeAgain = judgeAgain({
    recorder,
    policy: () => by,
    terms: (product) => at.gatekeeper.terms(product),
    clock: systemClock,
    chance: nodeChance,
  })
  return { at, work: again.work }
}

test('evidence that another policy judged is unknown, until it is judged again from the file that was kept', async () => {
  const store = await fresh()
  await recorded(await serving(store), trivy(CRITICAL))
  const lenient = policy({ rules: [{ id: 'all-note', when: [], treatment: 'note', because: 'x', whoCanLift: [] }] })
  const { at, work } = await judging(join(store.where), lenient)
  expect(await gate(at)).toMatchObject({ decision: 'unknown', reasons: [{ code: 'evidence/not-judged' }] })
  value(await work())
  expect(await gate(at)).toMatchObject({ decision: 'clear' })
  const size = await logSize(store)
  value(await work())
  expect(await logSize(store)).toBe(size)
  // Under the first policy it stays what it was.
  expect(await gate(await serving(join(store.where)))).toMatchObject({ decision: 'held' })
})

test('what an ignore entry excuses is excused until its end, at that very instant, and held from then on', async () => {
  const store = await fresh()
  const until = new Date(Date.now() + 4_000).toISOString() as Instant
  const ignoring = policy({
    trustedAuthors: ['ana'],
    ignore: [{ match: { advisory: 'CVE-2026-1001' }, owner: 'team', author: 'ana', reason: 'x', until }],
  })
  const { at, work } = await judging(store, ignoring)
  expect(await recorded(at, trivy(CRITICAL))).toMatchObject({ decision: 'clear', excused: 1 })
  expect(await gate(at)).toMatchObject({ decision: 'clear', valid_until: until })
  await expect.poll(async () => (await gate(at)).decision, { timeout: 8_000 }).toBe('unknown')
  expect(new Date().toISOString() >= until).toBe(true)
  value(await work())
  expect(await gate(at)).toMatchObject({ decision: 'held' })
})

test('where a rule looks at a feed that this server does not have, recorded evidence is unknown', async () => {
  const exploited = {
    id: 'exploited',
    when: [{ field: 'kev', is: true }],
    treatment: 'remediate',
    because: 'x',
    whoCanLift: [],
  } as const
  const at = await serving(
    await fresh(),
    policy(({ rules }) => ({ rules: [exploited, ...rules] })),
  )
  await recorded(at, trivy())
  expect(codes(await gate(at))).toEqual(['feed/missing'])
})

/** A baseline of what a report says, as somebody who owns it wrote it down. */
async function baselineOf(store: TestStore, owner: string, madeAt = new Date()): Promise<Blob> {
  const kept = value(
    await store.db.query<{ bytes: Buffer }>("SELECT bytes FROM holdpoint.entries WHERE stream = 'evidence/payments'"),
  )
  const { data } = JSON.parse(kept[0]!.bytes.toString()) as { data: { worst: { identities: string[] }[] } }
  const findings = data.worst.map(({ identities: [id, ...also] }) => ({ id, also }))
  return new Blob([
    JSON.stringify({
      schema: 'holdpoint/baseline/v1',
      product: 'payments',
      owner,
      made_at: madeAt.toISOString(),
      findings,
    }),
  ])
}
const setBaseline = (at: TestNode, upload: Blob, who: string) =>
  at.as(who).call('POST /api/products/:product/baselines', { params: { product: 'payments' }, upload })

test('what is in production already excuses a finding, on the word of an owner whom policy names, and only in time', async () => {
  const store = await fresh()
  const { at, work } = await judging(store, policy({ baseline: { owners: ['analyst'], maxAgeDays: 30 } }))
  await recorded(at, trivy(CRITICAL))
  expect(await gate(at)).toMatchObject({ decision: 'held' })
  const old = new Date(Date.now() - 31 * 86_400_000)
  expect(await setBaseline(at, await baselineOf(store, 'analyst', old), 'analyst')).toMatchObject({ status: 201 })
  expect(codes(await gate(at))).toEqual(['evidence/not-judged'])
  value(await work())
  expect(await gate(at)).toMatchObject({ decision: 'held' })
  await setBaseline(at, await baselineOf(store, 'analyst'), 'analyst')
  await gate(at)
  value(await work())
  expect(await gate(at)).toMatchObject({ decision: 'clear' })
  // What is new against it holds.
  await recorded(
    at,
    trivy({
      flaws: [
        ['CVE-2026-1001', 'CRITICAL'],
        ['CVE-2026-1009', 'HIGH'],
      ],
    }),
    { digest: D2 },
  )
  expect(await gate(at, { digest: D2 })).toMatchObject({ decision: 'held', reasons_total: 1 })
})

test('nobody brings a baseline in another one’s name, and one by an owner whom policy does not name excuses nothing', async () => {
  const store = await fresh()
  const { at, work } = await judging(store, policy({ baseline: { owners: ['analyst'], maxAgeDays: 30 } }))
  await recorded(at, trivy(CRITICAL))
  const forged = await setBaseline(at, await baselineOf(store, 'analyst'), 'development-lead')
  expect(forged).toMatchObject({ status: 403, problem: { code: 'product/not-the-owner' } })
  const program = await setBaseline(at, await baselineOf(store, 'pipeline'), 'pipeline')
  expect(program).toMatchObject({ status: 403, problem: { code: 'product/not-authorised' } })
  const lead = await setBaseline(at, await baselineOf(store, 'development-lead'), 'development-lead')
  expect(lead).toMatchObject({ status: 201 })
  await gate(at)
  value(await work())
  expect(await gate(at)).toMatchObject({ decision: 'held' })
  expect(await setBaseline(at, new Blob(['{}']), 'analyst')).toMatchObject({ status: 422 })
})

test('of a baseline that is refused nothing is kept: not another one’s, not a pipeline’s, not of an unregistered product', async () => {
  const store = await fresh()
  const at = await serving(store)
  await recorded(at, trivy(CRITICAL))
  const files = () => store.db.query('SELECT digest FROM holdpoint.evidence ORDER BY digest')
  const before = value(await files())
  for (const [owner, who] of [
    ['analyst', 'development-lead'],
    ['pipeline', 'pipeline'],
    ['viewer', 'viewer'],
  ] as const)
    expect(await setBaseline(at, await baselineOf(store, owner), who)).toMatchObject({ status: 403 })
  const removal = { params: { product: 'payments' }, body: {} }
  await at.as('security-manager').call('POST /api/products/:product/removals', removal)
  expect(await setBaseline(at, await baselineOf(store, 'analyst'), 'analyst')).toMatchObject({ status: 404 })
  expect(value(await files())).toEqual(before)
})

test('where a rule looks at how a product is reached, it has to be said; and then it counts', async () => {
  const raises = [{ id: 'public', when: [{ field: 'exposure', like: ['public'] }], to: 'critical' }] as const
  const { at, work } = await judging(await fresh(), policy({ raises }))
  await recorded(at, trivy({ flaws: [['CVE-2026-1001', 'LOW']] }))
  expect(codes(await gate(at))).toEqual(['evidence/exposure-unsaid'])
  const said = await at
    .as('release-manager')
    .call('POST /api/products', { body: { product: 'payments', exposure: 'public' } })
  expect(said).toMatchObject({ status: 201 })
  expect(codes(await gate(at))).toEqual(['evidence/not-judged'])
  value(await work())
  expect(await gate(at)).toMatchObject({ decision: 'held' })
})

test('an entry that this program cannot read makes its product unknown, and no other', async () => {
  const store = await fresh()
  const at = await serving(store)
  await at.as('release-manager').call('POST /api/products', { body: { product: 'shop' } })
  await recorded(at, trivy())
  expect(await gate(at)).toMatchObject({ decision: 'clear' })
  const strange = { type: 'report_recorded', v: 2, data: { product: 'payments' } }
  value(
    await store.desk.handle({
      id: commandId() as Uuid,
      by: 'ci' as Actor,
      on: 'evidence/payments',
      fact: strange,
      openings: [],
    }),
  )
  for (const node of [at, await serving(join(store.where))]) {
    expect(await gate(node)).toMatchObject({ decision: 'unknown', reasons: [{ code: 'gate/record-unreadable' }] })
    expect(await gate(node, { product: 'shop' })).toMatchObject({ decision: 'clear' })
  }
})

test('a database that was put back, without what had been recorded, is read anew', async () => {
  const store = await fresh()
  const at = await serving(store)
  const keep = 'SELECT size, roots FROM holdpoint.heads'
  const [before] = value(await store.db.query<{ size: string; roots: Buffer }>(keep))
  await recorded(at, trivy(CRITICAL))
  expect(await gate(at)).toMatchObject({ decision: 'held' })
  for (const table of ['entries', 'outbox'])
    value(await store.db.query(`DELETE FROM holdpoint.${table} WHERE seq >= $1`, [before!.size]))
  value(await store.db.query('UPDATE holdpoint.heads SET size = $1, roots = $2', [before!.size, before!.roots]))
  expect(await gate(at)).toMatchObject({ decision: 'clear' })
})
