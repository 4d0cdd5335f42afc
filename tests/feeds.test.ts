import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { holdpoint, holdpointWith, RELEASE } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

// Transcripts of the feeds: each test in a data folder of its own.

const { folder, write } = scratch()

function inFolder(data: string) {
  const env = { ...process.env, HOLDPOINT_DATA: join(folder, data) }
  return (...args: readonly string[]) => holdpointWith({ env }, ...args)
}

const epss = (day: string, rows = 'CVE-2024-0912,0.00947,0.75986\nCVE-2025-48384,0.9,0.99\n') =>
  `#model_version:v2025.03.14,score_date:${day}T00:00:00Z\ncve,epss,percentile\n${rows}`
const kev = JSON.stringify({
  catalogVersion: '2025.08.18',
  dateReleased: '2025-08-18T17:04:19.9796Z',
  count: 1,
  vulnerabilities: [{ cveID: 'CVE-2025-48384' }],
})
const REPORT = write(
  'report.yaml',
  'schema: holdpoint/finding/v1\ntitle: Link following\nids: CVE-2025-48384\nseverity: low\nwhere: { component: git@2.40.0 }\n',
)
const DEFAULT = holdpoint('policy', 'init').out
const POLICY = write(
  'policy.yaml',
  DEFAULT.replace('raise: []', 'raise: [{ id: known-exploited, when: { kev: true }, to: critical }]'),
)

test('feeds are imported from files, gzipped or plain, and shown with version and day', () => {
  const holdpoint = inFolder('import')
  expect(holdpoint('feeds')).toMatchObject({ exit: 0, out: expect.stringContaining('There is no feed.') })
  const imported = holdpoint('feeds', 'import', write('e.gz', gzipSync(epss('2025-08-18'))), write('k.json', kev))
  expect(imported).toEqual({
    exit: 0,
    out: 'imported  EPSS v2025.03.14 of 2025-08-18: 2 CVEs\nimported  KEV 2025.08.18 of 2025-08-18: 1 CVE\n',
    err: '',
  })
  expect(holdpoint('feeds').out).toMatch(
    /^EPSS v2025\.03\.14 of 2025-08-18, .*: 2 CVEs\nKEV 2025\.08\.18 of 2025-08-18, /,
  )
  const lines = holdpoint('feeds', '--json').out.trim().split('\n')
  expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
    { name: 'epss', version: 'v2025.03.14', dated: '2025-08-18T00:00:00.000Z', rows: 2 },
    { name: 'kev', version: '2025.08.18', dated: '2025-08-18T17:04:19.979Z', rows: 1 },
  ])
})

test('what is older, or as old and different, is refused: exit 5; the same again is harmless', () => {
  const holdpoint = inFolder('older')
  const present = write('b.csv', epss('2025-08-18'))
  holdpoint('feeds', 'import', present)
  expect(holdpoint('feeds', 'import', present)).toMatchObject({
    exit: 0,
    out: expect.stringContaining('this very file'),
  })
  for (const other of [epss('2025-08-17'), epss('2025-08-18', 'CVE-2024-0912,0.1,0.2\n')])
    expect(holdpoint('feeds', 'import', write('c.csv', other))).toMatchObject({
      exit: 5,
      out: '',
      err: expect.stringContaining('feed/older'),
    })
})

test.each([
  ['cut.csv', epss('2025-08-19').slice(0, -4), 'cut.csv:4:1'],
  ['cut.gz', gzipSync(epss('2025-08-19')).subarray(0, 60), 'archive/truncated'],
  ['wrong.csv', epss('2025-08-19', 'CVE-2024-0912,x,0.2\n'), 'wrong.csv:3:15'],
  ['cut.json', kev.slice(0, -5), 'cut.json:1:'],
  ['other.json', '{"runs":[]}', 'feed/unknown'],
])('a damaged feed replaces nothing: %s', (name, content, said) => {
  const holdpoint = inFolder('damage')
  holdpoint('feeds', 'import', write('d.csv', epss('2025-08-18')))
  const before = holdpoint('feeds').out
  const { exit, err } = holdpoint('feeds', 'import', write(name, content))
  expect(exit).toBe(2)
  expect(err).toContain(said)
  expect(holdpoint('feeds').out).toBe(before)
})

test('a verdict names the feeds that it rests on', () => {
  const holdpoint = inFolder('verdict')
  holdpoint('feeds', 'import', write('f.csv', epss('2025-08-18')), write('k.json', kev))
  const text = holdpoint('check', REPORT, ...RELEASE).out
  expect(text).toContain('Feeds         EPSS v2025.03.14 of 2025-08-18, KEV 2025.08.18 of 2025-08-18')
  expect(holdpoint('check', REPORT, ...RELEASE, '-o', 'markdown').out).toContain('EPSS v2025.03.14 of 2025-08-18')
  expect(JSON.parse(holdpoint('check', REPORT, ...RELEASE, '-o', 'json').out)).toMatchObject({
    feeds: [
      { name: 'epss', version: 'v2025.03.14', dated: '2025-08-18T00:00:00.000Z' },
      { name: 'kev', version: '2025.08.18', dated: '2025-08-18T17:04:19.979Z' },
    ],
  })
})

test('a policy that looks at a feed is unknown without it, and judges by it with it', () => {
  const holdpoint = inFolder('policy')
  const check = () => holdpoint('check', REPORT, ...RELEASE, '--policy', POLICY)
  expect(check()).toMatchObject({ exit: 4, out: expect.stringContaining('feed/missing') })
  holdpoint('feeds', 'import', write('g.csv', epss('2025-08-18')), write('k.json', kev))
  expect(check()).toMatchObject({ exit: 3, out: expect.stringContaining('known to be exploited (KEV)') })
})

test('a stored feed that somebody changed is no feed, and no verdict rests on it', () => {
  const holdpoint = inFolder('changed')
  holdpoint('feeds', 'import', write('h.csv', epss('2025-08-18')))
  const file = join(folder, 'changed', 'feeds', 'epss.feed')
  const bytes = readFileSync(file)
  bytes[bytes.length - 9]! ^= 1
  writeFileSync(file, bytes)
  expect(holdpoint('check', REPORT, ...RELEASE)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('data/damaged'),
  })
  expect(holdpoint('feeds', 'import', join(folder, 'h.csv'))).toMatchObject({ exit: 0 })
  expect(holdpoint('feeds')).toMatchObject({ exit: 0 })
})
