import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { decodeEntry, encodeEntry } from './codec.ts'
import { MAX_ENTRY_BYTES, type EntryData } from './entry.ts'
import { entry, node, stored, value } from './log.testing.ts'
import { formatOpening, readOpenings } from './openings.ts'
import { opens, reveal, seal } from './seal.ts'

const text = Buffer.from(stored([entry(0)])[0]!).toString()
const decode = (line: string) => decodeEntry(new Uint8Array(Buffer.from(line)))

describe('an entry', () => {
  test('is kept as its canonical JSON, and read back the same', () => {
    expect(text).toBe(
      '{"actor":"ana","at":"2026-11-18T11:06:40.000Z","command":"0193e5f0-7c1a-7b3e-8a5d-000000000000",' +
        `"data":{"hours":0,"kind":"workaround","reason":{"sealed":"${'ab'.repeat(32)}"}},` +
        '"n":1,"stream":"HP-1","type":"objection_raised","v":1}',
    )
    expect(value(decode(text))).toEqual(entry(0))
  })

  test('with any data is read back the same', () => {
    const data = fc.dictionary(fc.string({ unit: 'grapheme' }), fc.jsonValue({ maxDepth: 2 }))
    fc.assert(
      fc.property(data, (data) => {
        const bytes = encodeEntry(entry(1, { data: JSON.parse(JSON.stringify(data)) as EntryData }))
        if (bytes.ok) expect(encodeEntry(value(decodeEntry(bytes.value)))).toEqual(bytes)
      }),
    )
  })

  test.each([
    ['a key more', text.replace('"n":1', '"m":1,"n":1')],
    ['a key more at its end', text.replace('"v":1', '"v":1,"w":1')],
    ['a key less', text.replace('"n":1,', '')],
    ['its keys in another order', text.replace('"n":1,"stream":"HP-1"', '"stream":"HP-1","n":1')],
    ['a space', text.replace('"n":1', '"n": 1')],
    ['a newline', `${text}\n`],
    ['a carriage return', `${text}\r`],
    ['data that are a list', text.replace(/"data":\{.*?\}\}/, '"data":[]')],
    ['data out of order', text.replace('"hours":0,"kind":"workaround"', '"kind":"workaround","hours":0')],
    ['position 0', text.replace('"n":1', '"n":0')],
    ['version 0', text.replace('"v":1', '"v":0')],
    ['half a position', text.replace('"n":1', '"n":1.5')],
    ['a position beyond what a number holds', text.replace('"n":1', '"n":9007199254740992')],
    ['an instant in another form', text.replace('40.000Z', '40Z')],
    ['a day that never was', text.replace('11-18', '11-31')],
    ['a year before the first', text.replace('2026-', '0000-')],
    ['no UUIDv7', text.replace('-7b3e-', '-4b3e-')],
    ['an actor with a space', text.replace('"ana"', '"ana b"')],
    ['a stream without a name', text.replace('"HP-1"', '""')],
    ['a type in capitals', text.replace('objection_raised', 'ObjectionRaised')],
    ['no bytes', ''],
  ])('with %s is refused', (_, broken) => {
    expect(broken).not.toBe(text)
    expect(decode(broken)).toMatchObject({ ok: false, problem: { code: 'log/entry-unreadable' } })
  })

  test('of which bytes were changed is refused, or is read and written back the same', () => {
    const bytes = new Uint8Array(Buffer.from(text))
    const change = fc.tuple(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 0, max: 255 }))
    fc.assert(
      fc.property(fc.array(change, { minLength: 1, maxLength: 3 }), (changes) => {
        const changed = changes.reduce((all, [at, byte]) => all.with(at, byte), bytes)
        const read = decodeEntry(changed)
        if (read.ok) expect(value(encodeEntry(read.value))).toEqual(changed)
      }),
      { numRuns: 3000 },
    )
  })

  test('says where it is not canonical', () => {
    expect(decode(text.replace('"n":1', '"n": 1'))).toMatchObject({
      problem: { message: expect.stringMatching(/^This is not an entry of the log: .* at column \d+\.$/) },
    })
  })

  test(`has at most ${MAX_ENTRY_BYTES} bytes`, () => {
    const rest = stored([entry(0, { data: { text: '' } })])[0]!.length
    const filled = (length: number) => encodeEntry(entry(0, { data: { text: 'x'.repeat(length - rest) } }))
    expect(value(filled(MAX_ENTRY_BYTES))).toHaveLength(MAX_ENTRY_BYTES)
    expect(filled(MAX_ENTRY_BYTES + 1)).toMatchObject({ problem: { code: 'log/entry-too-long' } })
  })

  test('that could not be read back is not written', () => {
    expect(encodeEntry(entry(0, { stream: 'no stream' }))).toMatchObject({ problem: { code: 'log/entry-unreadable' } })
    expect(encodeEntry(entry(0, { data: { text: '\ud800' } }))).toMatchObject({
      problem: { code: 'log/not-canonical' },
    })
  })

  test('cannot reach the prototype of anything', () => {
    const { data } = value(decode(text.replace('{"hours":0,', '{"__proto__":{"admin":true},"hours":0,')))
    expect(Object.hasOwn(data, '__proto__')).toBe(true)
    expect(({} as Record<string, unknown>)['admin'] ?? (data as Record<string, unknown>)['admin']).toBeUndefined()
  })
})

