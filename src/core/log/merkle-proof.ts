import { sameBytes } from './base.ts'
import { HASH_BYTES, type Hash, type TreeHash } from './merkle.ts'

export interface Inclusion {
  /** From 0. */
  readonly index: number
  /** Leaves of the tree. */
  readonly size: number
  readonly leaf: Hash
  /** From the leaf's sibling upwards. */
  readonly proof: readonly Hash[]
  readonly root: Hash
}

/** Does the leaf stand at that index of the tree with that root? @source RFC 9162, section 2.1.3.2 */
export function verifyInclusion({ index, size, leaf, proof, root }: Inclusion, tree: TreeHash): boolean {
  if (![index, size].every(Number.isSafeInteger) || index < 0 || index >= size) return false
  if (![leaf, root, ...proof].every((hash) => hash.length === HASH_BYTES)) return false
  let [node, last] = [index, size - 1]
  let hash = leaf
  for (const sibling of proof) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      hash = tree.node(sibling, hash)
      while (node > 0 && !isOdd(node)) [node, last] = [half(node), half(last)]
    } else hash = tree.node(hash, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && sameBytes(hash, root)
}

export interface Consistency {
  readonly older: TreeHead
  readonly newer: TreeHead
  readonly proof: readonly Hash[]
}

export interface TreeHead {
  /** Leaves of the tree. */
  readonly size: number
  readonly root: Hash
}

/**
 * Does the newer tree begin with all leaves of the older one? Every tree begins with the empty one, which needs no proof.
 * @source RFC 9162, section 2.1.4.2
 */
export function verifyConsistency({ older, newer, proof }: Consistency, tree: TreeHash): boolean {
  if (![older.size, newer.size].every(Number.isSafeInteger) || older.size < 0 || older.size > newer.size) return false
  if (![older.root, newer.root, ...proof].every((hash) => hash.length === HASH_BYTES)) return false
  if (older.size === 0) return proof.length === 0 && sameBytes(older.root, tree.empty)
  if (older.size === newer.size) return proof.length === 0 && sameBytes(older.root, newer.root)

  let [node, last] = [older.size - 1, newer.size - 1]
  while (isOdd(node)) [node, last] = [half(node), half(last)]
  // An older tree of 2^n leaves is itself a subtree of the newer one: the proof leaves its root out.
  const [first, ...rest] = node === 0 ? [older.root, ...proof] : proof
  if (first === undefined) return false
  let [olderHash, newerHash] = [first, first]
  for (const sibling of rest) {
    if (last === 0) return false
    if (isOdd(node) || node === last) {
      olderHash = tree.node(sibling, olderHash)
      newerHash = tree.node(sibling, newerHash)
      while (node > 0 && !isOdd(node)) [node, last] = [half(node), half(last)]
    } else newerHash = tree.node(newerHash, sibling)
    ;[node, last] = [half(node), half(last)]
  }
  return last === 0 && sameBytes(olderHash, older.root) && sameBytes(newerHash, newer.root)
}

const isOdd = (n: number) => n % 2 === 1
const half = (n: number) => Math.floor(n / 2)
