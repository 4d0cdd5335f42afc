import { execFileSync } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'
import { isRoot, scratch, tree } from './embedded.testing.ts'
import { examine } from './doctor.ts'

const { folder, up, store, owner, clean } = scratch()
afterAll(clean, 60_000)

async function states(data: string, binaries?: string): Promise<Record<string, string>> {
  const before = tree(data)
  const checks = await examine({ folder: data, ...(binaries && { binaries }) })
  expect(tree(data)).toBe(before)
  return Object.fromEntries(checks.map(({ what, state, detail }) => [what, `${state}: ${detail}`]))
}

const all = (checks: Record<string, string>, state: string) =>
  Object.entries(checks)
    .filter(([, text]) => text.startsWith(state))
    .map(([what]) => what)

test('a folder that is not there is fine, and stays away', async () => {
  const data = folder()
  const checks = await states(data)
  expect(all(checks, 'fine')).toHaveLength(9)
  expect(checks['store']).toContain('none yet')
  expect(existsSync(data)).toBe(false)
})

test('a store is fine while it runs and after', async () => {
  const data = await store()
  expect(await states(data)).toMatchObject({
    server: 'fine: does not run',
    store: 'fine: of PostgreSQL 18, with all its parts',
  })
  const { stop } = await up({ folder: data })
  // A server that runs writes; of a look nothing else is asked here.
  const checks = Object.fromEntries((await examine({ folder: data })).map(({ what, detail }) => [what, detail]))
  expect(checks).toMatchObject({
    server: `runs, for process ${process.pid} (serve)`,
    'pid file': expect.stringMatching(/^names process \d+, the server/) as string,
    log: expect.stringContaining('ready to accept connections') as string,
  })
  await stop()
})

test('an orphan and what it left are warnings', async () => {
  const data = await store()
  const one = await owner({ folder: data }, { lonely: true })
  await one.kill()
  const checks = Object.fromEntries((await examine({ folder: data })).map(({ what, state }) => [what, state]))
  expect(checks).toMatchObject({ server: 'warning', 'pid file': 'fine' })
})

test('what would be refused is broken, and says what to do', async () => {
  const data = await store()
  writeFileSync(join(data, 'pg', 'PG_VERSION'), '17\n')
  expect((await states(data))['store']).toMatch(/^broken: The store is of PostgreSQL 17/)
  rmSync(join(data, 'pg', 'global'), { recursive: true })
  expect((await states(data))['store']).toMatch(/^broken: .*damaged/)
  expect((await states(data, '/nowhere'))['programs']).toMatch(/^broken: /)
})

test('what troubles later is a warning', async () => {
  const data = await store()
  writeFileSync(join(data, 'pg', 'postmaster.pid'), `${process.pid}\n`)
  appendFileSync(join(data, 'pg.log'), 'PANIC:  the moon\n')
  chmodSync(data, 0o777)
  const checks = await states(data)
  expect(all(checks, 'warning')).toEqual(['folder', 'pid file', 'log'])
  expect(checks['pid file']).toContain('another program')
})

test.skipIf(!isRoot)(
  'below a closed folder, root hears how the server will pass (skipped for anybody else)',
  async () => {
    const closed = folder()
    mkdirSync(closed, { mode: 0o700 })
    expect((await states(join(closed, 'data')))['user']).toMatch(/^fine: you are root; .* with the right to pass/)
  },
)

test('a path too long for a socket is said, and nothing is made for it', async () => {
  const data = join(folder(), 'x'.repeat(100))
  mkdirSync(dirname(data))
  execFileSync('cp', ['-a', await store(), data])
  const checks = await states(data)
  expect(checks['sockets']).toMatch(/^fine: the path has \d+ of at most \d+ bytes; .*holdpoint-\d+-[0-9a-f]{16} stands/)
  expect(existsSync(/; (\S+) stands/.exec(checks['sockets']!)![1]!)).toBe(false)
})
