import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { expect, test } from 'vitest'
import { workingOf } from '../src/adapters/calendar.ts'
import { nodeCrypto } from '../src/adapters/crypto.ts'
import { nodeFiles } from '../src/adapters/files.ts'
import { nodeHash } from '../src/adapters/hash.ts'
import { typst } from '../src/adapters/typst.ts'
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
