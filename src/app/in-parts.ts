import { type Grounds, type Hearing, joined } from '../core/gate/evaluate.ts'
import type { Part } from '../core/gate/part.ts'
import type { Question } from '../core/gate/question.ts'
import { feedFacts } from '../core/policy/feeds.ts'
import { packing } from './archives.ts'
import type { Piece, Told } from './pieces.ts'
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
  const { crew, terminal } = ports
  const files = crew.size < 2 ? undefined : plainFiles(paths, ports)
  const size = files?.reduce((sum, file) => sum + file.size, 0) ?? 0
  if (!files || size < LARGE) return undefined
  const { feeds, ...rest } = grounds
  const facts = feedFacts(feeds)
  terminal.progress(`reading ${Math.floor(size / 2 ** 20)} MB`)
  const threads = cut(files, size, crew.size)
  const told = await crew.hear(
    threads.map((pieces) => ({ pieces, question, grounds: rest, withFeeds: facts.length > 0 })),
  )
  terminal.progress('')
  // Feeds that were imported meanwhile would give half an answer by each.
  if (!told || told.some((one) => JSON.stringify(one.feeds) !== JSON.stringify(facts))) return undefined
  return files.map((file) => hearingOf(file.name, partsOf(file.name, threads, told), question, grounds))
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
  const length = total / threads
  const lengths: Piece[][] = Array.from({ length: threads }, () => [])
  const threadAt = (byte: number) => Math.min(threads - 1, Math.floor(byte / length))
  let start = 0
  for (const { name, size } of files) {
    const first = threadAt(start)
    const last = size < DIVIDED ? first : threadAt(start + size - 1)
    for (let thread = first; thread <= last; thread++) {
      const from = thread === first ? 0 : Math.ceil(thread * length) - start
      const to = thread === last ? Infinity : Math.ceil((thread + 1) * length) - start
      lengths[thread]!.push({ file: name, share: { from, to } })
    }
    start += size
  }
  return lengths
}

const partsOf = (file: string, threads: readonly (readonly Piece[])[], told: readonly Told[]): readonly Part[] =>
  threads.flatMap((pieces, i) => pieces.flatMap((piece, n) => (piece.file === file ? told[i]!.parts[n]! : [])))

function hearingOf(file: string, parts: readonly Part[], question: Question, grounds: Grounds): Hearing {
  const hearing = joined(parts, question, grounds)
  const digests = new Set(parts.flatMap(({ evidence }) => (evidence.status === 'read' ? [evidence.report] : [])))
  if (hearing.evidence.status === 'refused' || digests.size === 1) return hearing
  return { ...hearing, evidence: unread(file, CHANGED(file), hearing.evidence.format) }
}
