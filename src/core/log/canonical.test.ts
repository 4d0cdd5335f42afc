import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonical, canonicalBytes, parseCanonical } from './canonical.ts'
import type { EntryValue } from './entry.ts'
import { value } from './log.testing.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

const bytes = (text: string) => new Uint8Array(Buffer.from(text))
const accepted = (text: string) => parseCanonical(bytes(text)).ok

describe('RFC 8785', () => {
  test('the sample of section 3.2.2 comes out as printed there', () => {
    const sample = {
      numbers: [Number('333333333.33333329'), 1e30, 4.5, 2e-3, 0.000000000000000000000000001],
      string: '\u20ac$\u000F\u000aA\'\u0042\u0022\u005c\\"/',
      literals: [null, true, false],
    }
    expect(value(canonical(sample))).toBe(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}',
    )
  })

  test('keys stand in the order of their UTF-16 units, as in section 3.2.3', () => {
    const sample = { '\u20ac': 1, '\r': 2, '\ufb33': 3, '1': 4, '\ud83d\ude00': 5, '\u0080': 6, '\u00f6': 7 }
    const text = value(canonical(sample))
    expect([...text.matchAll(/:(\d)/g)].map(([, digit]) => Number(digit))).toEqual([2, 4, 6, 7, 1, 5, 3])
    expect(accepted(text)).toBe(true)
    expect(value(canonical({ '10': 1, '9': 2 }))).toBe('{"10":1,"9":2}')
    expect(accepted('{"10":1,"9":2}')).toBe(true)
    expect(accepted('{"9":2,"10":1}')).toBe(false)
  })

  test.each([
    ['0000000000000000', '0'],
    ['8000000000000000', '0'],
    ['0000000000000001', '5e-324'],
    ['7fefffffffffffff', '1.7976931348623157e+308'],
    ['4340000000000000', '9007199254740992'],
    ['4430000000000000', '295147905179352830000'],
    ['44b52d02c7e14af5', '9.999999999999997e+22'],
    ['44b52d02c7e14af6', '1e+23'],
    ['444b1ae4d6e2ef50', '1e+21'],
    ['3eb0c6f7a0b5ed8d', '0.000001'],
    ['41b3de4355555555', '333333333.3333333'],
    ['becbf647612f3696', '-0.0000033333333333333333'],
    ['43143ff3c1cb0959', '1424953923781206.2'],
  ])('the number %s of appendix B is written %s', (ieee, text) => {
    expect(value(canonical(Buffer.from(ieee, 'hex').readDoubleBE()))).toBe(text)
    expect(accepted(text)).toBe(true)
  })

  test.each([Number.NaN, Number.POSITIVE_INFINITY, '\ud800', 'a\udfffb', { '\udc00': 1 }, [{ a: ['\ud83d'] }]])(
    'there is no canonical JSON for %j',
    (broken) => expect(canonical(broken as EntryValue)).toMatchObject({ problem: { code: 'log/not-canonical' } }),
  )

  test('nesting beyond 64 levels is refused, reading and writing', () => {
    const nested = (depth: number) => JSON.parse('['.repeat(depth) + ']'.repeat(depth)) as EntryValue
    expect(canonical(nested(64)).ok && accepted('['.repeat(64) + ']'.repeat(64))).toBe(true)
    expect(canonical(nested(65)).ok || accepted('['.repeat(65) + ']'.repeat(65))).toBe(false)
    expect(accepted('['.repeat(16_000))).toBe(false)
  })
})

