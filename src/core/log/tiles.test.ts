import { describe, expect, test } from 'vitest'
import { parseSignedCheckpoint } from './bundle.ts'
import { parseKey } from './key.ts'
import { hasVectors, node, rootOf, tree, value, vectorBytes, vectors } from './log.testing.ts'
import { verifyConsistency, verifyInclusion } from './merkle-proof.ts'
import { verifyNote } from './note.ts'
import { consistencyRanges, inclusionRanges } from './ranges.ts'
import { tilePath } from './tile.ts'
import { rootsFromTiles } from './tile-reader.ts'
import { readEntries, writeTiles } from './tile-writer.ts'
import { encodeUtf8 } from './utf8.ts'

const files = (entries: Iterable<Uint8Array>) =>
  new Map(Array.from(writeTiles(entries, tree), ({ path, bytes }) => [path, bytes]))

describe.skipIf(!hasVectors)('a published tiled log', () => {
  const SIZES = [2, 4, 6, 8, 10, 12, 14, 15]
  const published = () => vectors<{ origin: string; vkey: string; leaves: string[] }>('tiles-log-small/keys.json')
  const at = (size: number) => {
    const { vkey, leaves } = published()
    const signed = value(
      parseSignedCheckpoint(vectorBytes(`tiles-log-small/checkpoint.${size}`).toString(), 'checkpoint'),
    )
    const key = value(parseKey(vkey, node.sha256))
    expect(value(verifyNote(signed.note, [key], node.verifyEd25519))).toHaveLength(1)
    return { ...signed.checkpoint, entries: leaves.slice(0, size).map((leaf) => encodeUtf8(leaf)!) }
  }

  test('each checkpoint is signed and has the root of its leaves', () => {
    for (const size of [0, ...SIZES]) {
      const log = at(size)
      expect([log.origin, log.size]).toEqual([published().origin, size])
      expect(Buffer.from(rootOf(log.entries))).toEqual(Buffer.from(log.root))
    }
    expect(vectorBytes('tiles-log-small/checkpoint')).toEqual(vectorBytes('tiles-log-small/checkpoint.15'))
  })

  test('we write the same files', () => {
    for (const size of SIZES) {
      const written = files(at(size).entries)
      expect([...written.keys()].sort()).toEqual([`tile/0/000.p/${size}`, `tile/entries/000.p/${size}`])
      for (const [path, bytes] of written) expect(Buffer.from(bytes)).toEqual(vectorBytes(`tiles-log-small/${path}`))
    }
  })

  test('we read its entries, roots and proofs', () => {
    for (const size of SIZES) {
      const { entries, root } = at(size)
      const read = (path: string) => new Uint8Array(vectorBytes(`tiles-log-small/${path}`))
      expect(readEntries(read(`tile/entries/000.p/${size}`))).toEqual(entries)
      expect(value(rootsFromTiles([{ start: 0, end: size }], size, read, tree))[0]).toEqual(root)
      for (const [index, entry] of entries.entries()) {
        const proof = value(rootsFromTiles(inclusionRanges(index, size), size, read, tree))
        expect(verifyInclusion({ index, size, leaf: tree.leaf(entry), proof, root }, tree)).toBe(true)
      }
      for (const older of SIZES.filter((older) => older <= size)) {
        const proof = value(rootsFromTiles(consistencyRanges(older, size), size, read, tree))
        expect(verifyConsistency({ older: at(older), newer: { size, root }, proof }, tree)).toBe(true)
      }
    }
  })
})

describe('tiles', () => {
  const SIZE = 70_000
  const entries = Array.from({ length: SIZE }, (_, i) => Uint8Array.of(i >> 16, i >> 8, i))
  const tiled = files(entries)
  const root = rootOf(entries)
  const read = (path: string) => tiled.get(path)

  test('paths are cut into groups of three digits', () => {
    expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe('tile/0/x001/x234/067')
    expect(tilePath({ level: 2, index: 0, width: 1 })).toBe('tile/2/000.p/1')
    expect(tilePath({ level: 0, index: 1000, width: 255 })).toBe('tile/0/x001/000.p/255')
  })

  test('70,000 entries make the tiles that the specification counts', () => {
    const count = (form: RegExp) => [...tiled.keys()].filter((path) => form.test(path)).length
    expect(count(/^tile\/0\/[x\d/]+$/)).toBe(273)
    expect([...tiled.keys()].filter((path) => /^tile\/\d.*\.p/.test(path)).sort()).toEqual([
      'tile/0/273.p/112',
      'tile/1/001.p/17',
      'tile/2/000.p/1',
    ])
    expect(count(/^tile\/1\/000$/)).toBe(1)
    expect([...files(entries.slice(0, 256)).keys()].sort()).toEqual([
      'tile/0/000',
      'tile/1/000.p/1',
      'tile/entries/000',
    ])
  })

  test('proofs over several levels verify', () => {
    for (const index of [0, 1, 255, 256, 65_535, 65_536, 69_888, SIZE - 1]) {
      const proof = value(rootsFromTiles(inclusionRanges(index, SIZE), SIZE, read, tree))
      expect(verifyInclusion({ index, size: SIZE, leaf: tree.leaf(entries[index]!), proof, root }, tree)).toBe(true)
    }
    for (const older of [1, 256, 257, 65_536, 69_999]) {
      const proof = value(rootsFromTiles(consistencyRanges(older, SIZE), SIZE, read, tree))
      const question = {
        older: { size: older, root: rootOf(entries.slice(0, older)) },
        newer: { size: SIZE, root },
        proof,
      }
      expect(verifyConsistency(question, tree)).toBe(true)
    }
  })

  test('a tile that is missing or has another size is named', () => {
    const asked = inclusionRanges(3, SIZE)
    expect(rootsFromTiles(asked, SIZE, () => undefined, tree)).toMatchObject({
      problem: { code: 'log/tile-unreadable', message: 'There is no tile tile/0/000.' },
    })
    expect(rootsFromTiles(asked, SIZE, () => new Uint8Array(31), tree).ok).toBe(false)
  })

  test('an entries file cut short is refused', () => {
    const [first] = [...files([Uint8Array.of(1, 2, 3)]).values()]
    expect(readEntries(first!)).toEqual([Uint8Array.of(1, 2, 3)])
    expect(readEntries(first!.subarray(0, -1))).toBeUndefined()
    expect(readEntries(first!.subarray(0, 1))).toBeUndefined()
  })
})
