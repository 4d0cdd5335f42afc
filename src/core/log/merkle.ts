import type { Sha256 } from './primitives.ts'

/** 32 bytes of SHA-256. */
export type Hash = Uint8Array
export const HASH_BYTES = 32

/**
 * How leaves and nodes of the log's Merkle tree are hashed. The prefixes keep a leaf from passing for a node.
 * @source RFC 6962, section 2.1
 */
export interface TreeHash {
  /** Root of the tree without leaves. */
  readonly empty: Hash
  /** SHA-256(0x00 ‖ entry) */
  leaf(entry: Uint8Array): Hash
  /** SHA-256(0x01 ‖ left ‖ right) */
  node(left: Hash, right: Hash): Hash
}

export function treeHash(sha256: Sha256): TreeHash {
  let leaf = new Uint8Array(1024) // written anew for every leaf: a million allocations less
  const node = new Uint8Array(1 + 2 * HASH_BYTES)
  node[0] = 1
  return {
    empty: sha256(new Uint8Array(0)),
    leaf(entry) {
      if (leaf.length <= entry.length) leaf = new Uint8Array(2 * entry.length + 1)
      leaf.set(entry, 1)
      return sha256(leaf.subarray(0, entry.length + 1))
    },
    node(left, right) {
      node.set(left, 1)
      node.set(right, 1 + HASH_BYTES)
      return sha256(node)
    },
  }
}

/** A growing tree that remembers only the roots of its complete subtrees: log₂(size) hashes for any size. */
export class Frontier {
  size: number
  private readonly tree: TreeHash
  /** Of complete subtrees from left to right, one for each 1 in the binary size. */
  private readonly subtrees: Hash[]

  /** An empty tree, or one that goes on where another stopped: with its size and its roots. */
  constructor(tree: TreeHash, size = 0, roots: readonly Hash[] = []) {
    this.tree = tree
    this.size = size
    this.subtrees = [...roots]
  }

  get roots(): readonly Hash[] {
    return [...this.subtrees]
  }

  append(leaf: Hash): void {
    let root = leaf
    for (let rest = this.size; rest % 2 === 1; rest = (rest - 1) / 2) root = this.tree.node(this.subtrees.pop()!, root)
    this.subtrees.push(root)
    this.size++
  }

  root(): Hash {
    if (this.size === 0) return this.tree.empty
    return this.subtrees.reduceRight((right, left) => this.tree.node(left, right))
  }
}
