import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ScanFault } from '../scan/fault.ts'
import { elements, shapeOf } from '../scan/json.ts'
import type { Json } from '../scan/shape.ts'
import { readers } from './index.ts'
import { readFrom, recognisedBy, samples, shapeFor, sourceFrom, told, understand } from './reading.testing.ts'

const all = samples(path.resolve('src/readers'))

test('every reader stands in a folder of its name, with a sample', () => {
  expect([...new Set(all.map(({ reader }) => reader))].toSorted()).toEqual(readers.map(({ name }) => name).toSorted())
})

describe.each(all)('$sample', ({ reader: name, sample, expected }) => {
  const source = readFrom(sample)

  test('is recognised by exactly one reader', () => {
    expect(recognisedBy(source).map((reader) => reader.name)).toEqual([name])
  })

  test.runIf(sample.endsWith('.json'))(
    'is recognised with the records of every format left out, as the gate asks',
    () => {
      const shape = shapeOf(
        source,
        readers.flatMap(({ streams }) => streams),
      )
      expect(readers.filter((reader) => reader.recognises(shape)).map((reader) => reader.name)).toEqual([name])
    },
  )

  test('is read as its expectation says', () => {
    const [reader] = recognisedBy(source)
    const understood = JSON.parse(
      JSON.stringify({ facts: reader!.facts(shapeFor(source, reader!)), ...understand(reader!, source) }),
    )
    expect(understood).toEqual(JSON.parse(readFileSync(expected, 'utf8')))
  })
})

/** A sample with some of its values replaced by anything, and some left out. */
function damaged(value: Json): fc.Arbitrary<Json> {
  const whole: fc.Arbitrary<Json> = Array.isArray(value)
    ? fc.tuple(...value.map(damaged))
    : typeof value === 'object' && value !== null
      ? fc.record(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, damaged(inner as Json)])))
      : fc.constant(value)
  return fc.oneof(
    { weight: 40, arbitrary: whole },
    { weight: 1, arbitrary: anything },
    { weight: 1, arbitrary: fc.constant(null) },
  )
}

const anything = fc
  .jsonValue({ depthSize: 'small' })
  .chain((value) =>
    fc.constantFrom<Json>(
      value as Json,
      { __proto__x: value as Json },
      JSON.parse('{"__proto__": {"length": 1e9}}') as Json,
      -1,
      1e308,
      '',
      '{0}',
      '\u001b[2J',
    ),
  )

const documents = all
  .filter(({ sample }) => sample.endsWith('.json'))
  .map(({ reader, sample }) => ({
    reader: readers.find(({ name }) => name === reader)!,
    value: JSON.parse(readFileSync(sample, 'utf8')) as Json,
    sample,
  }))

test.each(documents)(
  'whatever is damaged in $sample, every record gives one finding or one reason, and nothing crashes',
  ({ reader, value }) => {
    fc.assert(
      fc.property(damaged(value), (document) => {
        const source = sourceFrom('damaged.json', JSON.stringify(document))
        const shape = shapeFor(source, reader)
        expect(readers.filter((other) => other.recognises(shape)).length).toBeLessThan(2)
        reader.facts(shape)
        const understood = understand(reader, source, shape)
        for (const { keys, title, at } of understood.findings) {
          expect(keys.length).toBeGreaterThan(0)
          expect(keys.flatMap(({ parts }) => parts).every((part) => typeof part === 'string')).toBe(true)
          expect(title).not.toBe('')
          expect(typeof at).toBe('string')
        }
        if (understood.refused.length === 0 && reader.streams.length > 0 && document !== null)
          expect(told(understood)).toBe([...elements(source, reader.streams)].length)
      }),
      { numRuns: 150 },
    )
  },
)

const texts = all.filter(({ sample }) => /\.(?:xml|csv)$/.test(sample))
const splice = fc.tuple(
  fc.double({ min: 0, max: 1, noNaN: true }),
  fc.nat(30),
  fc.constantFrom('', '"', '<', '<id/>', '</a>', ',', '\n', 'é'),
)

test.each(texts)('wherever $sample is cut or overwritten, it is damage or it is read, and nothing crashes', (one) => {
  const reader = readers.find(({ name }) => name === one.reader)!
  const whole = readFileSync(one.sample, 'utf8')
  fc.assert(
    fc.property(fc.array(splice, { minLength: 1, maxLength: 3 }), (splices) => {
      const text = splices.reduce((left, [at, length, put]) => {
        const from = Math.floor(at * left.length)
        return left.slice(0, from) + put + left.slice(from + length)
      }, whole)
      const source = sourceFrom(path.basename(one.sample), text)
      try {
        const shape = shapeFor(source, reader)
        reader.facts(shape)
        for (const { title } of understand(reader, source, shape).findings) expect(title).not.toBe('')
      } catch (error) {
        if (!(error instanceof ScanFault)) throw error
      }
    }),
    { numRuns: 300 },
  )
})
