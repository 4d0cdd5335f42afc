import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type Imported, importReport } from '../../app/inventory.ts'
import { flaw, report, type Said } from '../../app/inventory/inventory.testing.ts'
import { commandId, RULES } from '../../app/handle/wish.testing.ts'
import { desk } from '../../app/handle/handle.ts'
import { opening } from '../../app/handle/wish.testing.ts'
import type { Draft, Tool } from '../../core/finding/finding.ts'
import type { Actor, Digest, Product } from '../../core/ids.ts'
import type { Result } from '../../core/problem.ts'
import { nodeCrypto } from '../crypto.ts'
import { nodeHash } from '../hash.ts'
import type { Database } from './database.ts'
import { inventory } from './inventory.ts'
import { ledger } from './ledger.ts'
import { emptyStore } from './store.testing.ts'

let db: Database
let stop: () => Promise<void>
let product: Product
beforeAll(async () => {
  ;({ db, stop } = await emptyStore())
})
afterAll(() => stop())
let products = 0
beforeEach(() => {
  product = `product-${++products}` as Product
})

async function rows(text: string, values: readonly unknown[] = []) {
  const found = await db.query<Record<string, unknown>>(text, values)
  if (!found.ok) throw new Error(found.problem.message)
  return found.value
}

const bringing = (made: ReturnType<typeof report>, id = commandId(), by = 'ci'): Promise<Result<Imported>> =>
  importReport(
    { id, by: by as Actor, product, ...made },
    { inventory: inventory(db), crypto: nodeCrypto, hash: nodeHash },
  )

async function bring(drafts: readonly Partial<Draft>[], said: Said = {}): Promise<Imported> {
  const done = await bringing(report(drafts, said))
  if (!done.ok) throw new Error(`${done.problem.code} ${done.problem.message}`)
  return done.value
}
/** Counts that are not zero, and the scope where it is not full. */
async function says(drafts: readonly Partial<Draft>[], said: Said = {}) {
  const one = (await bring(drafts, said)).said
  if (!one) return 'nothing new'
  const counts = Object.fromEntries(Object.entries(one.findings).filter(([, count]) => count !== 0))
  return { ...counts, ...(one.scope !== 'full' && { scope: one.scope }) }
}
/** Everything that is kept, with what tells whether a row was rewritten. */
const kept = async () => [
  await rows('SELECT *, xmin::text AS x FROM holdpoint.findings WHERE product = $1 ORDER BY no', [product]),
  await rows('SELECT *, xmin::text AS x FROM holdpoint.imports WHERE product = $1 ORDER BY n', [product]),
  await rows('SELECT *, xmin::text AS x FROM holdpoint.looks WHERE product = $1 ORDER BY tool', [product]),
]
const written = () =>
  rows('SELECT no, xmin::text AS x FROM holdpoint.findings WHERE product = $1 ORDER BY no', [product])
const there = async () =>
  (
    await rows(
      `SELECT finding::json->>'title' AS title FROM holdpoint.findings WHERE product = $1 AND absent IS NULL ORDER BY 1`,
      [product],
    )
  ).map(({ title }) => String(title).replace(/ .*/, ''))
const entries = () => rows('SELECT n FROM holdpoint.entries WHERE stream = $1 ORDER BY n', [`inventory/${product}`])

const [a, b, c] = [flaw('A'), flaw('B'), flaw('C')]

test('an import is one entry, which names and counts and says nothing in words', async () => {
  const { said, stream, n, entries } = await bring([a, b], { finishedAt: '2026-11-20T10:00:00.000Z' })
  expect({ stream, n, entries }).toEqual({ stream: `inventory/${product}`, n: 1, entries: 1 })
  expect(said).toEqual({
    product,
    format: 'trivy',
    tools: ['trivy'],
    report: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    content: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    scope: 'full',
    findings: { total: 2, new: 2, changed: 0, gone: 0, returned: 0, missing: 0 },
    finished_at: '2026-11-20T10:00:00.000Z',
  })
  expect(await there()).toEqual(['A', 'B'])
})

test('what is kept of a finding comes back as it was said', async () => {
  const odd = { title: 'tab\there, a \\ and \\N, a line\nanother, \0, \ud800, 日本', description: '\\.\r\n' }
  await bring([flaw('A', odd)])
  const [row] = await rows('SELECT finding, identities FROM holdpoint.findings WHERE product = $1', [product])
  expect(JSON.parse(String(row!['finding']))).toMatchObject(odd)
  expect(row!['identities']).toMatch(/^advisory:[0-9a-f]{32}$/)
})

