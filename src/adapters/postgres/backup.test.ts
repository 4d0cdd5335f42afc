import { randomInt } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { backupOf, checkBackup, takeBackup } from '../../app/backup.ts'
import { CASES, CHECKPOINTS, ENTRIES, HOLDS, OTHERS, PASSING } from '../../app/backup/tables.ts'
import { exportBundle } from '../../app/export-log.ts'
import { commandId, opening, placing } from '../../app/handle/wish.testing.ts'
import { restoreBackup } from '../../app/restore.ts'
import { upgradeStore } from '../../app/upgrade.ts'
import { verifyChain } from '../../core/log/chain.ts'
import { parseKeys } from '../../core/log/key.ts'
import { verifyBundle } from '../../core/log/verify.ts'
import { ok } from '../../core/problem.ts'
import { nodeCrypto } from '../crypto.ts'
import { vault } from './backup.ts'
import {
  contents,
  forge,
  furnish,
  linesOf,
  portsOf,
  restorePorts,
  scratchFolder,
  sign,
  wish,
  work,
} from './backup.testing.ts'
import { migrate } from './migrate.ts'
import { keysInMemory, ORIGIN, problem, stores, type TestStore, value } from './store.testing.ts'

const { fresh, join, emptyDatabase } = stores()
const at = scratchFolder()

async function bundleOf({ ledger }: Pick<TestStore, 'ledger'>, note: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for await (const part of value(await exportBundle(ledger, note, nodeCrypto.sha256))) parts.push(value(part))
  return new Uint8Array(Buffer.concat(parts))
}
const trusted = (...keys: readonly { publicKey: string }[]) =>
  value(parseKeys(keys.map(({ publicKey }) => publicKey).join('\n'), nodeCrypto.sha256))
const files = (...bundles: readonly Uint8Array[]) =>
  bundles.map((bundle, i) => ({ file: `bundle ${i}`, chunks: () => [bundle] })) as unknown as Parameters<
    typeof verifyChain
  >[0]

/** A store with a schema and nothing else. */
async function bare(): Promise<TestStore> {
  const store = join(await emptyDatabase())
  value(await migrate(store.db))
  return store
}

/** A store with something in every table, its keys, the last signed note, and a backup. */
async function backedUp(name: string, rounds = 12) {
  const [store, keys] = [await fresh(), keysInMemory()]
  await work(store, rounds)
  await sign(store, keys)
  await work(store, 2)
  await furnish(store)
  const note = await sign(store, keys)
  const file = at(name)
  return { store, keys, note, file, taken: value(await takeBackup(file, portsOf(store))) }
}

/** One for all tests that only look at the file. */
let made: ReturnType<typeof backedUp> | undefined
const sample = () => (made ??= backedUp('sample', 3))

const ALL = [ENTRIES, CHECKPOINTS, ...OTHERS, CASES, HOLDS].map(({ name }) => name)

test('every table of the store is in a backup, with every column, or is said to be made anew or to pass', async () => {
  const { db } = await fresh()
  const columns = value(
    await db.query<{ table: string; column: string; nullable: string; type: string }>(
      `SELECT table_name AS table, column_name AS column, is_nullable AS nullable, data_type AS type
       FROM information_schema.columns WHERE table_schema = 'holdpoint' AND column_name <> 'org_id'`,
    ),
  ).filter(({ table }) => ![...PASSING, 'heads', 'schema_version'].includes(table))
  const TYPES = { text: 'text', uuid: 'uuid', int: 'integer', count: 'bigint', boolean: 'boolean', bytes: 'bytea' }
  const stored = columns.map(({ table, column, type, nullable }) => `${table}.${column} ${type} ${nullable}`)
  const known = [ENTRIES, CHECKPOINTS, ...OTHERS, CASES, HOLDS].flatMap(({ name, columns }) =>
    Object.entries(columns).map(
      ([column, form]) =>
        `${name}.${column} ${TYPES[form.replace('?', '') as keyof typeof TYPES]} ${form.endsWith('?') ? 'YES' : 'NO'}`,
    ),
  )
  expect(known.sort()).toEqual(stored.sort())
})

test('a session is in no backup: one that was ended would be open again', () => {
  expect(OTHERS.filter(({ name }) => PASSING.includes(name))).toEqual([])
})

