import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { toBase64 } from './base.ts'
import { KEY_CHANGED, keyChange } from './key-change.ts'
import { bundle, checkpoint, cosign, entry, history, node, rootOf, signer, stored, value } from './log.testing.ts'
import { parseWitnessPolicy } from './witness.ts'
import { formatKey } from './key.ts'
import { verifyBundle, type VerifyOptions } from './verify.ts'

const [ours, thief] = [signer(1), signer(66)]
const log = history(20)
const note = checkpoint(log)

const verify = (bytes: Uint8Array, options: Partial<VerifyOptions> = {}) =>
  verifyBundle([bytes], { file: 'log.bundle', keys: [ours.key], ...node, ...options })
const code = (bytes: Uint8Array, options: Partial<VerifyOptions> = {}) => {
  const verified = verify(bytes, options)
  return verified.ok ? 'verified' : verified.problem.code
}
const seen = (...notes: readonly string[]) => notes.map((text) => ({ file: 'earlier', text }))
const renamed = (bytes: Uint8Array) => Buffer.from(Buffer.from(bytes).toString().replace('workaround', 'workarounD'))

describe('a stored log', () => {
  test('verifies, and the answer says what was checked', () => {
    expect(value(verify(bundle(log)))).toEqual({
      origin: 'holdpoint.example/log',
      size: 20,
      root: toBase64(rootOf(log)),
      signedBy: [ours.key],
      cosignedBy: [],
      grownFrom: [],
      streams: 3,
      first: '2026-11-18T11:06:40.000Z',
      last: '2026-11-18T11:25:40.000Z',
      keyChanges: [],
    })
  })

  test('verifies in whatever chunks it arrives, even if their memory is used again', () => {
    const bytes = bundle(log)
    for (const size of [1, 7, 100, 1000]) {
      function* chunks() {
        const buffer = new Uint8Array(size)
        for (let at = 0; at < bytes.length; at += size) {
          const part = bytes.subarray(at, at + size)
          buffer.set(part)
          yield buffer.subarray(0, part.length)
        }
      }
      expect(verifyBundle(chunks(), { file: 'log.bundle', keys: [ours.key], ...node }).ok).toBe(true)
    }
  })

  test('without entries verifies', () => expect(code(bundle([]))).toBe('verified'))

  test('an edited entry is found', () => {
    expect(code(bundle(log.with(7, renamed(log[7]!)), note))).toBe('log/root-differs')
  })

  test('a deleted entry is found, with its line', () => {
    expect(verify(bundle(log.toSpliced(7, 1), note))).toMatchObject({
      problem: { code: 'log/gap', at: { file: 'log.bundle', line: 5 + 7 + 3 } },
    })
  })

  test('a deletion that mends the numbers behind it is found', () => {
    const mended = stored(
      Array.from({ length: 20 }, (_, i) => entry(i))
        .toSpliced(6, 1)
        .map((e, i) => (e.stream === 'HP-1' && i > 6 ? { ...e, n: e.n - 1 } : e)),
    )
    expect(code(bundle(mended, note))).toBe('log/truncated')
    expect(code(bundle([...mended, ...stored([entry(20, { n: 7 })])], note))).toBe('log/root-differs')
  })

  test('two entries that changed places are found', () => {
    expect(code(bundle(log.with(7, log[8]!).with(8, log[7]!), note))).toBe('log/time-goes-back')
    const atOnce = stored([0, 1, 2].map((i) => entry(i, { at: entry(0).at })))
    const swapped = [atOnce[0]!, atOnce[2]!, atOnce[1]!]
    expect(code(bundle(swapped, checkpoint(atOnce)))).toBe('log/root-differs')
  })

  test('an entry put in is found, with its line', () => {
    expect(verify(bundle(log.toSpliced(7, 0, log[7]!), note))).toMatchObject({ problem: { code: 'log/gap' } })
    const inserted = stored([entry(6, { stream: 'policy', n: 1 })])
    expect(code(bundle(log.toSpliced(7, 0, ...inserted), note))).toBe('log/root-differs')
  })

  test('a tail cut off is found by the checkpoint', () => {
    expect(verify(bundle(log.slice(0, 15), note))).toMatchObject({
      problem: {
        code: 'log/truncated',
        message: 'The checkpoint signs 20 entries; the file ends after 15.',
        at: { line: 20 },
      },
    })
  })

  test('a tail cut off and signed again is found by an earlier checkpoint', () => {
    const cut = bundle(log.slice(0, 15))
    expect(code(cut)).toBe('verified')
    expect(code(cut, { earlier: seen(note) })).toBe('log/shrunk')
  })

  test('entries behind the signed ones are found, with their line', () => {
    expect(verify(bundle(log, checkpoint(log.slice(0, 15))))).toMatchObject({
      problem: { code: 'log/unsigned-entries', at: { line: 21 } },
    })
  })

  test('a log written anew with another key is found', () => {
    const rewritten = log.with(3, renamed(log[3]!))
    expect(code(bundle(rewritten, checkpoint(rewritten, [thief])))).toBe('log/not-signed')
    expect(code(bundle(rewritten, note.replace(/(\n\n)(?=— )/, `$1`)))).toBe('log/root-differs')
  })

  test('a log written anew with the same key is found by an earlier checkpoint', () => {
    const rewritten = log.with(3, renamed(log[3]!))
    expect(code(bundle(rewritten))).toBe('verified')
    expect(code(bundle(rewritten), { earlier: seen(checkpoint(log.slice(0, 10))) })).toBe('log/rewritten')
    expect(code(bundle(rewritten), { earlier: seen(note) })).toBe('log/rewritten')
  })

  test('a log written anew with the same key is found by a witness', () => {
    const witness = signer(9, 'witness', 'witness.example/w1')
    const witnesses = value(parseWitnessPolicy(`witness w1 ${formatKey(witness.key)}\nquorum w1\n`, node.sha256))
    const cosigned = cosign(note, witness, 1_795_002_000)
    expect(value(verify(bundle(log, cosigned), { witnesses })).cosignedBy).toEqual([
      { key: witness.key, at: '2026-11-18T11:40:00.000Z' },
    ])
    const rewritten = log.with(3, renamed(log[3]!))
    expect(code(bundle(rewritten), { witnesses })).toBe('log/not-witnessed')
    const [, cosignature] = /(— witness.*\n)$/.exec(cosigned)!
    expect(code(bundle(rewritten, checkpoint(rewritten) + cosignature), { witnesses })).toBe('log/bad-signature')
    // What the witness keeps is an earlier checkpoint, too.
    expect(code(bundle(rewritten), { earlier: seen(cosigned) })).toBe('log/rewritten')
  })

  test('an earlier checkpoint narrows down what was edited later', () => {
    const edited = bundle(log.with(15, renamed(log[15]!)), note)
    const verified = verify(edited, { earlier: seen(checkpoint(log.slice(0, 10)), checkpoint(log.slice(0, 5))) })
    expect(verified).toMatchObject({ problem: { code: 'log/root-differs', hint: expect.stringContaining('first 10') } })
  })

  test('grew from every earlier checkpoint, the empty one among them', () => {
    const earlier = seen(...[12, 0, 20].map((size) => checkpoint(log.slice(0, size))))
    expect(value(verify(bundle(log), { earlier })).grownFrom).toEqual([0, 12, 20])
  })

  test('an earlier checkpoint must be of this log, and signed', () => {
    const elsewhere = checkpoint(log.slice(0, 5), [ours], 'other.example/log')
    expect(code(bundle(log), { earlier: seen(elsewhere) })).toBe('log/another-log')
    expect(code(bundle(log), { earlier: seen(checkpoint(log.slice(0, 5), [thief])) })).toBe('log/not-signed')
    expect(code(bundle(log), { earlier: seen('nonsense') })).toBe('log/note-unreadable')
  })

  test('is never verified by the key of another log', () => {
    expect(code(bundle(log), { keys: [signer(1, 'log', 'other.example/log').key] })).toBe('log/another-log')
    expect(code(bundle(log), { keys: [] })).toBe('log/another-log')
    expect(code(bundle(log), { keys: [signer(1, 'witness').key] })).toBe('log/another-log')
  })

  test('stays whole when what was sealed is erased: openings are no part of it', () => {
    expect(Buffer.from(bundle(log)).toString()).not.toContain('salt')
  })
})

