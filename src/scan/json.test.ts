import { deepStrictEqual } from 'node:assert'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LIMITS, ScanFault } from './fault.ts'
import { jsonText, nearlyJson, STREAMS } from './json/json.testing.ts'
import { Strict } from './json/strict.ts'
import { wholeReading, wholeValue } from './json/whole.testing.ts'
import { elements, shapeOf } from './json.ts'
import { sourceOf } from './source.ts'

const chunkSize = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(64, 65536))
const streams = fc.constantFrom(...STREAMS)
const encode = (text: string) => new TextEncoder().encode(text)
const source = (text: string | Uint8Array, size = 65536) =>
  sourceOf('report.json', typeof text === 'string' ? encode(text) : text, 'sha256:0', size)

function read(bytes: Uint8Array, patterns: readonly string[], size: number) {
  const shape = shapeOf(source(bytes, size), patterns)
  return { shape, elements: [...elements(source(bytes, size), patterns)] }
}

test('what is read is what JSON.parse reads of the whole, for any chunks and any streams', () => {
  fc.assert(
    fc.property(jsonText, streams, chunkSize, (text, patterns, size) => {
      const whole = wholeValue(encode(text))
      fc.pre(whole !== undefined)
      const wanted = wholeReading(whole.value, patterns)
      const got = read(encode(text), patterns, size)
      deepStrictEqual(got.shape.value, wanted.shape)
      deepStrictEqual(got.elements, wanted.elements)
      for (const [pointer, count] of Object.entries(wanted.counts)) expect(got.shape.streamed(pointer)).toBe(count)
    }),
    { numRuns: 2000 },
  )
})

test('what JSON.parse refuses of the whole is refused, with its place, and nothing else is', () => {
  fc.assert(
    fc.property(nearlyJson, streams, chunkSize, (bytes, patterns, size) => {
      const whole = wholeValue(bytes)
      let fault: unknown
      try {
        read(bytes, patterns, size)
      } catch (error) {
        fault = error
      }
      if (whole) expect(fault).toBeUndefined()
      else {
        expect(fault).toBeInstanceOf(ScanFault)
        expect((fault as ScanFault).code).not.toBe('json/changed')
        expect((fault as ScanFault).at).toBeDefined()
      }
    }),
    { numRuns: 5000 },
  )
})

test('the strict reading, which finds the place of a fault, accepts exactly the same texts', () => {
  fc.assert(
    fc.property(nearlyJson, (bytes) => {
      const strict = () => new Strict(source(bytes, 3), LIMITS).document()
      if (wholeValue(bytes)) strict()
      else expect(strict).toThrow()
    }),
    { numRuns: 3000 },
  )
})
