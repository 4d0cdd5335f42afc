import { parseActor, parseUuid, type Actor, type Uuid } from '../ids.ts'
import { parseInstant, type Instant } from '../instant.ts'
import { ok, refuse, type Result } from '../problem.ts'
import { canonicalBytes } from './canonical.ts'
import { CanonicalReader } from './canonical-reader.ts'
import { MAX_ENTRY_BYTES, type Entry, type EntryData } from './entry.ts'

/** An entry as it is kept: the bytes that are hashed. Refused is what {@link decodeEntry} would not take back. */
export function encodeEntry(entry: Entry): Result<Uint8Array> {
  const { v, stream, n, type, at, actor, command, data } = entry
  const bytes = canonicalBytes({ v, stream, n, type, at, actor, command, data })
  if (!bytes.ok) return bytes
  const read = readEntry(bytes.value)
  return read.ok ? bytes : read
}

/** Bytes that were kept, as an entry. Exactly its eight keys, in canonical form; anything else is refused. */
export function decodeEntry(bytes: Uint8Array): Result<Entry> {
  const read = readEntry(bytes)
  if (!read.ok) return read
  const { readData, ...rest } = read.value
  return ok({ ...rest, data: readData() })
}

/** An entry of which the data were checked but not yet read: a verifier of a million entries needs them for few. */
export interface ReadEntry extends Omit<Entry, 'data'> {
  /** To be called before the bytes change. */
  readonly readData: () => EntryData
}

export function readEntry(bytes: Uint8Array): Result<ReadEntry> {
  if (bytes.length > MAX_ENTRY_BYTES)
    return refuse(
      'log/entry-too-long',
      `An entry of ${bytes.length} bytes is longer than ${MAX_ENTRY_BYTES}.`,
      'Keep large evidence beside the log and name its digest.',
    )
  const reader = new CanonicalReader(bytes)
  reader.literal('{"actor":')
  const actor = reader.string() as Actor
  reader.literal(',"at":')
  const at = reader.string() as Instant
  reader.literal(',"command":')
  const command = reader.string() as Uuid
  reader.literal(',"data":')
  const start = reader.position
  reader.value()
  const end = reader.position
  reader.literal(',"n":')
  const n = reader.integer()
  reader.literal(',"stream":')
  const stream = reader.string()
  reader.literal(',"type":')
  const type = reader.string()
  reader.literal(',"v":')
  const v = reader.integer()
  reader.literal('}')
  reader.end()
  if (reader.fault) return unreadable(`${reader.fault.why}, at column ${reader.fault.at + 1}`)
  const wrong = wrongField({ actor, at, command, n, stream, type, v, isObject: bytes[start] === 0x7b })
  if (wrong !== undefined) return unreadable(wrong)
  return ok({ actor, at, command, n, stream, type, v, readData: () => reader.parsed(start, end) as EntryData })
}

function wrongField({
  actor,
  at,
  command,
  n,
  stream,
  type,
  v,
  isObject,
}: Omit<ReadEntry, 'readData'> & { isObject: boolean }) {
  if (!parseActor(actor).ok) return `"${actor.slice(0, 40)}" is not an actor`
  if (!isInstant(at)) return `"${at.slice(0, 40)}" is not an instant such as 2026-11-20T14:00:00.000Z`
  if (!parseUuid(command).ok) return `"${command.slice(0, 40)}" is not a command's UUIDv7`
  if (!isObject) return 'its data are not an object'
  if (n < 1 || v < 1) return 'n and v count from 1'
  if (!STREAM.test(stream)) return `"${stream.slice(0, 40)}" is not a stream`
  if (!TYPE.test(type)) return `"${type.slice(0, 40)}" is not a type of event`
  return undefined
}

const STREAM = /^[A-Za-z0-9][A-Za-z0-9._@/-]{0,99}$/
const TYPE = /^[a-z][a-z0-9_]{0,63}$/

// Whatever month and year, a day up to the 28th exists: a million entries need not ask the calendar.
const SURE = /^(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{3}Z$/

function isInstant(text: string): boolean {
  if (SURE.test(text)) return true
  const parsed = parseInstant(text)
  return parsed.ok && parsed.value === text
}

const unreadable = (why: string) =>
  refuse(
    'log/entry-unreadable',
    `This is not an entry of the log: ${why}.`,
    'An entry is one line of canonical JSON (RFC 8785) with actor, at, command, data, n, stream, type and v.',
  )
