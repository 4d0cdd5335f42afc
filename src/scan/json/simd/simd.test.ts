import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { nearlyJson } from '../json.testing.ts'
import { OPEN, PlainScanner, type Scanner } from '../scanner.ts'
import { wholeValue } from '../whole.testing.ts'
import { SOURCE_SHA256 } from './bytes.generated.ts'
import { SimdScanner, simdModule } from './simd.ts'

const simd = new SimdScanner(simdModule()!, 1 << 12)
const plain = new PlainScanner(1 << 12)

/** Where a value ends and how many colons it has, read in pieces of `step` bytes, from `start` on in the memory. */
function delimit(scanner: Scanner, bytes: Uint8Array, maxDepth: number, step: number, start: number) {
  scanner.reserve(start + bytes.length)
  scanner.bytes.fill(0x22)
  scanner.bytes.set(bytes, start)
  scanner.begin(maxDepth)
  let end = OPEN
  for (let at = 0; at < bytes.length && end === OPEN; at += step)
    end = scanner.skip(start + at, start + Math.min(at + step, bytes.length))
  return { end, colons: scanner.colons }
}

// A backslash outside a string is no JSON, and the twins may part behind it: JSON.parse refuses what either delimits.
const STRING = /"(?:[^"\\]|\\[^])*"?/g
const isPlain = (bytes: Uint8Array) => !Buffer.from(bytes).toString('latin1').replaceAll(STRING, '').includes('\\')

test('the twins agree on where a value ends, how many keys it has and where it is too deep', () => {
  const wrapped = nearlyJson.map((bytes) => Uint8Array.of(0x5b, ...bytes, 0x5d))
  const noise = fc
    .array(fc.constantFrom(...'[]{}":\\ax'), { maxLength: 400 })
    .map((text) => new TextEncoder().encode(`[${text.join('')}`))
  fc.assert(
    fc.property(
      fc.oneof(wrapped, noise).filter(isPlain),
      fc.oneof(fc.constant(256), fc.integer({ min: 1, max: 8 })),
      fc.oneof(fc.constant(4096), fc.integer({ min: 1, max: 130 })),
      fc.nat(70),
      (bytes, maxDepth, step, start) => {
        const wanted = delimit(plain, bytes, maxDepth, step, start)
        const got = delimit(simd, bytes, maxDepth, step, start)
        // Where it is too deep, nothing is asked of the colons.
        if (wanted.end < OPEN) expect(got.end).toBe(wanted.end)
        else expect(got).toEqual(wanted)
      },
    ),
    { numRuns: 5000 },
  )
})

test('the twins pass over the same elements', () => {
  const between = fc.constantFrom(',', ',', ',\n', ' ,\t', '', ' ', ']', ',1,', ',')
  const listed = fc
    .array(fc.tuple(nearlyJson, between), { maxLength: 4 })
    .map((all) => Uint8Array.from(all.flatMap(([bytes, gap]) => [...bytes, ...new TextEncoder().encode(gap)])))
  const limit = fc.oneof(fc.constant(256), fc.integer({ min: 1, max: 60 }))
  fc.assert(
    fc.property(listed.filter(isPlain), limit, limit, fc.nat(300), (bytes, maxDepth, most, until) => {
      const [wanted, got] = [plain, simd].map((scanner) => {
        scanner.reserve(bytes.length)
        scanner.bytes.set(bytes)
        const end = scanner.pass(0, bytes.length, Math.min(until, bytes.length), maxDepth, most)
        return { end, passed: scanner.passed }
      })
      expect(got).toEqual(wanted)
    }),
    { numRuns: 400 },
  )
})

/** Where the array at the start is surely over, `start` bytes into the memory, with more behind it. */
function sound(bytes: Uint8Array, start = 0) {
  const behind = new TextEncoder().encode('],"a":1]}')
  simd.reserve(start + bytes.length + behind.length)
  simd.bytes.set(bytes, start)
  simd.bytes.set(behind, start + bytes.length)
  const end = simd.sound(start, start + bytes.length)
  return end === OPEN ? OPEN : { end: end - start, colons: simd.colons }
}

