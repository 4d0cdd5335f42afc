import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'hp-keeping-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string) => join(folder, name)

function holdpoint(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/holdpoint.cjs', ...args], { encoding: 'utf8' })
  return { status, stdout, stderr }
}
const grant = (person: string, data: string) =>
  expect(holdpoint('admin', 'role', 'grant', person, '--role', 'analyst', '--data', at(data))).toMatchObject({
    status: 0,
  })

test('what docs/backup.md says: back up, put back, and verify both logs', () => {
  grant('ana', 'old')
  expect(holdpoint('backup', at('friday.backup'), '--data', at('old'))).toMatchObject({ status: 0 })
  grant('ben', 'old')
  expect(holdpoint('log', 'export', '-o', at('old.bundle'), '--data', at('old'))).toMatchObject({ status: 0 })

  mkdirSync(at('new'), { mode: 0o700 })
  cpSync(at('old/keys'), at('new/keys'), { recursive: true })
  const restored = holdpoint('restore', at('friday.backup'), '--data', at('new'))
  expect(restored).toMatchObject({ status: 0, stderr: expect.stringMatching(/^backup\/lost-entries\n.* SIGNED /) })
  expect(holdpoint('restore', at('friday.backup'), '--data', at('new'))).toMatchObject({
    status: 5,
    stderr: expect.stringMatching(/^backup\/not-empty/),
  })

  grant('cy', 'new')
  expect(holdpoint('log', 'export', '-o', at('new.bundle'), '--data', at('new'))).toMatchObject({ status: 0 })
  const verify = (...more: readonly string[]) =>
    holdpoint('log', 'verify', at('new.bundle'), '--key', at('new/keys/log.pub'), ...more)
  expect(verify('--after', at('old.bundle')).stdout).toMatch(/Continues +holdpoint-\w+ after entry \d+\n/)
  const shown = JSON.parse(verify('--after', at('old.bundle'), '--json').stdout) as Record<string, unknown>
  expect(shown).toMatchObject({ verified: true, continues: { lost: expect.any(Number) }, after: [{}] })
  writeFileSync(at('forged.bundle'), readFileSync(at('old.bundle'), 'utf8').replace('"ana"', '"eve"'))
  expect(verify('--after', at('forged.bundle')).status).toBe(5)
}, 300_000)
