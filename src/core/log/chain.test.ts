import { describe, expect, test } from 'vitest'
import { toBase64 } from './base.ts'
import { type BundleFile, verifyChain } from './chain.ts'
import type { Entry, EntryData } from './entry.ts'
import { bundle, checkpoint, entry, node, ORIGIN, rootOf, signer, stored, value } from './log.testing.ts'
import { type Continuation, LOG_RESTORED, restoration } from './restoration.ts'
import { verifyBundle } from './verify.ts'

const NEW = `${ORIGIN}/2`
const NEWEST = `${ORIGIN}/3`
const signers = new Map([ORIGIN, NEW, NEWEST].map((origin, i) => [origin, signer(i + 1, 'log', origin)]))
const keys = [...signers.values()].map(({ key }) => key)

/** Seven entries: HP-1 reaches 3, HP-2 and HP-3 reach 2. */
const OLD = stored([0, 1, 2, 3, 4, 5, 6].map((i) => entry(i)))
const facts = (entries: readonly Uint8Array[], origin: string = ORIGIN): Continuation => ({
  origin,
  size: entries.length,
  root: toBase64(rootOf(entries)),
  checkpoint: `sha256:${'ab'.repeat(32)}` as NonNullable<Continuation['checkpoint']>,
  lost: 0,
})

const restored = (data: EntryData = restoration(facts(OLD)), changes: Partial<Entry> = {}) =>
  entry(60, { ...LOG_RESTORED, n: 1, data, ...changes })
const on = (stream: string, n: number, index = 70) => entry(index, { stream, n })
const file = (name: string, entries: readonly Uint8Array[], origin: string): BundleFile => ({
  file: name,
  chunks: () => [bundle(entries, checkpoint(entries, [signers.get(origin)!], origin))],
})
const old = (entries = OLD) => file('old', entries, ORIGIN)
const log = (...entries: readonly Entry[]) => file('new', stored(entries), NEW)

/** How a log verifies that begins with these entries, by itself or after others. */
function given(...entries: readonly Entry[]) {
  const judged = (...after: readonly BundleFile[]) => verifyChain([log(...entries), ...after], { keys, ...node })
  return {
    alone: () => judged(),
    after: (...files: readonly BundleFile[]) => judged(...files),
  }
}
const refused = (code: string, more: object = {}) => ({ ok: false, problem: { code, ...more } })

describe('a log that goes on from another', () => {
  test('says which one, and lets each stream go on with its next number', () => {
    const [verified] = value(given(restored(), on('HP-1', 4), on('HP-2', 3), on('HP-1', 5)).alone())
    expect(verified).toMatchObject({ origin: NEW, size: 4, streams: 3, continues: facts(OLD) })
  })

  test('is the same bundle to whoever verifies it by itself', () => {
    const { chunks } = log(restored(), on('HP-1', 4))
    expect(value(verifyBundle(chunks(), { file: 'new', keys, ...node })).continues).toEqual(facts(OLD))
  })

  test('has no gap within itself', () => {
    expect(given(restored(), on('HP-1', 4), on('HP-1', 6)).alone()).toMatchObject(
      refused('log/gap', { at: { line: 8 } }),
    )
    expect(given(restored(), on('HP-1', 4), on('HP-1', 4)).alone()).toMatchObject(refused('log/gap'))
    expect(given(restored(), restored(undefined, { type: 'key_changed', n: 3 })).alone()).toMatchObject(
      refused('log/gap'),
    )
  })

  test('need not have known a signed note', () => {
    const { checkpoint: _, ...unsigned } = facts(OLD)
    const [verified] = value(given(restored(restoration({ ...unsigned, lost: 3 }))).alone())
    expect(verified!.continues).toEqual({ ...unsigned, lost: 3 })
  })
})

