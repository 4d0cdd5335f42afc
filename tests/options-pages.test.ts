import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { parseYaml } from '../src/scan/yaml.ts'
import { holdpoint } from './in-process.testing.ts'

// the pages never lie

const PAGES = ['docs/options.md', 'docs/formats/risk-case.md', 'docs/formats/profile.md', 'docs/formats/plan.md']
const consoles = PAGES.flatMap((page) =>
  [...readFileSync(page, 'utf8').matchAll(/```console\n\$ npx holdpoint (.*)\n([\s\S]*?)```/g)].map(
    ([, words, shown]) => [page, words!, shown!] as const,
  ),
)

test.each(consoles)('%s shows what "holdpoint %s" prints', async (_, words, shown) => {
  const { out } = await holdpoint(...words.split(' '))
  const [whole, rest] = shown.split('\n…\n')
  expect(rest === undefined ? out : out.slice(0, whole!.length)).toBe(whole)
})

test('the pages show something', () => expect(consoles.length).toBeGreaterThan(4))

test.each(PAGES)('every YAML in %s can be read', (page) => {
  const blocks = [...readFileSync(page, 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text]) => text!)
  for (const text of blocks) expect(parseYaml(text)).toMatchObject({ ok: true })
})
