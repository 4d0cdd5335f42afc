import { concat } from './base.ts'

/** Longer than any line that a bundle may have; strangers' files must not fill our memory. */
export const MAX_LINE_BYTES = 64 * 1024

const NEWLINE = 0x0a

/** Cuts chunks of bytes into lines that end in a newline. A line is valid until the next one is asked for. */
export class Lines {
  /** Of the line that was given last, from 1. */
  number = 0
  /** Why there are no more lines, where that is not simply the end. */
  fault: string | undefined
  private readonly chunks: Iterator<Uint8Array>
  private chunk: Uint8Array = new Uint8Array(0)
  private at = 0
  private peeked: Uint8Array | undefined

  constructor(chunks: Iterable<Uint8Array>) {
    this.chunks = chunks[Symbol.iterator]()
  }

  /** The next line, without its newline. */
  next(): Uint8Array | undefined {
    const line = this.peek()
    this.peeked = undefined
    if (line) this.number++
    return line
  }

  peek(): Uint8Array | undefined {
    return (this.peeked ??= this.read())
  }

  private read(): Uint8Array | undefined {
    let carry: Uint8Array | undefined
    while (!this.fault) {
      const end = this.chunk.indexOf(NEWLINE, this.at)
      const part = this.chunk.subarray(this.at, end < 0 ? undefined : end)
      this.at += part.length + 1
      if (end >= 0) return carry ? concat(carry, part) : part
      carry = concat(carry ?? part.subarray(0, 0), part) // a copy: the chunk is gone with the next one
      if (carry.length > MAX_LINE_BYTES) this.fault = `a line is longer than ${MAX_LINE_BYTES} bytes`
      const next = this.chunks.next()
      if (next.done && carry.length > 0) this.fault ??= 'the last line has no end'
      if (next.done) return undefined
      const { buffer, byteOffset, length } = next.value
      this.chunk = new Uint8Array(buffer, byteOffset, length) // a subclass (Node's Buffer) cuts lines many times slower
      this.at = 0
    }
    return undefined
  }
}
