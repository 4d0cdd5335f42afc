import { deepStrictEqual } from 'node:assert'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ScanFault } from './fault.ts'
import { sourceOf } from './source.ts'
import { XML_LIMITS, type XmlLimits } from './xml/limits.ts'
import { nearlyXml, STREAMS, wholeReading, wholeTree, xmlText } from './xml/xml.testing.ts'
import { looksLikeXml, xmlElements, xmlShape } from './xml.ts'

const source = (content: string | Uint8Array, size = 65536) =>
  sourceOf('report.xml', typeof content === 'string' ? new TextEncoder().encode(content) : content, 'sha256:0', size)

const chunkSize = fc.oneof(fc.integer({ min: 1, max: 9 }), fc.constantFrom(64, 65536))
const streams = fc.constantFrom(...STREAMS)

test('what is read is what saxes reads of the whole, for any chunks and any streams', () => {
  fc.assert(
    fc.property(xmlText, streams, chunkSize, (text, patterns, chunk) => {
      const whole = wholeTree(text)
      fc.pre(whole !== undefined)
      const wanted = wholeReading(whole, patterns)
      const shape = xmlShape(source(text, chunk), patterns)
      deepStrictEqual(shape.value, wanted.rest)
      const records = [...xmlElements(source(text, chunk), patterns)]
      deepStrictEqual(
        records.map(({ pointer, value, stream }) => ({ pointer, value, stream })),
        wanted.records,
      )
      for (const stream of patterns)
        expect(shape.streamed(stream)).toBe(wanted.records.filter((record) => record.stream === stream).length)
    }),
    { numRuns: 600 },
  )
})

test('what saxes refuses of the whole is refused, with its place, and nothing else is', () => {
  fc.assert(
    fc.property(nearlyXml, streams, chunkSize, (text, patterns, chunk) => {
      const fault = faultOf(() => [...xmlElements(source(text, chunk), patterns)])
      deepStrictEqual(faultOf(() => xmlShape(source(text, chunk), patterns))?.at, fault?.at)
      if (fault?.code === 'xml/encoding') return // saxes is given text, and decodes nothing
      if (wholeTree(text)) expect(fault).toBeUndefined()
      else {
        expect(fault?.code).toMatch(/^xml\//)
        expect(fault?.at?.line).toBeGreaterThan(0)
        expect(fault?.hint).not.toBe('')
      }
    }),
    { numRuns: 1000 },
  )
})

function faultOf(run: () => unknown): ScanFault | undefined {
  try {
    run()
  } catch (error) {
    if (error instanceof ScanFault) return error
    throw error
  }
  return undefined
}

const said = (content: string | Uint8Array, limits?: Partial<XmlLimits>) => {
  const fault = faultOf(() => [...xmlElements(source(content, 3), ['/a/b'], { ...XML_LIMITS, ...limits })])
  return fault && `${fault.at?.line}:${fault.at?.column} ${fault.code}`
}

test.each([
  ['<a>\n <b>', '2:5 xml/truncated'],
  ['<a', '1:3 xml/empty'],
  ['<a>&eacute;</a>', '1:11 xml/entity'],
  ['<a></b>', '1:7 xml/syntax'],
  ['<a/><a/>', '1:7 xml/syntax'],
  ['<p:a/>', '1:6 xml/syntax'],
  ['<a x="1" x="2"/>', '1:16 xml/syntax'],
  ['<a>\n</a>t', '2:5 xml/syntax'],
  ['', '1:1 xml/empty'],
  ['<!-- nothing -->', '1:17 xml/empty'],
])('%j is refused at its place', (text, wanted) => {
  expect(said(text)).toBe(wanted)
})

test.each([
  ['a document type', '<!DOCTYPE a SYSTEM "https://evil.example/x.dtd"><a/>'],
  ['an external entity', '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'],
  ['a billion laughs', '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><a>&b;</a>'],
])('%s is refused before anything comes of it', (_, text) => {
  expect(said(text)).toMatch(/ xml\/doctype$/)
})

test.each([
  ['depth', '<a><c><c/></c></a>', { depth: 2 }, 'xml/too-deep'],
  ['attributes of one tag', '<a b="" c="" d=""/>', { attributes: 2 }, 'xml/too-many-attributes'],
  ['one text', `<a>${'x'.repeat(99)}</a>`, { text: 50 }, 'xml/text-too-large'],
  ['one attribute', `<a b="${'x'.repeat(99)}"/>`, { text: 50 }, 'xml/text-too-large'],
  ['one comment', `<a><!--${'x'.repeat(99)}--></a>`, { text: 50 }, 'xml/text-too-large'],
  ['one streamed element', `<a><b>${'<c/>'.repeat(30)}</b></a>`, { element: 100 }, 'xml/element-too-large'],
  ['everything else', `<a>${'<c/>'.repeat(30)}</a>`, { skeleton: 100 }, 'xml/too-large'],
  ['the whole', `<a>${'<b/>'.repeat(30)}</a>`, { total: 100 }, 'xml/too-large'],
])('%s has a limit', (_, text, limits, code) => {
  expect(said(text)).toBeUndefined()
  expect(said(text, limits)).toContain(code)
})

test('streamed elements do not count as the rest, however many there are', () => {
  expect(said(`<a>${'<b>text</b>'.repeat(200)}</a>`, { skeleton: 100, element: 20 })).toBeUndefined()
})

test('a streamed element knows the tags that it stands in', () => {
  const text = '<a n="1"><s name="one"/><s name="two" xmlns="urn:s"><b>x</b></s></a>'
  const [record] = xmlElements(source(text), ['/a/s/b'])
  expect(record).toEqual({
    pointer: '/a/s[2]/b[1]',
    stream: '/a/s/b',
    value: { name: 'b', namespace: 'urn:s', attributes: {}, children: [], text: 'x' },
    ancestors: [
      { name: 'a', namespace: '', attributes: { n: '1' } },
      { name: 's', namespace: 'urn:s', attributes: { name: 'two' } },
    ],
  })
})

const textOf = (content: string | Uint8Array) => xmlShape(source(content, 2), []).at('/text')
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0))

