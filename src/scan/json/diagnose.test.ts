import { expect, test } from 'vitest'
import { LIMITS, ScanFault } from '../fault.ts'
import { sourceOf } from '../source.ts'
import { diagnose } from './diagnose.ts'

function fault(text: string | readonly number[]): ScanFault {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : Uint8Array.from(text)
  return diagnose(sourceOf('report.json', bytes, 'sha256:0', 2), LIMITS)
}

const said = (text: string | readonly number[]) => {
  const { code, message, at } = fault(text)
  return `${at?.line}:${at?.column} ${code} ${message}`
}

test.each([
  ['', '1:1 json/empty the file is empty'],
  [' \n\t', '1:1 json/empty there is nothing but white space'],
  [
    '{"a": 1',
    '1:8 json/truncated the text ends where a comma or } after the value was expected, inside what was opened at 1:1',
  ],
  ['{"a":\n [1,', '2:5 json/truncated the text ends where a value was expected'],
  ['{"a": "b', '1:9 json/truncated the text ends inside a string that began at 1:7'],
  ['[tru', '1:5 json/truncated the text ends where a value was expected'],
  ['[1.', '1:4 json/truncated the text ends where a digit was expected'],
  ['["\\u00', '1:7 json/truncated the text ends where four hexadecimal digits after \\u was expected'],
  ['[1 "x"]', '1:4 json/syntax expected a comma or ] after the element, found "\\""'],
  ['[1,\n2,]', '2:2 json/syntax a comma with nothing between it and ]'],
  ['{"a":1,}', '1:7 json/syntax a comma with nothing between it and }'],
  ['[,1]', '1:2 json/syntax expected a value, found ","'],
  ['{"é":1 é}', '1:8 json/syntax expected a comma or } after the value, found "é"'],
  ["{'a':1}", '1:2 json/syntax expected a name in double quotes, found "\'"'],
  ['{"a" 1}', '1:6 json/syntax expected a colon after the name "a", found "1"'],
  ['{"score": NaN}', '1:11 json/syntax expected a value for "score", found "NaN"'],
  ['{"a": 1} // end', '1:10 json/syntax expected the end of the text, found "/"'],
  ['{"a":1}\n{"a":2}\n', '2:1 json/syntax a second document begins here'],
  ['<html>', '1:1 json/syntax expected a value, found "<"'],
  ['[01]', '1:2 json/syntax a number with a leading zero'],
  ['["a\nb"]', '1:4 json/syntax a line break inside a string that began at 1:2'],
  ['["a\u0001b"]', '1:4 json/syntax the control character U+0001 inside a string that began at 1:2'],
  ['["C:\\temp\\x"]', '1:10 json/syntax there is no escape \\x in JSON'],
  ['["\\u12g4"]', '1:7 json/syntax expected four hexadecimal digits after \\u, found "g4"'],
  ['[1]\0', '1:4 json/syntax expected the end of the text, found "U+0000"'],
  ['{"a":1,\n "b":{"a":2},\n "\\u0061":3}', '3:2 json/duplicate-key the name "a" stands twice in one object'],
  ['{"__proto__":1,"__proto__":2}', '1:16 json/duplicate-key the name "__proto__" stands twice in one object'],
])('%j is answered with place and cause', (text, wanted) => {
  expect(said(text)).toBe(wanted)
})

test('columns count characters, lines count line feeds, a byte order mark counts nothing', () => {
  expect(said('\ufeff[x')).toMatch(/^1:2 /)
  expect(said('["ünsafe 💥", x]')).toMatch(/^1:14 /)
  expect(said('[\r\n\r\n x]')).toMatch(/^3:2 /)
  expect(fault('["ü" x]').at).toEqual({ offset: 6, line: 1, column: 6 })
})

test.each([
  [[0x5b, 0x22, 0xe9, 0x22, 0x5d], 'json/not-utf8'], // Latin-1
  [[0x22, 0xc0, 0xaf, 0x22], 'json/not-utf8'], // overlong
  [[0x22, 0xed, 0xa0, 0x80, 0x22], 'json/not-utf8'], // a surrogate
  [[0x22, 0xf4, 0x90, 0x80, 0x80, 0x22], 'json/not-utf8'], // past the last character
  [[0x22, 0xe2, 0x82], 'json/truncated'], // cut inside a character
  [[0xff, 0xfe, 0x7b, 0x00], 'json/utf16'],
  [[0xfe, 0xff, 0x00, 0x7b], 'json/utf16'],
  [[0x7b, 0x00, 0x7d, 0x00], 'json/utf16'],
])('bytes %j are %s', (bytes, code) => {
  expect(fault(bytes).code).toBe(code)
})

test('a long name is shortened in the message', () => {
  const key = JSON.stringify('x'.repeat(100_000))
  expect(fault(`{${key}:1,${key}:2}`).message.length).toBeLessThan(200)
})

test('sound text for which there is no fault has changed since it failed', () => {
  expect(fault('[1]').code).toBe('json/changed')
})
