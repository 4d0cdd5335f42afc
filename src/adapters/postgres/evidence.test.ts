import { createHash, randomBytes } from 'node:crypto'
import process from 'node:process'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EvidenceStore } from '../../app/ports/evidence.ts'
import type { Actor, Digest } from '../../core/ids.ts'
import { masterKey } from '../keys.ts'
import { type Database, StoreFault } from './database.ts'
import { evidence, rewrapEvidence } from './evidence.ts'
import { emptyStore } from './store.testing.ts'

const LIMITS = { limitBytes: 100_000_000 }
const CHUNK = 256 * 1024
const master = masterKey(randomBytes(32))

let db: Database
let stop: () => Promise<void>
let files: EvidenceStore
beforeAll(async () => {
  ;({ db, stop } = await emptyStore())
  files = evidence(db, { masters: [master] })
})
afterAll(() => stop())
beforeEach(async () => {
  for (const table of ['evidence', 'evidence_chunks']) await rows(`DELETE FROM holdpoint.${table}`)
})

async function rows(text: string, values: readonly unknown[] = []) {
  const found = await db.query<Record<string, unknown>>(text, values)
  if (!found.ok) throw new Error(found.problem.message)
  return found.value
}
async function* stream(...parts: readonly (Uint8Array | Error)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) {
    if (part instanceof Error) throw part
    yield part
  }
}
const digestOf = (bytes: Uint8Array) => `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest

async function put(bytes: Uint8Array, store = files) {
  const stored = await store.put(stream(bytes), LIMITS)
  if (!stored.ok) throw new Error(stored.problem.message)
  return stored.value
}
/** What comes out, by its digest, and why it stopped, where it did not end. */
async function read(digest: Digest, store = files) {
  const opened = await store.read(digest)
  if (!opened.ok) return { refused: opened.problem }
  const parts: Uint8Array[] = []
  try {
    for await (const part of opened.value) parts.push(part)
  } catch (error) {
    if (!(error instanceof StoreFault)) throw error
    return { gave: digestOf(Buffer.concat(parts)), fault: error.problem.code }
  }
  return { gave: digestOf(Buffer.concat(parts)) }
}
const nothingIsThere = async () =>
  expect([
    await rows('SELECT * FROM holdpoint.evidence'),
    await rows('SELECT n FROM holdpoint.evidence_chunks'),
  ]).toEqual([[], []])

test.each([0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK, 5 * CHUNK + 7])(
  'a file of %i bytes comes back as it was',
  async (size) => {
    const bytes = randomBytes(size)
    expect(await put(bytes)).toEqual({ digest: digestOf(bytes), bytes: size, again: false })
    expect(await read(digestOf(bytes))).toEqual({ gave: digestOf(bytes) })
    expect(await files.find(digestOf(bytes))).toMatchObject({
      ok: true,
      value: { digest: digestOf(bytes), bytes: size },
    })
  },
)

test('how it was cut on the way is of no matter', async () => {
  const bytes = randomBytes(CHUNK + 1000)
  const crumbs = Array.from({ length: 300 }, (_, i) => bytes.subarray(i * 900, i === 299 ? undefined : (i + 1) * 900))
  const stored = await files.put(stream(...crumbs), { ...LIMITS, expected: digestOf(bytes) })
  expect(stored).toEqual({ ok: true, value: { digest: digestOf(bytes), bytes: bytes.length, again: false } })
  expect(await read(digestOf(bytes))).toEqual({ gave: digestOf(bytes) })
})

test('nothing of what it says lies readable in the database, and no key', async () => {
  const bytes = Buffer.from('the exploit is: quiet harbour '.repeat(20_000))
  await put(bytes)
  const [row] = await rows('SELECT * FROM holdpoint.evidence')
  const chunks = await rows('SELECT bytes FROM holdpoint.evidence_chunks ORDER BY n')
  const all = Buffer.concat([...chunks.map(({ bytes }) => bytes as Buffer), row!['wrapped'] as Buffer])
  expect(all.includes('quiet harbour')).toBe(false)
  expect(all.includes(Buffer.from(master.key))).toBe(false)
})

test('the same file again is the one that is there', async () => {
  const bytes = randomBytes(CHUNK + 5)
  await put(bytes)
  const [before] = await rows('SELECT * FROM holdpoint.evidence')
  expect(await put(bytes)).toEqual({ digest: digestOf(bytes), bytes: bytes.length, again: true })
  expect(await rows('SELECT * FROM holdpoint.evidence')).toEqual([{ ...before, stored_ms: expect.any(String) }])
  expect(await rows('SELECT count(*)::int AS n FROM holdpoint.evidence_chunks')).toEqual([{ n: 2 }])
})

test('the same file from many at once is kept once', async () => {
  const bytes = randomBytes(3 * CHUNK)
  const stored = await Promise.all(Array.from({ length: 12 }, () => put(bytes)))
  expect(stored.filter(({ again }) => !again)).toHaveLength(1)
  expect(await rows('SELECT count(*)::int AS n FROM holdpoint.evidence_chunks')).toEqual([{ n: 3 }])
  expect(await read(digestOf(bytes))).toEqual({ gave: digestOf(bytes) })
})

test('two that wait for each other: the second takes over where the first breaks off', async () => {
  const bytes = randomBytes(CHUNK)
  let breakOff = () => {}
  const broken = files.put(
    (async function* () {
      yield bytes
      await new Promise<void>((go) => (breakOff = go))
      throw new Error('the line went dead')
    })(),
    LIMITS,
  )
  const whole = await put(bytes)
  breakOff()
  expect(whole.again).toBe(false)
  expect(await broken).toMatchObject({ ok: false, problem: { code: 'evidence/interrupted' } })
  expect(await read(digestOf(bytes))).toEqual({ gave: digestOf(bytes) })
})

test('an upload that breaks off leaves nothing and says where', async () => {
  const dead = Object.assign(new Error('Connection terminated \u001b[31mhere'), { code: 'ECONNRESET' })
  const stored = await files.put(stream(randomBytes(3 * CHUNK), randomBytes(10), dead), LIMITS)
  expect(stored).toMatchObject({ ok: false, problem: { code: 'evidence/interrupted' } })
  expect(!stored.ok && stored.problem.message).toMatch(/after 786442 bytes \(Connection terminated \\u\{1b\}/)
  await nothingIsThere()
})

test('a file beyond the limit is refused as soon as it is beyond, and leaves nothing', async () => {
  let asked = 0
  async function* endless() {
    for (;;) {
      asked++
      yield randomBytes(100_000)
    }
  }
  const stored = await files.put(endless(), { limitBytes: 1_000_000 })
  expect(stored).toMatchObject({
    ok: false,
    problem: { code: 'evidence/too-large', message: expect.stringContaining('1000000') },
  })
  expect(asked).toBe(11)
  await nothingIsThere()
  expect(await files.put(stream(randomBytes(1_000_000)), { limitBytes: 1_000_000 })).toMatchObject({ ok: true })
})

test('a file that is not the announced one is refused and leaves nothing', async () => {
  const expected = digestOf(randomBytes(1))
  const stored = await files.put(stream(randomBytes(CHUNK)), { ...LIMITS, expected })
  expect(stored).toMatchObject({
    ok: false,
    problem: { code: 'evidence/other-file', message: expect.stringContaining(expected) },
  })
  await nothingIsThere()
})

test('a database that goes away in the middle leaves nothing, and the source is let go', async () => {
  let closed = false
  async function* source() {
    try {
      yield randomBytes(2 * CHUNK)
      await rows(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE state = 'idle in transaction'`)
      yield randomBytes(2 * CHUNK)
      yield randomBytes(2 * CHUNK)
    } finally {
      closed = true
    }
  }
  expect(await files.put(source(), LIMITS)).toMatchObject({ ok: false, problem: { code: 'store/unreachable' } })
  expect(closed).toBe(true)
  await nothingIsThere()
})