test('what is surely sound is JSON without a duplicate key, to its end', () => {
  const wrapped = nearlyJson.map((bytes) => Uint8Array.of(0x5b, ...bytes, 0x5d))
  const noise = fc
    .array(fc.constantFrom(...'[]{}":,\\a1e-. ', '"a":', '"b":[', '{"', '"},', 'true', 'null', '0'), { maxLength: 30 })
    .map((text) => new TextEncoder().encode(`[${text.join('')}]`))
  const ascii = fc.oneof(wrapped, noise).filter((bytes) => bytes.every((byte) => byte < 0x80))
  let sure = 0
  fc.assert(
    fc.property(ascii, fc.nat(70), (bytes, start) => {
      const got = sound(bytes, start)
      if (got === OPEN) return
      sure++
      expect(got).toEqual(delimit(plain, bytes, 256, bytes.length, 0))
      expect(wholeValue(bytes.subarray(0, got.end))).toBeDefined()
    }),
    { numRuns: 5000 },
  )
  expect(sure).toBeGreaterThan(500)
})

test('what reports hold is surely sound; what is too much to note is not', () => {
  const sure = (text: string) => sound(new TextEncoder().encode(text)) !== OPEN
  const keys = (count: number) => Object.fromEntries(Array.from({ length: count }, (_, i) => [`key ${i}`, i]))
  const many = [keys(24), 'a "b" \\ /\n', [], {}, -1.5e-7, 0, true, false, null, { '': [{ a: { a: [[1], 2] } }] }]
  for (const indent of [0, 1, 20]) expect(sure(JSON.stringify(many, undefined, indent))).toBe(true)
  expect(sure(JSON.stringify([keys(25)]))).toBe(false)
  expect(sure(`${'['.repeat(20)}${']'.repeat(20)}`)).toBe(true)
  expect(sure(`${'['.repeat(200)}${']'.repeat(200)}`)).toBe(false)
  for (const text of [
    '[{"a":1,"a":1}]',
    '[{"startLine":1,"b":{},"startLine":1}]',
    '[01]',
    '[1.]',
    '[-]',
    '[1e]',
    '[,]',
  ])
    expect(sure(text)).toBe(false)
  for (const text of [
    '[1,]',
    '[{"a":1,}]',
    '[{"a"}]',
    '[{"a":}]',
    '[{1:1}]',
    '["\t"]',
    '["\\x"]',
    '[tru]',
    '[}',
    '[',
    '["',
  ])
    expect(sure(text)).toBe(false)
})

test('backslashes in a row, over every edge of a block and a chunk', () => {
  for (let lead = 0; lead < 130; lead++) {
    for (let run = 0; run < 6; run++) {
      const text = `["${'x'.repeat(lead)}${'\\'.repeat(run)}"]${'"]'.repeat(run % 2)}`
      const bytes = new TextEncoder().encode(text)
      for (const step of [1, 63, 64, 65, 4096])
        expect(delimit(simd, bytes, 9, step, 0)).toEqual({ end: bytes.length, colons: 0 })
    }
  }
})

test('the memory grows and keeps what it holds', () => {
  const scanner = new SimdScanner(simdModule()!, 10)
  const size = scanner.bytes.length
  scanner.bytes.set([1, 2, 3])
  scanner.reserve(size * 3)
  expect(scanner.bytes.length).toBeGreaterThanOrEqual(size * 3)
  expect([...scanner.bytes.subarray(0, 3)]).toEqual([1, 2, 3])
})

test('where WebAssembly is missing or refuses the module, the plain twin reads', async () => {
  const Module = vi.fn(() => {
    throw new Error('code generation is forbidden')
  })
  for (const absent of [undefined, { Module }]) {
    vi.resetModules()
    vi.stubGlobal('WebAssembly', absent)
    const { scannerFor } = await import('../scanners.ts')
    vi.unstubAllGlobals()
    expect(scannerFor(1 << 30).constructor.name).toBe('PlainScanner')
  }
})

test('the bytes were made of the source that lies beside them', () => {
  const source = readFileSync(new URL('skip.as', import.meta.url))
  expect(createHash('sha256').update(source).digest('hex'), 'run build.mjs').toBe(SOURCE_SHA256)
})
