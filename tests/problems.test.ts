import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** Texts of the same form that are no codes: schemas, media types. */
const NO_CODE = /^(?:ci|holdpoint|application|text|image|external|opt|sarif-schema|http|src)\//

/** Put together from parts, so that no literal of the code shows them: files, the command line, forms of YAML. */
const MADE =
  /^(?:usage|file)\/|\/(?:unknown-key|unknown-word|missing|wrong-type|out-of-range|unreadable)$|^risk\/(?:low-above-high|not-a-number|range-too-wide|empty)$/

const literals = () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.test|\.testing|\.generated)\.ts$/.test(name),
  )
  const found = files.flatMap((file) => [
    ...readFileSync(join('src', file), 'utf8').matchAll(/['`]([a-z][a-z-]*\/[a-z][a-z0-9-]+)['`]/g),
  ])
  return [...new Set(found.map(([, code]) => code!))].filter((code) => !NO_CODE.test(code)).sort()
}

const documented = () =>
  [...readFileSync('docs/problems.md', 'utf8').matchAll(/^\| `([a-z-]+\/[a-z0-9-]+)` \|/gm)].map(([, code]) => code!)

test('every code that the program can answer is explained in docs/problems.md', () => {
  const known = new Set(documented())
  expect(literals().filter((code) => !known.has(code))).toEqual([])
})

test('no code is explained that the program cannot answer', () => {
  const given = new Set(literals())
  expect(documented().filter((code) => !given.has(code) && !MADE.test(code))).toEqual([])
})

test('each is explained once, in order, with what it means', () => {
  expect(documented()).toEqual([...new Set(documented())].sort())
  expect(readFileSync('docs/problems.md', 'utf8')).not.toMatch(/^\| `[^|]+\| +\|/m)
})