test('what was erased is gone for ever, and that it was there is known', async () => {
  const bytes = randomBytes(2 * CHUNK)
  const digest = digestOf(bytes)
  await put(bytes)
  expect(await files.erase(digest)).toEqual({ ok: true, value: true })
  expect(await files.erase(digest)).toEqual({ ok: true, value: false })
  expect(await rows('SELECT n FROM holdpoint.evidence_chunks')).toEqual([])
  expect(await rows('SELECT wrapped FROM holdpoint.evidence')).toEqual([{ wrapped: null }])
  expect(await read(digest)).toMatchObject({ refused: { code: 'evidence/erased' } })
  expect(await files.find(digest)).toMatchObject({ ok: true, value: { digest, erasedAt: expect.stringMatching(/Z$/) } })
})

test('a file that was erased may be put again', async () => {
  const bytes = randomBytes(2 * CHUNK)
  await put(bytes)
  await files.erase(digestOf(bytes))
  expect(await put(bytes)).toMatchObject({ again: false })
  expect(await read(digestOf(bytes))).toEqual({ gave: digestOf(bytes) })
  const found = await files.find(digestOf(bytes))
  expect(found.ok && found.value?.erasedAt).toBe(undefined)
})

test('whoever reads a file while it is erased is told, and does not take it for the end', async () => {
  const bytes = randomBytes(9 * CHUNK)
  const { digest } = await put(bytes)
  const opened = await files.read(digest)
  if (!opened.ok) throw new Error(opened.problem.message)
  await opened.value.next()
  await files.erase(digest)
  const rest = async () => {
    for await (const _ of opened.value);
  }
  await expect(rest()).rejects.toMatchObject({ problem: { code: 'evidence/erased' } })
})