describe('every other byte is refused', () => {
  const text = Buffer.from(bundle(log)).toString()
  const lines = text.split('\n')

  test.each([
    ['a byte order mark', `\ufeff${text}`],
    ['carriage returns', text.replaceAll('\n', '\r\n')],
    ['a blank line before the entries', text.replace('\n{', '\n\n{')],
    ['a blank line between entries', text.replace('}\n{', '}\n\n{')],
    ['a blank line at the end', `${text}\n`],
    ['no newline at the end', text.slice(0, -1)],
    ['a space behind an entry', text.replace('}\n', '} \n')],
    ['a comment', text.replace('\n{', '\n# entries\n{')],
    ['a zero byte', text.replace('workaround', 'work\0around')],
    ['no checkpoint', lines.slice(5).join('\n')],
    ['no signature', lines.toSpliced(4, 1).join('\n')],
    ['two checkpoints', note + text],
    ['nothing', ''],
    ['only half a note', lines.slice(0, 2).join('\n')],
    ['a line without end', 'x'.repeat(300_000)],
    ['lines without end', 'x\n'.repeat(300_000)],
  ])('%s', (_, broken) => {
    const verified = verify(new Uint8Array(Buffer.from(broken)))
    expect(verified).toMatchObject({ ok: false, problem: { at: { file: 'log.bundle' } } })
  })

  test('a line that would fill the memory, before it does', () => {
    const endless = new Uint8Array(Buffer.from('x'.repeat(70_000)))
    expect(verify(endless)).toMatchObject({ problem: { code: 'log/bundle-unreadable', at: { line: 1 } } })
    expect(verify(new Uint8Array(Buffer.concat([bundle(log), endless, endless])))).toMatchObject({
      problem: { code: 'log/bundle-unreadable', at: { line: 26 } },
    })
  })

  test('an entry of more than 16 KiB, with its line', () => {
    const long = `${lines.slice(0, 6).join('\n')}\n{"actor":"${'x'.repeat(20_000)}"}\n`
    expect(verify(new Uint8Array(Buffer.from(long)))).toMatchObject({
      problem: { code: 'log/entry-too-long', at: { line: 7 } },
    })
  })
})

