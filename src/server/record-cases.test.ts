import { expect, test } from 'vitest'
import { nodeHash } from '../adapters/hash.ts'
import { stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { RULES } from '../app/handle/wish.testing.ts'
import { defaultPolicy } from '../app/policy.ts'
import type { ScanRule } from '../core/case/rules.ts'
import { nodes, type TestNode } from './server.testing.ts'
import { trivy, type TrivySays } from './trivy.testing.ts'

const { fresh } = stores()
const node = nodes()

const D1 = `sha256:${'d1'.repeat(32)}`
const D2 = `sha256:${'d2'.repeat(32)}`
const HIGH: TrivySays = { flaws: [['CVE-2026-1001', 'HIGH']] }

/** A server whose policy says this of what scans find. */
function serving(store: TestStore, openFromScans: ScanRule): Promise<TestNode> {
  const base = defaultPolicy(nodeHash)
  const policy = { ...base, cases: { ...base.cases, openFromScans } }
  return node(store, {}, {}, () => ({ policy, rules: { ...RULES, openFromScans } }))
}
async function recorded(at: TestNode, says: TrivySays, digest = D1) {
  const query = { product: 'payments', version: '2.4.0', digest }
  const reply = await at.as('pipeline').call('POST /api/reports', { query, upload: new Blob([trivy(says)]) })
  if (!reply.ok) throw new Error(JSON.stringify(reply.problem))
  return reply.value
}
async function facets(at: TestNode, id: string) {
  const reply = await at.as().call('GET /api/cases/:id', { params: { id } })
  if (!reply.ok) throw new Error(reply.problem.detail)
  return reply.value.facets as unknown as Record<string, Record<string, unknown>[]>
}
const logSize = async ({ ledger }: TestStore) => value(await ledger.head()).size

test('by default a scan opens nothing and holds nothing in a case: it gives evidence', async () => {
  const at = await serving(await fresh(), 'never')
  expect(await recorded(at, HIGH)).toMatchObject({ decision: 'held', cases: { linked: [], opened: [], held: [] } })
  expect(await at.as().call('GET /api/cases', { query: {} })).toMatchObject({ value: { cases: [] } })
})

test('a case is opened where policy says so: one a weakness, however often and in whichever build it is found', async () => {
  const store = await fresh()
  const at = await serving(store, 'case')
  const says = { ...HIGH, at: '2026-11-20T12:00:00Z' }
  expect(await recorded(at, says)).toMatchObject({ cases: { opened: ['HP-1'], linked: [], held: [] } })
  expect(await facets(at, 'HP-1')).toMatchObject({
    findings: [
      {
        severity: 'high',
        tool: 'trivy',
        component: 'tiny',
        aliases: ['CVE-2026-1001'],
        title: 'secret words of CVE-2026-1001',
      },
    ],
    holds: [],
  })
  const size = await logSize(store)
  expect(await recorded(at, says)).toMatchObject({ again: true, cases: { opened: [], linked: ['HP-1'] } })
  expect(await logSize(store)).toBe(size)
  expect(await recorded(at, HIGH, D2)).toMatchObject({ cases: { opened: [], linked: ['HP-1'] } })
  expect((await facets(at, 'HP-1'))['findings']).toHaveLength(1)
})

test('a provisional hold is placed where policy says so, and not a second one', async () => {
  const store = await fresh()
  const at = await serving(store, 'hold')
  expect(await recorded(at, HIGH)).toMatchObject({ cases: { opened: ['HP-1'], held: ['HP-1/payments'] } })
  expect(await at.as().call('GET /api/cases/:id', { params: { id: 'HP-1' } })).toMatchObject({
    value: { holds: [{ product: 'payments', in_force: true, provisional: true }] },
  })
  expect(await recorded(at, HIGH, D2)).toMatchObject({ cases: { opened: [], linked: ['HP-1'], held: [] } })
  // What nobody has rated is a case to look at, and stops no line.
  expect(await recorded(at, { flaws: [['CVE-2026-1002', 'UNKNOWN']] })).toMatchObject({
    decision: 'unknown',
    cases: { opened: ['HP-2'], held: [] },
  })
})

test('a blocking finding is linked to the open case that has it, whatever policy says of new ones', async () => {
  const store = await fresh()
  const first = await serving(store, 'hold')
  await recorded(first, HIGH)
  const at = await serving(store, 'never')
  const both: TrivySays = {
    flaws: [
      ['CVE-2026-1001', 'HIGH'],
      ['CVE-2026-1003', 'CRITICAL'],
    ],
  }
  expect(await recorded(at, both, D2)).toMatchObject({ blocking: 2, cases: { linked: ['HP-1'], opened: [] } })
  expect((await facets(at, 'HP-1'))['findings']).toHaveLength(1)
})

test('what strangers write into a report reaches a case as words, and its outline not at all', async () => {
  const store = await fresh()
  const at = await serving(store, 'case')
  const evil = '\u001b[31m<script>alert(1)</script>\r\n\u202e; DROP TABLE \u0000'
  const report = JSON.parse(trivy(HIGH)) as { Results: { Vulnerabilities: Record<string, unknown>[] }[] }
  Object.assign(report.Results[0]!.Vulnerabilities[0]!, {
    Title: evil + 'x'.repeat(100_000),
    PkgName: evil,
    FixedVersion: evil,
    VulnerabilityID: evil,
    VendorIDs: [evil, 'x'.repeat(5_000)],
  })
  const upload = new Blob([JSON.stringify(report)])
  const reply = await at
    .as('pipeline')
    .call('POST /api/reports', { query: { product: 'payments', digest: D1 }, upload })
  expect(reply).toMatchObject({ ok: true, value: { cases: { opened: ['HP-1'] } } })
  const shown = await at.as('viewer').call('GET /api/cases/:id', { params: { id: 'HP-1' } })
  expect(JSON.stringify(shown)).not.toMatch(/script|DROP|31m/)
  const rows = value(await store.db.query<{ bytes: Buffer }>('SELECT bytes FROM holdpoint.entries'))
  for (const { bytes } of rows) {
    expect(bytes.length).toBeLessThanOrEqual(16 * 1024)
    expect(bytes.toString()).toMatch(/^[\x20-\x7e]*$/)
    expect(bytes.toString()).not.toMatch(/script|DROP/)
  }
})

test('a report with as much as an entry may have to say fits into one', async () => {
  const at = await serving(await fresh(), 'never')
  const flaws = Array.from({ length: 400 }, (_, i) => [`CVE-2026-${1000 + i}`, 'CRITICAL'] as const)
  const digests = Array.from({ length: 20 }, (_, i) => `sha512:${i.toString(16).padStart(128, '0')}`)
  const query = { product: 'payments', digest: digests }
  const reply = await at.as('pipeline').call('POST /api/reports', { query, upload: new Blob([trivy({ flaws })]) })
  expect(reply).toMatchObject({ ok: true, value: { blocking: 400 } })
})
