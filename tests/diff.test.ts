import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { holdpoint } from './holdpoint.testing.ts'
import { sarif } from './sarif.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder, write } = scratch()

function diff(...args: string[]) {
  const run = holdpoint('diff', ...args)
  const lines = () =>
    run.out
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Line)
  return { ...run, lines }
}

interface Line {
  readonly status: string
  readonly matched_by?: string
  readonly changes?: readonly object[]
  readonly complete?: boolean
  readonly counts?: object
}

const result = (rule: string, line: number, level = 'warning', more: object = {}) => ({
  ruleId: rule,
  level,
  message: { text: `found by ${rule}` },
  locations: [{ physicalLocation: { artifactLocation: { uri: 'src/a.ts' }, region: { startLine: line } } }],
  fingerprints: { v1: rule },
  ...more,
})

const BASE = write('base.sarif', sarif([result('stays', 1), result('worsens', 5), result('goes', 9)]))
const NEXT = write('new.sarif', sarif([result('comes', 2), result('stays', 40), result('worsens', 44, 'error')]))

test('two scans are told apart, and why each pair was matched is said', () => {
  const { exit, out, err } = diff(BASE, NEXT)
  expect({ exit, err }).toEqual({ exit: 0, err: '' })
  expect(out).toBe(
    [
      '1 new, 1 changed, 1 gone, 0 unknown, 1 same',
      '',
      'new      medium        found by comes  src/a.ts:2',
      '',
      'changed  high          found by worsens  src/a.ts:44',
      '         severity medium → high; matched by fingerprint',
      '',
      'gone     medium        found by goes  src/a.ts:9',
      '',
      'The same, by fingerprint (1).',
      '',
    ].join('\n'),
  )
})

test('the same, for machines: one finding a line, then the whole', () => {
  const { exit, lines } = diff(BASE, NEXT, '--json')
  expect(exit).toBe(0)
  expect(lines()).toMatchObject([
    { status: 'new', new: { title: 'found by comes', line: 2 } },
    {
      status: 'changed',
      matched_by: 'fingerprint',
      changes: [{ field: 'severity', base: 'medium', new: 'high' }],
      base: { line: 5 },
      new: { line: 44 },
    },
    { status: 'gone', base: { title: 'found by goes' } },
    { status: 'same', matched_by: 'fingerprint', changes: [] },
    { status: 'summary', complete: true, counts: { new: 1, changed: 1, gone: 1, unknown: 0, same: 1 } },
  ])
})

test('a scan compared with itself has nothing but the same, packed or not', () => {
  const packed = write('base.gz', gzipSync(sarif([result('stays', 1), result('worsens', 5), result('goes', 9)])))
  for (const other of [BASE, packed])
    expect(diff(BASE, other).out).toMatch(/^0 new, 0 changed, 0 gone, 0 unknown, 3 same\n/)
})

test.each([
  ['a damaged new report', sarif([]).slice(0, -3), 'json/truncated'],
  [
    'a new report of a failed scan',
    sarif([]).replace('"results"', '"invocations":[{"executionSuccessful":false}],"results"'),
    'sarif/',
  ],
  ['a new report of another tool', sarif([], 'other'), 'diff/narrower'],
])('nothing is gone by %s: exit 4', (name, content, code) => {
  const { exit, out, err } = diff(BASE, write(`${name}.sarif`, content))
  expect(exit).toBe(4)
  expect(out).toMatch(/^0 new, 0 changed, 0 gone, 3 unknown, 0 same\n/)
  expect(err).toContain(code)
})

test('a new report that is missing is not an empty one', () => {
  expect(diff(BASE, join(folder, 'nowhere.sarif'))).toMatchObject({
    exit: 4,
    err: expect.stringContaining('file/missing'),
  })
})

test('a new report without any finding is called out', () => {
  expect(diff(BASE, write('empty.sarif', sarif([])))).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/^0 new, 0 changed, 3 gone/),
    err: expect.stringContaining('diff/empty'),
  })
})

test('nothing is new against a base that cannot be read', () => {
  const { exit, out } = diff(write('cut.sarif', sarif([]).slice(0, -3)), NEXT)
  expect(exit).toBe(4)
  expect(out).toMatch(/^0 new, 0 changed, 0 gone, 3 unknown, 0 same\n/)
})

test('folders are compared whole', () => {
  for (const [side, results] of [
    ['old', [result('a', 1), result('b', 2)]],
    ['now', [result('b', 2), result('a', 1)]],
  ] as const) {
    mkdirSync(join(folder, side))
    results.forEach((one, i) => write(join(side, `${i}.sarif`), sarif([one])))
  }
  expect(diff(join(folder, 'old'), join(folder, 'now'))).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/2 same\n/),
  })
})

test("strangers' text does nothing to a terminal", () => {
  const hostile = write(
    'hostile.sarif',
    sarif([result('x', 1, 'error', { message: { text: '\u001B[2J\u202Egnp\r\n0 new' } })]),
  )
  const { out } = diff(BASE, hostile)
  expect(out).not.toMatch(/[\u001B\u202E\r]/)
  expect(out.split('\n').filter((line) => line.startsWith('0 new'))).toEqual([])
})
