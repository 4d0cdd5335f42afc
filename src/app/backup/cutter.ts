import { concat } from '../../core/log/base.ts'

/** Cuts what comes in chunks into lines. */
export class Cutter {
  private rest: Uint8Array = new Uint8Array(0)
  private readonly limit: number

  /** @param limit in bytes, of a line */
  constructor(limit: number) {
    this.limit = limit
  }

  /** The lines that end in this chunk, each with its newline; undefined where one grows beyond the limit. */
  cut(chunk: Uint8Array): readonly Uint8Array[] | undefined {
    const lines: Uint8Array[] = []
    let at = 0
    for (let end; (end = chunk.indexOf(NEWLINE, at)) >= 0; at = end + 1) {
      const part = chunk.subarray(at, end + 1)
      lines.push(this.rest.length > 0 ? concat(this.rest, part) : part)
      this.rest = chunk.subarray(0, 0)
    }
    if (at < chunk.length) this.rest = concat(this.rest, chunk.subarray(at))
    return this.rest.length > this.limit ? undefined : lines
  }

  /** Is a line begun and not ended? */
  get isOpen(): boolean {
    return this.rest.length > 0
  }
}

const NEWLINE = 0x0a
