import { ok, refuse, type Result } from '../problem.ts'
import { HASH_BYTES, type Hash, type TreeHash } from './merkle.ts'
import { rangeRoot, type NodeReader, type Range } from './ranges.ts'
import { tileAt, tilePath, TILE_WIDTH } from './tile.ts'

/** The bytes of a file of the tiled log, by its path; undefined where there is none. */
export type ReadTile = (path: string) => Uint8Array | undefined

/**
 * Roots of subtrees, from tiles: an inclusion or consistency proof, or the root of the whole tree. Tiles prove nothing
 * by themselves: verify what comes out against a signed checkpoint.
 * @param ranges `inclusionRanges(…)`, `consistencyRanges(…)` or `[{ start: 0, end: size }]`
 */
export function rootsFromTiles(
  ranges: readonly Range[],
  size: number,
  read: ReadTile,
  tree: TreeHash,
): Result<readonly Hash[]> {
  const tiles = new Map<string, Uint8Array>()
  for (const tile of ranges.flatMap((range) => tilesUnder(range, size))) {
    if (tiles.has(tile.path)) continue
    const bytes = read(tile.path)
    if (bytes?.length !== tile.width * HASH_BYTES) return damaged(tile.path, bytes)
    tiles.set(tile.path, bytes)
  }
  const node: NodeReader = (level, index) => nodeIn(tiles, level, index, size, tree)
  return ok(ranges.map((range) => rangeRoot(range, node, tree)))
}

/** The tiles that hold the complete subtrees of a range. */
function tilesUnder(range: Range, size: number) {
  const found: { path: string; width: number }[] = []
  const collect: NodeReader = (level, index) => {
    const { tile } = locate(level, index, size)
    found.push({ path: tilePath(tile), width: tile.width })
    return NO_HASH
  }
  rangeRoot(range, collect, { empty: NO_HASH, leaf: () => NO_HASH, node: () => NO_HASH })
  return found
}

/** The root of 2^level leaves: a hash of its tile, or up to 128 of them folded. */
function nodeIn(
  tiles: ReadonlyMap<string, Uint8Array>,
  level: number,
  index: number,
  size: number,
  tree: TreeHash,
): Hash {
  const { tile, offset, count } = locate(level, index, size)
  const bytes = tiles.get(tilePath(tile))!
  const hash: NodeReader = (_, i) => bytes.subarray((offset + i) * HASH_BYTES, (offset + i + 1) * HASH_BYTES)
  const fold = (level: number, i: number): Hash =>
    level === 0 ? hash(0, i) : tree.node(fold(level - 1, 2 * i), fold(level - 1, 2 * i + 1))
  return fold(Math.log2(count), 0)
}

const LEVELS = Math.log2(TILE_WIDTH)
const NO_HASH = new Uint8Array(0)

function locate(level: number, index: number, size: number) {
  const count = 2 ** (level % LEVELS)
  const first = index * count
  return { tile: tileAt(Math.floor(level / LEVELS), first, size), offset: first % TILE_WIDTH, count }
}

const damaged = (path: string, bytes: Uint8Array | undefined) =>
  refuse(
    'log/tile-unreadable',
    bytes ? `The tile ${path} has ${bytes.length} bytes, which is not its size.` : `There is no tile ${path}.`,
    'Export the log again.',
  )