describe('bytes that are not canonical are refused', () => {
  test.each([
    ['a space', '{"a": 1}'],
    ['a space before', ' 1'],
    ['a newline after', '1\n'],
    ['keys out of order', '{"b":1,"a":2}'],
    ['a key twice', '{"a":1,"a":1}'],
    ['keys by code point instead of UTF-16 unit', '{"\ufb33":1,"\ud83d\ude00":2}'],
    ['an escaped slash', '"\\/"'],
    ['an escaped letter', '"\\u0041"'],
    ['an escape in upper case', '"\\u000F"'],
    ['a long escape where a short one exists', '"\\u000a"'],
    ['a lone surrogate escaped', '"\\ud800"'],
    ['a bare control character', '"\t"'],
    ['an unknown escape', '"\\x"'],
    ['minus zero', '-0'],
    ['a trailing zero', '1.0'],
    ['a leading zero', '01'],
    ['an exponent in upper case', '1E30'],
    ['an exponent that is not needed', '1e3'],
    ['more digits than a double has', '0.1000000000000000055'],
    ['a number too large', '1e400'],
    ['a whole number that no double is', '9007199254740993'],
    ['a plus', '+1'],
    ['a hexadecimal number', '0x10'],
    ['no number at all', '-'],
    ['two values', '1 2'],
    ['nothing', ''],
    ['a comma too many', '[1,]'],
    ['a comma missing', '[1 2]'],
    ['an array left open', '[1'],
    ['an object left open', '{"a":1'],
    ['a string left open', '"a'],
    ['a string that ends in a backslash', '"a\\'],
    ['a key that is no string', '{1:1}'],
    ['a word', 'nul'],
    ['a comment', '1//'],
    ['a byte order mark', '\ufeff1'],
  ])('%s', (_, text) => {
    expect(parseCanonical(bytes(text))).toMatchObject({ ok: false, problem: { code: 'log/not-canonical' } })
  })

  test('the place is named', () => {
    expect(parseCanonical(bytes('{"b":1,"a":2}'))).toMatchObject({
      problem: { message: 'This is not canonical JSON: keys must stand in order, each once, at column 8.' },
    })
  })

  test.each([
    ['overlong', [0x22, 0xc0, 0xaf, 0x22]],
    ['overlong, three bytes', [0x22, 0xe0, 0x9f, 0xbf, 0x22]],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
    ['beyond Unicode', [0x22, 0xf4, 0x90, 0x80, 0x80, 0x22]],
    ['a lone continuation', [0x22, 0x80, 0x22]],
    ['cut off', [0x22, 0xf0, 0x9f, 0x98, 0x22]],
    ['an escape with a high byte', [0x22, 0x5c, 0x75, 0x30, 0x30, 0x30, 0xb1, 0x22]],
    ['an escape with a high letter', [0x22, 0x5c, 0xf5, 0x30, 0x30, 0x30, 0x31, 0x22]],
    ['a backslash before a high byte', [0x22, 0x5c, 0xc3, 0xa9, 0x22]],
  ])('UTF-8 that is not well-formed: %s', (_, broken) => {
    expect(parseCanonical(Uint8Array.from(broken)).ok).toBe(false)
    expect(broken.includes(0x5c) || decodeUtf8(Uint8Array.from(broken)) === undefined).toBe(true)
  })
})

describe('any value', () => {
  const json = fc.jsonValue({ stringUnit: 'grapheme', maxDepth: 4 }).map((v) => v as EntryValue)

  test('canonical bytes are read back and written the same', () => {
    fc.assert(
      fc.property(json, (any) => {
        const once = value(canonicalBytes(any))
        expect(value(canonicalBytes(value(parseCanonical(once))))).toEqual(once)
      }),
    )
  })

  test('canonical JSON says what JSON.stringify says, in one order', () => {
    fc.assert(
      fc.property(json, (any) => {
        const text = value(canonical(any))
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(any)))
        expect(text.length).toBe(JSON.stringify(any).length)
      }),
    )
  })

  test('a text is taken as canonical if and only if writing its value gives it back', () => {
    const noise = fc.oneof(
      fc.json({ stringUnit: 'binary' }),
      fc.string({ unit: fc.constantFrom(...'{}[]",:0123456789-+.eE\\untrfalse \u00e9\ud83d\ude00') }),
    )
    fc.assert(
      fc.property(noise, (text) => {
        let expected = false
        try {
          const written = canonical(JSON.parse(text) as EntryValue)
          expected = written.ok && written.value === text && encodeUtf8(text) !== undefined
        } catch {}
        expect(accepted(text)).toBe(expected)
      }),
      { numRuns: 2000 },
    )
  })

  test('a string of any bytes is taken if and only if it is UTF-8 and written back the same', () => {
    const byte = fc.constantFrom(0x5c, 0x75, 0x30, 0x31, 0x62, 0x42, 0x1f, 0x22, 0xf5, 0xc3, 0xa9, 0xed, 0xa0, 0x80)
    const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
    fc.assert(
      fc.property(fc.array(byte, { maxLength: 8 }), (inside) => {
        const quoted = Uint8Array.from([0x22, ...inside, 0x22])
        let expected = false
        try {
          const text = strict.decode(quoted)
          const written = canonical(JSON.parse(text) as EntryValue)
          expected = written.ok && written.value === text
        } catch {}
        expect(parseCanonical(quoted).ok).toBe(expected)
      }),
      { numRuns: 5000 },
    )
  })

  test('numbers are written as ECMAScript writes them', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (number) => {
        expect(value(canonical(number))).toBe(JSON.stringify(number))
        expect(value(parseCanonical(bytes(JSON.stringify(number))))).toBe(number === 0 ? 0 : number)
      }),
    )
  })

  test('UTF-8 is written and read as everybody does', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(encodeUtf8(text)).toEqual(bytes(text))
        expect(decodeUtf8(bytes(text))).toBe(text)
      }),
    )
    fc.assert(
      fc.property(fc.uint8Array(), (any) => {
        const strict = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
        let expected: string | undefined
        try {
          expected = strict.decode(any)
        } catch {}
        expect(decodeUtf8(any)).toBe(expected)
      }),
      { numRuns: 1000 },
    )
  })

  test('a long text survives', () => {
    const long = 'x'.repeat(100_000)
    expect(decodeUtf8(encodeUtf8(long)!)).toBe(long)
  })
})
