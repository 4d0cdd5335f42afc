import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-doctor-'))
afterAll(() => rmSync(folder, { recursive: true }))

function doctor(...args: readonly string[]) {
  const env = { ...process.env, HOLDPOINT_DATA: join(folder, 'ours'), HOLDPOINT_PG_BIN: undefined }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/main.js', 'doctor', ...args], {
    encoding: 'utf8',
    env,
  })
  return { exit: status, out: stdout, err: stderr }
}

test('a folder that will be made is fine', () => {
  const { exit, out, err } = doctor('--data', join(folder, 'new'))
  expect(err).toBe('')
  expect(out).toMatch(/^The store in .*new\n\nfine {5}programs {4}PostgreSQL 18\.4/)
  expect(exit).toBe(0)
})

test('without a folder, it is that of HOLDPOINT_DATA', () => {
  expect(doctor().out).toContain(join(folder, 'ours'))
})

test('a damaged store is broken: exit 2, and what to do', () => {
  const data = join(folder, 'damaged')
  mkdirSync(join(data, 'pg'), { recursive: true })
  writeFileSync(join(data, 'pg', 'PG_VERSION'), '18\n')
  const { exit, out } = doctor('--data', data)
  expect(exit).toBe(2)
  expect(out).toMatch(/^broken {3}store {7}The store is damaged: it lacks base/m)
  expect(out).toMatch(/^ +hint: Keep a copy/m)
})

test('a server that is not there is broken, and says what that means', () => {
  const { exit, out } = doctor('--server', 'http://127.0.0.1:1')
  expect(exit).toBe(2)
  expect(out).toMatch(/^broken {3}server {2}no answer: bad port\n +hint: .*"unknown"/m)
})

test('for machines, as JSON', () => {
  const { exit, out } = doctor('--json', '--data', join(folder, 'damaged'))
  expect(exit).toBe(2)
  expect(JSON.parse(out)).toMatchObject({
    schema: 'holdpoint/doctor/v1',
    broken: true,
    checks: expect.arrayContaining([expect.objectContaining({ what: 'store', state: 'broken' })]) as object[],
  })
})