test('UTF-8 is read with or without its mark, and Latin-1 where it is declared', () => {
  expect(textOf('<a>é💥</a>')).toBe('é💥')
  expect(textOf('\ufeff<?xml version="1.0" encoding="utf-8"?><a>é</a>')).toBe('é')
  expect(textOf('<?xml version="1.0" encoding="US-ASCII"?><a>e</a>')).toBe('e')
  expect(textOf(latin1("<?xml version='1.0' encoding='ISO-8859-1'?><a>é</a>"))).toBe('é')
})

test('other encodings are refused, and so are bytes that are none', () => {
  expect(said(latin1('<a>\né</a>'))).toBe('2:1 xml/not-utf8')
  expect(said(Uint8Array.of(0x3c, 0x61, 0xe2))).toBe('1:4 xml/truncated')
  expect(said('<?xml version="1.0" encoding="Shift_JIS"?><a/>')).toBe('1:1 xml/encoding')
  expect(said('<?xml version="1.0" encoding="UTF-16"?><a/>')).toBe('1:1 xml/encoding')
  expect(said(Uint8Array.of(0xff, 0xfe, 0x3c, 0, 0x61, 0))).toBe('1:1 xml/utf16')
})

test('an offset counts bytes where line and column count characters', () => {
  const offset = (content: string | Uint8Array) => faultOf(() => xmlShape(source(content), []))?.at
  expect(offset('\ufeff<a>é💥&x;</a>')).toEqual({ offset: 14, line: 1, column: 8 })
  expect(offset(latin1('<?xml version="1.0" encoding="latin1"?><a>é&x;</a>'))).toMatchObject({ offset: 45, column: 46 })
})

test('names of every JavaScript object are names as any other', () => {
  const shape = xmlShape(source('<__proto__ __proto__="x" constructor="y"><toString/></__proto__>'), [])
  expect(shape.at('/attributes/__proto__')).toBe('x')
  expect(shape.has('/attributes/toString')).toBe(false)
  expect(shape.at('/children/0/name')).toBe('toString')
})

test('XML in UTF-16 is known for what it is, with a byte order mark or without', () => {
  expect(looksLikeXml(Uint8Array.of(0xff, 0xfe, 0x3c, 0, 0x61, 0))).toBe(true)
  expect(looksLikeXml(Uint8Array.of(0, 0x20, 0, 0x3c, 0, 0x61))).toBe(true)
  expect(looksLikeXml(Uint8Array.of(0xff, 0xfe, 0x7b, 0, 0x3c, 0))).toBe(false)
})
