import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cveKey } from '../../core/policy/feeds.ts'
import { EPSS_HEAD, KEV_HEAD, kevJson, read, table } from './feeds.testing.ts'

const ROWS = 'CVE-2024-0912,0.00947,0.75986\nCVE-1999-0001,1e-05,0\nCVE-2025-0282,0.9412,1\n'

test('EPSS scores are read with their model and day, in the order of years and numbers', () => {
  expect(table(EPSS_HEAD + ROWS)).toMatchObject({
    name: 'epss',
    version: 'v2026.06.15',
    dated: '2026-11-18T00:00:00.000Z',
    keys: ['CVE-1999-0001', 'CVE-2024-0912', 'CVE-2025-0282'].map(cveKey),
    columns: [
      [10_000, 9_470_000, 941_200_000],
      [0, 759_860_000, 1_000_000_000],
    ],
  })
})

test('line ends of Windows and a byte order mark change nothing', () => {
  const { keys, columns } = table(EPSS_HEAD + ROWS)
  expect(table(`\uFEFF${(EPSS_HEAD + ROWS).replaceAll('\n', '\r\n')}`)).toMatchObject({ keys, columns })
})

test.each([
  ['no date', 'cve,epss,percentile\nCVE-2024-0912,0.1,0.2\n', 1, 1],
  ['no day', EPSS_HEAD.replace('2026-11-18', '2026-13-18') + ROWS, 1, 1],
  ['other columns', EPSS_HEAD.replace('percentile', 'rank') + ROWS, 2, 1],
  ['a row too short', `${EPSS_HEAD}${ROWS}CVE-2024-0913,0.1\n`, 6, 1],
  ['a number above 1', `${EPSS_HEAD}CVE-2024-0913,1.1,0.5\n`, 3, 15],
  ['a number below 0', `${EPSS_HEAD}CVE-2024-0913,0.5,-0.1\n`, 3, 19],
  ['no number', `${EPSS_HEAD}CVE-2024-0913,NaN,0.5\n`, 3, 15],
  ['an empty number', `${EPSS_HEAD}CVE-2024-0913,,0.5\n`, 3, 15],
  ['too many decimals', `${EPSS_HEAD}CVE-2024-0913,0.12345678901,0.5\n`, 3, 15],
  ['no CVE', `${EPSS_HEAD}GHSA-1,0.5,0.5\n`, 3, 1],
  ['a CVE twice', `${EPSS_HEAD}${ROWS}cve-2024-0912,0.5,0.5\n`, 6, 1],
  ['half a last row', `${EPSS_HEAD}${ROWS}CVE-2024-0913,0.5,0.5`, 6, 1],
  ['no rows', EPSS_HEAD, 3, 1],
])('EPSS with %s is refused at its line and column', (_, text, line, column) => {
  expect(read(text)).toMatchObject({
    ok: false,
    problem: { code: 'feed/malformed', at: { file: 'feed', line, column } },
  })
})

test('KEV is read from JSON with its version and its moment of release', () => {
  expect(table(kevJson(['CVE-2025-48384', 'CVE-2021-44228']))).toMatchObject({
    name: 'kev',
    version: '2026.11.18',
    dated: '2026-11-18T17:04:19.979Z',
    keys: ['CVE-2021-44228', 'CVE-2025-48384'].map(cveKey),
    columns: [],
  })
})

test('KEV as CSV says neither version nor date: its newest entry dates it', () => {
  const rows = [
    'CVE-2021-44228,Apache,Log4j2,Log4Shell,2021-12-10,"Text, with ""quotes""\nand lines",Apply,2021-12-24',
    'CVE-2025-48384,Git,Git,Link,2026-11-17,Text,Apply,2026-12-08',
  ]
  const feed = table(`${KEV_HEAD}${rows.join('\n')}\n`)
  expect(feed).toMatchObject({ name: 'kev', dated: '2026-11-17T00:00:00.000Z', keys: { length: 2 } })
  expect(feed).not.toHaveProperty('version')
})

test.each([
  ['fewer entries than it counts', kevJson(['CVE-2025-48384'], { count: 2 }), '/count'],
  ['no entry', kevJson([]), '/vulnerabilities'],
  ['no version', kevJson(['CVE-2025-48384'], { catalogVersion: 7 }), '/catalogVersion'],
  ['no date', kevJson(['CVE-2025-48384'], { dateReleased: 'today' }), '/dateReleased'],
  ['an entry without CVE', kevJson(['CVE-2025-48384', '']), '/vulnerabilities/1/cveID'],
  ['no list', kevJson([], { vulnerabilities: { cveID: 'CVE-2025-48384' } }), '/vulnerabilities'],
])('KEV with %s is refused', (_, text, pointer) => {
  expect(read(text)).toMatchObject({ ok: false, problem: { code: 'feed/malformed', at: { pointer } } })
})

test('a catalogue that was cut off is refused with line and column', () => {
  expect(read(kevJson(['CVE-2025-48384']).slice(0, -9))).toMatchObject({
    ok: false,
    problem: { code: expect.stringMatching(/^json\//), at: { line: 1, column: expect.any(Number) } },
  })
})

test('what is no feed says so', () => {
  for (const text of ['', 'hello', '{"runs":[]}', '<xml/>', 'a,b\n1,2\n', '\u0000\u0001'])
    expect(read(text)).toMatchObject({ ok: false, problem: { code: 'feed/unknown' } })
})

test('no prefix of a feed is a feed, wherever it was cut', () => {
  for (const whole of [EPSS_HEAD + ROWS, kevJson(['CVE-2025-48384', 'CVE-2021-44228'])])
    for (let length = 0; length < whole.length; length++) {
      const cut = whole.slice(0, length)
      // Between two lines nothing shows: that is what `feed/shrunk` is for.
      if (cut.startsWith(EPSS_HEAD) && cut.endsWith('\n')) continue
      expect(read(cut).ok, cut).toBe(false)
    }
})

test('bytes of any kind give a feed or a reason, never a crash', () => {
  const piece = fc.constantFrom(
    EPSS_HEAD,
    ROWS,
    KEV_HEAD,
    kevJson(['CVE-2025-48384']),
    'CVE-2024-0912,',
    '"',
    '\n',
    ',',
  )
  fc.assert(
    fc.property(fc.array(fc.oneof(piece, fc.string()), { maxLength: 6 }), (pieces) => {
      const feed = read(pieces.join(''))
      if (!feed.ok) expect(feed.problem.message).toMatch(/\.$|\?$/)
    }),
  )
})

const KEV = join(resolve('..', 'shared'), 'corpus', 'kev', 'cisa__known_exploited_vulnerabilities.json')
test.skipIf(!existsSync(KEV))("CISA's own file of 2025-08-25 is read in full", () => {
  const feed = read(readFileSync(KEV))
  expect(feed).toMatchObject({ ok: true, value: { version: '2025.08.25', keys: { length: 1404 } } })
})
