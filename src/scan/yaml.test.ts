import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ScanFault } from './fault.ts'
import { sourceOf } from './source.ts'
import { parseYaml, yamlShape } from './yaml.ts'

const faults = (text: string) => {
  const yaml = parseYaml(text)
  return yaml.ok ? [] : yaml.faults.map(({ code, at }) => `${at?.line}:${at?.column} ${code}`)
}
const value = (text: string) => {
  const yaml = parseYaml(text)
  if (!yaml.ok) throw yaml.faults[0]!
  return yaml.value
}
const shape = (bytes: Uint8Array) => yamlShape(sourceOf('finding.yaml', bytes, 'sha256:0', 3))
const encode = (text: string) => new TextEncoder().encode(text)

test('what people write by hand is read, and a date, yes and off stay texts', () => {
  const text =
    'found: 2026-01-15\nexploited: yes\nscores: [9.8, 0x10, -0]\nnote: |\n  two\n  lines\nnone:\nsure: true\n'
  expect(value(text)).toEqual({
    found: '2026-01-15',
    exploited: 'yes',
    scores: [9.8, 16, -0],
    note: 'two\nlines\n',
    none: null,
    sure: true,
  })
})

test('a directive for YAML 1.1 does not turn yes into true', () => {
  expect(value('%YAML 1.1\n---\na: yes\n')).toEqual({ a: 'yes' })
})

test('every value and every key has its place, through aliases too', () => {
  const yaml = parseYaml('# policy\nrules:\n  - when: &x\n      severity: high\n  - when: *x\n    "a/b":\n')
  if (!yaml.ok) throw yaml.faults[0]!
  expect(yaml.place('/rules/0/when/severity')).toEqual({ line: 4, column: 17 })
  expect(yaml.place('/rules/0/when/severity', 'key')).toEqual({ line: 4, column: 7 })
  expect(yaml.place('/rules/1/when/severity')).toEqual({ line: 4, column: 17 })
  expect(yaml.place('/rules/1/a~1b', 'key')).toEqual({ line: 6, column: 5 })
  expect(yaml.place('')).toEqual({ line: 2, column: 1 })
  expect(yaml.place('/rules/2')).toBeUndefined()
  expect(yaml.place('/rules/length')).toBeUndefined()
})

test('all faults are told, each with its place', () => {
  expect(faults('a: 1\nb: !foo 2\na: 3\nb: 4\n')).toEqual(['2:4 yaml/tag'])
  expect(faults('a: 1\na: 2\nb: *none\n? [c]\n: 3\nd: .nan\ne: 12345678901234567890\n')).toEqual([
    '2:1 yaml/duplicate-key',
    '3:4 yaml/alias',
    '4:3 yaml/key',
    '6:4 yaml/number',
    '7:4 yaml/number',
  ])
})

test('a key is what was written: 1 and "1" are the same, and __proto__ is just a key', () => {
  expect(faults('1: a\n"1": b\n')).toEqual(['2:1 yaml/duplicate-key'])
  const made = value('__proto__: {held: false}\n1.0: a\n')
  expect(Object.keys(made as object)).toEqual(['__proto__', '1.0'])
  expect((made as { held?: unknown }).held).toBeUndefined()
})

test.each([
  ['a:\n\tb: 1\n', '2:1 yaml/syntax'],
  ['a: "b\n', '2:1 yaml/syntax'],
  ['a: 1\n---\nb: 2\n', '2:1 yaml/syntax'],
  ['a: !!binary aGk=\n', '1:4 yaml/tag'],
  ['a: \0b\n', '1:4 yaml/syntax'],
  ['', '1:1 yaml/empty'],
  ['# only a comment\n', '1:1 yaml/empty'],
  ['&a [*a]\n', '1:5 yaml/alias'],
])('%j is refused', (text, fault) => {
  expect(faults(text)).toEqual([fault])
})

test('what is nested too deep is refused before it can exhaust the stack', () => {
  for (const text of [
    `${'['.repeat(5000)}${']'.repeat(5000)}`,
    `${'- '.repeat(5000)}a`,
    '? '.repeat(5000),
    '{'.repeat(5000),
  ]) {
    expect(faults(text)).toEqual([expect.stringMatching(/^1:\d+ yaml\/too-deep$/)])
  }
  expect(faults(`${'['.repeat(100)}1${']'.repeat(100)}`)).toEqual([])
})

test('aliases that multiply are refused, ordinary ones are not', () => {
  const bomb = Array.from(
    { length: 9 },
    (_, i) =>
      `a${i}: &a${i} [${Array(9)
        .fill(i ? `*a${i - 1}` : 'x')
        .join()}]`,
  ).join('\n')
  expect(faults(bomb)).toEqual([expect.stringContaining('yaml/alias')])
  expect(value('a: &x {b: 1}\nc: [*x, *x]\n')).toEqual({ a: { b: 1 }, c: [{ b: 1 }, { b: 1 }] })
})

test('at most twenty faults are listed', () => {
  expect(faults('a: ]\n'.repeat(1000))).toHaveLength(20)
})

test('a YAML report is a shape like any other, with places', () => {
  const made = shape(encode('\ufefffinding:\n  title: ünsafe\n  cwe: [89]\n'))
  expect(made.kind).toBe('yaml')
  expect(made.at('/finding/title')).toBe('ünsafe')
  expect(made.has('/finding/cwe/0')).toBe(true)
  expect(made.has('/finding/constructor')).toBe(false)
  expect(made.place('/finding/cwe/0')).toEqual({ line: 3, column: 9 })
})

test.each([
  [Uint8Array.of(0x61, 0x3a, 0x20, 0xe9, 0x0a), 'yaml/not-utf8'],
  [Uint8Array.of(0xff, 0xfe, 0x61, 0x00), 'yaml/utf16'],
  [new Uint8Array(4 * 2 ** 20 + 1).fill(0x61), 'yaml/too-large'],
])('bytes that are no small UTF-8 text are refused', (bytes, code) => {
  expect(() => shape(bytes)).toThrow(expect.objectContaining({ code }))
})

test('a text that is not UTF-8 leaves nothing open', () => {
  const inner = sourceOf('finding.yaml', Uint8Array.of(0x61, 0xe9, 0x0a), 'sha256:0', 1)
  let open = 0
  const source = {
    ...inner,
    *chunks() {
      open++
      try {
        yield* inner.chunks()
      } finally {
        open--
      }
    },
  }
  expect(() => yamlShape(source)).toThrow(expect.objectContaining({ code: 'yaml/not-utf8' }))
  expect(open).toBe(0)
})

test('whatever the text is, the answer is a value or faults, soon', () => {
  const piece = fc.constantFrom(
    'a',
    ':',
    ' ',
    '\n',
    '- ',
    '[',
    ']',
    '{',
    '}',
    '&a ',
    '*a',
    '"',
    "'",
    '|',
    '#',
    '!',
    '? ',
    '\t',
    '%',
  )
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      const yaml = parseYaml(pieces.join(''))
      if (yaml.ok) yaml.place('/a')
      else expect(yaml.faults[0]).toBeInstanceOf(ScanFault)
    }),
    { numRuns: 2000 },
  )
})
