import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { workingOf } from '../src/adapters/calendar.ts'
import { nodeCrypto } from '../src/adapters/crypto.ts'
import { nodeFiles } from '../src/adapters/files.ts'
import { nodeHash } from '../src/adapters/hash.ts'
import { typst } from '../src/adapters/typst.ts'
import { holdpoint } from './in-process.testing.ts'
import { scratch } from './scratch.testing.ts'
import { readFacts } from '../src/app/document.ts'
import type { Ports } from '../src/app/ports.ts'
import { buildDocument } from '../src/core/brief/build.ts'
import { DOCUMENT_KINDS, type DocumentKind } from '../src/core/brief/documents.ts'
import { ENGLISH } from '../src/core/brief/english/english.ts'
import { lateNight } from '../src/core/brief/late-night.testing.ts'
import type { Instant } from '../src/core/instant.ts'
import { documentMarkdown } from '../src/writers/document/markdown/document.ts'
import { documentTypst } from '../src/writers/document/typst/document.ts'

/** `HOLDPOINT_WRITE_EXAMPLES=1 npx vitest run tests/documents.test.ts` writes what is compared otherwise. */
const WRITE = process.env['HOLDPOINT_WRITE_EXAMPLES'] === '1'
const ON_PAPER: readonly DocumentKind[] = [
  'executive',
  'product',
  'engineering',
  'release',
  'script-manager',
  'answers',
  'decision',
]
const CASES = [
  { name: 'case', at: '2026-11-20T10:30:00.000Z' },
  { name: 'late-night', at: '2026-11-19T23:30:00.000Z' },
] as const

const ports = {
  clock: { now: () => '2026-11-22T00:00:00.000Z' as Instant },
  hash: nodeHash,
  crypto: nodeCrypto,
  files: nodeFiles,
  calendars: { working: workingOf },
} as unknown as Ports

function same(path: string, content: string | Uint8Array) {
  const file = resolve(path)
  if (WRITE) {
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, content)
  }
  expect(existsSync(file), `${path} is there`).toBe(true)
  expect(readFileSync(file).equals(Buffer.from(content)), `${path} is what the program makes today`).toBe(true)
}

test('the second example case is made from its story', () => {
  same('examples/late-night.jsonl', lateNight(nodeCrypto.sha256))
})

test.each(CASES)(
  'every document of the case $name in docs/examples is what the program makes today',
  async ({ name, at }) => {
    const read = await readFacts(
      { file: `examples/${name}.jsonl`, at, people: 'examples/people.yaml', policies: [], version: '0.1.0' },
      ports,
    )
    if (!read.ok) throw new Error(JSON.stringify(read.problem))
    for (const kind of DOCUMENT_KINDS) {
      const document = buildDocument(kind, read.value.facts, ENGLISH)
      if (!document.ok) throw new Error(document.problem.message)
      same(join('docs/examples', name, `${kind}.md`), documentMarkdown(document.value))
      if (!ON_PAPER.includes(kind)) continue
      const pdf = await typst.pdf(documentTypst(document.value))
      if (!pdf.ok) throw new Error(pdf.problem.message)
      same(join('docs/examples', name, `${kind}.pdf`), pdf.value)
    }
  },
)

interface Printed {
  readonly facts: readonly { readonly id: string; readonly value?: { readonly at: string; readonly text?: string } }[]
}
const factsIn = async (kind: string, ...argv: readonly string[]) => {
  const { exit, out, err } = await holdpoint('document', ...argv, '--kind', kind, '--format', 'json')
  expect({ exit, err }).toEqual({ exit: 0, err: '' })
  return new Map((JSON.parse(out) as Printed).facts.map(({ id, value }) => [id, value]))
}

test.each(CASES)('the dates in the documents of $name are those that `holdpoint plan` prints', async ({ name, at }) => {
  const file = `examples/${name}.jsonl`
  const plan = JSON.parse((await holdpoint('plan', file, '--now', at, '--json')).out) as {
    readonly finish: Readonly<Record<'p50' | 'p80' | 'p95', string>>
    readonly minimum: { readonly finish: string }
  }
  const facts = await factsIn('executive', file, '--at', at)
  const upToMinute = (instant: string) => new Date(Math.ceil(Date.parse(instant) / 60_000) * 60_000).toISOString()
  const said = ['likely', 'safe', 'late', 'minimum'].map((one) => facts.get(`plan.date.${one}`)?.at)
  const { p50, p80, p95 } = plan.finish
  expect(said).toEqual([p50, p80, p95, plan.minimum.finish].map(upToMinute))
})

const { write } = scratch()

test('a plan that cannot be simulated leaves the date out, and why is said beside the document', async () => {
  const file = write('case.jsonl', readFileSync('examples/case.jsonl', 'utf8'))
  write('case.plan.yaml', 'schema: holdpoint/plan/v1\nby: lea\nzone: Europe/Nowhere\n')
  const { exit, out, err } = await holdpoint('brief', file, '--at', CASES[0].at, '--format', 'md')
  expect(exit).toBe(0)
  expect(out).toContain('how likely it is has not been worked out')
  expect(err).toContain('case.plan.yaml:1:1  plan/missing')
})

const POLICY = `schema: holdpoint/policy/v1
name: Acme
contact: on call
rules:
  - id: all
    treatment: remediate
    because: we fix all
cases:
  override_max_hours: 2
`

test('brief, document, meeting and rehearse judge by the policy that is given', async () => {
  const policy = write('policy.yaml', POLICY)
  const [file, at] = ['examples/case.jsonl', CASES[0].at]
  const hours = async (...more: readonly string[]) =>
    (await factsIn('release', file, '--at', at, ...more)).get('policy.override-hours')
  expect(await hours('--policy', policy)).toMatchObject({ n: 2 })
  expect(await hours()).toMatchObject({ n: 4 })
  const missing = ['--policy', 'no-such-policy.yaml']
  for (const argv of [
    ['brief', file],
    ['meeting', file, '--at', at, '--with', 'ana@example.org'],
    ['rehearse', file],
  ])
    expect((await holdpoint(...argv, ...missing)).err, argv[0]).toContain('file/missing')
})
