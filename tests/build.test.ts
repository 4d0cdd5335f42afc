import { execFileSync } from 'node:child_process'
import { appendFileSync, cpSync, existsSync, rmSync, statSync, symlinkSync, utimesSync } from 'node:fs'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { scratch } from './scratch.testing.ts'

const { folder } = scratch()
const at = (...path: readonly string[]) => join(folder, ...path)

/** Builds where it is needed; says whether it was. */
function built(): boolean {
  const made = () => (existsSync(at('dist/main.js')) ? statSync(at('dist/main.js')).mtimeMs : 0)
  const before = made()
  execFileSync(process.execPath, ['scripts/build.mjs', '--if-needed'], { cwd: folder })
  return made() !== before
}

test('`prepare` leaves dist alone while it was made from what lies here, whatever the dates say, and never after a change', () => {
  for (const part of ['src', 'scripts/build.mjs', 'package.json', 'package-lock.json'])
    cpSync(resolve(part), at(part), { recursive: true })
  symlinkSync(resolve('node_modules'), at('node_modules'))
  expect(built(), 'nothing was there').toBe(true)
  expect(built()).toBe(false)
  utimesSync(at('src/main.ts'), new Date(), new Date())
  expect(built(), 'a newer date alone').toBe(false)
  appendFileSync(at('src/core/ids.ts'), '\n// another line\n')
  utimesSync(at('src/core/ids.ts'), new Date(0), new Date(0))
  expect(built(), 'a pull, with an older date').toBe(true)
  rmSync(at('src/core/case/authority.test.ts'))
  expect(built(), 'tests are no part of it').toBe(false)
  rmSync(at('dist/built-from'))
  expect(built(), 'a build that broke off').toBe(true)
}, 60_000)
