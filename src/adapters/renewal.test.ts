import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import type { Result } from '../core/problem.ts'
import { openKeys } from './keys.ts'
import { presentKeys, renewKeys, settleKeys } from './renewal.ts'

const scratch = mkdtempSync(join(tmpdir(), 'holdpoint-renewal-'))
afterAll(() => rmSync(scratch, { recursive: true }))
let made = 0
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.problem.code} ${result.problem.message}`)
  return result.value
}

/** Keys that have signed a log. */
function signed() {
  const folder = join(scratch, `keys-${++made}`)
  const keys = value(openKeys(folder, undefined))
  value(keys.keep('the last note\n'))
  return { folder, keys }
}
const text = (folder: string, name: string) => readFileSync(join(folder, name), 'utf8')

test('the next keys wait beside those in use, which stay as they are', () => {
  const { folder, keys } = signed()
  const before = ['log.key', 'log.pub', 'masters', 'checkpoint'].map((name) => text(folder, name))
  const { origin } = value(renewKeys(folder))
  expect(origin).toMatch(/^holdpoint-[0-9a-f]{12}$/)
  expect(origin).not.toBe(keys.origin)
  expect(['log.key', 'log.pub', 'masters', 'checkpoint'].map((name) => text(folder, name))).toEqual(before)
  expect(value(openKeys(folder, keys.origin)).signer.key).toEqual(keys.signer.key)
  expect(statSync(join(folder, 'next')).mode & 0o777).toBe(0o700)
  for (const name of readdirSync(join(folder, 'next')))
    expect(statSync(join(folder, 'next', name)).mode & 0o777).toBe(0o600)
})

test('settled, they are of the new log: another key, the same masters, no checkpoint; the old ones are kept', () => {
  const { folder, keys } = signed()
  const old = text(folder, 'log.key')
  const { origin, settle } = value(renewKeys(folder))
  value(settle())
  const next = value(openKeys(folder, origin))
  expect(next.origin).toBe(origin)
  expect(next.masters).toEqual(keys.masters)
  expect(next.signer.key.publicKey).not.toEqual(keys.signer.key.publicKey)
  expect(next.checkpoint()).toEqual({ ok: true, value: undefined })
  expect(
    text(folder, 'log.pub')
      .split('\n')
      .map((line) => line.split('+')[0]),
  ).toEqual([keys.origin, origin, ''])
  expect([text(folder, 'log.key.1'), text(folder, 'checkpoint.1')]).toEqual([old, 'the last note\n'])
  expect(existsSync(join(folder, 'next'))).toBe(false)
  expect(value(presentKeys(folder))!.origin).toBe(origin)
})

test('again, after another restore', () => {
  const { folder, keys } = signed()
  const names = [keys.origin]
  for (let i = 0; i < 2; i++) {
    const { origin, settle } = value(renewKeys(folder))
    value(settle())
    value(value(openKeys(folder, origin)).keep(`note of ${i}\n`))
    names.push(origin)
  }
  expect(value(presentKeys(folder))!.origin).toBe(names[2])
  expect(text(folder, 'log.pub').trim().split('\n').length).toBe(3)
  expect([text(folder, 'checkpoint.1'), text(folder, 'checkpoint.2')]).toEqual(['the last note\n', 'note of 0\n'])
})

test('a restore that came to nothing leaves the keys alone, and the next one begins anew', () => {
  const { folder, keys } = signed()
  const { origin: lost } = value(renewKeys(folder))
  value(settleKeys(folder, keys.origin))
  expect(value(openKeys(folder, keys.origin)).origin).toBe(keys.origin)
  const { origin, settle } = value(renewKeys(folder))
  expect(origin).not.toBe(lost)
  value(settle())
  expect(text(folder, 'log.pub')).not.toContain(lost)
})

test('broken off at any step, it is done to its end', () => {
  const steps: ((folder: string) => void)[] = [
    () => {},
    (folder) => renameSync(join(folder, 'checkpoint'), join(folder, 'checkpoint.1')),
    (folder) => renameSync(join(folder, 'log.key'), join(folder, 'log.key.1')),
    (folder) => renameSync(join(folder, 'next', 'log.key'), join(folder, 'log.key')),
    (folder) => renameSync(join(folder, 'next', 'log.pub'), join(folder, 'log.pub')),
  ]
  for (let done = 1; done <= steps.length; done++) {
    const { folder } = signed()
    const { origin } = value(renewKeys(folder))
    for (const step of steps.slice(0, done)) step(folder)
    value(settleKeys(folder, origin))
    expect(value(openKeys(folder, origin)).origin).toBe(origin)
    expect(text(folder, 'checkpoint.1')).toBe('the last note\n')
    expect(existsSync(join(folder, 'log.key.1'))).toBe(true)
    value(settleKeys(folder, origin))
  }
})

test('without the masters there are none, but in a folder where nothing was', () => {
  const { folder } = signed()
  rmSync(join(folder, 'masters'))
  expect(renewKeys(folder)).toMatchObject({ ok: false, problem: { code: 'keys/missing' } })
  expect(existsSync(join(folder, 'next'))).toBe(false)
  const anew = join(scratch, 'anew')
  const { origin, settle } = value(renewKeys(anew))
  value(settle())
  expect(value(openKeys(anew, origin)).masters.length).toBe(1)
  expect(readdirSync(anew).toSorted()).toEqual(['log.key', 'log.pub', 'masters'])
})

test('where no log was named there are no present keys', () => {
  expect(presentKeys(join(scratch, 'nowhere'))).toEqual({ ok: true, value: undefined })
  const empty = join(scratch, 'empty')
  mkdirSync(empty, { mode: 0o700 })
  expect(presentKeys(empty)).toEqual({ ok: true, value: undefined })
  expect(readdirSync(empty)).toEqual([])
})
