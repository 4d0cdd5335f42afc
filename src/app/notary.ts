import { sameBytes } from '../core/log/base.ts'
import { parseSignedCheckpoint, type SignedCheckpoint } from '../core/log/bundle.ts'
import { formatCheckpoint } from '../core/log/checkpoint.ts'
import { Frontier, treeHash } from '../core/log/merkle.ts'
import { signNote } from '../core/log/note.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import type { Crypto } from './ports.ts'
import type { Keys } from './ports/keys.ts'
import type { Head, Ledger } from './ports/ledger.ts'

/** Signs what it has read, and nothing else: every entry passes by here once, from the first one on. */
export interface Notary {
  /** Signs the log as it is now. Refused: one that is shorter or another than what was signed before. @returns the signed note */
  sign(): Promise<Result<string>>
}

export function notary({ ledger, keys, crypto }: { ledger: Ledger; keys: Keys; crypto: Crypto }): Notary {
  const tree = treeHash(crypto.sha256)
  let frontier = new Frontier(tree)
  let vouched = false // was what was signed before found again?

  async function follow(head: Head): Promise<Result<void>> {
    const kept = keptCheckpoint(keys)
    if (!kept.ok) return kept
    const { size = 0, root } = kept.value?.checkpoint ?? {}
    if (head.size < size) return SHRUNK(head.size, size)
    const read = new Frontier(tree, frontier.size, frontier.roots)
    const isOther = () => !vouched && read.size === size && root !== undefined && !sameBytes(read.root(), root)
    if (isOther()) return REWRITTEN(size)
    for await (const entry of ledger.entries(head.log, read.size, head.size)) {
      read.append(tree.leaf(entry))
      if (isOther()) return REWRITTEN(size)
    }
    const expected = new Frontier(tree, head.size, head.roots)
    if (read.size !== head.size || !sameBytes(read.root(), expected.root())) return DIFFERS(head.size)
    frontier = read
    vouched = true
    return ok(undefined)
  }

  return {
    async sign() {
      const head = await ledger.head()
      if (!head.ok) return head
      if (head.value.origin !== keys.origin) return OTHER_LOG(head.value.origin, keys.origin)
      const followed = await follow(head.value)
      if (!followed.ok) return followed
      const { log, origin } = head.value
      const { size } = frontier
      const note = signNote(formatCheckpoint({ origin, size, root: frontier.root(), extensions: [] }), [keys.signer])
      // Outside first: what was signed is known there, whatever becomes of the database. Another node may be further on.
      const before = keptCheckpoint(keys)
      const kept = !before.ok ? before : (before.value?.checkpoint.size ?? -1) < size ? keys.keep(note) : ok(undefined)
      if (!kept.ok) return kept
      const beside = await ledger.keepCheckpoint(log, size, note)
      return beside.ok ? ok(note) : beside
    },
  }
}

function keptCheckpoint(keys: Keys): Result<SignedCheckpoint | undefined> {
  const text = keys.checkpoint()
  if (!text.ok || text.value === undefined) return text as Result<undefined>
  return parseSignedCheckpoint(text.value, 'checkpoint')
}

const SHRUNK = (size: number, signed: number) =>
  refuse(
    'log/shrunk',
    `The log has ${size} entries; ${signed} were signed. Entries are missing, and nothing is signed any more.`,
    'Was an older copy of the database put in its place? Bring the newer one back, or use `holdpoint restore`, which starts a new log.',
  )
const REWRITTEN = (size: number) =>
  refuse(
    'log/rewritten',
    `The first ${size} entries are not those that were signed. Nothing is signed any more.`,
    'Somebody changed the database beside Holdpoint. Keep it as it is, and look at it with `holdpoint log verify`.',
  )
const DIFFERS = (size: number) =>
  refuse(
    'log/root-differs',
    `The ${size} entries are not the ones that the log's head stands for. Nothing is signed.`,
    'Somebody changed the database beside Holdpoint. Keep it as it is, and look at it with `holdpoint log verify`.',
  )
const OTHER_LOG = (found: string, mine: string) =>
  refuse(
    'log/another-log',
    `The log is ${found}; these keys are of ${mine}.`,
    'Give the folder with the keys of this log.',
  )
