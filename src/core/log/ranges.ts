import type { Hash, TreeHash } from './merkle.ts'

/** Leaves from `start` to before `end`: a subtree of the Merkle tree. */
export interface Range {
  readonly start: number
  readonly end: number
}

/**
 * The subtrees whose roots show that leaf `index` stands in a tree of `size` leaves, from the leaf's sibling upwards.
 * @source RFC 6962, section 2.1.1
 */
export function inclusionRanges(index: number, size: number): readonly Range[] {
  if (index < 0 || index >= size) throw new RangeError(`leaf ${index} of ${size}`)
  const ranges: Range[] = []
  let [start, end] = [0, size]
  while (end - start > 1) {
    const middle = start + split(end - start)
    const left = index < middle
    ranges.push(left ? { start: middle, end } : { start, end: middle })
    ;[start, end] = left ? [start, middle] : [middle, end]
  }
  return ranges.reverse()
}

/**
 * The subtrees whose roots show that the tree of `older` leaves begins the tree of `size` leaves.
 * @source RFC 6962, section 2.1.2
 */
export function consistencyRanges(older: number, size: number): readonly Range[] {
  if (older < 0 || older > size) throw new RangeError(`${older} leaves of ${size}`)
  if (older === 0 || older === size) return [] // trivially consistent
  const ranges: Range[] = []
  let [start, end] = [0, size]
  while (end !== older) {
    const middle = start + split(end - start)
    const left = older <= middle
    ranges.push(left ? { start: middle, end } : { start, end: middle })
    ;[start, end] = left ? [start, middle] : [middle, end]
  }
  if (start > 0) ranges.push({ start, end }) // where it is the older tree itself, the verifier knows its root
  return ranges.reverse()
}

/** The root of a complete subtree: the leaves from index × 2^level on, 2^level of them. */
export type NodeReader = (level: number, index: number) => Hash

/** The root over a range of a tree, of which only complete subtrees are at hand. */
export function rangeRoot({ start, end }: Range, node: NodeReader, tree: TreeHash): Hash {
  const width = end - start
  const left = split(width)
  if (width === 1 || left * 2 === width) return node(Math.log2(width), start / width)
  const middle = start + left
  return tree.node(rangeRoot({ start, end: middle }, node, tree), rangeRoot({ start: middle, end }, node, tree))
}

/** The largest power of two below `width` leaves: how many go to the left. */
function split(width: number): number {
  let left = 1
  while (left * 2 < width) left *= 2
  return left
}
