import type { Limits } from '../fault.ts'
import type { Json } from '../shape.ts'
import { skeletonTooLarge } from './stop.ts'
import { decode, parse, utf8 } from './text.ts'

/** Everything of a document but the elements of its streamed arrays, gathered piece by piece. */
export class Skeleton {
  /** Colons outside strings, as counted while the pieces came. */
  colons = 0
  /** How many elements each streamed array had, by its pointer. */
  readonly counts = new Map<string, number>()
  /** The stream patterns that named an array. */
  readonly met = new Set<string>()
  readonly #limits: Limits
  readonly #decoder = utf8()
  #text = ''
  #size = 0

  constructor(limits: Limits) {
    this.#limits = limits
  }

  /** @param offset of the piece in the source */
  add(piece: Uint8Array, offset: number): void {
    const room = this.#limits.skeleton - this.#size
    if (piece.length > room) throw skeletonTooLarge(this.#limits, offset + room)
    this.#text += decode(piece, this.#decoder, MORE)
    this.#size += piece.length
  }

  /** The document with its streamed arrays empty, parsed; Malformed if it cannot be. */
  value(): Json {
    return parse<Json>(this.#text + decode(NOTHING, this.#decoder), this.colons)
  }
}

const MORE = { stream: true }
const NOTHING = new Uint8Array(0)
