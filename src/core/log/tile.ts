/** Where a tile lies: up to 256 neighbouring hashes of one level. @source C2SP tlog-tiles */
export interface Tile {
  /** Of tiles: its hashes are roots of 256^level leaves. */
  readonly level: number
  /** Position within the level, from 0. */
  readonly index: number
  /** Hashes in it, 1 … 256; fewer than 256 make it partial. */
  readonly width: number
}

export const TILE_WIDTH = 256

/** `tile/1/x001/x234/067`, a partial one `tile/0/000.p/15`. */
export const tilePath = ({ level, ...place }: Tile): string => `tile/${level}/${placePath(place)}`

/** The same place among the files that hold the entries themselves: `tile/entries/000.p/15`. */
export const entriesPath = (place: Omit<Tile, 'level'>): string => `tile/entries/${placePath(place)}`

function placePath({ index, width }: Omit<Tile, 'level'>): string {
  const digits = String(index)
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g)!
  const path = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return width < TILE_WIDTH ? `${path}.p/${width}` : path
}

/** The tile of a level that holds a hash, as wide as it is in a tree of `size` leaves. */
export function tileAt(level: number, hash: number, size: number): Tile {
  const hashes = Math.floor(size / TILE_WIDTH ** level)
  if (hash >= hashes) throw new RangeError(`level ${level} has ${hashes} hashes`)
  const index = Math.floor(hash / TILE_WIDTH)
  return { level, index, width: Math.min(TILE_WIDTH, hashes - index * TILE_WIDTH) }
}
