import type { Source } from './source.ts'

const ENOUGH = 4096

/** The first bytes of a source, however it comes in chunks: enough to tell its kind. */
export function head(source: Source): Uint8Array {
  const first = new Uint8Array(Math.min(ENOUGH, source.size))
  let length = 0
  for (const chunk of source.chunks()) {
    const part = chunk.subarray(0, first.length - length)
    first.set(part, length)
    length += part.length
    if (length === first.length) break
  }
  return first.subarray(0, length)
}
