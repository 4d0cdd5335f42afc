import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { ask, isRoot, ownerProgram, refused, scratch, tree } from './embedded.testing.ts'
import { launch } from './launch.ts'

const { place, folder, up, store, owner, clean } = scratch()
afterAll(clean, 60_000)

test('a second server on one folder is refused at once, and the first goes on', async () => {
  const data = await store()
  const first = await owner({ folder: data })
  const before = tree(join(data, 'pg', 'base')) + tree(join(data, 'run'))
  expect(await refused({ folder: data })).toMatchObject({
    code: 'postgres/in-use',
    message: expect.stringMatching(/another Holdpoint \(process \d+\)/) as string,
  })
  expect(tree(join(data, 'pg', 'base')) + tree(join(data, 'run'))).toBe(before)
  expect(await ask(first.said.host!, 'SELECT n FROM t')).toBe(7)
  await first.send('stop')
})

test('of five servers started at once on no store, one is up and four are refused', async () => {
  const data = folder()
  const all = await Promise.all(Array.from({ length: 5 }, () => owner({ folder: data })))
  const codes = all.map(({ said }) => said.code ?? 'up')
  expect(codes.sort()).toEqual([...Array.from({ length: 4 }, () => 'postgres/in-use'), 'up'])
  await Promise.all(all.map((one) => one.kill()))
})

test('an errand joins the server that runs, and leaves it alone', async () => {
  const data = await store()
  const first = await owner({ folder: data })
  const errand = await up({ folder: data, mode: 'join-or-start' })
  expect(errand).toMatchObject({ joined: true, major: 18 })
  expect(await ask(errand.connection.host, 'SELECT n FROM t')).toBe(7)
  await errand.stop()
  expect(await errand.gone).toMatchObject({ asked: true })
  expect(await ask(first.said.host!, 'SELECT n FROM t')).toBe(7)
  await first.send('stop')
})

test('an errand joins a server that is only starting; it hears when that server is gone', async () => {
  const data = folder()
  const starting = owner({ folder: data })
  while (!existsSync(join(data, 'run', 'owner.json'))) await wait(5)
  const errand = await up({ folder: data, mode: 'join-or-start' })
  expect(errand.joined).toBe(true)
  await (await starting).kill()
  expect(await errand.gone).toMatchObject({ asked: false })
})

test('a server waits for an errand to be done', async () => {
  const data = await store()
  const errand = await owner({ folder: data, mode: 'join-or-start' })
  expect(errand.said.joined).toBe(false)
  const serving = up({ folder: data })
  await wait(300)
  await errand.send('stop')
  expect((await serving).joined).toBe(false)
  await (await serving).stop()
})

test('a store of another major version is refused, and untouched', async () => {
  const data = await store()
  writeFileSync(join(data, 'pg', 'PG_VERSION'), '17\n')
  const before = tree(data)
  const problem = await refused({ folder: data })
  expect(problem).toMatchObject({ code: 'postgres/other-major' })
  expect(problem.message).toMatch(/of PostgreSQL 17; the programs here \(.*\) are of 18\.4/)
  expect(problem.hint).toContain('`holdpoint upgrade --data DIR` carries it over')
  expect(tree(data)).toBe(before)
})

test.each(['global/pg_control', 'PG_VERSION', 'pg_wal', 'base', 'pg_notify'])(
  'a store without its %s is damaged, and untouched',
  async (part) => {
    const data = await store()
    rmSync(join(data, 'pg', part), { recursive: true })
    const before = tree(data)
    const problem = await refused({ folder: data })
    expect(problem).toMatchObject({ code: 'postgres/damaged', message: expect.stringContaining(part) as string })
    expect(tree(data)).toBe(before)
  },
)

test.each([
  ['the control file is spoilt', 'global/pg_control', 'x'.repeat(8192)],
  ['its version is no number', 'PG_VERSION', 'eighteen\n'],
  ['its settings are spoilt', 'postgresql.conf', 'this is = = no setting\n'],
])('a store is damaged where %s', async (_, part, text) => {
  const data = await store()
  writeFileSync(join(data, 'pg', part), text)
  expect(await refused({ folder: data })).toMatchObject({ code: 'postgres/damaged' })
})

test('a store without a catalogue that the first connection reads is damaged', async () => {
  const data = await store()
  rmSync(join(data, 'pg', 'global', '1262'))
  expect(await refused({ folder: data })).toMatchObject({ code: 'postgres/damaged' })
})

test('a store whose log was emptied is damaged', async () => {
  const data = await store()
  for (const name of readdirSync(join(data, 'pg', 'pg_wal')))
    rmSync(join(data, 'pg', 'pg_wal', name), { recursive: true })
  const problem = await refused({ folder: data })
  expect(problem).toMatchObject({ code: 'postgres/damaged' })
})

