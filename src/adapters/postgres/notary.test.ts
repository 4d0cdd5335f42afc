import { expect, test } from 'vitest'
import { opening } from '../../app/handle/wish.testing.ts'
import { type Notary, notary } from '../../app/notary.ts'
import { parseSignedCheckpoint } from '../../core/log/bundle.ts'
import { nodeCrypto } from '../crypto.ts'
import { keysInMemory, problem, stores, type TestStore, value } from './store.testing.ts'

const { fresh, join } = stores()
const MANY = 12

async function signedStore(): Promise<{
  store: TestStore
  keys: ReturnType<typeof keysInMemory>
  signs: () => Notary
}> {
  const store = await fresh()
  const keys = keysInMemory()
  await say(store, MANY)
  const signs = () => notary({ ledger: store.ledger, keys, crypto: nodeCrypto })
  value(await signs().sign())
  return { store, keys, signs }
}
const say = async ({ desk }: TestStore, times: number) =>
  (await Promise.all(Array.from({ length: times }, () => desk.handle(opening())))).forEach(value)
const sizeOf = (note: string) => value(parseSignedCheckpoint(note, 'note')).checkpoint.size

test('the log is signed as far as it goes; an empty one too', async () => {
  const store = await fresh()
  const keys = keysInMemory()
  const one = notary({ ledger: store.ledger, keys, crypto: nodeCrypto })
  expect(sizeOf(value(await one.sign()))).toBe(0)
  await say(store, 5)
  expect(sizeOf(value(await one.sign()))).toBe(5)
  expect(keys.last).toBe(value(await store.ledger.checkpoint(1)))
})

test('two notaries of one log never disagree, and what is kept never goes back', async () => {
  const { store, keys, signs } = await signedStore()
  const [a, b] = [signs(), signs()]
  for (let i = 0; i < 5; i++) {
    await say(store, 3)
    const [one, other] = (await Promise.all([a.sign(), b.sign()])).map(value)
    expect(other).toBe(one)
    expect(sizeOf(keys.last!)).toBe(MANY + 3 * (i + 1))
  }
  const notes = value(
    await store.db.query<{ size: string }>(
      'SELECT size, count(*) FROM holdpoint.checkpoints GROUP BY size HAVING count(*) > 1',
    ),
  )
  expect(notes).toEqual([])
})

test('an older copy of the database, put in place of the newer one, is not signed', async () => {
  const { store, keys, signs } = await signedStore()
  const before = keys.last
  const olderHead = value(await store.db.query<Record<string, unknown>>('SELECT size, roots FROM holdpoint.heads'))[0]!
  await say(store, 3)
  value(await signs().sign())
  for (const table of ['entries', 'outbox'])
    value(await store.db.query(`DELETE FROM holdpoint.${table} WHERE seq >= ${MANY}`))
  value(
    await store.db.query('UPDATE holdpoint.heads SET size = $1, roots = $2', [olderHead['size'], olderHead['roots']]),
  )
  expect(problem(await signs().sign())).toMatchObject({
    code: 'log/shrunk',
    message: expect.stringContaining(`${MANY + 3} were signed`),
  })
  expect(keys.last).not.toBe(before)
  await say(join(store.where), 9) // and neither is another future of it
  expect(problem(await signs().sign()).code).toBe('log/rewritten')
})

test('an entry that was changed beside the program is not signed, by a notary that read it before or by a new one', async () => {
  const { store, keys, signs } = await signedStore()
  const [last] = value(await store.db.query<{ bytes: Buffer }>('SELECT bytes FROM holdpoint.entries WHERE seq = 3'))
  const changed = Buffer.from(last!.bytes.toString().replace('"analyst"', '"nobody0"'))
  value(await store.db.query('UPDATE holdpoint.entries SET bytes = $1 WHERE seq = 3', [changed]))
  expect(problem(await signs().sign()).code).toBe('log/rewritten')
  keys.last = undefined // even where nobody kept what was signed
  expect(problem(await signs().sign()).code).toBe('log/root-differs')
})

test('keys of another log sign nothing', async () => {
  const { store } = await signedStore()
  const other = notary({ ledger: store.ledger, keys: keysInMemory('other.example/log'), crypto: nodeCrypto })
  expect(problem(await other.sign()).code).toBe('log/another-log')
})

test('what cannot be kept outside is not signed into the database either', async () => {
  const { store, keys } = await signedStore()
  await say(store, 1)
  const full = {
    ...keys,
    keep: () => ({ ok: false as const, problem: { code: 'file/not-written' as const, message: 'The disk is full.' } }),
  }
  expect(problem(await notary({ ledger: store.ledger, keys: full, crypto: nodeCrypto }).sign()).code).toBe(
    'file/not-written',
  )
  expect(sizeOf(value(await store.ledger.checkpoint(1))!)).toBe(MANY)
})
