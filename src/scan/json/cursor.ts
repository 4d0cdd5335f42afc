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

  close(): void {
    this.#chunks.return?.()
  }
}
