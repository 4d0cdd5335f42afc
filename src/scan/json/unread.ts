import { OPEN, type Scanner } from './scanner.ts'
import { decode } from './text.ts'
import type { Span } from './walk.ts'

/** An element as text, and the keys that it has if it is sound. */
export interface Written {
  readonly text: string
  readonly colons: number
}

export const whole = ({ bytes, colons }: Span): Written => ({ text: decode(bytes), colons })

const TO_ARRAY = /[ \t\n\r]*:[ \t\n\r]*(?=\[)/y

/**
 * The text of an element in which the array of a member, where it is surely sound, stands as `[]`. JSON.parse refuses the
 * one where it would refuse the other: what stands before the array is the same, and if that is JSON up to there, then the
 * quotes around the name are those of a key.
 */
export function textWithout(name: string, span: Span, scanner: Scanner): Written {
  const written = whole(span)
  const { text, colons } = written
  const { byteOffset, length } = span.bytes
  const at = text.indexOf(name)
  const behind = at + name.length
  // Where all is ASCII, places in the text are places in the bytes.
  if (at < 0 || text.length !== length || text[behind] !== '"') return written
  // With a backslash before it, the quote may be one within a string.
  if (text[at - 1] !== '"' || text[at - 2] === '\\') return written
  TO_ARRAY.lastIndex = behind + 1
  if (!TO_ARRAY.test(text)) return written
  const from = TO_ARRAY.lastIndex
  const end = scanner.sound(byteOffset + from, byteOffset + length)
  if (end === OPEN) return written
  return { text: `${text.slice(0, from)}[]${text.slice(end - byteOffset)}`, colons: colons - scanner.colons }
}
