import { deepStrictEqual } from 'node:assert'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { LIMITS, ScanFault } from './fault.ts'
import { jsonText, nearlyJson, STREAMS } from './json/json.testing.ts'
import { Strict } from './json/strict.ts'
import { wholeReading, wholeValue } from './json/whole.testing.ts'
import { elements, shapeOf } from './json.ts'
import type { Element, Json } from './shape.ts'
import { sourceOf } from './source.ts'

const chunkSize = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(64, 65536))
const streams = fc.constantFrom(...STREAMS)
const RESULTS = ['/runs/*/results/*']
const encode = (text: string) => new TextEncoder().encode(text)
const source = (text: string | Uint8Array, size = 65536) =>
  sourceOf('report.json', typeof text === 'string' ? encode(text) : text, 'sha256:0', size)

// A source that says it is large is read with SIMD.
const scanner = fc.constantFrom('plain', 'plain', 'plain', 'simd')

function read(bytes: Uint8Array, patterns: readonly string[], chunk: number, twin: string, unread?: string) {
  const from = { ...source(bytes, chunk), size: twin === 'simd' ? 1 << 20 : 0 }
  return { shape: shapeOf(from, patterns), elements: [...elements(from, patterns, LIMITS, undefined, unread)] }
}

const unread = fc.constantFrom(undefined, 'results', 'Vulnerabilities', '0', '')

// Objects of JavaScript put keys such as "1" first: what they say of the order is not the document's.
const sorted = (list: readonly Element[]) => list.toSorted((a, b) => (a.pointer < b.pointer ? -1 : 1))

test('what is read is what JSON.parse reads of the whole, for any chunks and any streams', () => {
  fc.assert(
    fc.property(jsonText, streams, chunkSize, scanner, (text, patterns, chunk, twin) => {
      const whole = wholeValue(encode(text))
      fc.pre(whole !== undefined)
      const wanted = wholeReading(whole.value, patterns)
      const got = read(encode(text), patterns, chunk, twin)
      deepStrictEqual(got.shape.value, wanted.shape)
      deepStrictEqual(sorted(got.elements), sorted(wanted.elements))
      for (const [pointer, count] of Object.entries(wanted.counts)) expect(got.shape.streamed(pointer)).toBe(count)
    }),
    { numRuns: 600 },
  )
})

test('of a member that is not asked for, the array may be missing, and nothing else', () => {
  const emptied = (name: string, value: Json): Json => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map((item: Json) => emptied(name, item))
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, key === name && Array.isArray(item) ? [] : emptied(name, item)]),
    )
  }
  fc.assert(
    fc.property(jsonText, streams, scanner, fc.constantFrom('results', '0', ''), (text, patterns, twin, name) => {
      fc.pre(wholeValue(encode(text)) !== undefined)
      const [all, some] = [undefined, name].map((one) => read(encode(text), patterns, 64, twin, one).elements)
      const values = (list: readonly Element[]) => list.map(({ value }) => emptied(name, value))
      deepStrictEqual(values(some!), values(all!))
    }),
    { numRuns: 600 },
  )
  const values = (text: string, twin: string) =>
    read(encode(text), ['/*'], 64, twin, 'flows').elements.map(({ value }) => value)
  const here =
    '[{"a":"flows","flows" :\n [{"b":[1]},2],"c":3}, {"flows":[1]}, {"d":{"flows":{"e":1}}}, {"é":1,"flows":[1]}]'
  expect(values(here, 'plain')).toEqual(JSON.parse(here))
  const flowsFirst = here.replace('"a":"flows",', '')
  const [, ...others] = JSON.parse(flowsFirst) as Json[]
  expect(values(flowsFirst, 'simd')).toEqual([{ flows: [], c: 3 }, { flows: [] }, ...others.slice(1)])
})

test('a name that only ends in that of the member is another one', () => {
  const text = String.raw`[{"x\"flows":[1]},{"x\\"flows":[1]},{"aflows":[1]},{"flowsa":[1]},{"a":"\"flows\":[1]"}]`
  const sound = text.replace(String.raw`{"x\\"flows":[1]},`, '')
  const { elements: all } = read(encode(sound), ['/*'], 64, 'simd', 'flows')
  expect(all.map(({ value }) => value)).toEqual(JSON.parse(sound))
  expect(faultOf(() => read(encode(text), ['/*'], 64, 'simd', 'flows'))).toBe('1:25 json/syntax')
})

