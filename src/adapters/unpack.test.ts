import { gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sourceOf } from '../scan/source.ts'
import { archives, type ArchiveLimits } from './unpack.ts'
import { type Packed, zip } from './zip.testing.ts'

const SMALL: ArchiveLimits = { members: 3, total: 100_000, ratio: 20, freeBytes: 10_000 }
const REPORT = JSON.stringify({ version: '2.1.0', runs: [] })

/** What comes out: each member's name and text, or the code of why not. */
async function unpack(bytes: Uint8Array, kind: 'gzip' | 'zip', limits?: ArchiveLimits) {
  const sources = await archives(limits).unpack(sourceOf('in.bin', bytes, 'sha256:00', 1000), kind)
  return sources.map((source) => {
    if (!source.ok) return source.problem.code
    const text = () => Buffer.concat([...source.value.chunks()].map((chunk) => chunk.slice())).toString()
    const [first, again] = [text(), text()]
    expect(again).toBe(first)
    source.value.close()
    return [source.value.name, first]
  })
}
const gunzip = (bytes: Uint8Array, limits?: ArchiveLimits) => unpack(bytes, 'gzip', limits)
const unzip = (members: readonly Packed[], limits?: ArchiveLimits) => unpack(zip(members), 'zip', limits)
const noise = (length: number) => Buffer.from(Array.from({ length }, (_, i) => (i * 7919 * (i % 251)) & 0xff))

test('a gzipped report is what was packed, and can be read again', async () => {
  expect(await gunzip(gzipSync(REPORT))).toEqual([['in.bin', REPORT]])
})

test('gzip files joined to one are one, as gzip itself has it', async () => {
  expect(await gunzip(Buffer.concat([gzipSync('{"a":'), gzipSync('1}')]))).toEqual([['in.bin', '{"a":1}']])
})

test('a gzip file that was cut off anywhere is truncated or damaged, never shorter', async () => {
  const whole = gzipSync(noise(3000))
  for (let length = 2; length < whole.length; length += 97)
    expect((await gunzip(whole.subarray(0, length)))[0]).toMatch(/^archive\/(truncated|damaged)$/)
})

test('something behind the end of a gzip file is damage: it may be another report', async () => {
  expect(await gunzip(Buffer.concat([gzipSync(REPORT), Buffer.from(REPORT)]))).toEqual(['archive/damaged'])
  expect(await gunzip(Buffer.concat([gzipSync(REPORT), Buffer.alloc(8)]))).toEqual(['archive/damaged'])
})

test('a changed bit shows', async () => {
  const packed = gzipSync(noise(500))
  packed[packed.length - 7]! ^= 1
  expect(await gunzip(packed)).toEqual(['archive/damaged'])
})

test('every member of a zip archive is a report of its own, deflated or stored', async () => {
  expect(
    await unzip([
      { name: 'a/one.json', data: '{"n":1}' },
      { name: 'two.json', data: '{"n":2}', stored: true },
    ]),
  ).toEqual([
    ['in.bin!a/one.json', '{"n":1}'],
    ['in.bin!two.json', '{"n":2}'],
  ])
})

test('folders and hidden files are left out, as they are on disk; an archive of nothing else is empty', async () => {
  const nothing = [
    { name: 'a/', data: '' },
    { name: '.DS_Store', data: 'x' },
    { name: '__MACOSX/a/one.json', data: 'x' },
  ]
  expect(await unzip(nothing)).toEqual(['archive/empty'])
  expect(await unzip([])).toEqual(['archive/empty'])
})

test('the name of a member leads nowhere: it is only shown', async () => {
  const name = '../../etc/passwd\u001B[2J'
  expect(await unzip([{ name, data: 'x' }])).toEqual([[`in.bin!${name}`, 'x']])
})

test('a damaged member does not hide the sound ones', async () => {
  expect(
    await unzip([
      { name: 'one.json', data: '{"n":1}', crc: 1 },
      { name: 'two.json', data: '{"n":2}' },
    ]),
  ).toEqual(['archive/damaged', ['in.bin!two.json', '{"n":2}']])
})

test.each([
  ['an encrypted member', [{ name: 'a', data: 'x', flags: 1 }], 'archive/encrypted'],
  ['an unknown packing', [{ name: 'a', data: 'x', method: 12 }], 'archive/unsupported'],
  ['a wrong size', [{ name: 'a', data: 'xyz', size: 2 }], 'archive/damaged'],
  ['two names for one member', [{ name: 'a', data: 'x', localName: 'b' }], 'archive/damaged'],
  [
    'one member in the place of another',
    [
      { name: 'a', data: 'x' },
      { name: 'a', data: 'x', at: 0 },
    ],
    'archive/damaged',
  ],
  ['a place beyond the end', [{ name: 'a', data: 'x', at: 4_000_000 }], 'archive/damaged'],
  ['more members than are taken', ['a', 'b', 'c', 'd'].map((name) => ({ name, data: 'x' })), 'archive/too-many'],
] satisfies [string, Packed[], string][])('a zip archive with %s is refused', async (_, members, code) => {
  expect((await unzip(members, SMALL)).at(-1)).toBe(code)
})

test('what unpacks to more than is taken, or to far more than itself, is refused while it unpacks', async () => {
  expect(await gunzip(gzipSync(noise(100_001)), SMALL)).toEqual(['archive/too-large'])
  expect(await gunzip(gzipSync(Buffer.alloc(50_000)), SMALL)).toEqual(['archive/too-dense'])
  const bombs = ['a', 'b', 'c'].map((name) => ({ name, data: Buffer.alloc(40_000) }))
  expect(await unzip(bombs, { ...SMALL, ratio: 5000 })).toEqual([
    ['in.bin!a', '\0'.repeat(40_000)],
    ['in.bin!b', '\0'.repeat(40_000)],
    'archive/too-large',
  ])
})

test('nothing stands before the first member, behind the last or behind the end', async () => {
  const whole = zip([{ name: 'a', data: REPORT }])
  expect(await unpack(Buffer.concat([Buffer.from('PK\u0003\u0004'), whole]), 'zip')).toEqual(['archive/damaged'])
  expect(await unpack(Buffer.concat([whole, Buffer.from('x')]), 'zip')).toEqual(['archive/damaged'])
  expect(await unpack(zip([{ name: 'a', data: REPORT }], 'a comment'), 'zip')).toHaveLength(1)
})

test('no change to an archive hangs, crashes or gives other content under the same check', async () => {
  const members = [
    { name: 'one.json', data: REPORT },
    { name: 'two.json', data: noise(400), stored: true },
  ]
  const whole = zip(members)
  const contents = new Set(members.map(({ data }) => Buffer.from(data).toString()))
  await fc.assert(
    fc.asyncProperty(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), fc.nat(40), async (at, flip, cut) => {
      const changed = Buffer.from(whole.subarray(0, whole.length - (cut > 30 ? cut : 0)))
      if (at < changed.length) changed[at]! ^= flip
      for (const one of await unpack(changed, 'zip', SMALL)) {
        if (typeof one === 'string') expect(one).toMatch(/^archive\//)
        else expect(contents).toContain(one[1])
      }
    }),
    { numRuns: 150 },
  )
})
