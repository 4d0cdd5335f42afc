import { createHash, randomBytes } from 'node:crypto'
import { expect, test } from 'vitest'
import { stores, type TestStore, value } from '../adapters/postgres/store.testing.ts'
import { unattached } from '../app/unattached.ts'
import type { Digest } from '../core/ids.ts'
import { DAY } from '../core/instant.ts'
import { PROFILE_TEMPLATE } from '../texts/profile/template.ts'
import { nodes, type TestNode } from './server.testing.ts'

const { fresh, join } = stores()
const node = nodes()
const params = { id: 'HP-1' }
const digestOf = (bytes: Uint8Array | string) => `sha256:${createHash('sha256').update(bytes).digest('hex')}` as Digest

/** Sends a file, as an analyst does. */
async function sent({ as }: TestNode, bytes: Uint8Array = randomBytes(1_000)): Promise<Digest> {
  const digest = digestOf(bytes)
  const reply = await as().call('PUT /api/evidence/:digest', {
    params: { digest },
    upload: new Blob([Buffer.from(bytes)]),
  })
  if (!reply.ok) throw new Error(reply.problem.detail)
  return digest
}
const attach = ({ as }: TestNode, evidence: Digest) =>
  as().call('POST /api/cases/:id/attachments', {
    params,
    body: { evidence, bytes: 1_000, name: 'poc.txt', sensitive: false },
  })
const opened = async (store: TestStore) => {
  const at = await node(store)
  const hold = { product: 'payments', reason: 'Anybody can read the accounts' }
  await at.as().call('POST /api/cases', { body: { title: 'SQL injection', hold } })
  return at
}
/** As if all that was sent had been sent so much earlier. */
const later = async ({ db }: TestStore, millis = DAY + 1_000) =>
  value(await db.query('UPDATE holdpoint.evidence SET stored_ms = stored_ms - $1', [millis]))
const kept = async ({ db }: TestStore) =>
  value(await db.query<{ digest: Buffer }>('SELECT digest FROM holdpoint.evidence'))
    .map(({ digest }) => `sha256:${digest.toString('hex')}`)
    .toSorted()
const sweep = async ({ evidence }: Pick<TestStore, 'evidence'>) => value(await unattached(evidence)())

test('what was sent and never attached is dropped after a day, with every trace of it; not before', async () => {
  const store = await fresh()
  const at = await opened(store)
  const digest = await sent(at)
  await later(store, DAY - 60_000)
  expect(await sweep(store)).toBe(0)
  await later(store, 61_000)
  expect(await sweep(store)).toBe(1)
  for (const table of ['evidence', 'evidence_chunks', 'evidence_senders'])
    expect(value(await store.db.query(`SELECT 1 FROM holdpoint.${table}`)), table).toEqual([])
  // As if it had never been sent: it may come again.
  expect(await attach(at, await sent(at, randomBytes(10)))).toMatchObject({ ok: true })
  expect(value(await store.evidence.find(digest))).toBeUndefined()
})

test('what an entry names stays: attached before or after it was sent, a profile, and after a restart', async () => {
  const store = await fresh()
  const at = await opened(store)
  const bytes = randomBytes(1_000)
  await attach(at, digestOf(bytes)) // named before it is there
  const names = [await sent(at, bytes), await sent(at), digestOf(PROFILE_TEMPLATE)]
  await attach(at, names[1]!)
  await at.as('product-manager').call('POST /api/products', { body: { product: 'shop', profile: PROFILE_TEMPLATE } })
  await later(store)
  const again = unattached(store.evidence)
  expect([value(await again()), value(await again()), await sweep(join(store.where))]).toEqual([0, 0, 0])
  expect(await kept(store)).toEqual(names.toSorted())
})

test('what is sent again waits for another day', async () => {
  const store = await fresh()
  const at = await opened(store)
  const bytes = randomBytes(1_000)
  await sent(at, bytes)
  await later(store)
  await sent(at, bytes)
  expect(await sweep(store)).toBe(0)
})

test('what is named between the look at the log and the dropping stays, and so does what is sent then', async () => {
  const store = await fresh()
  const at = await opened(store)
  const bytes = randomBytes(1_000)
  const [named, again, gone] = [await sent(at), await sent(at, bytes), await sent(at)]
  await later(store)
  const { evidence } = store
  const meanwhile: typeof evidence = {
    ...evidence,
    async named(digests) {
      const looked = await evidence.named(digests)
      expect(await attach(at, named)).toMatchObject({ ok: true })
      await sent(at, bytes)
      return looked
    },
  }
  expect(await sweep({ evidence: meanwhile })).toBe(1)
  expect(await kept(store)).toEqual([named, again].toSorted())
  expect(value(await evidence.find(gone))).toBeUndefined()
})

test('what a command under way is about to name stays, however long ago it was sent', async () => {
  const store = await fresh()
  const { desk } = store
  const slow = { ...desk, handle: async (...ask: Parameters<typeof desk.handle>) => (await go, desk.handle(...ask)) }
  let release = () => {}
  const at = await opened(store)
  const digest = await sent(at)
  await later(store)
  const go = new Promise<void>((resolve) => (release = resolve))
  const under = attach(await node(store, {}, { desk: slow }), digest)
  const waits = async () => value(await store.evidence.unsentFor(DAY)).length
  await expect.poll(waits, { timeout: 5_000 }).toBe(0)
  expect(await sweep(join(store.where))).toBe(0)
  release()
  expect(await under).toMatchObject({ ok: true })
  expect(await kept(store)).toEqual([digest])
})

test('many nodes do it at once, while others send the same files: whoever was told that it is there finds it', async () => {
  const store = await fresh()
  const at = await opened(store)
  const files = Array.from({ length: 8 }, () => randomBytes(300_000))
  for (const bytes of files) await sent(at, bytes)
  await later(store)
  const sweeps = [store, join(store.where), join(store.where)].map((one) => sweep(one))
  await Promise.all([...sweeps, ...files.slice(0, 4).map((bytes) => sent(at, bytes))])
  const there = await kept(store)
  for (const bytes of files.slice(0, 4)) expect(there).toContain(digestOf(bytes))
  for (const digest of there) {
    let size = 0
    for await (const piece of value(await store.evidence.read(digest as Digest))) size += piece.length
    expect(size).toBe(300_000)
  }
})