test('without programs for this platform, what else there is is said', async () => {
  const program = await ownerProgram(join(place, 'bare'))
  const data = folder()
  const { said } = await owner({ folder: data }, { program })
  expect(said).toMatchObject({
    code: 'postgres/no-binaries',
    hint: expect.stringMatching(/HOLDPOINT_PG_BIN.*DATABASE_URL/) as string,
  })
  expect(tree(data)).toBe('')
})

/** Programs that say of themselves what a test wants. */
function programs(version: string, exit = 0): string {
  const bin = join(place, `bin-${version.replace(/\W/g, '-')}`)
  mkdirSync(bin)
  for (const name of ['postgres', 'initdb']) {
    writeFileSync(join(bin, name), `#!/bin/sh\necho "${version}"\nexit ${exit}\n`)
    chmodSync(join(bin, name), 0o755)
  }
  return bin
}

test.each([
  ['postgres (PostgreSQL) 14.2', 0, 'postgres/too-old'],
  ['error while loading shared libraries: libpq.so.5', 127, 'postgres/unusable-binaries'],
])('programs that say "%s" are refused', async (says, exit, code) => {
  const data = folder()
  expect(await refused({ folder: data, binaries: programs(says, exit) })).toMatchObject({ code })
  expect(tree(data)).toBe('')
})

test('a folder without programs is refused', async () => {
  expect(await refused({ folder: folder(), binaries: place })).toMatchObject({ code: 'postgres/no-binaries' })
})

test('what initdb says when it fails is passed on, and nothing half-made stays', async () => {
  const data = folder()
  const bin = programs('postgres (PostgreSQL) 18.9')
  writeFileSync(join(bin, 'initdb'), '#!/bin/sh\necho "initdb: error: the moon is full" >&2\ntouch "$2/x"\nexit 1\n')
  const problem = await refused({ folder: data, binaries: bin })
  expect(problem).toMatchObject({
    code: 'postgres/not-started',
    message: expect.stringContaining('the moon is full') as string,
  })
  expect(tree(data)).not.toMatch(/pg\.new/)
})

test('a data folder that is a file is refused', async () => {
  const data = folder()
  writeFileSync(data, '')
  expect(await refused({ folder: data })).toMatchObject({ code: 'file/not-written' })
})

const onSmallDisk = canMount() ? describe : describe.skip

onSmallDisk('a disk that is full (skipped where none may be mounted)', () => {
  const disk = (sizeMb: number): string => {
    const at = folder()
    mkdirSync(at)
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=711`, 'none', at])
    disks.push(at)
    return at
  }
  const disks: string[] = []
  afterAll(() => disks.forEach((at) => execFileSync('umount', ['-l', at])))

  test('while the store is made: said, and nothing half-made stays', async () => {
    const data = join(disk(30), 'data')
    expect(await refused({ folder: data })).toMatchObject({ code: 'postgres/disk-full' })
    expect(readdirSync(data).filter((name) => name.startsWith('pg') && name !== 'pg.log')).toEqual([])
  })

  test('to the last byte: said', async () => {
    const at = disk(1)
    fill(at)
    expect(await refused({ folder: join(at, 'data') })).toMatchObject({ code: 'postgres/disk-full' })
  })

  test('when the server starts: said, and with room again everything is there', async () => {
    const at = disk(100)
    const data = join(at, 'data')
    execFileSync('cp', ['-a', await store(), data])
    fill(at)
    expect(await refused({ folder: data })).toMatchObject({ code: 'postgres/disk-full' })
    rmSync(join(at, 'filler'))
    const { connection, stop } = await up({ folder: data })
    expect(await ask(connection.host, 'SELECT n FROM t')).toBe(7)
    await stop()
  })

  test('while it runs: the statement fails, what was acknowledged stays', async () => {
    const at = disk(100)
    const data = join(at, 'data')
    execFileSync('cp', ['-a', await store(), data])
    const first = await up({ folder: data })
    const flood = ask(first.connection.host, 'INSERT INTO t SELECT i FROM generate_series(1, 5000000) i')
    await expect(flood).rejects.toThrow()
    await first.stop()
    const second = await launch({ folder: data, mode: 'serve' })
    // With its log full, the server may need room before it starts; then it says that.
    if (second.ok) {
      expect(await ask(second.value.connection.host, 'SELECT sum(n)::int FROM t')).toBe(7)
      await second.value.stop()
    } else expect(second.problem.code).toBe('postgres/disk-full')
  })
})

/** To the last byte. */
function fill(at: string): void {
  const fd = openSync(join(at, 'filler'), 'w')
  try {
    for (;;) writeSync(fd, Buffer.alloc(4096))
  } catch {
    closeSync(fd)
  }
}

function canMount(): boolean {
  if (!isRoot || process.platform !== 'linux') return false
  const at = join(place, 'mount')
  mkdirSync(at)
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'none', at]).status !== 0) return false
  return spawnSync('umount', [at]).status === 0
}
