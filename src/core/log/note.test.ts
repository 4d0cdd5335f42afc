import { describe, expect, test } from 'vitest'
import { toBase64 } from './base.ts'
import { formatCheckpoint, parseCheckpoint } from './checkpoint.ts'
import { asWitness, formatKey, parseKey, parseKeys } from './key.ts'
import { cosign, hasVectors, node, signer, value, vectors } from './log.testing.ts'
import { formatNote, parseNote, signNote, verifyNote } from './note.ts'

const key = (text: string) => value(parseKey(text, node.sha256))
const root = new Uint8Array(32).fill(7)

describe.skipIf(!hasVectors)('published vectors', () => {
  test('signed notes', () => {
    interface Vector {
      name: string
      note: string
      vkey: string
      valid: boolean
    }
    for (const { name, note, vkey, valid } of vectors<Vector[]>('signed-notes.json')) {
      const parsed = parseNote(note)
      const signed = parsed.ok ? verifyNote(parsed.value, [key(vkey)], node.verifyEd25519) : parsed
      expect(signed.ok && signed.value.length > 0, name).toBe(valid)
      if (parsed.ok) expect(formatNote(parsed.value)).toBe(note)
      expect(formatKey(key(vkey))).toBe(vkey)
    }
  })

  test('cosignatures of witnesses, with the time they give', () => {
    interface Vector {
      name: string
      note: string
      cosigner_vkeys: string[]
      verified_timestamp?: number
      valid: boolean
    }
    for (const { name, note, cosigner_vkeys, verified_timestamp, valid } of vectors<Vector[]>('cosignatures.json')) {
      const signed = verifyNote(value(parseNote(note)), cosigner_vkeys.map(key), node.verifyEd25519)
      expect(signed.ok && signed.value.length > 0, name).toBe(valid)
      if (signed.ok) expect(Date.parse(signed.value[0]!.at!) / 1000).toBe(verified_timestamp)
    }
  })

  test('checkpoints; a root that is no SHA-256 is refused for that alone', () => {
    interface Vector {
      text: string
      ok: boolean
      origin?: string
      size?: string
      extensions?: string[]
    }
    for (const { text, ok, origin, size, extensions = [] } of vectors<{ cases: Vector[] }>('checkpoint-parse.json')
      .cases) {
      const parsed = parseCheckpoint(text)
      if (parsed.ok || !/its root has \d+ bytes/.test(parsed.problem.message)) {
        expect(parsed.ok, text).toBe(ok)
        continue
      }
      const [first, second, , ...rest] = text.split('\n')
      const withRoot = [first, second, toBase64(root), ...rest].join('\n')
      expect(value(parseCheckpoint(withRoot))).toEqual({ origin, size: Number(size), root, extensions })
      expect(ok).toBe(true)
    }
  })
})