describe('only the first entry is a licence', () => {
  test('a log without it begins each stream with 1', () => {
    expect(given(on('HP-1', 4)).alone()).toMatchObject(refused('log/gap'))
  })

  test('it is refused in the middle of a log, and so is the gap behind it', () => {
    expect(given(on('HP-1', 1), restored(), on('HP-2', 9)).alone()).toMatchObject(
      refused('log/restored-later', { at: { line: 7 } }),
    )
    expect(given(restored(), restored(undefined, { n: 2 })).alone()).toMatchObject(refused('log/restored-later'))
  })

  test.each([
    ['another stream', { stream: 'HP-1' }],
    ['another type', { type: 'log_revived' }],
  ])('in %s it is an entry like any other', (_, changes) => {
    expect(value(given(restored(undefined, changes)).alone())[0]).not.toHaveProperty('continues')
    expect(given(restored(undefined, changes), on('HP-2', 3)).alone()).toMatchObject(refused('log/gap'))
  })

  test.each<[string, object]>([
    ['its own name', { origin: NEW }],
    ['no name', { origin: '' }],
    ['a name that is none', { origin: 7 }],
    ['no size', { size: undefined }],
    ['half an entry', { size: 1.5 }],
    ['fewer than no entries', { size: -1 }],
    ['a short root', { root: 'AAAA' }],
    ['a root in hex', { root: 'ab'.repeat(32) }],
    ['no root', { root: undefined }],
    ['no count of what is lost', { lost: undefined }],
    ['less than nothing lost', { lost: -1 }],
    ['a checkpoint that is no digest', { checkpoint: 'abc' }],
    ['a checkpoint that is no text', { checkpoint: 7 }],
    ['something more', { more: true }],
  ])('it is refused with %s', (_, changes) => {
    const data = { ...restoration(facts(OLD)), ...changes } as EntryData
    expect(given(restored(data)).alone()).toMatchObject(refused('log/continuation-unreadable', { at: { line: 6 } }))
  })

  test('it is refused in a version that nobody knows', () => {
    expect(given(restored(undefined, { v: 2 })).alone()).toMatchObject(refused('log/continuation-unreadable'))
  })
})