describe('a backup that is put back', () => {
  test('is the store that it was, and a new log that names the old one', async () => {
    const { store, keys, note, file, taken } = await backedUp('whole')
    const next = await bare()
    const { ports, next: newKeys, calls } = restorePorts(next, keys)
    const restored = value(await restoreBackup(wish(file), ports))
    const { origin, log, size, root } = taken
    expect(restored).toMatchObject({
      origin: newKeys.origin,
      log: log + 1,
      continues: { origin, size, root, lost: 0, checkpoint: expect.stringMatching(/^sha256:/) },
      cases: 14,
      warnings: [],
    })
    expect(calls).toEqual({ renewed: 1, settled: 1 })
    for (const table of ALL) {
      const [before, after] = [await contents(store, table), await contents(next, table)]
      expect(before, table).not.toEqual([])
      const added = after.filter((row) => !before.includes(row))
      expect(
        before.filter((row) => !after.includes(row)),
        table,
      ).toEqual([])
      expect(added.length, table).toBe(table === 'entries' || table === 'outbox' ? 1 : 0)
    }
    const bundles = [await bundleOf(next, await sign(next, newKeys)), await bundleOf(store, note)]
    const logs = value(verifyChain(files(...bundles), { ...nodeCrypto, keys: trusted(keys, newKeys) }))
    expect(logs.map(({ size, continues }) => [size, continues?.size])).toEqual([
      [1, size],
      [size, undefined],
    ])
  })

  test('goes on: the next number of each case, the next case, the same answer to what was answered', async () => {
    const [store, keys] = [await fresh(), keysInMemory()]
    const asked = opening()
    const answer = value(await store.desk.handle(asked))
    await work(store, 3)
    const note = await sign(store, keys)
    value(await takeBackup(at('goes-on'), portsOf(store)))
    const next = await bare()
    const { ports, next: newKeys } = restorePorts(next, keys)
    value(await restoreBackup(wish(at('goes-on')), ports))
    expect(value(await next.desk.handle(asked))).toEqual(answer)
    expect(value(await next.desk.handle(placing('HP-1')))).toMatchObject({ log: 2, index: 1, n: 2 })
    expect(value(await next.desk.handle(opening()))).toMatchObject({ stream: 'HP-5', n: 1 })
    const bundles = [await bundleOf(next, await sign(next, newKeys)), await bundleOf(store, note)]
    expect(verifyChain(files(...bundles), { ...nodeCrypto, keys: trusted(keys, newKeys) })).toMatchObject({ ok: true })
  })

  test('can be backed up and put back again, and all three logs hang together', async () => {
    const { store, keys, note, file } = await backedUp('first', 2)
    const second = await bare()
    const renewed = restorePorts(second, keys)
    value(await restoreBackup(wish(file), renewed.ports))
    await work(second, 2)
    const secondNote = await sign(second, renewed.next)
    value(await takeBackup(at('second'), portsOf(second)))
    const third = await bare()
    const again = restorePorts(third, renewed.next, 'test.example/log/3')
    expect(value(await restoreBackup(wish(at('second')), again.ports))).toMatchObject({ log: 3, warnings: [] })
    await work(third, 1)
    const bundles = [
      await bundleOf(third, await sign(third, again.next)),
      await bundleOf(second, secondNote),
      await bundleOf(store, note),
    ]
    const options = { ...nodeCrypto, keys: trusted(keys, renewed.next, again.next) }
    expect(value(verifyChain(files(...bundles), options)).length).toBe(3)
    // The newest store has them all.
    expect(await bundleOf(third, secondNote)).toEqual(bundles[1])
    expect(await bundleOf(third, note)).toEqual(bundles[2])
    value(await takeBackup(at('third'), portsOf(third)))
    expect(value(await checkBackup(at('third'), undefined, portsOf(third)))).toMatchObject({ log: 3, cases: 7 })
  })

  test('may be of a log without an entry', async () => {
    const store = await fresh()
    value(await takeBackup(at('empty'), portsOf(store)))
    const { ports } = restorePorts(await bare(), undefined)
    expect(value(await restoreBackup(wish(at('empty')), ports))).toMatchObject({ continues: { size: 0 }, cases: 0 })
  })

  test('goes into a store of which only the log was founded, and into no other', async () => {
    const { store, keys, file } = await backedUp('once', 1)
    const founded = await fresh()
    value(await restoreBackup(wish(file), restorePorts(founded, keys).ports))
    const other = keysInMemory('test.example/log/7')
    for (const full of [founded, store]) {
      const before = await Promise.all(ALL.map((table) => contents(full, table)))
      const { ports, calls } = restorePorts(full, keys, other.origin)
      expect(problem(await restoreBackup(wish(file), ports)).code).toBe('backup/not-empty')
      expect(await Promise.all(ALL.map((table) => contents(full, table)))).toEqual(before)
      expect(calls).toEqual({ renewed: 0, settled: 0 })
    }
    const evidenced = await fresh()
    await furnish(evidenced)
    expect(problem(await restoreBackup(wish(file), restorePorts(evidenced, keys).ports)).code).toBe('backup/not-empty')
  })

  test('of two that restore at once, one does', async () => {
    const { keys, file } = await backedUp('race', 3)
    const store = await bare()
    const twin = join(store.where)
    const answers = await Promise.all(
      [store, twin].map((one, i) => restoreBackup(wish(file), restorePorts(one, keys, `test.example/${i}`).ports)),
    )
    expect(answers.map((answer) => (answer.ok ? 'done' : answer.problem.code)).sort()).toEqual([
      'backup/not-empty',
      'done',
    ])
  })

  test('needs a name of its own for its log', async () => {
    const { keys, file } = await sample()
    const store = await bare()
    const { ports } = restorePorts(store, keys, ORIGIN)
    expect(problem(await restoreBackup(wish(file), ports)).code).toBe('backup/same-origin')
    expect(await contents(store, 'heads')).toEqual([])
  })
})

