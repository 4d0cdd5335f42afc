import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { csvShape, looksLikeCsv, rows } from './csv.ts'
import { LIMITS, ScanFault } from './fault.ts'
import { sourceOf } from './source.ts'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const source = (text: string | Uint8Array, chunkSize = 5) =>
  sourceOf('table.csv', typeof text === 'string' ? bytesOf(text) : text, 'sha256:0', chunkSize)
const read = (text: string, chunkSize?: number) => [...rows(source(text, chunkSize))]

const faultOf = (text: string | Uint8Array, limits = LIMITS): string => {
  try {
    csvShape(source(text), limits)
    return 'read'
  } catch (error) {
    if (!(error instanceof ScanFault)) throw error
    return `${error.at?.line} ${error.code}`
  }
}

test('a quoted cell may hold the separator, a line break, and a quote written twice', () => {
  expect(read('Title,Severity\r\n"a, ""b""\r\nc",High\r\n\r\nlast,Low')).toEqual([
    { value: { Title: 'a, "b"\r\nc', Severity: 'High' }, pointer: 'line 2', stream: '/rows/*' },
    { value: { Title: 'last', Severity: 'Low' }, pointer: 'line 5', stream: '/rows/*' },
  ])
})

test('the header tells the separator: comma, semicolon or tab', () => {
  expect(read('Title;Severity\na,b;High')[0]?.value).toEqual({ Title: 'a,b', Severity: 'High' })
  expect(read('\ufeffTitle\tSeverity\na;b\tHigh')[0]?.value).toEqual({ Title: 'a;b', Severity: 'High' })
})

test('the shape has the columns, counts the rows and keeps the first', () => {
  const shape = csvShape(source('Title,Severity\na,High\nb,Low\n'))
  expect(shape.value).toEqual({ columns: ['Title', 'Severity'], rows: [] })
  expect(shape.streamed('/rows')).toBe(2)
  expect(shape.first('/rows/*')).toEqual({ Title: 'a', Severity: 'High' })
})

test('what is not a table all the way down is damage, with its line', () => {
  expect(faultOf('Title,Severity\na,High\nb')).toBe('3 csv/uneven-row')
  expect(faultOf('Title,Severity\na,High,x')).toBe('2 csv/uneven-row')
  expect(faultOf('Title,Severity\n"a,High\nb,Low\n')).toBe('2 csv/unclosed-quote')
  expect(faultOf('Title,Severity\n"a"b,"High"\n')).toBe('2 csv/stray-quote')
  expect(faultOf('Title,Severity\na "b",High\n')).toBe('2 csv/stray-quote')
  expect(faultOf('Title,Title\na,b\n')).toBe('1 csv/duplicate-column')
  expect(faultOf(new Uint8Array([...bytesOf('Title,Severity\na,'), 0xff]))).toBe('2 csv/not-utf8')
})

test('each limit is met with its own fault', () => {
  expect(faultOf('Title,Severity\naaaaaaaaaaaaaaaaaaaa,High', { ...LIMITS, element: 20 })).toBe('2 csv/row-too-large')
  expect(faultOf('Title,Severity\na,High\nb,Low\n', { ...LIMITS, total: 20 })).toBe('3 csv/too-large')
})

test('a table is told by a header of short names; prose, YAML and a single column are none', () => {
  const looks = (text: string) => looksLikeCsv(bytesOf(text))
  expect(looks('Date,Title,"CweId"\n1,2,3')).toBe(true)
  expect(looks('schema: holdpoint/finding/v1\ntitle: a, b')).toBe(false)
  expect(looks('- a, b')).toBe(false)
  expect(looks('Title\na')).toBe(false)
  expect(looks('')).toBe(false)
})

test('what a spreadsheet writes is read back, wherever the chunks are cut', () => {
  const cell = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r\n', ';', 'ü', ' ', '='), maxLength: 6 })
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell), { maxLength: 5 }), fc.integer({ min: 1, max: 9 }), (table, chunk) => {
      const text = ['A,B', ...table.map((row) => row.map(quoted).join(','))].join('\r\n')
      expect(read(text, chunk).map(({ value }) => value)).toEqual(table.map(([A, B]) => ({ A, B })))
    }),
  )
})

test('no text makes it hang or crash', () => {
  const noise = fc.string({ unit: fc.constantFrom('"', ',', '\n', 'a', '\r', '\ufeff'), maxLength: 40 })
  fc.assert(
    fc.property(noise, (text) => typeof faultOf(text) === 'string'),
    { numRuns: 500 },
  )
})
