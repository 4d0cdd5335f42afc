import { createHash, randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { connect } from 'node:net'
import { expect, test } from 'vitest'
import { stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import type { Wanted } from '../app/reading.ts'
import { opening } from '../app/handle/wish.testing.ts'
import { ok, refuse } from '../core/problem.ts'
import { nodes, type TestNode } from './server.testing.ts'

const { fresh } = stores()
const node = nodes()

const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}`
const params = { id: 'HP-1' }

async function attached(at: TestNode, bytes: Uint8Array, name: string, sensitive = true): Promise<string> {
  const digest = digestOf(bytes)
  const sent = await at
    .as()
    .call('PUT /api/evidence/:digest', { params: { digest }, upload: new Blob([bytes as never]) })
  if (!sent.ok) throw new Error(sent.problem.detail)
  const body = { evidence: digest, bytes: bytes.length, name, sensitive }
  const said = await at.as().call('POST /api/cases/:id/attachments', { params, body })
  if (!said.ok) throw new Error(said.problem.detail)
  return digest
}

async function caseOn(store: TestStore, ...more: [options?: object, ports?: Parameters<typeof node>[2]]) {
  value(await store.desk.handle(opening()))
  return node(store, ...more)
}

const rows = async ({ db }: TestStore, table: string) =>
  Number(value(await db.query<{ n: string }>(`SELECT count(*) AS n FROM holdpoint.${table}`))[0]!.n)

test('a file comes back as it was sent, to whoever may read the case', async () => {
  const at = await caseOn(await fresh())
  const bytes = randomBytes(700_000)
  const digest = await attached(at, bytes, 'poc.bin')
  const read = await at.as('analyst').call('GET /api/cases/:id/evidence/:digest', { params: { ...params, digest } })
  expect(read.ok && Buffer.compare(read.value, bytes)).toBe(0)
})

test('whoever may not read words, and whoever asks for another case’s file, gets none', async () => {
  const store = await fresh()
  const at = await caseOn(store)
  value(await store.desk.handle(opening()))
  const digest = await attached(at, Buffer.from('the exploit'), 'poc.txt')
  const get = (who: string, id: string) =>
    at.as(who).call('GET /api/cases/:id/evidence/:digest', { params: { id, digest } })
  expect(await get('viewer', 'HP-1')).toMatchObject({ status: 403, problem: { code: 'access/need-to-know' } })
  expect(await get('pipeline', 'HP-1')).toMatchObject({ status: 403, problem: { code: 'access/need-to-know' } })
  expect(await get('analyst', 'HP-2')).toMatchObject({ status: 404, problem: { code: 'evidence/no-such-file' } })
  expect(await get('analyst', 'HP-9')).toMatchObject({ status: 404, problem: { code: 'case/not-open' } })
})

test('a digest is no key: whoever attaches another case’s file by its digest does not get it', async () => {
  const store = await fresh()
  const at = await caseOn(store)
  value(await store.desk.handle(opening()))
  const digest = await attached(at, Buffer.from('the exploit of HP-1'), 'poc.txt')
  const mine = { params: { id: 'HP-2' }, body: { evidence: digest, bytes: 19, name: 'answers.yaml', sensitive: false } }
  const thief = at.as('let-in') // who may read HP-2 and its files, and learnt the digest from the log
  const letIn = { params: { id: 'HP-2' }, body: { person: 'let-in', sensitive: true } }
  expect(await at.as().call('POST /api/cases/:id/readers', letIn)).toMatchObject({ ok: true })
  expect(await thief.call('POST /api/cases/:id/attachments', mine)).toMatchObject({ ok: true })
  const get = (who: string) =>
    at.as(who).call('GET /api/cases/:id/evidence/:digest', { params: { id: 'HP-2', digest } })
  expect(await get('let-in')).toMatchObject({ status: 404, problem: { code: 'evidence/not-here' } })
  expect(await get('security-manager')).toMatchObject({ status: 404 })
  expect(
    JSON.stringify(await thief.call('GET /api/cases/:id/options', { params: { id: 'HP-2' }, query: {} })),
  ).not.toContain('exploit of')
  expect(await get('analyst')).toMatchObject({ ok: true }) // who sent it has it anyway
})

test('a file that was attached by its digest alone is said to be missing', async () => {
  const at = await caseOn(await fresh())
  const digest = digestOf(Buffer.from('elsewhere'))
  await at.as().call('POST /api/cases/:id/attachments', {
    params,
    body: { evidence: digest, bytes: 9, name: 'x', sensitive: false },
  })
  expect(await at.as().call('GET /api/cases/:id/evidence/:digest', { params: { ...params, digest } })).toMatchObject({
    status: 404,
    problem: { code: 'evidence/not-here' },
  })
})

test.each([
  ['../../etc/passwd', 'etc_passwd'],
  ['a"; filename="b.html\r\nset-cookie: x=1', 'a_filename_b.html_set-cookie_x_1'],
  ['.bashrc', 'bashrc'],
  ['Übung 1.txt', 'bung_1.txt'],
  ['…', 'evidence'],
])('the name %j becomes a name, and neither a path nor a header', async (name, safe) => {
  const at = await caseOn(await fresh())
  const digest = await attached(at, Buffer.from('<script>'), name)
  const { headers } = await fetch(`${at.url}/api/cases/HP-1/evidence/${digest}`, {
    headers: { authorization: 'Bearer token-analyst' },
  })
  expect(headers.get('content-disposition')).toBe(`attachment; filename="${safe}"`)
  expect(headers.get('content-type')).toBe('application/octet-stream')
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('set-cookie')).toBeNull()
})

test('another file than was announced, and one that is too large, leave nothing', async () => {
  const store = await fresh()
  const at = await caseOn(store, {}, { evidenceBytes: 1_000_000 })
  const put = (digest: string, upload: Blob | ReadableStream<Uint8Array>) =>
    at.as().call('PUT /api/evidence/:digest', { params: { digest }, upload })
  const bytes = randomBytes(2_000_000)
  expect(await put(digestOf(Buffer.from('other')), new Blob(['this one']))).toMatchObject({
    status: 422,
    problem: { code: 'evidence/other-file' },
  })
  expect(await put(digestOf(bytes), new Blob([bytes]))).toMatchObject({
    status: 413,
    problem: { code: 'evidence/too-large', detail: expect.stringContaining('2000000') },
  })
  // Nobody says how long it is: it is counted as it comes.
  const unannounced = new Blob([bytes]).stream() as ReadableStream<Uint8Array>
  expect(await put(digestOf(bytes), unannounced)).toMatchObject({ status: 413 })
  expect(await put('sha256:none', new Blob(['x']))).toMatchObject({ status: 404 })
  expect(
    await at.as('stranger').call('PUT /api/evidence/:digest', {
      params: { digest: digestOf(Buffer.from('x')) },
      upload: new Blob(['x']),
    }),
  ).toMatchObject({ status: 403 })
  expect([await rows(store, 'evidence'), await rows(store, 'evidence_chunks')]).toEqual([0, 0])
  expect((await put(digestOf(Buffer.from('x')), new Blob(['x']))).ok).toBe(true) // and it goes on
})

test('a file is sent as bytes, and bytes are sent nowhere else', async () => {
  const { url } = await caseOn(await fresh())
  const ask = async (method: string, path: string, type: string) =>
    (
      await fetch(url + path, {
        method,
        headers: { authorization: 'Bearer token-analyst', 'content-type': type, 'idempotency-key': 'k' },
        body: '{}',
      })
    ).status
  const path = `/api/evidence/${digestOf(Buffer.from('{}'))}`
  expect(await ask('PUT', path, 'application/json')).toBe(415)
  expect(await ask('PUT', path, 'application/octet-stream')).toBe(200)
  expect(await ask('POST', '/api/cases', 'application/octet-stream')).toBe(415)
})

test.each(['chunked', 'announced'])('an upload that is cut off half-way (%s) leaves nothing', async (how) => {
  const store = await fresh()
  const at = await caseOn(store)
  const bytes = randomBytes(600_000)
  const { port } = new URL(at.url)
  const socket = connect(Number(port), '127.0.0.1')
  await once(socket, 'connect')
  const length = how === 'chunked' ? 'transfer-encoding: chunked' : `content-length: ${bytes.length}`
  socket.write(
    `PUT /api/evidence/${digestOf(bytes)} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer token-analyst\r\n` +
      `content-type: application/octet-stream\r\n${length}\r\n\r\n`,
  )
  const half = bytes.subarray(0, 550_000)
  if (how === 'chunked') socket.write(`${half.length.toString(16)}\r\n`)
  socket.write(half)
  // Two pieces of it lie in the transaction before the line breaks.
  await expect.poll(() => writing(store), { timeout: 10_000 }).toBe(1)
  socket.resetAndDestroy()
  await expect.poll(() => writing(store), { timeout: 10_000 }).toBe(0)
  expect([await rows(store, 'evidence'), await rows(store, 'evidence_chunks')]).toEqual([0, 0])
  expect(await attached(at, bytes, 'whole.bin')).toBe(digestOf(bytes)) // whole, the next time
})

/** How many transactions write evidence now. */
const writing = async ({ db }: TestStore) =>
  Number(
    value(
      await db.query<{ n: string }>(
        `SELECT count(*) AS n FROM pg_stat_activity
         WHERE datname = current_database() AND state LIKE 'idle in transaction%' AND query LIKE '%evidence_chunks%'`,
      ),
    )[0]!.n,
  )

test('each look is asked for before it happens, and what cannot be noted is not shown', async () => {
  const store = await fresh()
  const looks: [string, Wanted][] = []
  const at = await caseOn(
    store,
    {},
    {
      reading: {
        look: async ({ actor }, _, wanted) => {
          looks.push([actor, wanted])
          return actor === 'auditor' ? refuse('store/busy', 'Not now.') : ok(undefined)
        },
      },
    },
  )
  const digest = await attached(at, Buffer.from('the exploit'), 'poc.txt')
  const get = (who: string) => at.as(who).call('GET /api/cases/:id/evidence/:digest', { params: { ...params, digest } })
  expect(await get('engineer')).toMatchObject({ ok: true })
  expect(await get('auditor')).toMatchObject({ status: 503 })
  expect(await at.as('auditor').call('GET /api/cases/:id/file', { params })).toMatchObject({ status: 503 })
  expect(looks).toEqual([
    ['engineer', { part: 'evidence', digest }],
    ['auditor', { part: 'evidence', digest }],
    ['auditor', { part: 'words' }],
  ])
})

test('whoever sends many files byte by byte keeps no other from sending theirs', async () => {
  const at = await caseOn(await fresh())
  const { port, hostname } = new URL(at.url)
  const slow = await Promise.all(
    Array.from({ length: 8 }, async (_, i) => {
      const socket = connect(Number(port), hostname)
      socket.on('error', () => {})
      await once(socket, 'connect')
      socket.write(
        `PUT /api/evidence/${digestOf(Buffer.from([i]))} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer token-viewer\r\n` +
          'content-type: application/octet-stream\r\ncontent-length: 1000\r\n\r\nx',
      )
      return socket
    }),
  )
  try {
    await new Promise((go) => setTimeout(go, 300)) // until those eight are in
    const bytes = randomBytes(1_000)
    const sent = at.as('analyst').call('PUT /api/evidence/:digest', {
      params: { digest: digestOf(bytes) },
      upload: new Blob([bytes as never]),
    })
    const late = new Promise((go) => setTimeout(go, 3_000, 'nobody got through'))
    expect(await Promise.race([sent, late])).toMatchObject({ ok: true })
  } finally {
    for (const socket of slow) socket.destroy()
  }
})