describe('the checkpoint that was kept outside', () => {
  test('tells how many signed entries are lost, loudly and in the new log', async () => {
    const { store, keys, file, taken } = await backedUp('older', 2)
    await work(store, 3)
    await sign(store, keys)
    const { size } = value(await store.ledger.head())
    const next = await bare()
    const restored = value(await restoreBackup(wish(file), restorePorts(next, keys).ports))
    const lost = size - taken.size
    expect(lost).toBeGreaterThan(0)
    expect(restored.continues.lost).toBe(lost)
    expect(restored.warnings).toMatchObject([
      { code: 'backup/lost-entries', message: expect.stringContaining(`${lost}`) },
    ])
    for await (const bytes of next.ledger.entries(2, 0, 1))
      expect(Buffer.from(bytes).toString()).toContain(`"lost":${lost},`)
  })

  test('that is not there, or of another log, is said', async () => {
    const { file } = await sample()
    const strange = keysInMemory('elsewhere.example/log')
    const other = await fresh()
    strange.last = (await sign(other, keysInMemory())).replaceAll(ORIGIN, strange.origin)
    for (const keys of [undefined, strange]) {
      const restored = value(await restoreBackup(wish(file), restorePorts(await bare(), keys).ports))
      expect(restored.warnings[0]).toMatchObject({ code: 'backup/cannot-tell' })
    }
  })

  test('that the keys of the evidence are not there is said as loudly', async () => {
    const { file, keys } = await sample()
    const others = { ...keys, masters: [{ id: '99', key: new Uint8Array(32) }] as const }
    for (const [given, warned] of [[undefined, 1] as const, [others, 1] as const, [keys, 0] as const]) {
      const { warnings } = value(await restoreBackup(wish(file), restorePorts(await bare(), given).ports))
      expect(warnings.filter(({ code }) => code === 'backup/evidence-locked').length).toBe(warned)
    }
  })

  test('of another history refuses the backup', async () => {
    const { keys, file } = await backedUp('history', 1)
    const twin = await fresh() // the same name, another log
    await work(twin, 1)
    const forked = { ...keys, checkpoint: () => ok(note) }
    const note = await sign(twin, { ...keysInMemory(), signer: keys.signer })
    const store = await bare()
    expect(problem(await restoreBackup(wish(file), restorePorts(store, forked).ports)).code).toBe(
      'backup/other-history',
    )
    expect(await contents(store, 'heads')).toEqual([])
  })

  test('a backup whose own checkpoint somebody else signed is refused', async () => {
    const { keys, file } = await sample()
    const other = { ...keysInMemory(), last: keys.last, checkpoint: keys.checkpoint }
    const store = await bare()
    expect(problem(await restoreBackup(wish(file), restorePorts(store, other).ports)).code).toBe('backup/not-signed')
  })
})

