import { ok, type Place, refuse, type Result } from '../problem.ts'
import { toBase64 } from './base.ts'
import { Bundle, parseSignedCheckpoint } from './bundle.ts'
import type { Continuation } from './restoration.ts'
import { type VerifiedLog, type VerifyOptions, walkBundle } from './verify.ts'
import type { Moment, Walk } from './walk.ts'

/** A bundle that can be read from its start as often as needed. */
export interface BundleFile {
  /** How messages call it. */
  readonly file: string
  readonly chunks: () => Iterable<Uint8Array>
}

/**
 * Verifies a log and the ones before it: each by itself, and that each goes on exactly where the one before was when it was put back:
 * its name, size and root there, its time, and the next number of every stream.
 *
 * @param files the newest first
 * @param options keys of all of them; an earlier checkpoint is held against the log that it names
 */
export function verifyChain(
  files: readonly [BundleFile, ...BundleFile[]],
  options: Omit<VerifyOptions, 'file'>,
): Result<readonly VerifiedLog[]> {
  const earlier = byOrigin(files, options.earlier ?? [])
  if (!earlier.ok) return earlier
  const logs: VerifiedLog[] = []
  let after: Link | undefined
  for (const [i, { file, chunks }] of files.entries()) {
    if (after && !after.continues) return notContinued(after)
    const walked = walkBundle(chunks(), { ...options, file, earlier: earlier.value[i]! }, after?.continues?.size)
    if (!walked.ok) return walked
    const { log, walk } = walked.value
    const place = { file }
    const fits = after ? follows(after, log, walk.moment, place) : ok(walk.starts)
    if (!fits.ok) return fits
    after = linkOf(log, walk, fits.value, place)
    logs.push(log)
  }
  return ok(logs)
}

/** What a log asks of the one before it. */
interface Link {
  readonly log: VerifiedLog
  readonly continues: Continuation | undefined
  /** Streams that did not begin in it, with the number that they go on with. */
  readonly starts: ReadonlyMap<string, number>
  readonly place: Place
}

/** Streams that an older log must have begun go on being asked for. */
function linkOf(log: VerifiedLog, walk: Walk, asked: ReadonlyMap<string, number>, place: Place): Link {
  return { log, continues: log.continues, starts: new Map([...walk.starts, ...asked]), place }
}

/** Does a log go on from another one? @returns the streams that neither that one nor a later one began */
function follows(
  { log, continues, starts, place }: Link,
  before: VerifiedLog,
  moment: Moment | undefined,
  at: Place,
): Result<ReadonlyMap<string, number>> {
  const { origin, size, root } = continues!
  if (origin !== before.origin)
    return refuse(
      'log/not-continued',
      `It continues "${origin.slice(0, 80)}"; this log is "${before.origin.slice(0, 80)}".`,
      'Give the bundle of the log that it names.',
      at,
    )
  if (!moment)
    return refuse(
      'log/shrunk',
      `It continues this log after ${size} entries; this bundle has only ${before.size}.`,
      'Get a newer bundle of the old log.',
      at,
    )
  if (toBase64(moment.root) !== root)
    return refuse(
      'log/rewritten',
      `The first ${size} entries are not those that "${log.origin.slice(0, 80)}" goes on from.`,
      'Keep both files. Ask whoever keeps the log which of them was changed.',
      at,
    )
  if (moment.last !== undefined && log.first !== undefined && log.first < moment.last)
    return refuse('log/time-goes-back', `It begins at ${log.first}; the log before was at ${moment.last}.`, ASK, place)
  return gapless(starts, moment, before, place)
}

function gapless(
  starts: ReadonlyMap<string, number>,
  { reached }: Moment,
  before: VerifiedLog,
  place: Place,
): Result<ReadonlyMap<string, number>> {
  const older = new Map<string, number>()
  for (const [stream, n] of starts) {
    const last = reached.get(stream)
    if (last === undefined && before.continues) older.set(stream, n)
    else if (n !== (last ?? 0) + 1)
      return refuse('log/gap', `${stream} goes on with number ${n}; number ${(last ?? 0) + 1} is expected.`, ASK, place)
  }
  return ok(older)
}

/** The earlier checkpoints of each file's log, by their origins; one that belongs to none is the newest log's to refuse. */
function byOrigin(
  files: readonly BundleFile[],
  notes: NonNullable<VerifyOptions['earlier']>,
): Result<readonly NonNullable<VerifyOptions['earlier']>[]> {
  const origins: string[] = []
  for (const { file, chunks } of files) {
    const head = new Bundle(chunks(), file).head()
    if (!head.ok) return head
    origins.push(head.value.checkpoint.origin)
  }
  const sorted = files.map((): { file: string; text: string }[] => [])
  for (const note of notes) {
    const parsed = parseSignedCheckpoint(note.text, note.file)
    if (!parsed.ok) return parsed
    sorted[Math.max(0, origins.indexOf(parsed.value.checkpoint.origin))]!.push(note)
  }
  return ok(sorted)
}

const notContinued = ({ log, place }: Link) =>
  refuse(
    'log/not-continued',
    `The log "${log.origin.slice(0, 80)}" continues no other one.`,
    'Its first entry would say so. Give the bundles from the newest log to the oldest.',
    place,
  )

const ASK = 'Entries were taken out, put in or moved. Ask whoever keeps the log.'
