import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { dataFolder } from './data.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-data-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('the folder is HOLDPOINT_DATA, else the one of XDG, else the usual one', () => {
  expect(dataFolder({ HOLDPOINT_DATA: '/a', XDG_DATA_HOME: '/b' }).path).toBe('/a')
  expect(dataFolder({ HOLDPOINT_DATA: '', XDG_DATA_HOME: '/b' }).path).toBe('/b/holdpoint')
  for (const env of [{}, { XDG_DATA_HOME: 'relative' }, { XDG_DATA_HOME: '' }])
    expect(dataFolder(env).path).toBe(join(homedir(), '.local', 'share', 'holdpoint'))
})

test('what is put there comes back, and nothing else lies around', () => {
  const data = dataFolder({ HOLDPOINT_DATA: join(folder, 'new') })
  expect(data.read('feeds/x')).toEqual({ ok: true, value: undefined })
  for (const text of ['first', ''])
    expect([data.replace('feeds/x', Buffer.from(text)), data.read('feeds/x')]).toEqual([
      { ok: true, value: undefined },
      { ok: true, value: Buffer.from(text) },
    ])
  expect(readdirSync(join(folder, 'new', 'feeds'))).toEqual(['x'])
})

test('a file that somebody changed or cut is damaged, not shorter', () => {
  const data = dataFolder({ HOLDPOINT_DATA: folder })
  const file = join(folder, 'y')
  data.replace('y', Buffer.from('content'))
  const whole = readFileSync(file)
  for (let i = 0; i < whole.length; i++) {
    const changed = Buffer.from(whole)
    changed[i]! ^= 1
    for (const bytes of [changed, whole.subarray(0, i)]) {
      writeFileSync(file, bytes)
      expect(data.read('y')).toMatchObject({ ok: false, problem: { code: 'data/damaged', at: { file } } })
    }
  }
})

test('a folder that cannot be written is said', () => {
  writeFileSync(join(folder, 'z'), '')
  const data = dataFolder({ HOLDPOINT_DATA: join(folder, 'z') })
  expect(data.replace('feeds/x', Buffer.from('a'))).toMatchObject({ ok: false, problem: { code: 'file/not-written' } })
})