test('what is not asked for is refused where it is damaged, at its place', () => {
  const refused = (flows: string) => faultOf(() => read(encode(`[{"flows":${flows}}]`), ['/*'], 64, 'simd', 'flows'))
  expect(refused('[{"a":1}]')).toBe('read')
  expect(refused('[{"a":1,"a":2}]')).toBe('1:19 json/duplicate-key')
  expect(refused('[{"a":1,"\\u0061":2}]')).toBe('1:19 json/duplicate-key')
  expect(refused('[1],"flows":[1]')).toBe('1:15 json/duplicate-key')
  expect(refused('[1 2]')).toBe('1:14 json/syntax')
  expect(refused('[{"a":"\t"}]')).toBe('1:18 json/syntax')
  expect(refused('[[}]')).toBe('1:13 json/syntax')
})

test('a share holds the elements that begin in it, and shares in a row hold all of them', () => {
  fc.assert(
    fc.property(jsonText, streams, chunkSize, scanner, fc.nat(120), (text, patterns, chunk, twin, cut) => {
      fc.pre(wholeValue(encode(text)) !== undefined)
      const from = { ...source(text, chunk), size: twin === 'simd' ? 1 << 20 : 0 }
      const shared = [
        { from: 0, to: cut },
        { from: cut, to: Infinity },
      ].flatMap((share) => [...elements(from, patterns, LIMITS, share)])
      deepStrictEqual(shared, [...elements(from, patterns)])
    }),
    { numRuns: 600 },
  )
})

