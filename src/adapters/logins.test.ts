import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'
import { loginsIn } from './logins.ts'

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-logins-'))
afterAll(() => rmSync(folder, { recursive: true }))
const BEN = { person: 'ben', token: 'hps_1', until: '2026-11-28T12:00:00.000Z' }
const KEPT = { last: 'http://localhost:4650', servers: { 'http://localhost:4650': BEN } }
const code = (result: ReturnType<ReturnType<typeof loginsIn>['read']>) => (result.ok ? 'ok' : result.problem.code)

test('what is kept comes back, and nobody else may read it', () => {
  const logins = loginsIn({ HOLDPOINT_CONFIG: join(folder, 'own') })
  expect(logins.read()).toEqual({ ok: true, value: { servers: {} } })
  expect(logins.replace(KEPT)).toEqual({ ok: true, value: undefined })
  expect(logins.read()).toEqual({ ok: true, value: KEPT })
  if (process.platform === 'win32') return
  expect(statSync(join(folder, 'own')).mode & 0o777).toBe(0o700)
  expect(statSync(join(folder, 'own', 'sessions.json')).mode & 0o777).toBe(0o600)
})

test.runIf(process.platform !== 'win32')(
  'a file that others may read is not read, and is made private when it is written anew',
  () => {
    const file = join(folder, 'open', 'sessions.json')
    const logins = loginsIn({ HOLDPOINT_CONFIG: join(folder, 'open') })
    logins.replace(KEPT)
    chmodSync(file, 0o640)
    expect(code(logins.read())).toBe('login/exposed')
    logins.replace(KEPT)
    expect(code(logins.read())).toBe('ok')
  },
)

test.each(['', '{', '[]', '{"servers":[]}', '{"servers":{"a":{"token":"x"}}}', '{"servers":{},"last":1}'])(
  'what is damaged is said: %s',
  (text) => {
    const logins = loginsIn({ HOLDPOINT_CONFIG: join(folder, 'damaged') })
    logins.replace(KEPT)
    writeFileSync(join(folder, 'damaged', 'sessions.json'), text)
    expect(code(logins.read())).toBe('login/damaged')
  },
)

test('the folder is where the user keeps settings', () => {
  loginsIn({ XDG_CONFIG_HOME: join(folder, 'xdg') }).replace(KEPT)
  expect(existsSync(join(folder, 'xdg', 'holdpoint', 'sessions.json'))).toBe(true)
  expect(readFileSync(join(folder, 'xdg', 'holdpoint', 'sessions.json'), 'utf8')).toContain('"ben"')
})

test('where nothing can be written, that is said', () => {
  writeFileSync(join(folder, 'file'), '')
  expect(loginsIn({ HOLDPOINT_CONFIG: join(folder, 'file', 'below') }).replace(KEPT)).toMatchObject({ ok: false })
})