test('a file that never was', async () => {
  const digest = digestOf(randomBytes(1))
  expect(await files.find(digest)).toEqual({ ok: true, value: undefined })
  expect(await files.find(`sha512:${'0'.repeat(128)}` as Digest)).toEqual({ ok: true, value: undefined })
  expect(await read(digest)).toMatchObject({ refused: { code: 'evidence/no-such-file' } })
  expect(await files.erase(digest)).toEqual({ ok: true, value: false })
})

test.each([
  [
    'a bit of a chunk was changed',
    `UPDATE holdpoint.evidence_chunks SET bytes = set_byte(bytes, 9, get_byte(bytes, 9) # 1) WHERE n = 5`,
    5,
  ],
  ['a chunk was cut', `UPDATE holdpoint.evidence_chunks SET bytes = substr(bytes, 1, 1000) WHERE n = 5`, 5],
  ['a chunk was dropped', `DELETE FROM holdpoint.evidence_chunks WHERE n = 5`, 4],
  ['two chunks were swapped', `UPDATE holdpoint.evidence_chunks SET n = 11 - n WHERE n IN (5, 6)`, 5],
  ['the end was cut off', `UPDATE holdpoint.evidence SET chunks = 6`, 5],
  ['it was said to be longer', `UPDATE holdpoint.evidence SET chunks = 9`, 7],
] as const)('%s: the bytes before it come, then a fault, and nothing after it', async (_, damage, whole) => {
  const bytes = randomBytes(8 * CHUNK)
  const { digest } = await put(bytes)
  // The primary key is looked at row by row: by way of numbers that nobody has.
  if (damage.includes('11 - n')) {
    await rows('UPDATE holdpoint.evidence_chunks SET n = -n WHERE n IN (5, 6)')
    await rows('UPDATE holdpoint.evidence_chunks SET n = 11 + n WHERE n < 0')
  } else await rows(damage)
  expect(await read(digest)).toEqual({ gave: digestOf(bytes.subarray(0, whole * CHUNK)), fault: 'evidence/damaged' })
})

test('chunks of another file, or another file under this name, are damage', async () => {
  const [one, two] = [randomBytes(CHUNK), randomBytes(CHUNK)]
  for (const bytes of [one, two]) await put(bytes)
  const [digest, other] = [digestOf(one), digestOf(two)].map((text) => Buffer.from(text.slice(7), 'hex'))
  const swap = (columns: string) =>
    rows(
      `UPDATE holdpoint.evidence SET (${columns}) = (SELECT ${columns} FROM holdpoint.evidence WHERE digest = $2) WHERE digest = $1`,
      [digest, other],
    )
  await swap('file, chunks')
  expect(await read(digestOf(one))).toMatchObject({ refused: { code: 'evidence/damaged' } })
  await swap('file, chunks, wrapped, key_id')
  expect(await read(digestOf(one))).toMatchObject({ refused: { code: 'evidence/damaged' } })
})

