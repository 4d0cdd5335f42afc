import { concat } from './base.ts'
import { Frontier, type Hash, type TreeHash } from './merkle.ts'
import { entriesPath, tilePath, TILE_WIDTH } from './tile.ts'

export interface TileFile {
  readonly path: string
  readonly bytes: Uint8Array
}

/** A log as static files for any disk or web server, beside its checkpoint. Remembers one tile a level. @source C2SP tlog-tiles */
export function* writeTiles(entries: Iterable<Uint8Array>, tree: TreeHash): Generator<TileFile> {
  const levels: Level[] = []
  let bundle: Uint8Array[] = []
  let bundles = 0
  for (const entry of entries) {
    bundle.push(prefixed(entry))
    yield* add(tree.leaf(entry), 0, levels, tree)
    if (bundle.length < TILE_WIDTH) continue
    yield { path: entriesPath({ index: bundles++, width: TILE_WIDTH }), bytes: concat(...bundle) }
    bundle = []
  }
  if (bundle.length > 0) yield { path: entriesPath({ index: bundles, width: bundle.length }), bytes: concat(...bundle) }
  for (const [level, { index, hashes }] of levels.entries()) {
    if (hashes.length > 0) yield { path: tilePath({ level, index, width: hashes.length }), bytes: concat(...hashes) }
  }
}

interface Level {
  /** Of the tile that is being filled. */
  index: number
  hashes: Hash[]
}

function* add(hash: Hash, level: number, levels: Level[], tree: TreeHash): Generator<TileFile> {
  const current = (levels[level] ??= { index: 0, hashes: [] })
  current.hashes.push(hash)
  if (current.hashes.length < TILE_WIDTH) return
  const { index, hashes } = current
  yield { path: tilePath({ level, index, width: TILE_WIDTH }), bytes: concat(...hashes) }
  levels[level] = { index: index + 1, hashes: [] }
  const root = new Frontier(tree)
  for (const hash of hashes) root.append(hash)
  yield* add(root.root(), level + 1, levels, tree)
}

/** The entries of one such file; undefined where its lengths do not add up. */
export function readEntries(bytes: Uint8Array): readonly Uint8Array[] | undefined {
  const entries: Uint8Array[] = []
  for (let at = 0; at < bytes.length;) {
    const start = at + 2
    const end = start + bytes[at]! * 256 + (bytes[at + 1] ?? 0)
    if (end > bytes.length) return undefined
    entries.push(bytes.subarray(start, end))
    at = end
  }
  return entries
}

function prefixed(entry: Uint8Array): Uint8Array {
  if (entry.length > 0xffff) throw new RangeError('an entry of a tiled log has at most 65,535 bytes')
  return concat(Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry)
}
