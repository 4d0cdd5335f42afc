import fc from 'fast-check'
import { expect, test } from 'vitest'
import { plain } from './plain.ts'

test('a terminal code stays visible and does nothing', () => {
  expect(plain('\u001B[31mred\u001B[0m')).toBe('\\u{1b}[31mred\\u{1b}[0m')
  expect(plain('bell\u0007 csi\u009B2J')).toBe('bell\\u{7} csi\\u{9b}2J')
})

test('text cannot turn its direction or hide a part of itself', () => {
  expect(plain('safe\u202Etxt.exe')).toBe('safe\\u{202e}txt.exe')
  expect(plain('a\u200Bb\uFEFFc\u{E0041}d')).toBe('a\\u{200b}b\\u{feff}c\\u{e0041}d')
})

test('a line of a log cannot command the CI system that shows it', () => {
  expect(plain('::add-mask::x')).toBe('\\u{3a}:add-mask::x')
  expect(plain('  ::stop-commands::x')).toBe('  \\u{3a}:stop-commands::x')
  expect(plain('a ##[error] ##vso[task.complete]')).toBe('a ##\\u{5b}error] ##vso\\u{5b}task.complete]')
  expect(plain('std::vector #[test] C# [1]')).toBe('std::vector #[test] C# [1]')
})

test('many lines become one', () => {
  expect(plain('one\r\ntwo\u2028three\tfour')).toBe('one  two three four')
})

test('long text is cut where a reader can see it', () => {
  expect(plain('x'.repeat(100_000), 10)).toBe(`${'x'.repeat(10)}…`)
  expect(plain('x'.repeat(10), 10)).toBe('x'.repeat(10))
})

test('ordinary writing of any language is left alone', () => {
  for (const text of ['Größe', '東京', 'सुरक्षा', 'العربية', '👩‍💻'.replace('\u200D', ''), 'it\'s <b>& "fine"'])
    expect(plain(text)).toBe(text)
})

test('nothing that comes out controls anything', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u.test(plain(text, 1000))).toBe(false)
    }),
  )
})