describe('notes', () => {
  const text = 'one\n\ntwo\n'
  const [a, b] = [signer(1), signer(2)]
  const note = signNote(text, [a, b])

  test('carry several signatures; whoever is known and signed is named once', () => {
    const parsed = value(parseNote(note))
    expect(parsed.text).toBe(text)
    const twice = { ...parsed, signatures: [...parsed.signatures, ...parsed.signatures] }
    expect(value(verifyNote(twice, [b.key], node.verifyEd25519))).toEqual([{ key: b.key }])
    expect(value(verifyNote(parsed, [signer(3).key], node.verifyEd25519))).toEqual([])
  })

  test('are refused as a whole where a known key did not sign this', () => {
    const parsed = value(parseNote(note))
    const changed = { ...parsed, text: 'one\n\nTwo\n' }
    expect(verifyNote(changed, [a.key], node.verifyEd25519)).toMatchObject({ problem: { code: 'log/bad-signature' } })
    const cut = { ...parsed, signatures: parsed.signatures.map((s) => ({ ...s, bytes: s.bytes.subarray(1) })) }
    expect(verifyNote(cut, [a.key], () => true).ok).toBe(false)
  })

  test.each([
    ['no signature', 'text\n\n'],
    ['no blank line', note.replace('two\n\n', 'two\n').replace('one\n\n', 'one\n')],
    ['no last newline', note.slice(0, -1)],
    ['a carriage return', note.replace('two', 'two\r')],
    ['a tab', note.replace('two', 'two\t')],
    ['a hyphen for the dash', note.replaceAll('—', '-')],
    ['base64 cut', note.replace(/.=?=?\n$/, '\n')],
    ['base64 with bits left over', note.replace(/.=\n$/, (end) => `${end[0] === '9' ? '8' : '9'}=\n`)],
    ['something behind', `${note}x\n`],
    ['a signature of no bytes', `${note}— x AAAAAA==\n`],
    ['a space more', note.replace('— ', '—  ')],
    [
      '65 signatures',
      signNote(
        text,
        Array.from({ length: 65 }, () => a),
      ),
    ],
  ])('are refused with %s', (_, broken) => {
    expect(parseNote(broken)).toMatchObject({ problem: { code: 'log/note-unreadable' } })
  })

  test('a witness signs what it saw and when; neither may be changed', () => {
    const witness = signer(9, 'witness', 'witness.example/w1')
    const cosigned = value(parseNote(cosign(note, witness, 1_795_000_000)))
    expect(value(verifyNote(cosigned, [witness.key], node.verifyEd25519))).toEqual([
      { key: witness.key, at: '2026-11-18T11:06:40.000Z' },
    ])
    const later = cosigned.signatures.map((s) => (s.bytes.length === 72 ? { ...s, bytes: s.bytes.with(7, 1) } : s))
    expect(verifyNote({ ...cosigned, signatures: later }, [witness.key], node.verifyEd25519).ok).toBe(false)
    const never = cosigned.signatures.map((s) => (s.bytes.length === 72 ? { ...s, bytes: s.bytes.with(0, 255) } : s))
    expect(verifyNote({ ...cosigned, signatures: never }, [witness.key], node.verifyEd25519).ok).toBe(false)
    const beyond = value(parseNote(cosign(note, witness, Date.parse('+010000-01-01T00:00Z') / 1000)))
    expect(verifyNote(beyond, [witness.key], node.verifyEd25519).ok).toBe(false)
  })
})

describe('keys', () => {
  const text = formatKey(signer(1).key)

  test('one a line, written and read the same', () => {
    expect(value(parseKeys(`${text}\n${formatKey(signer(2).key)}\n`, node.sha256)).map(formatKey)).toEqual([
      text,
      formatKey(signer(2).key),
    ])
    expect(asWitness(signer(1).key, node.sha256).id).not.toBe(signer(1).key.id)
  })

  test.each([
    ['nothing', ''],
    ['another id', text.replace(/\+[0-9a-f]{8}\+/, '+00000000+')],
    ['another name', text.replace('holdpoint', 'h0ldpoint')],
    ['a key of another type', text.replace(/\+A/, '+B')],
    ['a key cut short', text.slice(0, -4)],
    ['no base64', `${text.slice(0, -1)}*`],
    ['a space in its name', text.replace('example', 'exam ple')],
    ['a blank line behind', `${text}\n\n`],
  ])('are refused with %s', (_, broken) => {
    expect(parseKeys(broken, node.sha256)).toMatchObject({ problem: { code: 'log/key-unreadable' } })
  })
})

describe('checkpoints', () => {
  const checkpoint = { origin: 'holdpoint.example/log', size: 12, root, extensions: ['more'] }

  test('are written and read the same', () => {
    expect(value(parseCheckpoint(formatCheckpoint(checkpoint)))).toEqual(checkpoint)
  })

  test.each([
    ['a leading zero', (text: string) => text.replace('12', '012')],
    ['a size beyond what a number holds', (text: string) => text.replace('12', '9007199254740993')],
    ['an empty extension line', (text: string) => `${text}\n`],
    ['no last newline', (text: string) => text.slice(0, -1)],
    ['a short root', (text: string) => text.replace(toBase64(root), toBase64(root.subarray(1)))],
  ])('are refused with %s', (_, breaks) => {
    expect(parseCheckpoint(breaks(formatCheckpoint(checkpoint)))).toMatchObject({
      problem: { code: 'log/checkpoint-unreadable' },
    })
  })
})
