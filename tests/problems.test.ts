import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'

/** `area/what` in quotes, where the area is one of ours: what the code can answer. */
function codesOfTheCode(): string[] {
  const areas = new Set(documented().map((code) => code.split('/')[0]))
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((name) =>
    /(?<!\.test|\.testing)\.ts$/.test(name),
  )
  const codes = files.flatMap((file) =>
    [...readFileSync(join('src', file), 'utf8').matchAll(/'([a-z-]+\/[a-z][a-z0-9-]+)'/g)].map(([, code]) => code!),
  )
  return [...new Set(codes)].filter((code) => areas.has(code.split('/')[0]!)).sort()
}

const documented = () =>
  [...readFileSync('docs/problems.md', 'utf8').matchAll(/^\| `([a-z-]+\/[a-z0-9-]+)` \|/gm)].map(([, code]) => code!)

/** Made from a word of another program, not written in ours. */
const MADE = /^(?:usage|file)\//

test('every code that the program can answer is explained in docs/problems.md, and no other', () => {
  const made = documented().filter((code) => MADE.test(code))
  expect(
    documented()
      .filter((code) => !MADE.test(code))
      .sort(),
  ).toEqual(codesOfTheCode().filter((code) => !MADE.test(code)))
  expect(made.length).toBeGreaterThan(0)
})

test('each is explained once, in order', () => {
  expect(documented()).toEqual([...new Set(documented())].sort())
})
