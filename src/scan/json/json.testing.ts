import * as fc from 'fast-check'

// Texts that are JSON, nearly JSON, and JSON with something to stumble over.

export const STREAMS: readonly (readonly string[])[] = [
  [],
  ['/*'],
  ['/runs/*/results/*'],
  ['/runs/*/results/*', '/Results/*/Vulnerabilities/*', '/*/Vulnerabilities/*'],
  ['/*/*', '/a~1b/*', '/runs/0/results/*'],
  ['/runs/*', '/runs/*/results/*', '/__proto__/*'],
]

const key = fc.oneof(
  fc.constantFrom(
    'runs',
    'results',
    'Results',
    'Vulnerabilities',
    'a/b',
    '__proto__',
    'constructor',
    '0',
    '1',
    '',
    '~',
    'é',
  ),
  fc.string({ unit: 'grapheme', maxLength: 4 }),
)

// A string's text, in the many ways in which JSON can write it.
const string = (text: fc.Arbitrary<string>) =>
  fc
    .tuple(text, fc.nat(3))
    .map(([content, way]) =>
      way > 0
        ? JSON.stringify(content)
        : `"${Array.from(content, (c) => [...Array(c.length).keys()].map((i) => `\\u${c.charCodeAt(i).toString(16).padStart(4, '0')}`).join('')).join('')}"`,
    )

const space = fc.constantFrom('', '', '', ' ', '\n', '\t', '\r\n', '  \n')

const scalar = fc.oneof(
  fc.constantFrom(
    '0',
    '-0',
    '1e999',
    '-1.5E+3',
    '9007199254740993',
    'true',
    'false',
    'null',
    '""',
    '"\\ud800"',
    '"\\\\"',
    '"\\\\\\""',
  ),
  string(
    fc.oneof(
      fc.string({ unit: 'binary' }),
      fc.constantFrom('"results":[', ']}', '\\', '\\"', '{"a":1}', '\ufeff', '\0'),
    ),
  ),
  fc.double().map((n) => JSON.stringify(n)),
)

const list = (item: fc.Arbitrary<string>) =>
  fc
    .tuple(fc.array(fc.tuple(space, item, space), { maxLength: 4 }), space)
    .map(([items, gap]) => (items.length === 0 ? gap : items.map((parts) => parts.join('')).join(',')))

const member = (value: fc.Arbitrary<string>) =>
  fc.tuple(string(key), space, space, value).map(([name, before, after, v]) => `${name}${before}:${after}${v}`)

const { value: json } = fc.letrec<{ value: string }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 6, depthSize: 'large' },
    scalar,
    list(tie('value')).map((items) => `[${items}]`),
    list(member(tie('value'))).map((members) => `{${members}}`),
  ),
}))

const report = fc
  .tuple(list(json), list(json), list(member(json)))
  .map(
    ([a, b, c]) =>
      `{"runs":[{"results":[${a}],"tool":{}},{"results":[${b}]}],"Results":[{"Vulnerabilities":[${a}]}],"more":{${c}}}`,
  )

/** Mostly JSON; a duplicate key now and then. */
export const jsonText = fc.tuple(space, fc.oneof(json, report), space).map((parts) => parts.join(''))

const NASTY = [
  '[,]',
  '[1,]',
  '{"a":1,}',
  '{,}',
  '01',
  '-',
  '1.',
  '.5',
  '1e',
  '+1',
  'tru',
  'nul',
  'NaN',
  "'a'",
  '{a:1}',
  '{"a"}',
  '{"a":}',
  '"',
  '\\',
  '\\u12',
  '\\x',
  '\0',
  '\n',
  '\u001f',
  '\u007f',
  '\ufeff',
  ',',
  ':',
  ']',
  '[',
  '}',
  '{',
  '"a":1',
  ' ',
  '//',
  '1 2',
  '[]',
]

const encoder = new TextEncoder()

/** Bytes of a text with a few places cut, doubled or filled with something nasty; not always UTF-8 any more. */
export const nearlyJson = fc
  .tuple(
    jsonText,
    fc.array(
      fc.record({
        at: fc.nat(400),
        drop: fc.nat(3),
        put: fc.oneof(
          fc.constantFrom(...NASTY).map((text) => encoder.encode(text)),
          fc.uint8Array({ maxLength: 2 }),
        ),
      }),
      { maxLength: 2 },
    ),
    fc.nat(9),
  )
  .map(([text, edits, mark]) => {
    let bytes = [...(mark === 0 ? [0xef, 0xbb, 0xbf] : []), ...encoder.encode(text)]
    for (const { at, drop, put } of edits) bytes = bytes.toSpliced(at % (bytes.length + 1), drop, ...put)
    return Uint8Array.from(bytes)
  })