test('what JSON.parse refuses of the whole is refused, with its place, and nothing else is', () => {
  fc.assert(
    fc.property(nearlyJson, streams, chunkSize, scanner, unread, (bytes, patterns, chunk, twin, name) => {
      const whole = wholeValue(bytes)
      let fault: unknown
      try {
        read(bytes, patterns, chunk, twin, name)
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
    { numRuns: 1500 },
  )
})

test('the strict reading, which finds the place of a fault, accepts exactly the same texts', () => {
  fc.assert(
    fc.property(nearlyJson, (bytes) => {
      const strict = () => new Strict(source(bytes, 3), LIMITS).document()
      if (wholeValue(bytes)) strict()
      else expect(strict).toThrow()
    }),
    { numRuns: 1500 },
  )
})

const faultOf = (run: () => unknown): string => {
  try {
    run()
  } catch (error) {
    if (error instanceof ScanFault) return `${error.at?.line}:${error.at?.column} ${error.code}`
    throw error
  }
  return 'read'
}

test('elements and keys larger than the window come through whole, for either scanner', () => {
  const text = (size: number, i: number) => `${i}é"\\${'x'.repeat(size)}]}`
  const results = [10, 300_000, 3, 262_144, 0, 700_000].map((size, i) => ({ [text(size / 2, i)]: [text(size / 2, i)] }))
  const whole = { [text(400_000, 0)]: 1, runs: [{ results }, { more: text(600_000, 1), results }] }
  const bytes = encode(JSON.stringify(whole, undefined, 1))
  const wanted = wholeReading(whole, RESULTS)
  for (const chunk of [4099, 262_144, 5_000_000]) {
    for (const twin of ['plain', 'simd']) {
      const got = read(bytes, RESULTS, chunk, twin)
      deepStrictEqual(got.shape.value, wanted.shape)
      deepStrictEqual(got.elements, wanted.elements)
    }
  }
})

test('a key that stands twice is refused, wherever it stands', () => {
  const shape = (text: string) => faultOf(() => shapeOf(source(text), RESULTS))
  const all = (text: string) => faultOf(() => [...elements(source(text), RESULTS)])
  expect(shape('{"runs":[{"results":[{}],"results":[]}]}')).toBe('1:26 json/duplicate-key')
  expect(shape('{"a":1,\n"\\u0061":2}')).toBe('2:1 json/duplicate-key')
  expect(all('{"runs":[{"results":[{"a":{"b":1,"b":1}}]}]}')).toBe('1:34 json/duplicate-key')
  expect(all('{"runs":[{"results":[{"a":":\\":","b":[{"a":1}]}]}]}')).toBe('read')
})

test('damage in an array that only the shape had streamed is found by the elements of another', () => {
  const text = '{"matches":[{},{"a":1,"a":2}],"runs":[{"results":[{}]}]}'
  expect(faultOf(() => shapeOf(source(text), ['/matches/*', ...RESULTS]))).toBe('read')
  expect(faultOf(() => [...elements(source(text), RESULTS)])).toBe('1:23 json/duplicate-key')
})

test('of each pattern the first element is kept, so that a look at one record tells whose report it is', () => {
  const shape = shapeOf(
    source('{"runs":[{"results":[]},{"results":[{"a":1},{"a":2}]},{"results":[{"a":3}]}]}'),
    RESULTS,
  )
  expect(shape.first('/runs/*/results/*')).toEqual({ a: 1 })
  expect(shape.first('/matches/*')).toBeUndefined()
})

test('each limit is met with its own fault, at its place, and what lies within it is read', () => {
  const read = (text: string, limit: Partial<typeof LIMITS>) => {
    const limits = { ...LIMITS, ...limit }
    return faultOf(() => {
      shapeOf(source(text, 3), RESULTS, limits)
      return [...elements(source(text, 3), RESULTS, limits)]
    })
  }
  const report = '{"runs":[{\n"results":[{"a":[1]},"long string"]}]}'
  expect(read(report, { total: 49, element: 13, skeleton: 26, depth: 6 })).toBe('read')
  expect(read(report, { total: 48 })).toBe('2:38 json/too-large')
  expect(read(report, { element: 12 })).toBe('2:22 json/element-too-large')
  expect(read(report, { skeleton: 25 })).toBe('2:38 json/too-large')
  expect(read(report, { depth: 5 })).toBe('2:17 json/too-deep')
  expect(read('[[[[', { depth: 3 })).toBe('1:4 json/too-deep')
})

test('a source that gives more than it said is stopped all the same', () => {
  const lying = { ...source(' '.repeat(5000)), size: 1 }
  expect(faultOf(() => shapeOf(lying, [], { ...LIMITS, total: 4999 }))).toBe('1:5000 json/too-large')
})

test('a million brackets end in a fault, not in an exhausted stack', () => {
  expect(faultOf(() => shapeOf(source('['.repeat(1e6)), ['/*/*/*/*']))).toBe('1:257 json/too-deep')
  expect(faultOf(() => shapeOf(source('{"a":'.repeat(1e6)), []))).toBe('1:1281 json/too-deep')
})

test('a shape finds own values only, by pointer', () => {
  const shape = shapeOf(source('{"a/b":{"~":[null]},"list":[1]}'), [])
  expect(shape.at('/a~1b/~0/0')).toBe(null)
  expect(shape.has('/a~1b/~0/0')).toBe(true)
  for (const absent of ['/constructor', '/__proto__', '/list/length', '/list/00', '/list/1', '/list/0/0', '/a/b'])
    expect(shape.has(absent)).toBe(false)
  expect(shape.streamed('/list')).toBe(0)
})

test('elements come in the order of the document, with their pointer and stream', () => {
  const text = '{"runs":[{"results":["a"]},{"more":[0],"results":["b","c"]}]}'
  expect([...elements(source(text, 1), RESULTS)]).toEqual([
    { value: 'a', pointer: '/runs/0/results/0', stream: RESULTS[0] },
    { value: 'b', pointer: '/runs/1/results/0', stream: RESULTS[0] },
    { value: 'c', pointer: '/runs/1/results/1', stream: RESULTS[0] },
  ])
})

test('reading that stops half-way closes the source', () => {
  let closed = false
  const watched = {
    ...source('{"runs":[{"results":[1,2,3]}]}'),
    *chunks() {
      try {
        yield* source('{"runs":[{"results":[1,2,3]}]}', 5).chunks()
      } finally {
        closed = true
      }
    },
  }
  for (const { value } of elements(watched, RESULTS)) if (value === 2) break
  expect(closed).toBe(true)
})

test('a shape says which of its stream patterns named an array, also an empty one', () => {
  const streams = ['/a/*', '/b/*', '/c/*']
  expect([...shapeOf(source('{"a":[1],"b":[],"c":{}}'), streams).met]).toEqual(['/a/*', '/b/*'])
})