describe('held against the log before', () => {
  test('it goes on where that one was', () => {
    const logs = value(given(restored(), on('HP-1', 4), on('HP-2', 3), on('HP-9', 1)).after(old()))
    expect(logs.map(({ origin, size }) => [origin, size])).toEqual([
      [NEW, 4],
      [ORIGIN, 7],
    ])
  })

  test('it may leave signed entries behind, as it says', () => {
    const short = OLD.slice(0, 5)
    const entries = [restored(restoration({ ...facts(short), lost: 2 })), on('HP-1', 3), on('HP-3', 2)]
    expect(given(...entries).after(old())).toMatchObject({ ok: true })
  })

  test('that it puts back nothing is a beginning, too', () => {
    const entries = [restored(restoration({ ...facts([]), lost: 7 })), on('HP-1', 1)]
    expect(given(...entries).after(old())).toMatchObject({ ok: true })
    expect(given(entries[0]!, on('HP-1', 4)).after(old())).toMatchObject(refused('log/gap'))
  })

  test.each([
    ['skips a number', on('HP-1', 5)],
    ['tells a number again', on('HP-1', 3)],
    ['begins a stream anew', on('HP-2', 1)],
    ['begins an unknown stream in its middle', on('HP-9', 2)],
  ])('it is refused where it %s', (_, next) => {
    expect(given(restored(), next).after(old())).toMatchObject(refused('log/gap', { at: { file: 'new' } }))
  })

  test('its own stream goes on, too', () => {
    const keyed = [...OLD, ...stored([entry(8, { stream: 'log', n: 1, type: 'noted', data: {} })])]
    const data = restoration(facts(keyed))
    expect(given(restored(data, { n: 2 })).after(old(keyed))).toMatchObject({ ok: true })
    expect(given(restored(data, { n: 1 })).after(old(keyed))).toMatchObject(refused('log/gap'))
    expect(given(restored(data, { n: 3 })).after(old(keyed))).toMatchObject(refused('log/gap'))
  })

  test('another root is refused', () => {
    const other = restoration({ ...facts(OLD), root: toBase64(rootOf(OLD.slice(1))) })
    expect(given(restored(other)).after(old())).toMatchObject(refused('log/rewritten', { at: { file: 'old' } }))
    const edited = stored([0, 1, 2, 3, 4, 5, 6].map((i) => entry(i, i === 2 ? { data: {} } : {})))
    expect(given(restored()).after(old(edited))).toMatchObject(refused('log/rewritten'))
  })

  test('the root of another size is refused', () => {
    const shifted = restoration({ ...facts(OLD), size: 6 })
    expect(given(restored(shifted)).after(old())).toMatchObject(refused('log/rewritten'))
  })

  test('another origin is refused', () => {
    const other = restoration({ ...facts(OLD), origin: 'holdpoint.example/other' })
    expect(given(restored(other)).after(old())).toMatchObject(refused('log/not-continued', { at: { file: 'old' } }))
  })

  test('a log that continues none is refused', () => {
    expect(given(on('HP-1', 1)).after(old())).toMatchObject(refused('log/not-continued', { at: { file: 'new' } }))
  })

  test('an old bundle that ends before is refused', () => {
    expect(given(restored()).after(old(OLD.slice(0, 6)))).toMatchObject(refused('log/shrunk', { at: { file: 'old' } }))
  })

  test('a time before the last one is refused', () => {
    const early = restored(undefined, { at: entry(5).at })
    expect(given(early).after(old())).toMatchObject(refused('log/time-goes-back', { at: { file: 'new' } }))
    expect(given(restored(undefined, { at: entry(6).at })).after(old())).toMatchObject({ ok: true })
  })

  test('an old log that does not verify is refused', () => {
    const forged = file('old', OLD, ORIGIN)
    const thief = { ...forged, chunks: () => [bundle(OLD, checkpoint(OLD, [signer(66)]))] }
    expect(given(restored()).after(thief)).toMatchObject(refused('log/not-signed'))
  })

  test('earlier checkpoints are held against the log that they name', () => {
    const judged = (note: string) =>
      verifyChain([log(restored()), old()], { keys, earlier: [{ file: 'seen', text: note }], ...node })
    const notes = judged(checkpoint(OLD.slice(0, 4), [signers.get(ORIGIN)!]))
    expect(value(notes).map(({ grownFrom }) => grownFrom)).toEqual([[], [4]])
    expect(judged(checkpoint(OLD.slice(1, 4), [signers.get(ORIGIN)!]))).toMatchObject(refused('log/rewritten'))
    expect(judged(checkpoint([], [signers.get(ORIGIN)!], NEWEST))).toMatchObject(refused('log/another-log'))
    expect(judged('nonsense')).toMatchObject(refused('log/note-unreadable'))
  })
})

describe('three logs in a row', () => {
  const second = [restored(), on('HP-1', 4)]
  const third = (...entries: readonly Entry[]) =>
    file(
      'newest',
      stored([entry(80, { ...LOG_RESTORED, n: 2, data: restoration(facts(stored(second), NEW)) }), ...entries]),
      NEWEST,
    )
  const judged = (...files: readonly [BundleFile, ...BundleFile[]]) => verifyChain(files, { keys, ...node })

  test('a stream may rest in the middle one', () => {
    const files = [third(on('HP-1', 5, 90), on('HP-2', 3, 91)), log(...second), old()] as const
    expect(value(judged(...files)).map(({ origin }) => origin)).toEqual([NEWEST, NEW, ORIGIN])
  })

  test('a gap over the middle one is found once the oldest is there', () => {
    for (const n of [1, 2, 4]) {
      const files = [third(on('HP-2', n, 91)), log(...second)] as const
      expect(judged(...files)).toMatchObject({ ok: true })
      expect(judged(...files, old())).toMatchObject(refused('log/gap'))
    }
  })

  test('none may be left out, or change places', () => {
    expect(judged(third(), old())).toMatchObject(refused('log/not-continued'))
    expect(judged(old(), log(...second))).toMatchObject(refused('log/not-continued'))
    expect(judged(log(...second), old(), old())).toMatchObject(refused('log/not-continued'))
  })
})