describe('a sealed text', () => {
  const salt = Uint8Array.from({ length: 16 }, (_, i) => i)
  const { sealed, opening } = value(seal(salt, 'Zoë says no', node.sha256))

  test('is SHA-256 of salt and UTF-8 text', () => {
    expect(sealed.sealed).toBe(
      Buffer.from(node.sha256(Buffer.concat([salt, Buffer.from('Zoë says no')]))).toString('hex'),
    )
    expect(opens(sealed, opening, node.sha256)).toBe(true)
  })

  test('is read with its opening, is erased without it, and is never another text', () => {
    expect(reveal(sealed, opening, node.sha256)).toEqual({ ok: true, value: 'Zoë says no' })
    expect(reveal(sealed, undefined, node.sha256)).toEqual({ ok: true, value: undefined })
    for (const other of [
      { ...opening, value: 'Zoë says yes' },
      { ...opening, salt: '00'.repeat(16) },
      { ...opening, salt: '' },
    ])
      expect(reveal(sealed, other, node.sha256)).toMatchObject({ problem: { code: 'log/opening-differs' } })
  })

  test('is refused where it holds half a character', () => {
    expect(seal(salt, '\ud83d', node.sha256)).toMatchObject({ problem: { code: 'log/not-text' } })
  })
})

describe('the openings beside a bundle', () => {
  const all = [1, 2].map((n) => value(seal(new Uint8Array(16).fill(n), `reason ${n}\n`, node.sha256)))
  const read = (text: string) => readOpenings([Buffer.from(text)], 'log.openings', node.sha256)
  const text = all.map(({ opening }) => formatOpening(opening)).join('')

  test('are found by what stands in the log; one that was erased is missing, and nothing else changes', () => {
    const openings = value(read(text))
    for (const { sealed, opening } of all) expect(openings.get(sealed.sealed)).toEqual(opening)
    const [, second] = all
    expect([...value(read(formatOpening(second!.opening))).keys()]).toEqual([second!.sealed.sealed])
  })

  test.each([
    ['a space', text.replace('{', '{ ')],
    ['a key more', text.replace('}', ',"z":1}')],
    ['a short salt', text.replace('"01', '"')],
    ['no newline at the end', text.slice(0, -1)],
    ['a blank line', `${text}\n`],
  ])('are refused with %s, with the line', (_, broken) => {
    expect(read(broken)).toMatchObject({
      problem: { code: 'log/opening-unreadable', at: { file: 'log.openings', line: expect.any(Number) } },
    })
  })
})
