import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonText } from './text.ts'

test('what controls a terminal or turns a line stands escaped, in keys and in texts', () => {
  expect(jsonText({ '\u009B': '\u202Egnp.exe\u2028\u{E0041}' })).toBe(
    '{"\\u009b":"\\u202egnp.exe\\u2028\\udb40\\udc41"}',
  )
})

test('indented JSON keeps its lines', () => {
  expect(jsonText({ a: [1] }, 2)).toBe('{\n  "a": [\n    1\n  ]\n}')
})

test('parsed, it is the same value, and nothing in it controls anything', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ unit: 'binary' }), fc.string({ unit: 'binary' })),
      fc.constantFrom(undefined, 2),
      (value, indent) => {
        const text = jsonText(value, indent)
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)))
        expect(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/u.test(text.replaceAll('\n', ''))).toBe(false)
      },
    ),
  )
})