test('the same report again says nothing, and no row is touched; nor does another file with the same findings', async () => {
  await bring([a, b])
  const before = await kept()
  expect(await says([a, b])).toBe('nothing new')
  expect(await says([b, a], { copy: 2 })).toBe('nothing new')
  expect(await says([b, a, b], { copy: 3 })).toBe('nothing new')
  expect(await kept()).toEqual(before)
  expect(await entries()).toHaveLength(1)
})

test('a later scan that found the same is fresh evidence: one entry, and no finding is rewritten', async () => {
  await bring([a, b], { finishedAt: '2026-11-20T10:00:00.000Z' })
  const before = await written()
  expect(await says([a, b], { finishedAt: '2026-11-20T11:00:00.000Z' })).toEqual({ total: 2 })
  expect(await says([a, b], { finishedAt: '2026-11-20T11:00:00.000Z', copy: 1 })).toBe('nothing new')
  expect(await says([a, b], { finishedAt: '2026-11-20T10:30:00.000Z' })).toBe('nothing new')
  expect(await says([a, b])).toBe('nothing new')
  expect(await written()).toEqual(before)
  expect(await entries()).toHaveLength(2)
})

test('the same findings in another build are new evidence, too', async () => {
  await bring([a], { commits: ['1'.repeat(40)] })
  expect(await says([a], { commits: ['2'.repeat(40)] })).toEqual({ total: 1 })
  expect(await says([a], { commits: ['1'.repeat(40)], copy: 1 })).toBe('nothing new')
})

test('what a full report no longer has is absent, and comes back when it is seen again', async () => {
  await bring([a, b, c])
  expect(await says([a, c])).toEqual({ total: 2, gone: 1 })
  expect(await there()).toEqual(['A', 'C'])
  const [, absent] = await rows(
    'SELECT first, changed, absent FROM holdpoint.findings WHERE product = $1 ORDER BY no',
    [product],
  )
  expect(absent).toEqual({ first: 1, changed: 1, absent: 2 })
  expect(await says([a, b, c], { copy: 1 })).toEqual({ total: 3, returned: 1 })
  expect(await there()).toEqual(['A', 'B', 'C'])
})

test('of two branches that one tool scans in turn, each sends the findings of the other away and has its own come back', async () => {
  const main = { commits: ['a'.repeat(40)] }
  const maintained = { commits: ['b'.repeat(40)] }
  await bring([a, b], main)
  expect(await says([a, c], maintained)).toEqual({ total: 2, new: 1, gone: 1 })
  expect(await says([a, b], { ...main, copy: 1, finishedAt: '2026-11-20T08:00:00.000Z' })).toEqual({
    total: 2,
    gone: 1,
    returned: 1,
  })
  expect(await there()).toEqual(['A', 'B']) // that of the branch which was scanned last, and nothing of the other
})

test('only what differs is rewritten', async () => {
  await bring([a, b, c])
  const before = await written()
  expect(await says([a, flaw('B', { severity: 'low' }), flaw('D')])).toEqual({ total: 3, new: 1, changed: 1, gone: 1 })
  const after = await written()
  expect(after.map(({ no, x }) => [no, before.some((row) => row['no'] === no && row['x'] === x)])).toEqual([
    [1, true],
    [2, false],
    [3, false],
    [5, false],
  ])
})

test('a finding keeps its number and its first import through every change of words', async () => {
  const moved = (line: number) =>
    flaw('A', {
      locations: [{ file: 'f', line }],
      keys: [
        { basis: 'fingerprint', parts: ['x'] },
        { basis: 'place', parts: ['f', `${line}`] },
      ],
    })
  await bring([moved(10), b])
  expect(await says([moved(17), b])).toEqual({ total: 2, changed: 1 })
  expect(await says([b])).toEqual({ total: 1, gone: 1 })
  expect(await says([moved(40), b])).toEqual({ total: 2, returned: 1 })
  expect(
    await rows('SELECT no, first, changed, absent FROM holdpoint.findings WHERE product = $1 ORDER BY no', [product]),
  ).toEqual([
    { no: 1, first: 1, changed: 4, absent: null },
    { no: 2, first: 1, changed: 1, absent: null },
  ])
})

test('of several with one fingerprint, each stays itself', async () => {
  const one = (line: number, snippet: string): Partial<Draft> => ({
    title: snippet,
    locations: [{ file: 'f', line }],
    keys: [
      { basis: 'fingerprint', parts: ['x'] },
      { basis: 'snippet', parts: [snippet] },
      { basis: 'place', parts: [`${line}`] },
    ],
  })
  await bring([one(10, 'a'), one(20, 'b'), one(30, 'c')])
  expect(await says([one(15, 'a'), one(35, 'c')])).toEqual({ total: 2, changed: 2, gone: 1 })
  expect(await there()).toEqual(['a', 'c'])
})

