import type { Source } from '../source.ts'

export const END = -1

/** Byte after byte over a source, with the one at hand in sight. Slow and simple: for texts that are already known to be bad. */
export class Cursor {
  /** The byte at hand, or END. */
  byte = END
  /** Its offset in the source. */
  offset = -1
  readonly #chunks: Iterator<Uint8Array>
  #chunk: Uint8Array = new Uint8Array(0)
  #at = 0

  constructor(source: Source) {
    this.#chunks = source.chunks()[Symbol.iterator]()
    this.next()
  }

  next(): number {
    this.offset++
    while (this.#at === this.#chunk.length) {
      const { done, value } = this.#chunks.next()
      if (done === true) return (this.byte = END)
      this.#chunk = value
      this.#at = 0
    }
    return (this.byte = this.#chunk[this.#at++]!)
  }

  /** To the next byte that is not plain text inside a string, as `next` over and over, but fast. */
  overPlain(): void {
    for (;;) {
      const from = this.#at
      while (this.#at < this.#chunk.length && isPlain(this.#chunk[this.#at]!)) this.#at++
      this.offset += this.#at - from
      if (!isPlain(this.next())) return
    }
  }

  close(): void {
    this.#chunks.return?.()
  }
}

export const isPlain = (byte: number): boolean => byte >= 0x20 && byte < 0x80 && byte !== 0x22 && byte !== 0x5c
