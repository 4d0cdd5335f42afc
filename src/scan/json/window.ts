import type { Source } from '../source.ts'
import type { Scanner } from './scanner.ts'

/**
 * The part of a source that is at hand: `bytes[pos…end)`, in the scanner's memory. It slides over the source, forgets what
 * was consumed, and keeps what stands behind `mark`, so that a key or an element is always in one piece.
 */
export class Window {
  bytes: Uint8Array
  pos = 0
  end = 0
  /** Bytes from here on are kept; -1 keeps only what was not consumed. */
  mark = -1
  readonly #scanner: Scanner
  readonly #chunks: Iterator<Uint8Array>
  readonly #consumed: (piece: Uint8Array, offset: number) => void
  #rest: Uint8Array = new Uint8Array(0)
  #base = 0
  #recordFrom = -1

  /** @param consumed is given all bytes that were passed while recording, in order; a piece is valid during the call */
  constructor(source: Source, scanner: Scanner, consumed: (piece: Uint8Array, offset: number) => void) {
    this.#scanner = scanner
    this.bytes = scanner.bytes
    this.#chunks = source.chunks()[Symbol.iterator]()
    this.#consumed = consumed
  }

  /** Byte offset in the source of a position in the window. */
  offset(pos = this.pos): number {
    return this.#base + pos
  }

  /** Reads more behind `end`; positions other than this window's own are void afterwards. False: the source has ended. */
  more(): boolean {
    while (this.#rest.length === 0) {
      const { done, value } = this.#chunks.next()
      if (done === true) return false
      this.#rest = value
    }
    this.#slide()
    const taken = this.#rest.subarray(0, this.bytes.length - this.end)
    this.bytes.set(taken, this.end)
    this.end += taken.length
    this.#rest = this.#rest.subarray(taken.length)
    return true
  }

  /** From here on, or no longer, bytes are handed to `consumed`. */
  record(on: boolean): void {
    if (this.#recordFrom >= 0) this.#hand()
    this.#recordFrom = on ? this.pos : -1
  }

  /** Lets go of the source before its end. */
  close(): void {
    this.#chunks.return?.()
  }

  #slide(): void {
    if (this.#recordFrom >= 0) this.#hand()
    const kept = this.mark >= 0 ? this.mark : this.pos
    this.bytes.copyWithin(0, kept, this.end)
    this.#base += kept
    this.pos -= kept
    this.end -= kept
    if (this.mark >= 0) this.mark = 0
    if (this.#recordFrom >= 0) this.#recordFrom = this.pos
    if (this.end <= this.bytes.length / 2) return
    this.#scanner.reserve(this.bytes.length * 2)
    this.bytes = this.#scanner.bytes
  }

  #hand(): void {
    const from = this.#recordFrom
    this.#recordFrom = this.pos
    if (this.pos > from) this.#consumed(this.bytes.subarray(from, this.pos), this.offset(from))
  }
}
