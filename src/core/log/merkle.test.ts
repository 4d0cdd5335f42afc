import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { encodeUtf8 } from './utf8.ts'
import { hasVectors, history, node, rootOf, tree, vectors } from './log.testing.ts'
import { Frontier, type Hash } from './merkle.ts'
import { verifyConsistency, verifyInclusion } from './merkle-proof.ts'
import { consistencyRanges, inclusionRanges, rangeRoot, type NodeReader, type Range } from './ranges.ts'

const utf8 = (text: string) => encodeUtf8(text)!
const hash = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

describe.skipIf(!hasVectors)('published vectors of RFC 6962 trees', () => {
  test('leaves, nodes and the empty tree hash as published', () => {
    interface Vector {
      op: string
      input_utf8: string
      left_utf8: string
      right_utf8: string
      hash_hex: string
    }
    for (const { op, input_utf8, left_utf8, right_utf8, hash_hex } of vectors<Vector[]>('merkle/hasher.json')) {
      // The published node has operands shorter than a hash, which our node does not take: it is hashed by hand.
      const sha256 = (...parts: Uint8Array[]) => node.sha256(Buffer.concat(parts))
      const got =
        op === 'leaf'
          ? tree.leaf(utf8(input_utf8))
          : op === 'node'
            ? sha256(Uint8Array.of(1), utf8(left_utf8), utf8(right_utf8))
            : tree.empty
      expect(Buffer.from(got).toString('hex')).toBe(hash_hex)
    }
  })

  test('each inclusion proof is judged as published', () => {
    interface Vector {
      id: string
      leafIdx: number
      treeSize: number
      root: string
      leafHash: string
      proof: string[] | null
      wantErr: boolean
    }
    for (const { id, leafIdx, treeSize, root, leafHash, proof, wantErr } of vectors<Vector[]>(
      'merkle/inclusion.json',
    )) {
      const question = {
        index: leafIdx,
        size: treeSize,
        leaf: hash(leafHash),
        proof: (proof ?? []).map(hash),
        root: hash(root),
      }
      expect(verifyInclusion(question, tree), id).toBe(!wantErr)
    }
  })

  test('each consistency proof is judged as published', () => {
    interface Vector {
      id: string
      size1: number
      size2: number
      root1: string
      root2: string
      proof: string[] | null
      wantErr: boolean
    }
    for (const { id, size1, size2, root1, root2, proof, wantErr } of vectors<Vector[]>('merkle/consistency.json')) {
      const question = {
        older: { size: size1, root: hash(root1) },
        newer: { size: size2, root: hash(root2) },
        proof: (proof ?? []).map(hash),
      }
      expect(verifyConsistency(question, tree), id).toBe(!wantErr)
    }
  })
})

test('a hash of the wrong length is never a root, not even beside an equal leaf', () => {
  const nothing = new Uint8Array(0)
  expect(verifyInclusion({ index: 0, size: 1, leaf: nothing, proof: [], root: nothing }, tree)).toBe(false)
})

test('every log grew from the empty one, and needs no proof for it', () => {
  const newer = { size: 3, root: rootOf(history(3)) }
  expect(verifyConsistency({ older: { size: 0, root: tree.empty }, newer, proof: [] }, tree)).toBe(true)
  expect(verifyConsistency({ older: { size: 0, root: newer.root }, newer, proof: [] }, tree)).toBe(false)
  expect(verifyConsistency({ older: { size: 0, root: tree.empty }, newer, proof: [newer.root] }, tree)).toBe(false)
})

describe('any tree', () => {
  const leaves = Array.from({ length: 300 }, (_, i) => tree.leaf(utf8(`leaf ${i}`)))
  const reader: NodeReader = (level, index) =>
    level === 0 ? leaves[index]! : tree.node(reader(level - 1, 2 * index), reader(level - 1, 2 * index + 1))
  const roots = (ranges: readonly Range[]) => ranges.map((range) => rangeRoot(range, reader, tree))
  const root = (size: number) => (size === 0 ? tree.empty : rangeRoot({ start: 0, end: size }, reader, tree))
  const flip = (hashes: readonly Hash[], which: number, bit: number) =>
    hashes.map((hash, i) =>
      i === which ? hash.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte)) : hash,
    )

  test('the growing tree has the root that RFC 6962 defines from above', () => {
    const frontier = new Frontier(tree)
    for (const [size, leaf] of leaves.entries()) {
      expect(frontier.root()).toEqual(root(size))
      frontier.append(leaf)
    }
  })

  test('every leaf of every small tree is proven, and no other leaf by its proof', () => {
    for (let size = 1; size <= 40; size++) {
      for (let index = 0; index < size; index++) {
        const proven = {
          index,
          size,
          leaf: leaves[index]!,
          proof: roots(inclusionRanges(index, size)),
          root: root(size),
        }
        expect(verifyInclusion(proven, tree)).toBe(true)
        expect(verifyInclusion({ ...proven, leaf: leaves[index + 1]! }, tree)).toBe(false)
      }
    }
  })

  test('every small tree is shown to have grown from every smaller one', () => {
    for (let size = 0; size <= 40; size++) {
      for (let older = 0; older <= size; older++) {
        const proof = roots(consistencyRanges(older, size))
        const question = { older: { size: older, root: root(older) }, newer: { size, root: root(size) }, proof }
        expect(verifyConsistency(question, tree), `${older} of ${size}`).toBe(true)
      }
    }
  })

  test('one wrong bit in a proof and it proves nothing', () => {
    const bit = fc.integer({ min: 0, max: 255 })
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 300 }), fc.nat(), fc.nat(), bit, (size, a, b, bit) => {
        const index = a % size
        const proof = roots(inclusionRanges(index, size))
        const changed = flip(proof, b % proof.length, bit)
        expect(verifyInclusion({ index, size, leaf: leaves[index]!, proof: changed, root: root(size) }, tree)).toBe(
          false,
        )

        const older = { size: 1 + (a % (size - 1)), root: root(1 + (a % (size - 1))) }
        const grown = roots(consistencyRanges(older.size, size))
        const forged = flip(grown, b % grown.length, bit)
        expect(verifyConsistency({ older, newer: { size, root: root(size) }, proof: forged }, tree)).toBe(false)
      }),
    )
  })

  test('a proof cut short or made longer proves nothing', () => {
    const proven = { index: 5, size: 11, leaf: leaves[5]!, proof: roots(inclusionRanges(5, 11)), root: root(11) }
    expect(verifyInclusion({ ...proven, proof: proven.proof.slice(0, -1) }, tree)).toBe(false)
    expect(verifyInclusion({ ...proven, proof: [...proven.proof, root(11)] }, tree)).toBe(false)
  })
})
