import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'

const folder = mkdtempSync(join(tmpdir(), 'holdpoint-threads-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('a report large enough for several threads gives the verdict that it gives in one, to the byte', () => {
  const report = join(folder, 'large.sarif')
  const results = Array.from({ length: 9000 }, (_, n) => ({
    ruleId: 'r',
    level: n % 3 === 0 ? 'error' : 'note',
    message: { text: `Value ${n % 5000} reaches this call without a check. ${'.'.repeat(2000)}` },
  }))
  const run = { tool: { driver: { name: 'Example' } }, results }
  writeFileSync(report, JSON.stringify({ version: '2.1.0', runs: [run] }))
  const several = check(report, 'several.json')
  // Who lists every finding hears them in one thread.
  const one = check(report, 'one.json', '--output', `sarif=${join(folder, 'all.sarif')}`)
  expect(several).toBe(one)
  expect(JSON.parse(one)).toMatchObject({ decision: 'held' })
})

function check(report: string, name: string, ...more: readonly string[]): string {
  const file = join(folder, name)
  const args = [
    'check',
    report,
    '--release',
    'payments@2.4.0',
    '--at',
    '2026-11-20T14:00:00Z',
    '--output',
    `json=${file}`,
  ]
  const { status, stderr } = spawnSync(process.execPath, ['dist/main.js', ...args, ...more], { encoding: 'utf8' })
  expect(stderr).toBe('')
  expect(status).toBe(3)
  return readFileSync(file, 'utf8')
}
