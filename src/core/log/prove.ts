import { ok, refuse, type Result } from '../problem.ts'
import { Bundle, parseSignedCheckpoint } from './bundle.ts'
import type { Checkpoint } from './checkpoint.ts'
import { decodeEntry } from './codec.ts'
import type { Entry } from './entry.ts'
import type { VerifierKey } from './key.ts'
import { located } from './located.ts'
import { verifyInclusion } from './merkle-proof.ts'
import { Frontier, treeHash } from './merkle.ts'
import type { Signed } from './note.ts'
import type { Sha256 } from './primitives.ts'
import { inclusionRanges } from './ranges.ts'
import { formatTlogProof, parseTlogProof } from './tlog-proof.ts'
import { cosignatures, Trust, type TrustOptions } from './trust.ts'
import { NO_WITNESSES } from './witness.ts'

/**
 * The proof of one entry, as a `.tlog-proof` file that needs nothing but the log's key. One pass over the bundle: each
 * subtree beside the entry's path has a frontier of its own, so that log₂(size)² hashes are remembered.
 * @param index from 0
 */
export function proveEntry(
  chunks: Iterable<Uint8Array>,
  index: number,
  { file, sha256 }: { readonly file: string; readonly sha256: Sha256 },
): Result<string> {
  const bundle = new Bundle(chunks, file)
  const head = bundle.head()
  if (!head.ok) return head
  const { size, root } = head.value.checkpoint
  if (!Number.isSafeInteger(index) || index < 0 || index >= size)
    return refuse(
      'log/no-such-entry',
      `There is no entry ${index}.`,
      size === 0 ? 'The log is empty.' : `Give a number from 0 to ${size - 1}.`,
      bundle.place,
    )
  const tree = treeHash(sha256)
  const beside = inclusionRanges(index, size).map((range) => ({ ...range, frontier: new Frontier(tree) }))
  let entry: Uint8Array | undefined
  let at = 0
  for (let bytes = bundle.next(); bytes; bytes = bundle.next(), at++) {
    if (at === index) entry = bytes.slice()
    else beside.find(({ start, end }) => at >= start && at < end)?.frontier.append(tree.leaf(bytes))
  }
  const ended = bundle.end()
  if (!ended.ok) return ended
  const hashes = beside.map(({ frontier }) => frontier.root())
  const sound = entry && verifyInclusion({ index, size, leaf: tree.leaf(entry), proof: hashes, root }, tree)
  if (!sound || at !== size)
    return refuse(
      'log/root-differs',
      `The ${at} entries are not the ${size} that were signed.`,
      'Run `holdpoint log verify` to see what is wrong.',
      bundle.place,
    )
  return ok(formatTlogProof({ index, extra: entry!, hashes, checkpoint: head.value.text }))
}

/** What a proof shows: this entry stands at this index of the log that was signed. */
export interface ProvenEntry {
  readonly entry: Entry
  /** From 0. */
  readonly index: number
  readonly checkpoint: Checkpoint
  readonly signedBy: readonly VerifierKey[]
  readonly cosignedBy: readonly Signed[]
}

/** Verifies a `.tlog-proof` file that carries its entry, offline. */
export function verifyProof(text: string, options: TrustOptions & { readonly file: string }): Result<ProvenEntry> {
  const { file } = options
  const proof = parseTlogProof(text)
  if (!proof.ok) return located(proof, { file })
  const signed = parseSignedCheckpoint(proof.value.checkpoint, file)
  if (!signed.ok) return signed
  const { checkpoint } = signed.value
  const signers = new Trust(checkpoint.origin, options).accept(signed.value)
  if (!signers.ok) return signers
  const cosigned = cosignatures(signed.value, options.witnesses ?? NO_WITNESSES, options)
  if (!cosigned.ok) return cosigned

  const { index, extra = new Uint8Array(0), hashes } = proof.value
  const tree = treeHash(options.sha256)
  if (!verifyInclusion({ ...checkpoint, index, leaf: tree.leaf(extra), proof: hashes }, tree))
    return refuse(
      'log/proof-does-not-hold',
      `The entry in this proof is not entry ${index} of the signed log.`,
      'The entry or the proof was changed since. Ask for a new one.',
      { file },
    )
  const entry = decodeEntry(extra)
  return entry.ok
    ? ok({ entry: entry.value, index, checkpoint, signedBy: signers.value, cosignedBy: cosigned.value })
    : located(entry, { file })
}