describe('any log', () => {
  test('of which one bit is changed does not verify', () => {
    const bytes = bundle(log)
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), fc.integer({ min: 0, max: 7 }), (at, bit) => {
        expect(code(bytes.with(at, bytes[at]! ^ (1 << bit)))).not.toBe('verified')
      }),
      { numRuns: 1500 },
    )
  })

  test('of any length verifies against any earlier checkpoint of its own', () => {
    fc.assert(
      fc.property(fc.nat({ max: 60 }), fc.array(fc.nat({ max: 60 }), { maxLength: 4 }), (size, sizes) => {
        const entries = history(size)
        const earlier = seen(...sizes.map((earlier) => checkpoint(entries.slice(0, earlier % (size + 1)))))
        expect(code(bundle(entries), { earlier })).toBe('verified')
      }),
      { numRuns: 40 },
    )
  })

  test('cut at any byte does not verify', () => {
    const bytes = bundle(log)
    fc.assert(
      fc.property(fc.nat({ max: bytes.length - 1 }), (at) => {
        expect(code(bytes.subarray(0, at))).not.toBe('verified')
      }),
    )
  })
})

describe('a change of keys', () => {
  const next = signer(2)
  const third = signer(3)
  const change = (to: typeof next, n: number) =>
    stored([entry(30 + n, { ...KEY_CHANGED, n, data: keyChange(to.key), at: entry(40 + n).at })])
  const tail = (from: number) =>
    stored([0, 1].map((i) => entry(from + i, { stream: 'policy', n: from - 60 + i + 1, at: entry(from + i).at })))
  const handedOver = [...log, ...change(next, 1)]
  const later = [...handedOver, ...tail(60)]
  const handover = checkpoint(handedOver, [ours, next])

  test('at the handover both keys sign, and either verifies', () => {
    const bytes = bundle(handedOver, handover)
    expect(value(verify(bytes)).keyChanges).toEqual([{ index: 20, key: next.key }])
    expect(code(bytes, { keys: [next.key] })).toBe('verified')
  })

  test('afterwards the new key signs alone, and whoever holds it needs nothing else', () => {
    expect(code(bundle(later, checkpoint(later, [next])), { keys: [next.key] })).toBe('verified')
  })

  test('whoever holds the old key alone comes to trust the new one by the handover', () => {
    const bytes = bundle(later, checkpoint(later, [next]))
    expect(code(bytes)).toBe('log/not-signed')
    expect(value(verify(bytes, { earlier: seen(handover) })).signedBy).toEqual([next.key])
  })

  test('a second change is followed by its own handover', () => {
    const again = [...later, ...stored([entry(80, { ...KEY_CHANGED, n: 2, data: keyChange(third.key) })])]
    const bytes = bundle(again, checkpoint(again, [third]))
    expect(code(bytes, { earlier: seen(handover) })).toBe('log/not-signed')
    expect(code(bytes, { earlier: seen(checkpoint(again, [next, third]), handover) })).toBe('verified')
  })

  test('a key that nobody trusted announced is not believed', () => {
    const forged = [...log, ...change(thief, 1)]
    expect(code(bundle(forged, checkpoint(forged, [thief])))).toBe('log/not-signed')
    expect(code(bundle(forged, checkpoint(forged, [thief])), { earlier: seen(note) })).toBe('log/not-signed')
  })

  test('the old key, stolen, signs nothing more', () => {
    expect(code(bundle(later, checkpoint(later, [ours])))).toBe('log/retired-key')
    expect(code(bundle(handedOver, checkpoint(handedOver, [ours])))).toBe('log/retired-key')
  })

  test.each([
    ['no key', { key: 7 }],
    ['a key of another log', keyChange(signer(2, 'log', 'other.example/log').key)],
    ["a witness's key", keyChange(signer(2, 'witness').key)],
    ['nothing', {}],
  ])('that names %s is refused', (_, data) => {
    const broken = [...log, ...stored([entry(40, { ...KEY_CHANGED, n: 1, data })])]
    expect(code(bundle(broken))).toBe('log/key-change-unreadable')
  })
})