describe('while others write', () => {
  test('a backup is one moment of the store: its log verifies, and it is put back', async () => {
    const [store, keys] = [await fresh(), keysInMemory()]
    await work(store, 5)
    const stop = new AbortController()
    const writers = [store, join(store.where), join(store.where)].map(async (one) => {
      while (!stop.signal.aborted) await work(one, 3)
    })
    const signer = (async () => {
      while (!stop.signal.aborted) await sign(store, keys)
    })()
    const sizes: number[] = []
    for (let i = 0; i < 5; i++) {
      await work(store, 5)
      sizes.push(value(await takeBackup(at(`live-${i}`), portsOf(store))).size)
    }
    stop.abort()
    await Promise.all([...writers, signer])
    const end = value(await store.ledger.head()).size
    expect(sizes.toSorted((a, b) => a - b)).toEqual(sizes)
    expect(sizes.at(-1)).toBeLessThan(end)
    const note = await sign(store, keys)
    for (const [i, size] of sizes.entries()) {
      const next = await bare()
      const { ports, next: newKeys } = restorePorts(next, keys)
      const { continues } = value(await restoreBackup(wish(at(`live-${i}`)), ports))
      expect(continues).toMatchObject({ size, lost: end - size })
      const bundles = [await bundleOf(next, await sign(next, newKeys)), await bundleOf(store, note)]
      expect(verifyChain(files(...bundles), { ...nodeCrypto, keys: trusted(keys, newKeys) })).toMatchObject({
        ok: true,
      })
      const streams = value(await next.db.query<{ n: string }>('SELECT count(*) AS n FROM holdpoint.cases'))
      const opened = value(
        await next.db.query<{ n: string }>(
          "SELECT count(DISTINCT stream) AS n FROM holdpoint.entries WHERE stream LIKE 'HP-%'",
        ),
      )
      expect(streams).toEqual(opened)
    }
  })
})

