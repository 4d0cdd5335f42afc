import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { holdpoint, RELEASE } from './holdpoint.testing.ts'
import { sarif } from './sarif.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder, write } = scratch()

test('a report large enough for several threads gives the verdict that it gives in one, to the byte', () => {
  const results = Array.from({ length: 9000 }, (_, n) => ({
    ruleId: 'r',
    level: n % 3 === 0 ? 'error' : 'note',
    message: { text: `Value ${n % 5000} reaches this call without a check. ${'.'.repeat(2000)}` },
  }))
  const report = write('large.sarif', sarif(results))
  const several = check(report, 'several.json')
  // Who lists every finding hears them in one thread.
  const one = check(report, 'one.json', '--output', `sarif=${join(folder, 'all.sarif')}`)
  expect(several).toBe(one)
  expect(JSON.parse(one)).toMatchObject({ decision: 'held' })
})

function check(report: string, name: string, ...more: readonly string[]): string {
  const file = join(folder, name)
  const { exit, err } = holdpoint('check', report, ...RELEASE, '--output', `json=${file}`, ...more)
  expect({ exit, err }).toEqual({ exit: 3, err: '' })
  return readFileSync(file, 'utf8')
}