test.each<[string, readonly Partial<Draft>[], Said, object]>([
  ['an empty report', [], {}, { missing: 2, scope: 'empty' }],
  ['a report with problems', [a], { problems: 1 }, { total: 1, missing: 1, scope: 'problems' }],
  [
    'a scan older than the last',
    [a],
    { finishedAt: '2026-11-20T09:00:00.000Z' },
    { total: 1, missing: 1, scope: 'older' },
  ],
])('%s closes nothing', async (_, drafts, said, expected) => {
  await bring([a, b], { finishedAt: '2026-11-20T10:00:00.000Z' })
  const before = await written()
  expect(await says(drafts, said)).toEqual(expected)
  expect(await written()).toEqual(before)
})

test('a report of fewer tools closes nothing, and neither does one of other tools', async () => {
  const tool = (name: string) => ({ tool: { name } })
  const both: readonly Tool[] = [{ name: 'one' }, { name: 'two' }]
  await bring(
    [
      { ...a, ...tool('one') },
      { ...b, ...tool('one') },
      { ...c, ...tool('two') },
    ],
    { tools: both },
  )
  const narrower = [{ ...a, ...tool('one') }]
  expect(await says(narrower, { tools: [{ name: 'one' }] })).toEqual({ total: 1, missing: 1, scope: 'narrower' })
  expect(await says([flaw('D', tool('three'))], { tools: [{ name: 'three' }] })).toEqual({ total: 1, new: 1 })
  expect(await there()).toEqual(['A', 'B', 'C', 'D'])
  // Twice alone, it is no longer narrower than the last time. What the other tool found stays.
  expect(await says(narrower, { tools: [{ name: 'one' }], finishedAt: '2026-11-20T10:00:00.000Z' })).toEqual({
    total: 1,
    gone: 1,
  })
  expect(await there()).toEqual(['A', 'C', 'D'])
})

test('a report with problems still adds what it tells', async () => {
  await bring([a])
  expect(await says([b], { problems: 2 })).toEqual({ total: 1, new: 1, missing: 1, scope: 'problems' })
  expect(await there()).toEqual(['A', 'B'])
})

test('an older scan adds what nobody knew, and overrules nothing that a later one saw', async () => {
  await bring([a, b], { finishedAt: '2026-11-20T10:00:00.000Z' })
  await bring([flaw('A', { severity: 'low' })], { finishedAt: '2026-11-20T12:00:00.000Z' })
  const before = await written()
  expect(await says([a, b, c], { finishedAt: '2026-11-20T11:00:00.000Z' })).toEqual({
    total: 3,
    new: 1,
    scope: 'older',
  })
  expect((await written()).slice(0, 2)).toEqual(before)
  expect(await there()).toEqual(['A', 'C'])
  expect(await says([a, b, c], { finishedAt: '2026-11-20T11:00:00.000Z', copy: 1 })).toBe('nothing new')
})

test('a scan that claims to end in a time to come does not make all later ones older', async () => {
  await bring([a, b], { finishedAt: '2999-01-01T00:00:00.000Z' })
  expect(await says([a], { finishedAt: new Date().toISOString() })).toEqual({ total: 1, gone: 1 })
})

test('a first report without findings is said: somebody has looked', async () => {
  expect(await says([])).toEqual({})
  expect(await says([], { copy: 1 })).toBe('nothing new')
})

test('a report that is refused at its last byte leaves nothing', async () => {
  await bring([a])
  const before = await kept()
  const many = Array.from({ length: 2_000 }, (_, i) => flaw(`X${i}`, { description: 'x'.repeat(500) }))
  expect(await bringing(report(many, { refused: true }))).toMatchObject({
    ok: false,
    problem: { code: 'json/truncated' },
  })
  expect(await kept()).toEqual(before)
  expect(await entries()).toHaveLength(1)
})

test('a reader that fails leaves nothing, its file is closed, and the store goes on', async () => {
  let closed = false
  const made = report([a])
  const failing = {
    ...made,
    *read(): ReturnType<typeof made.read> {
      try {
        yield* Array.from({ length: 2_000 }, () => made.read().next().value as never)
        throw new Error('a bug')
      } finally {
        closed = true
      }
    },
  }
  await expect(bringing(failing)).rejects.toThrow('a bug')
  expect(closed).toBe(true)
  expect(await kept()).toEqual([[], [], []])
  expect(await says([a])).toEqual({ total: 1, new: 1 })
})

