import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nodeHash } from '../../adapters/hash.ts'
import type { Finding } from '../../core/finding/finding.ts'
import { finding } from '../../core/finding/finding.testing.ts'
import { readReport } from '../report.ts'
import type { OpenSource } from '../ports.ts'
import { contentOf, sayingOf, toolId } from './saying.ts'

const samples = readdirSync('src/readers', { recursive: true, encoding: 'utf8' }).filter((name) =>
  name.endsWith('.sample.json'),
)

function contents(name: string, text: string): readonly string[] {
  const bytes = new TextEncoder().encode(text)
  const source: OpenSource = {
    name,
    size: bytes.length,
    digest: `sha256:${nodeHash.sha256(text)}`,
    chunks: function* () {
      yield bytes
    },
    changed: () => false,
    close: () => {},
  }
  const found: Finding[] = [...readReport(source, nodeHash)]
  return found.map((one) => contentOf(one.tool?.name ?? '', sayingOf(one), nodeHash)).sort()
}

/** The same value, written down another way: members in the opposite order, other spaces, no escapes where none are needed. */
const reversed = (value: unknown): unknown =>
  Array.isArray(value)
    ? value.map(reversed)
    : typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value)
            .toReversed()
            .map(([key, member]) => [key, reversed(member)]),
        )
      : value

test.each(samples)('%s says the same, however it is written down', (name) => {
  const text = readFileSync(join('src/readers', name), 'utf8')
  const before = contents(name, text)
  expect(contents(name, JSON.stringify(reversed(JSON.parse(text)), null, 7))).toEqual(before)
})

test('where it stands in the report, the tool’s version and the tool’s own baseline are not what it says', () => {
  const one = finding({ at: '/results/1', tool: { name: 't', version: '1' }, baseline: 'new' })
  const other = finding({ at: '/results/7', tool: { name: 't', version: '2' }, baseline: 'unchanged' }, { file: 'b' })
  expect(sayingOf(other)).toBe(sayingOf(one))
})

test('everything else is', () => {
  const one = sayingOf(finding())
  for (const said of [
    { title: 'x' },
    { description: 'x' },
    { fixedIn: ['2'] },
    { severity: 'low' as const },
    { state: { status: 'suppressed' as const } },
    { locations: [{ file: 'a', line: 3 }] },
  ])
    expect(sayingOf(finding(said))).not.toBe(one)
})

test('text that a database cannot hold stands as escapes', () => {
  expect(sayingOf(finding({ title: 'a\0b\ud800c\n' }))).toContain('"a\\u0000b\\ud800c\\n"')
})

test('a tool’s name is its id where it is one, and two names are never one id', () => {
  const ids = [
    'Trivy',
    'npm audit',
    'npm-audit',
    'NPM  Audit',
    '',
    '..',
    '日本',
    '日木',
    'x'.repeat(65),
    'x'.repeat(66),
  ].map((name) => toolId(name, nodeHash))
  expect(ids.slice(0, 3)).toEqual(['trivy', expect.stringMatching(/^npm-audit-[0-9a-f]{8}$/), 'npm-audit'])
  expect(new Set(ids).size).toBe(ids.length)
  for (const id of ids) expect(id).toMatch(/^[a-z0-9._@+-]{1,64}$/)
})