test('another master key is refused, and the one that is needed is named', async () => {
  const { digest } = await put(randomBytes(10))
  const another = masterKey(randomBytes(32))
  expect(await read(digest, evidence(db, { masters: [another] }))).toMatchObject({
    refused: { code: 'evidence/wrong-key', message: expect.stringMatching(new RegExp(`${master.id}.*${another.id}`)) },
  })
})

test('a new master key takes over without a chunk being touched', async () => {
  const newer = masterKey(randomBytes(32))
  const bytes = Array.from({ length: 3 }, (_, i) => randomBytes(CHUNK * i + 1))
  for (const one of bytes) await put(one)
  await files.erase(digestOf(bytes[2]!))
  const chunks = () => rows('SELECT file, n, xmin::text AS x FROM holdpoint.evidence_chunks ORDER BY file, n')
  const before = await chunks()
  const both = { masters: [newer, master] as const }
  expect(await read(digestOf(bytes[0]!), evidence(db, both))).toEqual({ gave: digestOf(bytes[0]!) })

  expect(await rewrapEvidence(db, both)).toEqual({ ok: true, value: 2 })
  expect(await rewrapEvidence(db, both)).toEqual({ ok: true, value: 0 })
  expect(await chunks()).toEqual(before)
  for (const one of bytes.slice(0, 2))
    expect(await read(digestOf(one), evidence(db, { masters: [newer] }))).toEqual({ gave: digestOf(one) })
  expect(await read(digestOf(bytes[0]!))).toMatchObject({ refused: { code: 'evidence/wrong-key' } })
  expect(await rewrapEvidence(db, { masters: [master] })).toMatchObject({
    ok: false,
    problem: { code: 'evidence/wrong-key' },
  })
})

test('while uploads are slow, others still find a connection', async () => {
  const letGo: (() => void)[] = []
  const slow = Array.from({ length: 30 }, (_, i) =>
    files.put(
      (async function* () {
        yield Buffer.from(`${i}`)
        await new Promise<void>((go) => letGo.push(go))
      })(),
      { ...LIMITS, by: `person-${i}` as Actor },
    ),
  )
  while (letGo.length < 4) await rows('SELECT 1')
  expect(await rows('SELECT 1 AS one')).toEqual([{ one: 1 }])
  const going = setInterval(() => letGo.splice(0).forEach((go) => go()), 1)
  expect((await Promise.all(slow)).every(({ ok }) => ok)).toBe(true)
  clearInterval(going)
})

test('a file of 100 MB passes through in constant memory, both ways', async () => {
  const megabyte = randomBytes(2 ** 20)
  const hash = createHash('sha256')
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  /** What cannot be given back; garbage says more of the collector's mood than of us. */
  const held = () => {
    collect()
    const { heapUsed, external } = process.memoryUsage()
    return heapUsed + external
  }
  const before = held()
  let most = 0
  async function* large() {
    for (let i = 0; i < 100; i++) {
      megabyte.writeUInt32BE(i)
      hash.update(megabyte)
      if (i % 10 === 9) most = Math.max(most, held() - before)
      yield megabyte
    }
  }
  const stored = await files.put(large(), { limitBytes: 200_000_000 })
  const digest = `sha256:${hash.digest('hex')}` as Digest
  expect(stored).toEqual({ ok: true, value: { digest, bytes: 100 * 2 ** 20, again: false } })
  const opened = await files.read(digest)
  let bytes = 0
  if (opened.ok)
    for await (const part of opened.value) {
      const tens = Math.floor(bytes / (10 * 2 ** 20))
      bytes += part.length
      if (Math.floor(bytes / (10 * 2 ** 20)) > tens) most = Math.max(most, held() - before)
    }
  expect(bytes).toBe(100 * 2 ** 20)
  expect(most).toBeLessThan(40 * 2 ** 20)
})
