import { fromBase64, sameBytes, toBase64, toHex } from '../../core/log/base.ts'
import type { SignedCheckpoint } from '../../core/log/bundle.ts'
import type { Sha256 } from '../../core/log/primitives.ts'
import { opens } from '../../core/log/seal.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Hashing, Packed, Row, Table } from '../ports/backup.ts'
import { Cutter } from './cutter.ts'
import { Follower, wrong } from './follow.ts'
import { type BackupEnd, type BackupHeader, ENTRY_LINE, parseHeader, parseLine, stageOf } from './format.ts'
import { CHECKPOINTS, ENTRIES } from './tables.ts'

/** Longer than any line that we write; a stranger's file must not fill our memory. */
const MAX_LINE_BYTES = 16 * 2 ** 20

export interface ReadOptions {
  readonly sha256: Sha256
  readonly hashing: () => Hashing
  /** The newest schema that can be filled. */
  readonly knows: number
  /** The size at which to keep the root of the present log. */
  readonly remember?: number
}

/** What was found in a backup that is whole. */
export interface Found {
  readonly header: BackupHeader
  readonly follower: Follower
  /** How many files of evidence each master key has locked. */
  readonly lockedBy: ReadonlyMap<string, number>
  /** Of the whole file, unpacked. */
  readonly sha256: string
}

/** Rows of one table, to be taken as they are. */
export interface Piece {
  readonly table: Table
  readonly rows: readonly Row[]
}

/**
 * Reads a backup from its start to its end, in memory that grows with its streams and not with its entries: form, order, number and
 * hash of the lines, every entry, the roots of every log and checkpoint, the words under each seal. What is handed on before the end
 * counts only once the end was found good.
 */
export async function readBackup(
  packed: Packed,
  options: ReadOptions,
  take: (piece: Piece) => Promise<void> = async () => {},
): Promise<Result<Found>> {
  const reader = new Reader(options, take)
  const cutter = new Cutter(MAX_LINE_BYTES)
  for await (const chunk of packed.chunks()) {
    if (!chunk.ok) return chunk
    const lines = cutter.cut(chunk.value)
    if (!lines) return wrong(`a line is longer than ${MAX_LINE_BYTES} bytes`)
    for (const line of lines) {
      const taken = reader.take(line)
      if (!taken.ok) return taken
    }
    await reader.flush()
  }
  return cutter.isOpen ? TRUNCATED : reader.end()
}

class Reader {
  private readonly options: ReadOptions
  private readonly handOn: (piece: Piece) => Promise<void>
  private readonly hash: Hashing
  private readonly follower: Follower
  private readonly files = new Set<string>()
  private readonly lockedBy = new Map<string, number>()
  private pieces: { table: Table; rows: Row[] }[] = []
  private header: BackupHeader | undefined
  private ended: BackupEnd | undefined
  private lines = 0
  private stage = -1

  constructor(options: ReadOptions, handOn: (piece: Piece) => Promise<void>) {
    this.options = options
    this.handOn = handOn
    this.hash = options.hashing()
    this.follower = new Follower(options.sha256, options.remember)
  }

  /** @param line with its newline */
  take(line: Uint8Array): Result<undefined> {
    if (this.ended) return wrong('something follows its last line')
    const read = this.header ? this.read(line) : this.begin(line)
    if (!read.ok || this.ended) return read
    this.lines++
    this.hash.update(line)
    return read
  }

  async flush(): Promise<void> {
    const pieces = this.pieces
    this.pieces = []
    for (const piece of pieces) await this.handOn(piece)
  }