test('a report of another product, or of other bytes than announced, is refused', async () => {
  expect(await bringing(report([a], { products: ['other'] }))).toMatchObject({
    problem: { code: 'evidence/other-product' },
  })
  expect(await bringing({ ...report([a]), report: `sha256:${'0'.repeat(64)}` as Digest })).toMatchObject({
    problem: { code: 'report/changed' },
  })
  const many = Array.from({ length: 101 }, (_, i) => ({ name: `tool ${i}` }))
  expect(await bringing(report([a], { tools: many }))).toMatchObject({ problem: { code: 'inventory/too-many-tools' } })
  expect(await kept()).toEqual([[], [], []])
})

test('the same command gets the same answer, without the report being read again', async () => {
  const id = commandId()
  const made = report([a, b])
  const first = await bringing(made, id)
  await bring([a])
  const unread = {
    ...made,
    read: () => {
      throw new Error('it was read')
    },
  }
  expect(await bringing(unread, id)).toEqual(first)
  expect(await there()).toEqual(['A'])
  expect(await bringing(report([c]), id)).toMatchObject({ ok: false, problem: { code: 'case/command-reused' } })
  expect(await bringing(made, id, 'somebody-else')).toMatchObject({
    ok: false,
    problem: { code: 'case/command-reused' },
  })
})

test('a command that said nothing new is known, too', async () => {
  await bring([a])
  const [id, made] = [commandId(), report([a], { copy: 1 })]
  expect(await bringing(made, id)).toMatchObject({ ok: true, value: { entries: 0 } })
  await bring([b])
  expect(await bringing(made, id)).toMatchObject({ ok: true, value: { entries: 0 } })
  expect(await there()).toEqual(['B'])
})

test('the same report from many at once is said once; others decide meanwhile, and the log stays whole', async () => {
  const cases = desk({ ledger: ledger(db), crypto: nodeCrypto, rules: () => RULES })
  const made = report(Array.from({ length: 3_000 }, (_, i) => flaw(`M${i}`)))
  const [imports, opened] = await Promise.all([
    Promise.all(Array.from({ length: 8 }, () => bringing(made))),
    Promise.all(Array.from({ length: 50 }, () => cases.handle(opening()))),
  ])
  expect(imports.filter((one) => one.ok && one.value.entries === 1)).toHaveLength(1)
  expect(imports.every(({ ok }) => ok) && opened.every(({ ok }) => ok)).toBe(true)
  expect(await entries()).toHaveLength(1)
  const [head] = await rows('SELECT size FROM holdpoint.heads')
  expect(await rows('SELECT count(*) AS size FROM holdpoint.entries')).toEqual([head])
})

test('two products are taken in beside each other', async () => {
  let inside = 0
  let most = 0
  const slow = inventory(db)
  await Promise.all(
    ['x', 'y'].map((name) =>
      slow.open(`${product}-${name}` as Product, async () => {
        most = Math.max(most, ++inside)
        await new Promise((go) => setTimeout(go, 300))
        inside--
        return { ok: true, value: undefined }
      }),
    ),
  )
  expect(most).toBe(2)
})

test('a product with a name longer than a stream’s has a stream', async () => {
  product = `p${'x'.repeat(99)}` as Product
  const { stream } = await bring([a])
  expect(stream).toMatch(/^inventory\/[0-9a-f]{64}$/)
  expect(await says([a], { copy: 1 })).toBe('nothing new')
})

test('a database that goes away in the middle leaves nothing', async () => {
  const made = report(Array.from({ length: 20_000 }, (_, i) => flaw(`L${i}`)))
  let killed: Promise<unknown> | undefined
  const cut = {
    ...made,
    *read(): ReturnType<typeof made.read> {
      killed = rows(
        `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND state <> 'idle' AND datname = current_database()`,
      )
      return yield* made.read()
    },
  }
  expect(await bringing(cut)).toMatchObject({ ok: false, problem: { code: 'store/unreachable' } })
  await killed
  expect(await kept()).toEqual([[], [], []])
})

test('many findings, of which one half is known by its hash and the other by its identity', async () => {
  const many = (severity: Draft['severity'], from: number) =>
    Array.from({ length: 6_000 }, (_, i) => flaw(`CVE-2026-${i}`, { severity: i < from ? 'low' : severity }))
  expect(await says(many('low', 0))).toEqual({ total: 6_000, new: 6_000 })
  expect(await says(many('high', 3_000))).toEqual({ total: 6_000, changed: 3_000 })
  expect(await says(many('high', 3_000).toReversed())).toBe('nothing new')
  expect(
    await rows(
      'SELECT changed, count(*)::int AS n FROM holdpoint.findings WHERE product = $1 GROUP BY changed ORDER BY changed',
      [product],
    ),
  ).toEqual([
    { changed: 1, n: 3_000 },
    { changed: 2, n: 3_000 },
  ])
})
