import { plain } from '../../core/plain.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'

export interface Piece {
  /** Good until the next one is asked for. */
  readonly bytes: Uint8Array
  readonly last: boolean
}

/**
 * A stream cut into pieces of one size, of which the last may be shorter; an empty stream is one empty piece. A refusal is
 * the last that comes: the stream broke off, or has more than `limitBytes`.
 */
export async function* pieces(
  chunks: AsyncIterable<Uint8Array>,
  size: number,
  limitBytes: number,
): AsyncGenerator<Result<Piece>> {
  const buffer = new Uint8Array(size)
  let filled = 0
  let total = 0
  try {
    for await (const chunk of chunks) {
      total += chunk.length
      if (total > limitBytes) return yield TOO_LARGE(limitBytes)
      for (let at = 0; at < chunk.length;) {
        // A full piece waits until something follows it: only then is it not the last one.
        if (filled === size) {
          yield ok({ bytes: buffer, last: false })
          filled = 0
        }
        const part = chunk.subarray(at, at + size - filled)
        buffer.set(part, filled)
        filled += part.length
        at += part.length
      }
    }
  } catch (error) {
    return yield BROKEN_OFF(total, error)
  }
  yield ok({ bytes: buffer.subarray(0, filled), last: true })
}

const TOO_LARGE = (limitBytes: number) =>
  refuse(
    'evidence/too-large',
    `The file has more than ${limitBytes} bytes. Nothing of it was kept.`,
    'Attach the part that matters, or ask for a higher limit.',
  )
const BROKEN_OFF = (bytes: number, error: unknown) =>
  refuse(
    'evidence/interrupted',
    `The file broke off after ${bytes} bytes (${plain(error instanceof Error ? error.message : String(error))}). Nothing of it was kept.`,
    'Send it again.',
  )
