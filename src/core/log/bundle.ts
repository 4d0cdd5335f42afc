import { ok, refuse, type Place, type Result } from '../problem.ts'
import { concat } from './base.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { Lines, MAX_LINE_BYTES } from './lines.ts'
import { parseNote, type Note } from './note.ts'
import { located } from './located.ts'
import { decodeUtf8, encodeUtf8 } from './utf8.ts'

/** A checkpoint as it was signed. */
export interface SignedCheckpoint {
  readonly checkpoint: Checkpoint
  readonly note: Note
  /** The signed note, byte for byte. */
  readonly text: string
  /** Where it was read, for messages. */
  readonly file: string
}

export function parseSignedCheckpoint(text: string, file: string): Result<SignedCheckpoint> {
  const note = parseNote(text)
  if (!note.ok) return located(note, { file })
  const checkpoint = parseCheckpoint(note.value.text)
  if (!checkpoint.ok) return located(checkpoint, { file })
  return ok({ checkpoint: checkpoint.value, note: note.value, text, file })
}

/** A log as one text file: the signed checkpoint, then each entry on a line of its own. */
export function* writeBundle(checkpoint: string, entries: Iterable<Uint8Array>): Generator<Uint8Array> {
  yield encodeUtf8(checkpoint)!
  for (const entry of entries) yield bundleLine(entry)
}

/** An entry as a bundle has it. */
export const bundleLine = (entry: Uint8Array): Uint8Array => concat(entry, NEWLINE)

const NEWLINE = Uint8Array.of(0x0a)
const EM_DASH = 0xe2 // its first byte in UTF-8: a signature line begins so, an entry never
const MAX_NOTE_BYTES = 4 * MAX_LINE_BYTES

/** A bundle being read: the checkpoint at its head, then its entries, one at a time. */
export class Bundle {
  private readonly lines: Lines
  private readonly file: string

  /** @param file how messages call it */
  constructor(chunks: Iterable<Uint8Array>, file: string) {
    this.lines = new Lines(chunks)
    this.file = file
  }

  /** The line that was read last. */
  get place(): Place {
    return { file: this.file, line: Math.max(1, this.lines.number) }
  }

  /** To be called once, before the entries. */
  head(): Result<SignedCheckpoint> {
    const parts: Uint8Array[] = []
    let length = 0
    let signatures = false
    for (let line = this.lines.peek(); line && length < MAX_NOTE_BYTES; line = this.lines.peek()) {
      if (signatures && line[0] !== EM_DASH) break
      if (line.length === 0) signatures = true
      parts.push(concat(line, NEWLINE))
      length += line.length + 1
      this.lines.next()
    }
    if (this.lines.fault) return this.refuse(this.lines.fault, this.lines.number + 1)
    const text = decodeUtf8(concat(...parts))
    if (text === undefined) return this.refuse('its head is not UTF-8')
    return parseSignedCheckpoint(text, this.file)
  }

  /** The bytes of the next entry, valid until the following one is asked for; undefined after the last. */
  next(): Uint8Array | undefined {
    return this.lines.next()
  }

  /** After the last entry: did the file end as it should? */
  end(): Result<undefined> {
    return this.lines.fault ? this.refuse(this.lines.fault, this.lines.number + 1) : ok(undefined)
  }

  private refuse(why: string, line = 1): Result<never> {
    return refuse('log/bundle-unreadable', `This is not a log's bundle: ${why}.`, HINT, { file: this.file, line })
  }
}

const HINT = 'A bundle is a signed checkpoint, then one entry a line, each ended by a newline. Export it again.'