describe('the file', () => {
  test('is private, and nothing else is left beside it', async () => {
    const { file } = await sample()
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(dirname(file)).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('holds no key', async () => {
    const { file, keys } = await sample()
    const text = linesOf(file).join('\n')
    for (const { key } of keys.masters) expect(text).not.toContain(Buffer.from(key).toString('base64'))
  })

  test('is not there where the folder is not, or the store is damaged; an older one stays', async () => {
    const { store } = await backedUp('nowhere', 1)
    expect(problem(await takeBackup(at('no/folder/x'), portsOf(store))).code).toBe('file/not-written')
    writeFileSync(at('older-one'), 'older')
    value(await store.db.query("UPDATE holdpoint.entries SET bytes = bytes || ' ' WHERE seq = 1"))
    expect(problem(await takeBackup(at('older-one'), portsOf(store))).code).toBe('backup/damaged-store')
    expect(readFileSync(at('older-one'), 'utf8')).toBe('older')
    expect(readdirSync(at('.')).filter((name) => name.startsWith('.holdpoint'))).toEqual([])
  })

  test('is not there where it could not be put back', async () => {
    const { store } = await backedUp('unfit', 1)
    const unfit = [
      "INSERT INTO holdpoint.evidence_chunks (org_id, file, n, bytes) SELECT org_id, gen_random_uuid(), 0, '' FROM holdpoint.heads",
      "UPDATE holdpoint.openings SET value = 'other'",
      'DELETE FROM holdpoint.evidence_chunks WHERE n = 3',
    ]
    for (const statement of unfit) {
      value(await store.db.query(statement))
      expect(problem(await takeBackup(at('unfit-now'), portsOf(store))).code).toBe('backup/damaged-store')
      expect(existsSync(at('unfit-now'))).toBe(false)
    }
  })

  test('is not there where the look broke off', async () => {
    const { store } = await backedUp('broken', 1)
    const ports = portsOf(store)
    const answer = await ports.vault.look(async (view) => {
      value(
        await store.db.query(
          'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
        ),
      )
      return backupOf(view, at('torn'), ports)
    })
    expect(problem(answer).code).toBe('store/unreachable')
    expect(existsSync(at('torn'))).toBe(false)
  })
})

describe('a file that is not what was written is refused, and nothing is touched', () => {
  const refusal = async (store: TestStore, file: string) => {
    const { ports, calls } = restorePorts(store, undefined)
    const answer = problem(await restoreBackup(wish(file), ports))
    expect(calls.renewed).toBe(0)
    expect(answer.hint).toMatch(/Nothing was touched|^Check|^Ask/)
    return answer.code
  }

  test('cut off anywhere', async () => {
    const { file } = await sample()
    const [whole, store] = [readFileSync(file), await bare()]
    const places = [0, 1, 10, whole.length - 1, whole.length - 4, whole.length - 9]
    for (let i = 0; i < 60; i++) places.push(randomInt(whole.length))
    const codes = new Set<string>()
    for (const place of places) {
      writeFileSync(at('cut-off'), whole.subarray(0, place))
      codes.add(await refusal(store, at('cut-off')))
    }
    expect([...codes].filter((code) => code !== 'backup/truncated' && code !== 'backup/damaged')).toEqual([])
    expect(await contents(store, 'heads')).toEqual([])
    // Also where every part that is left is whole.
    const lines = linesOf(file)
    for (let i = 0; i < lines.length; i += Math.ceil(lines.length / 20)) {
      writeFileSync(
        at('cut-off'),
        gzipSync(
          lines
            .slice(0, i)
            .map((line) => `${line}\n`)
            .join(''),
        ),
      )
      expect(await refusal(store, at('cut-off'))).toBe('backup/truncated')
    }
  })

  test('a bit changed anywhere', async () => {
    const { file, keys } = await sample()
    const [whole, store] = [readFileSync(file), await bare()]
    let harmless = 0
    for (let i = 0; i < 80; i++) {
      const [byte, bit] = [randomInt(whole.length), randomInt(8)]
      const bytes = Buffer.from(whole)
      bytes[byte]! ^= 1 << bit
      writeFileSync(at('bit'), bytes)
      // gzip says when a member was packed, and on what: nobody reads that
      if (linesSame(at('bit'), file)) harmless++
      else expect(problem(await checkBackup(at('bit'), keys.last, portsOf(store))).code).toMatch(/^backup\//)
    }
    expect(harmless).toBeLessThan(10)
  })

  test('something behind its end', async () => {
    const { file } = await sample()
    const store = await bare()
    for (const tail of [
      Buffer.from('x'),
      Buffer.alloc(1),
      gzipSync('x\n'),
      gzipSync('{"end":{"lines":0,"sha256":""}}\n'),
    ]) {
      writeFileSync(at('tailed'), Buffer.concat([readFileSync(file), tail]))
      expect(await refusal(store, at('tailed'))).toMatch(/^backup\/(?:damaged|truncated)$/)
    }
  })

  test('another program, a newer version, no backup at all', async () => {
    const { file } = await sample()
    const [lines, store] = [linesOf(file).slice(0, -1), await bare()]
    const headed = (change: (header: Record<string, unknown>) => object) =>
      forge(at('headed'), [JSON.stringify(change(JSON.parse(lines[0]!))), ...lines.slice(1)])
    expect(
      await refusal(
        store,
        headed((header) => ({ ...header, schema: 'other/backup/v1' })),
      ),
    ).toBe('backup/not-ours')
    expect(
      await refusal(
        store,
        headed((header) => ({ ...header, schema: 'holdpoint/backup/v2' })),
      ),
    ).toBe('backup/newer')
    expect(
      await refusal(
        store,
        headed((header) => ({ ...header, store: 999 })),
      ),
    ).toBe('backup/newer')
    expect(
      await refusal(
        store,
        headed((header) => ({ ...header, root: undefined })),
      ),
    ).toBe('backup/damaged')
    expect(
      await refusal(
        store,
        headed((header) => ({ ...header, more: 1 })),
      ),
    ).toBe('backup/damaged')
    writeFileSync(at('text'), 'hello')
    expect(await refusal(store, at('text'))).toBe('backup/damaged')
    writeFileSync(at('packed-text'), gzipSync('hello\n'))
    expect(await refusal(store, at('packed-text'))).toBe('backup/not-ours')
    expect(await refusal(store, at('not-there'))).toBe('file/missing')
  })

  test('lines that were taken out, doubled, moved or made up, even with the right sum at the end', async () => {
    const { file } = await sample()
    const [lines, store] = [linesOf(file).slice(0, -1), await bare()]
    const first = (name: string, after = 0) => lines.findIndex((line, i) => i > after && line.startsWith(`{"${name}"`))
    const row = (name: string, change: (row: Record<string, unknown>) => object) => {
      const i = first(name)
      expect(i, `the backup has a row of ${name}`).toBeGreaterThan(0)
      const content = (JSON.parse(lines[i]!) as Record<string, Record<string, unknown>>)[name]!
      return lines.with(i, JSON.stringify({ [name]: change(content) }))
    }
    const one = first('entries')
    const forgeries: Record<string, readonly string[]> = {
      'an entry taken out': lines.toSpliced(one + 2, 1),
      'the last entry taken out': lines.toSpliced(
        lines.findLastIndex((line) => line.startsWith('{"entries"')),
        1,
      ),
      'an entry doubled': lines.toSpliced(one, 0, lines[one]!),
      'two entries changed': lines.with(one, lines[one + 1]!).with(one + 1, lines[one]!),
      'an entry of another log': row('entries', (entry) => ({ ...entry, log: 2 })),
      'an entry changed': row('entries', ({ bytes, ...entry }) => ({
        ...entry,
        bytes: Buffer.from(
          Buffer.from(bytes as string, 'base64')
            .toString()
            .replace('Case 0', 'Case X'),
        ).toString('base64'),
      })),
      'an entry that is none': row('entries', (entry) => ({ ...entry, bytes: 'aGVsbG8=' })),
      'a checkpoint changed': row('checkpoints', ({ note, ...rest }) => ({
        ...rest,
        note: (note as string).replace(/^\S+\n/, 'x\n'),
      })),
      'a checkpoint elsewhere': lines.toSpliced(one, 0, lines[first('checkpoints')]!),
      'a command of entries that are not there': row('commands', (command) => ({ ...command, seq: 10_000 })),
      'a command twice': lines.toSpliced(first('commands'), 0, lines[first('commands')]!),
      'other words': row('openings', (opening) => ({ ...opening, value: 'forged' })),
      'a piece of no file': row('evidence_chunks', (chunk) => ({
        ...chunk,
        file: '00000000-0000-4000-8000-000000000000',
      })),
      'a piece twice': lines.toSpliced(first('evidence_chunks'), 0, lines[first('evidence_chunks')]!),
      'a piece taken out': lines.toSpliced(first('evidence_chunks') + 1, 1),
      'a number that is text': row('imports', (found) => ({ ...found, n: '1' })),
      'a null that may not be': row('findings', (finding) => ({ ...finding, first: null })),
      'a column too many': row('findings', (finding) => ({ ...finding, more: 1 })),
      'a column too few': row('findings', (finding) => ({ ...finding, changed: undefined })),
      'bytes that are none': row('findings', (finding) => ({ ...finding, content: '?' })),
      'due in no case': row('due', (due) => ({ ...due, case_id: 'HP-999' })),
      'a message of no entry': row('outbox', (message) => ({ ...message, seq: 10_000 })),
      'a table of nobody': [...lines, '{"users":{"name":"eve"}}'],
      'a table of ours that is made anew': [
        ...lines,
        '{"cases":{"case_id":"HP-1","n":1,"name":"x","opened_ms":1,"closed":true}}',
      ],
      'two rows in one line': [...lines, '{"due":{},"outbox":{}}'],
      'no JSON': [...lines, 'hello'],
      'an empty line': [...lines, ''],
      'tables in another order': [...lines, lines[first('commands')]!],
      'another size': lines.with(0, lines[0]!.replace(/"size":\d+/, '"size":1')),
      'another root': lines.with(0, lines[0]!.replace(/"root":"./, '"root":"*')),
      'another name': lines.with(0, lines[0]!.replace(ORIGIN, 'other.example/log')),
      'no last checkpoint': lines.with(0, lines[0]!.replace(/"checkpoint":"(?:[^"\\]|\\.)*"/, '"checkpoint":null')),
    }
    for (const [what, forged] of Object.entries(forgeries)) {
      expect(forged.join('\n') === lines.join('\n'), what).toBe(false)
      const { ports } = restorePorts(store, undefined)
      const answer = await restoreBackup(wish(forge(at('forgery'), forged)), ports)
      expect(answer.ok ? 'restored' : answer.problem.code, what).toBe('backup/damaged')
      expect(await contents(store, 'heads'), what).toEqual([])
    }
    expect(await restoreBackup(wish(forge(at('forgery'), lines)), restorePorts(store, undefined).ports)).toMatchObject({
      ok: true,
    })
  })

  test('one that changes between the two looks', async () => {
    const [one, two] = [await backedUp('one', 1), await backedUp('two', 1)]
    const store = await bare()
    const { ports } = restorePorts(store, undefined)
    let opened = 0
    const swapping = { ...ports.files, open: () => ports.files.open(opened++ === 0 ? one.file : two.file) }
    expect(problem(await restoreBackup(wish(one.file), { ...ports, files: swapping })).code).toBe('backup/changed')
    expect(await contents(store, 'heads')).toEqual([])
  })
})

describe('an upgrade', () => {
  const upgrade = async (store: TestStore, keys: ReturnType<typeof keysInMemory>) => {
    const next = await bare()
    const answer = await upgradeStore(at(`upgrade-${commandId()}`), { ...portsOf(store), next: vault(next.db), keys })
    return { next, answer }
  }

  test('keeps name, log and head', async () => {
    const { store, keys, note } = await backedUp('upgrade', 3)
    const { next, answer } = await upgrade(store, keys)
    value(answer)
    for (const table of ['heads', ...ALL])
      expect(await contents(next, table), table).toEqual(await contents(store, table))
    value(await next.desk.handle(opening()))
    const bundle = await bundleOf(next, await sign(next, keys))
    const options = { ...nodeCrypto, file: 'bundle', keys: trusted(keys), earlier: [{ file: 'note', text: note }] }
    expect(value(verifyBundle([bundle], options))).not.toHaveProperty('continues')
  })

  test('is refused where what is there is not what was signed', async () => {
    const { store, keys } = await backedUp('unsigned', 1)
    const refused = async (keys: ReturnType<typeof keysInMemory>) => {
      const { next, answer } = await upgrade(store, keys)
      expect(await contents(next, 'heads')).toEqual([])
      return problem(answer).code
    }
    const none = { ...keys, checkpoint: () => ok(undefined) }
    const strange = keysInMemory('elsewhere.example/log')
    expect(await refused(none)).toBe('backup/disagrees')
    expect(await refused(strange)).toBe('backup/disagrees')
    expect(await refused({ ...keysInMemory(), checkpoint: keys.checkpoint })).toBe('backup/disagrees')
    value(await store.desk.handle(opening()))
    expect(await refused(keys)).toBe('backup/disagrees')
    await sign(store, keys)
    const twin = await fresh()
    await work(twin, 20)
    const { answer } = await upgrade(twin, keys)
    expect(problem(answer).code).toBe('backup/disagrees')
  })

  test('nobody writes meanwhile', async () => {
    const { store, keys } = await backedUp('alone', 2)
    let written = false
    const next = await bare()
    const ports = { ...portsOf(store), keys, next: vault(next.db) }
    const slow = {
      ...ports,
      next: {
        ...ports.next,
        fill: (async (fill: never) => {
          void store.desk.handle(opening()).then(() => (written = true))
          await new Promise((done) => setTimeout(done, 300))
          expect(written).toBe(false)
          return ports.next.fill(fill)
        }) as typeof ports.next.fill,
      },
    }
    value(await upgradeStore(at('alone-upgrade'), slow))
    await store.desk.idle()
    expect(written).toBe(true)
  })
})

describe('an export of the log', () => {
  test('leaves out what is not signed, and verifies', async () => {
    const { store, keys, note } = await backedUp('export', 2)
    await work(store, 2)
    const bundle = await bundleOf(store, note)
    const size = Number(note.split('\n')[1])
    expect(value(verifyBundle([bundle], { ...nodeCrypto, file: 'x', keys: trusted(keys) })).size).toBe(size)
    expect(value(await store.ledger.head()).size).toBeGreaterThan(size)
  })

  test('is refused for a log that is not there, and for one that is damaged', async () => {
    const { store, note } = await backedUp('damaged', 1)
    const strange = note.replaceAll(ORIGIN, 'elsewhere.example/log')
    expect(problem(await exportBundle(store.ledger, strange, nodeCrypto.sha256)).code).toBe('log/another-log')
    expect(problem(await exportBundle(store.ledger, 'nonsense', nodeCrypto.sha256)).code).toBe('log/note-unreadable')
    value(await store.db.query("UPDATE holdpoint.entries SET bytes = bytes || ' ' WHERE seq = 1"))
    await expect(bundleOf(store, note)).rejects.toThrow('log/root-differs')
    value(await store.db.query('DELETE FROM holdpoint.entries WHERE seq = 1'))
    await expect(bundleOf(store, note)).rejects.toThrow('log/root-differs')
  })
})

function linesSame(a: string, b: string): boolean {
  try {
    return linesOf(a).join('\n') === linesOf(b).join('\n')
  } catch {
    return false
  }
}
