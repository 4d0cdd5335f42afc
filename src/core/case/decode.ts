import { parseCaseId, parseUuid, type CaseId } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { MAX_ENTRY_BYTES, type Opening } from '../log/entry.ts'
import type { Sha256 } from '../log/primitives.ts'
import { opens } from '../log/seal.ts'
import { ok, refuse, type Place, type Result } from '../problem.ts'
import { ADDED, EVENT_VERSION, EVENTS, type CaseEvent } from './event.ts'
import { object, parsed, position, shown, text, type Misfit, type Schema } from './schema.ts'
import { upcast } from './upcast.ts'
import { actor, digest, instant } from './values.ts'

/** What came before an entry, or what has to come first. */
export interface Before {
  readonly id: CaseId
  readonly n: number
  readonly at: Instant
}

/** A case file as it was read: its events, and the words behind their seals, each of which was checked. */
export interface CaseFile {
  readonly id: CaseId
  readonly events: readonly CaseEvent[]
  readonly openings: ReadonlyMap<string, Opening>
}

const anyObject: Schema<Readonly<Record<string, unknown>>> = {
  read: (value, pointer) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? ok(value as Readonly<Record<string, unknown>>)
      : { ok: false, problem: { pointer, message: `${shown(value)} is not an object.` } },
  form: { is: 'object', fields: {} },
}
const envelope = object({
  v: position,
  stream: parsed(parseCaseId, 'a case'),
  n: position,
  type: text(/^[a-z][a-z_]{1,40}$/, 'a type of event'),
  at: instant,
  actor,
  command: parsed(parseUuid, 'a UUIDv7'),
  data: anyObject,
})
const opening = object({ salt: text(/^[0-9a-f]{32}$/, '16 bytes in hex'), value: text(/^[^]{0,65536}$/, 'text') })
const line = object({ entry: anyObject, openings: anyObject })

/**
 * One entry, checked to the last field, and that it follows the one before: same case, next position, time not going back.
 *
 * @param before `undefined` for the first entry: its stream says which case this is
 */
export function decodeEvent(entry: unknown, before: Before | undefined, at: Place): Result<CaseEvent> {
  const read = fitted(envelope, entry, at)
  if (!read.ok) return read
  const { stream, n, at: time, type } = read.value
  if (before && stream !== before.id)
    return refuse(
      'case/other-case',
      `This entry belongs to ${stream}, not to ${before.id}.`,
      'Keep one case a file.',
      at,
    )
  const expected = (before?.n ?? 0) + 1
  if (n !== expected)
    return refuse(
      'case/out-of-order',
      `Entry ${n} stands where ${expected} should.`,
      'Export the case again: entries are missing, doubled or swapped.',
      at,
    )
  if (before && time < before.at)
    return refuse(
      'case/time-went-back',
      `${time} is before the entry before it, ${before.at}.`,
      'Export the case again.',
      at,
    )
  const { v, data } = upcast(read.value)
  if (!Object.hasOwn(EVENTS, type))
    return refuse('case/unknown-event', `"${type}" is no event of a case.`, 'A newer program may know it: update.', at)
  const schema = SCHEMAS.get(`${type}/${v}`)
  if (!schema)
    return refuse(
      'case/unknown-event',
      `Version ${v} of "${type}" is not known.`,
      'A newer program may know it: update.',
      at,
    )
  const details = fitted(schema, data, at, '/data')
  return details.ok ? ok({ ...read.value, v, data: details.value } as unknown as CaseEvent) : details
}

/** By type and version: `finding_added/2`. */
const SCHEMAS: ReadonlyMap<string, Schema<unknown>> = new Map(
  Object.entries(EVENTS).flatMap(([type, fields]) => {
    const added = ADDED[type as keyof typeof ADDED] as (typeof ADDED)[keyof typeof ADDED] | undefined
    const first = Object.entries(fields).filter(
      ([name]) => !(added?.fields as readonly string[] | undefined)?.includes(name),
    )
    return [
      [`${type}/${EVENT_VERSION}`, object({ ...Object.fromEntries(first), policy: digest })] as const,
      ...(added ? [[`${type}/${added.version}`, object({ ...fields, policy: digest })] as const] : []),
    ]
  }),
)

/**
 * A case file: one line of JSON an entry, `{"entry": {…}, "openings": {"<seal>": {"salt": …, "value": …}}}`.
 *
 * @param file its name, for messages
 * @param now entries later than this come from the future and are refused
 */
export function readCase(lines: Iterable<string>, file: string, now: Instant, sha256: Sha256): Result<CaseFile> {
  const events: CaseEvent[] = []
  const openings = new Map<string, Opening>()
  let before: Before | undefined
  let number = 0
  for (const text of lines) {
    number++
    if (text === '') continue
    const at = { file, line: number }
    const json = parseLine(text, at)
    if (!json.ok) return json
    const parts = fitted(line, json.value, at)
    if (!parts.ok) return parts
    const event = decodeEvent(parts.value.entry, before, at)
    if (!event.ok) return event
    if (event.value.at > now)
      return refuse(
        'case/from-the-future',
        `${event.value.at} is after ${now}.`,
        'Check the clock that wrote it, and yours.',
        at,
      )
    const opened = decodeOpenings(parts.value.openings, at, sha256)
    if (!opened.ok) return opened
    for (const [seal, value] of opened.value) openings.set(seal, value)
    events.push(event.value)
    before = { id: event.value.stream as CaseId, n: event.value.n, at: event.value.at }
  }
  return before
    ? ok({ id: before.id, events, openings })
    : refuse('case/empty', `${file} has no entry.`, 'A case starts with the entry that opened it.', { file })
}

function parseLine(text: string, at: Place): Result<unknown> {
  if (text.length > 16 * MAX_ENTRY_BYTES)
    return refuse('case/too-long', `The line has ${text.length} characters.`, 'One entry a line.', at)
  try {
    return ok(JSON.parse(text) as unknown)
  } catch {
    return refuse('case/malformed', `${shown(text)} is not JSON.`, 'One JSON object a line; was the file cut off?', at)
  }
}

function decodeOpenings(
  value: Readonly<Record<string, unknown>>,
  at: Place,
  sha256: Sha256,
): Result<ReadonlyMap<string, Opening>> {
  const openings = new Map<string, Opening>()
  for (const [seal, each] of Object.entries(value)) {
    if (!/^[0-9a-f]{64}$/.test(seal))
      return refuse('case/malformed', `${shown(seal)} is not a seal.`, 'A seal is a SHA-256 in hex.', at)
    const read = fitted(opening, each, at, `/openings/${seal}`)
    if (!read.ok) return read
    if (!opens({ sealed: seal }, read.value, sha256))
      return refuse(
        'case/other-words',
        `${shown(read.value.value)} is not what was sealed.`,
        'Somebody changed the text.',
        at,
      )
    openings.set(seal, read.value)
  }
  return ok(openings)
}

function fitted<T>(schema: Schema<T>, value: unknown, at: Place, pointer = ''): Result<T> {
  const read: Result<T, Misfit> = schema.read(value, pointer)
  return read.ok
    ? read
    : refuse('case/malformed', read.problem.message, 'docs/formats/case.md describes every field.', {
        ...at,
        pointer: read.problem.pointer,
      })
}
