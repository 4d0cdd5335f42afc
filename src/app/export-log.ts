import { sameBytes } from '../core/log/base.ts'
import { bundleLine, parseSignedCheckpoint, writeBundle } from '../core/log/bundle.ts'
import { Frontier, treeHash } from '../core/log/merkle.ts'
import type { Sha256 } from '../core/log/primitives.ts'
import { readEntry } from '../core/log/codec.ts'
import { readRestoration } from '../core/log/restoration.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import type { Ledger } from './ports/ledger.ts'

/**
 * A log as a bundle, for `holdpoint log verify`: the signed note, then the entries that it signs and none behind them. The log may be an
 * earlier one of this store: the note names it. What comes counts only once the last part came without a refusal.
 */
export async function exportBundle(
  ledger: Ledger,
  checkpointNote: string,
  sha256: Sha256,
): Promise<Result<AsyncGenerator<Result<Uint8Array>>>> {
  const note = parseSignedCheckpoint(checkpointNote, 'checkpoint')
  if (!note.ok) return note
  const { origin, size, root } = note.value.checkpoint
  const log = await logOf(ledger, origin)
  if (!log.ok) return log
  return ok(parts(ledger, checkpointNote, { log: log.value, size, root, sha256 }))
}

async function* parts(
  ledger: Ledger,
  note: string,
  { log, size, root, sha256 }: { log: number; size: number; root: Uint8Array; sha256: Sha256 },
): AsyncGenerator<Result<Uint8Array>> {
  const tree = treeHash(sha256)
  const frontier = new Frontier(tree)
  for (const head of writeBundle(note, [])) yield ok(head)
  for await (const entry of ledger.entries(log, 0, size)) {
    frontier.append(tree.leaf(entry))
    yield ok(bundleLine(entry))
  }
  if (frontier.size !== size || !sameBytes(frontier.root(), root)) yield DIFFERS(size)
}

/** Which log of the store has this name: each but the first says the name of the one before. */
async function logOf(ledger: Ledger, origin: string): Promise<Result<number>> {
  const head = await ledger.head()
  if (!head.ok) return head
  if (head.value.origin === origin) return ok(head.value.log)
  for (let log = head.value.log; log > 1; log--) {
    for await (const bytes of ledger.entries(log, 0, 1)) {
      const entry = readEntry(bytes)
      const before = entry.ok ? readRestoration(entry.value, 0, '') : entry
      if (before.ok && before.value?.origin === origin) return ok(log - 1)
    }
  }
  return refuse(
    'log/another-log',
    `The checkpoint is of "${origin.slice(0, 80)}"; no log of this store has that name.`,
    'Give a checkpoint of this store.',
  )
}

const DIFFERS = (size: number) =>
  refuse(
    'log/root-differs',
    `The ${size} entries are not the ones that were signed.`,
    'Somebody changed the database beside Holdpoint. Keep it as it is.',
  )
