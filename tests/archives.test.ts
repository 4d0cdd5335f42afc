import { gzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { zip } from '../src/adapters/zip.testing.ts'
import { holdpoint, holdpointWith, RELEASE } from './holdpoint.testing.ts'
import { sarif } from './sarif.testing.ts'
import { scratch } from './scratch.testing.ts'

const { write } = scratch()

const CRITICAL = sarif([{ ruleId: 'x', message: { text: 'sqli' }, properties: { 'security-severity': '9.8' } }])

test('a gzipped report is read like any other, from a file and from standard input', () => {
  const plain = write('plain.sarif', Buffer.from(sarif([])))
  const packed = write('packed.bin', gzipSync(sarif([])))
  const summary = (file: string, input: string | Uint8Array = '') => {
    const { exit, out } = holdpointWith({ input }, 'read', file, '--summary')
    return { exit, ...(JSON.parse(out) as object), file: '' }
  }
  expect(summary(packed)).toEqual(summary(plain))
  expect(summary('-', gzipSync(sarif([])))).toEqual(summary(plain))
})

test('each report of a zip archive is evidence of its own', () => {
  const file = write(
    'scan.zip',
    zip([
      { name: 'one.sarif', data: sarif([]) },
      { name: 'deep/two.sarif', data: CRITICAL },
    ]),
  )
  expect(holdpoint('check', file, ...RELEASE)).toMatchObject({
    exit: 3,
    out: expect.stringContaining('scan.zip!deep/two.sarif#/runs/0/results/0'),
  })
})

test.each([
  ['cut.gz', gzipSync(CRITICAL).subarray(0, 40), 'archive/truncated'],
  ['cut.zip', zip([{ name: 'a', data: CRITICAL }]).subarray(0, 60), 'archive/damaged'],
  ['nested.zip', zip([{ name: 'a.gz', data: gzipSync(CRITICAL), stored: true }]), 'archive/nested'],
  ['hollow.zip', zip([]), 'archive/empty'],
  ['bomb.gz', gzipSync(Buffer.alloc(80_000_000, ' ')), 'archive/too-dense'],
])('an archive that cannot be told in full is unknown, never clear: %s', (name, bytes, code) => {
  const { exit, out } = holdpoint('check', write(name, bytes), ...RELEASE)
  expect(exit).toBe(4)
  expect(out).toContain(code)
})

test('a broken archive does not hide a critical finding in another: held beats unknown', () => {
  const archive = zip([
    { name: 'broken.sarif', data: CRITICAL, crc: 1 },
    { name: 'sound.sarif', data: CRITICAL },
  ])
  expect(holdpoint('check', write('half.zip', archive), ...RELEASE)).toMatchObject({
    exit: 3,
    out: expect.stringContaining('archive/damaged'),
  })
})
