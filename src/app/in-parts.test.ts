import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { nodeChance } from '../adapters/chance.ts'
import { systemClock } from '../adapters/clock.ts'
import { nodeFiles } from '../adapters/files.ts'
import { nodeHash } from '../adapters/hash.ts'
import { ok } from '../core/problem.ts'
import { check } from './check.ts'
import { hearPieces } from './pieces.ts'
import type { Ports } from './ports.ts'
import type { Crew } from './ports/crew.ts'

let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'holdpoint-parts-'))
})
afterAll(() => rmSync(folder, { recursive: true }))

test('a long report in parts gives the verdict that it gives in one go, to the byte', async () => {
  const report = write('long.sarif', sarif(9000))
  const [alone, inThree] = [await verdict([report], 1), await verdict([report], 3)]
  expect(inThree).toBe(alone)
  expect(JSON.parse(alone)).toMatchObject({ decision: 'held' })
})

test('several reports shared out give the verdict that they give one after another', async () => {
  const paths = [sarif(4000), sarif(200, 7), '{"version": "2.1.0", "ru', sarif(5000, 1500), '[]'].map((text, i) =>
    write(`${i}.json`, text),
  )
  expect(await verdict(paths, 2)).toBe(await verdict(paths, 1))
})

test('damage in any part is what it is in the whole', async () => {
  const text = sarif(9000)
  const at = text.lastIndexOf('"level"')
  const late = write('late.sarif', `${text.slice(0, at)}"ruleId":"twice",${text.slice(at)}`)
  const both = write('both.sarif', readFileSync(late, 'utf8').replace('"level"', '"ruleId":"twice","level"'))
  for (const file of [late, both]) {
    const alone = await verdict([file], 1)
    expect(await verdict([file], 2)).toBe(alone)
    expect(alone).toContain('json/duplicate-key')
  }
})

test('where threads fail for want of memory, one does it all', async () => {
  const report = write('poor.sarif', sarif(9000))
  expect(await verdict([report], 2, { size: 2, hear: async () => undefined })).toBe(await verdict([report], 1))
})

test('a report that is another one to the next thread is none: its parts are of two', async () => {
  const text = sarif(9000)
  const report = write('swapped.sarif', text)
  const ports = portsWith(2)
  const crew: Crew = {
    size: 2,
    async hear([first, second]) {
      const before = await ports.crew.hear([first!])
      writeFileSync(report, text.replace('reaches', 'REACHES'))
      const after = await ports.crew.hear([second!])
      return [...before!, ...after!]
    },
  }
  const answer = await verdict([report], 2, crew)
  expect(JSON.parse(answer)).toMatchObject({ decision: 'unknown' })
  expect(answer).toContain('report/changed')
})

test('a report that cannot be divided is heard once', async () => {
  const matches = Array.from({ length: 9000 }, (_, i) => ({
    vulnerability: { id: `CVE-2026-${10_000 + i}`, severity: 'High', description: 'x'.repeat(2000) },
    artifact: { name: 'openssl', version: '1.0', type: 'deb', purl: 'pkg:deb/openssl@1.0' },
  }))
  const text = JSON.stringify({ matches, descriptor: { name: 'grype', version: '0.90.0' } })
  const report = write('grype.json', text)
  expect(await verdict([report], 2)).toBe(await verdict([report], 1))
})

/** Results with all that parts must agree on: repetitions near and far, some graver, records to be ignored or not understood. */
function sarif(count: number, first = 0): string {
  const rules = [9.8, 7.5, 5, 0].map((score, i) => ({
    id: `rule-${i}`,
    properties: { 'security-severity': `${score}` },
  }))
  const results = Array.from({ length: count }, (_, n) => {
    const i = first + (n % 3 === 0 ? n % 1500 : n)
    if (n % 997 === 0) return n
    return {
      ruleId: `rule-${i % 4}`,
      kind: n % 101 === 0 ? 'pass' : 'fail',
      message: { text: `Value ${i} reaches this call without a check. ${'.'.repeat(2000)}` },
      locations: [
        { physicalLocation: { artifactLocation: { uri: `src/${i % 300}.ts` }, region: { startLine: i + 1 } } },
      ],
      level: 'error',
      ...(n % 3000 === 2998 && { properties: { 'security-severity': '10.0' } }),
    }
  })
  return JSON.stringify({ version: '2.1.0', runs: [{ tool: { driver: { name: 'Example', rules } }, results }] })
}

function write(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

/** The answer of `check` as JSON, by a crew of so many. */
async function verdict(paths: readonly string[], size: number, crew?: Crew): Promise<string> {
  const file = join(folder, 'verdict.json')
  await check(
    {
      paths,
      policies: [],
      release: 'payments@2.4.0',
      digests: [],
      at: '2026-11-20T14:00:00Z',
      outputs: [`json=${file}`],
      observe: false,
    },
    { ...portsWith(size), ...(crew && { crew }) },
  )
  return readFileSync(file, 'utf8')
}

/** Tasks and answers go through a structured clone, as they would between threads. */
function portsWith(size: number): Ports {
  const crew: Crew = {
    size,
    hear: async (tasks) => tasks.map((task) => structuredClone(hearPieces(structuredClone(task), ports))),
  }
  const ports = {
    clock: systemClock,
    hash: nodeHash,
    files: nodeFiles,
    chance: nodeChance,
    crew,
    data: { path: folder, read: () => ok(undefined), replace: () => ok(undefined) },
    terminal: { style: (_: string, text: string) => text, progress: () => undefined },
  } as unknown as Ports
  return ports
}