  end(): Result<Found> {
    if (!this.header || !this.ended) return TRUNCATED
    const sha256 = this.hash.digest()
    if (this.ended.lines !== this.lines || this.ended.sha256 !== sha256)
      return wrong('its lines are not those that its last line stands for')
    const { header, follower, lockedBy } = this
    const { frontier, log, note } = follower
    const root = toBase64(frontier.root())
    if (log !== header.log || frontier.size !== header.size || root !== header.root)
      return wrong(`its entries are not the ${header.size} of log ${header.log} that its first line names`)
    if ((note?.text ?? null) !== header.checkpoint || (note && note.checkpoint.origin !== header.origin))
      return wrong('its last checkpoint is not the one that its first line names')
    return ok({ header, follower, lockedBy, sha256 })
  }

  private begin(line: Uint8Array): Result<undefined> {
    const header = parseHeader(line, this.options.knows)
    if (!header.ok) return header
    this.header = header.value
    return ok(undefined)
  }

  private read(line: Uint8Array): Result<undefined> {
    const parsed = parseLine(line)
    if (!parsed) return wrong(`line ${this.lines + 1} cannot be read`)
    if ('end' in parsed) {
      this.ended = parsed.end
      return ok(undefined)
    }
    const stage = stageOf(parsed.table)
    if (stage < this.stage) return wrong(`line ${this.lines + 1} stands in the wrong place`)
    this.stage = stage
    return this.row(parsed.table, parsed.row)
  }

  private row(table: Table, row: Row): Result<undefined> {
    if (table === ENTRY_LINE) {
      const entry = this.follower.entry(row['log'] as number, row['bytes'] as string)
      if (entry.ok) this.keep(ENTRIES, entry.value)
      return entry.ok ? ok(undefined) : entry
    }
    if (table === CHECKPOINTS) {
      const noted = this.follower.checkpoint(row['log'] as number, row['size'] as number, row['note'] as string)
      if (!noted.ok) return noted
    }
    const why = this.misfit(table, row)
    if (why !== undefined) return wrong(why)
    this.keep(table, row)
    return ok(undefined)
  }

  /** What does not go together with the rows before. */
  private misfit({ name }: Table, row: Row): string | undefined {
    const { follower, files } = this
    const behind = (entries: number) => (row['seq'] as number) + entries > follower.sizeOf(row['log'] as number)
    if (name === 'commands' && behind(row['entries'] as number)) return 'a command names entries that are not there'
    if (name === 'outbox' && behind(1)) return 'a message is of an entry that is not there'
    if (name === 'due' && !follower.has(row['case_id'] as string)) return 'something is due in a case that is not there'
    if (name === 'evidence') this.file(row)
    if (name === 'evidence_chunks' && !files.has(row['file'] as string)) return 'a piece of a file belongs to none'
    if (name === 'openings' && !isOpening(row, this.options.sha256)) return 'words are not the ones that were sealed'
    return undefined
  }

  private file({ file, wrapped, key_id: id }: Row): void {
    this.files.add(file as string)
    if (wrapped !== null) this.lockedBy.set(id as string, (this.lockedBy.get(id as string) ?? 0) + 1)
  }

  private keep(table: Table, row: Row): void {
    const last = this.pieces.at(-1)
    if (last?.table === table && last.rows.length < table.page) last.rows.push(row)
    else this.pieces.push({ table, rows: [row] })
  }
}

function isOpening({ sealed, salt, value }: Row, sha256: Sha256): boolean {
  const [seal, grain] = [fromBase64(sealed as string), fromBase64(salt as string)]
  return !!seal && !!grain && opens({ sealed: toHex(seal) }, { salt: toHex(grain), value: value as string }, sha256)
}

/** Does what a backup holds belong to the history that this checkpoint signed? It may be shorter. */
export const isOfHistory = ({ header, follower }: Found, { checkpoint }: SignedCheckpoint): boolean =>
  checkpoint.size > header.size ||
  (follower.remembered !== undefined && sameBytes(follower.remembered, checkpoint.root))

const TRUNCATED = refuse(
  'backup/truncated',
  'The backup ends before its last line: it was cut off.',
  'Take another copy of it. Nothing was touched.',
)
