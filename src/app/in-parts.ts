import { type Grounds, type Hearing, joined } from '../core/gate/evaluate.ts'
import { UNHASHED } from '../core/gate/part.ts'
import type { Question } from '../core/gate/question.ts'
import { feedFacts } from '../core/policy/feeds.ts'
import type { Digest } from '../core/ids.ts'
import { ok, type Result } from '../core/problem.ts'
import { packing } from './archives.ts'
import type { Piece, Told } from './ports/crew.ts'
import type { Ports } from './ports.ts'
import { CHANGED, unread } from './report.ts'

/** In bytes. Below it, threads cost more than they save. */
const LARGE = 16 * 2 ** 20
/** A report below this is not divided. */
const DIVIDED = 4 * 2 ** 20

interface File {
  readonly name: string
  readonly size: number
}

/**
 * Hears large reports in several threads: all of them laid end to end and cut into as many lengths, so that many reports are
 * shared out and a long one is divided. The hearings, as from one thread; undefined where one thread will do, or must.
 */
export async function heardInParts(
  paths: readonly string[],
  question: Question,
  grounds: Grounds,
  ports: Ports,
): Promise<readonly Hearing[] | undefined> {
  const { crew, terminal, chance } = ports
  const files = crew.size < 2 ? undefined : plainFiles(paths, ports)
  const size = files?.reduce((sum, file) => sum + file.size, 0) ?? 0
  if (!files || size < LARGE) return undefined
  const { feeds, ...rest } = grounds
  const facts = feedFacts(feeds)
  terminal.progress(`reading ${Math.floor(size / 2 ** 20)} MB`)
  const threads = cut(files, size, crew.size)
  const seed = new Uint32Array(Uint8Array.from(chance.bytes(16)).buffer)
  const telling = crew.hear(
    threads.map((pieces) => ({ pieces, question, grounds: rest, withFeeds: facts.length > 0, seed })),
  )
  const digests = files.map(({ name }) => digestOf(name, ports)) // worked out here while the threads read
  const told = await telling
  terminal.progress('')
  // Feeds that were imported meanwhile would give half an answer by each.
  if (!told || told.some((one) => JSON.stringify(one.feeds) !== JSON.stringify(facts))) return undefined
  return files.map(({ name }, i) => {
    const pieces = piecesOf(name, threads, told)
    const digest = digests[i]
    const isSame =
      digest?.ok === true && pieces.every(({ stamp }) => stamp === undefined || stamp === digest.value.stamp)
    const report = digest?.ok ? digest.value.digest : UNHASHED
    const hearing = joined(
      pieces.map(({ part }) => part),
      report,
      question,
      grounds,
    )
    if (hearing.evidence.status === 'refused' || isSame) return hearing
    return { ...hearing, evidence: unread(name, CHANGED(name), hearing.evidence.format) }
  })
}

/** The digest of a file, and which one that was. */
function digestOf(name: string, { files }: Ports): Result<{ readonly digest: Digest; readonly stamp: string }> {
  const source = files.open(name, { digest: 'later' })
  if (!source.ok) return source
  const { stamp, digest } = source.value
  const changed = source.value.changed()
  source.value.close()
  return changed ? { ok: false, problem: CHANGED(name) } : ok({ digest: digest as Digest, stamp })
}

/** Undefined where something else is asked for: standard input, an archive, a path that leads nowhere, one file twice. */
function plainFiles(paths: readonly string[], { files }: Ports): readonly File[] | undefined {
  const found = new Map<string, File>()
  for (const path of paths) {
    const listed = path === '-' ? undefined : files.list(path)
    if (!listed?.ok) return undefined
    for (const name of listed.value) {
      const source = files.open(name)
      if (!source.ok) return undefined
      const { size } = source.value
      const packed = packing(source.value) !== undefined
      source.value.close()
      if (packed || found.has(name)) return undefined
      found.set(name, { name, size })
    }
  }
  return [...found.values()]
}

/** For each thread, its pieces of the files in their order. */
function cut(files: readonly File[], total: number, threads: number): readonly (readonly Piece[])[] {
  const bounds = boundsOf(total, threads)
  const lengths: Piece[][] = Array.from({ length: threads }, () => [])
  const threadAt = (byte: number) => bounds.findLastIndex((bound) => bound <= byte)
  let start = 0
  for (const { name, size } of files) {
    const first = threadAt(start)
    const last = size < DIVIDED ? first : threadAt(start + size - 1)
    for (let thread = first; thread <= last; thread++) {
      const from = thread === first ? 0 : bounds[thread]! - start
      const to = thread === last ? Infinity : bounds[thread + 1]! - start
      lengths[thread]!.push({ file: name, share: { from, to } })
    }
    start += size
  }
  return lengths
}

/** What a byte takes that is passed over, where one that is heard takes 1. */
const PASSED = 1 / 22

/** Where each thread's length begins, so that all end at once: what stands before its own a thread passes over. */
function boundsOf(total: number, threads: number): readonly number[] {
  const shares = Array.from({ length: threads }, (_, i) => (1 - PASSED) ** i)
  const whole = shares.reduce((sum, share) => sum + share, 0)
  let before = 0
  return shares.map((share) => {
    const bound = Math.ceil((before / whole) * total)
    before += share
    return bound
  })
}

/** What was told of one file, in its order. */
const piecesOf = (file: string, threads: readonly (readonly Piece[])[], told: readonly Told[]) =>
  threads.flatMap((pieces, i) =>
    pieces.flatMap((piece, n) =>
      piece.file === file ? [{ part: told[i]!.parts[n]!, stamp: told[i]!.stamps[n] }] : [],
    ),
  )
