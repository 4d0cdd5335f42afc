import { fromBase64, sameBytes, toBase64 } from '../../core/log/base.ts'
import { Frontier, treeHash } from '../../core/log/merkle.ts'
import type { Sha256 } from '../../core/log/primitives.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Draft, Hashing, Row, VaultView } from '../ports/backup.ts'
import type { Head } from '../ports/ledger.ts'
import { type BackupHeader, ENTRY_LINE, endLine, headerLine, rowLine } from './format.ts'
import { CHECKPOINTS, ENTRIES, OTHERS } from './tables.ts'

export interface WriteOptions {
  readonly sha256: Sha256
  readonly hashing: () => Hashing
  /** Version of this program. */
  readonly program: string
  /** Version of the store's schema. */
  readonly store: number
}

/** Writes what a look at the store shows, page by page. A store of which the log is damaged is not backed up: it could not be put back. */
export async function writeBackup(view: VaultView, draft: Draft, options: WriteOptions): Promise<Result<BackupHeader>> {
  const hash = options.hashing()
  let lines = 0
  const put = async (texts: readonly string[]) => {
    lines += texts.length
    const text = texts.join('')
    hash.update(text)
    return draft.write(text)
  }
  const header = headerOf(view, options, await lastNote(view))
  const begun = await put([headerLine(header)])
  if (!begun.ok) return begun
  const frontier = new Frontier(treeHash(options.sha256))
  for await (const texts of logLines(view, frontier, options.sha256)) {
    const written = await put(texts)
    if (!written.ok) return written
  }
  if (frontier.size !== view.head.size || !sameBytes(frontier.root(), rootOf(view.head, options.sha256)))
    return DIFFERS(view.head.size)
  for (const table of OTHERS)
    for await (const rows of view.pages(table)) {
      const written = await put(rows.map((row) => rowLine(table, row)))
      if (!written.ok) return written
    }
  const ended = await draft.write(endLine({ lines, sha256: hash.digest() }))
  return ended.ok ? ok(header) : ended
}

export const rootOf = ({ size, roots }: Head, sha256: Sha256): Uint8Array =>
  new Frontier(treeHash(sha256), size, roots).root()

function headerOf({ head, now }: VaultView, options: WriteOptions, checkpoint: string | null): BackupHeader {
  const { program, store, sha256 } = options
  const { origin, log, size } = head
  return { program, store, origin, log, size, root: toBase64(rootOf(head, sha256)), checkpoint, taken_at: now }
}

async function lastNote(view: VaultView): Promise<string | null> {
  let last: Row | undefined
  for await (const page of view.pages(CHECKPOINTS)) last = page.at(-1) ?? last
  return last?.['log'] === view.head.log ? (last['note'] as string) : null
}

/** Entries in their order, each checkpoint where its size was reached. The frontier follows the last log. */
async function* logLines(view: VaultView, frontier: Frontier, sha256: Sha256): AsyncGenerator<readonly string[]> {
  const tree = treeHash(sha256)
  const notes = rowsOf(view.pages(CHECKPOINTS))
  let note = await notes.next()
  for await (const page of view.pages(ENTRIES)) {
    const texts: string[] = []
    for (const row of page) {
      for (; !note.done && isBefore(note.value, row); note = await notes.next())
        texts.push(rowLine(CHECKPOINTS, note.value))
      const bytes = row['bytes'] as string
      texts.push(rowLine(ENTRY_LINE, { log: row['log']!, bytes }))
      if (row['log'] === view.head.log) frontier.append(tree.leaf(fromBase64(bytes)!))
    }
    yield texts
  }
  for (; !note.done; note = await notes.next()) yield [rowLine(CHECKPOINTS, note.value)]
}

const isBefore = (note: Row, { log, seq }: Row) => note['log']! < log! || (note['log'] === log && note['size']! <= seq!)

async function* rowsOf(pages: AsyncGenerator<readonly Row[]>): AsyncGenerator<Row, undefined> {
  for await (const page of pages) yield* page
}

const DIFFERS = (size: number) =>
  refuse(
    'backup/damaged-store',
    `The ${size} entries are not the ones that the log's head stands for. Nothing was written.`,
    'Somebody changed the database beside Holdpoint. Keep it as it is, and look at it with `holdpoint log verify`.',
  )
