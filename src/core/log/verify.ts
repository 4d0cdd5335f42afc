import type { Instant } from '../instant.ts'
import { ok, refuse, type Problem, type Result } from '../problem.ts'
import { sameBytes, toBase64 } from './base.ts'
import { Bundle, parseSignedCheckpoint, type SignedCheckpoint } from './bundle.ts'
import { readEntry, type ReadEntry } from './codec.ts'
import { History } from './history.ts'
import { located } from './located.ts'
import { readKeyChange } from './key-change.ts'
import type { VerifierKey } from './key.ts'
import { Frontier, treeHash } from './merkle.ts'
import type { Signed } from './note.ts'
import type { Primitives } from './primitives.ts'
import { cosignatures, Trust } from './trust.ts'
import { NO_WITNESSES, type WitnessPolicy } from './witness.ts'

export interface VerifyOptions extends Primitives {
  /** How messages call the bundle. */
  readonly file: string
  /** Keys of the log that the verifier trusts. */
  readonly keys: readonly VerifierKey[]
  /** Signed checkpoints seen before: the log must have grown from each. The handover belongs here after a change of keys. */
  readonly earlier?: readonly { readonly file: string; readonly text: string }[]
  /** Who else must have seen the checkpoint. */
  readonly witnesses?: WitnessPolicy
}

/** What was checked of a log that verifies, and nothing more. */
export interface VerifiedLog {
  readonly origin: string
  readonly size: number
  /** In base64, as the checkpoint has it. */
  readonly root: string
  /** Trusted keys of the log under its checkpoint. */
  readonly signedBy: readonly VerifierKey[]
  /** Witnesses under its checkpoint, with the time they give. */
  readonly cosignedBy: readonly Signed[]
  /** Sizes of the earlier checkpoints that it grew from. */
  readonly grownFrom: readonly number[]
  readonly streams: number
  readonly first?: Instant
  readonly last?: Instant
  readonly keyChanges: readonly { readonly index: number; readonly key: VerifierKey }[]
}

/**
 * Verifies a log offline, in one pass and in memory that grows with its streams, not with its entries: each entry's form,
 * order and time, and the root and signatures of its checkpoint and of the earlier ones. Chunks may be reused once read.
 */
export function verifyBundle(chunks: Iterable<Uint8Array>, options: VerifyOptions): Result<VerifiedLog> {
  const bundle = new Bundle(chunks, options.file)
  const head = bundle.head()
  if (!head.ok) return head
  const earlier = parseEarlier(head.value, options.earlier ?? [])
  if (!earlier.ok) return earlier
  const cosigned = cosignatures(head.value, options.witnesses ?? NO_WITNESSES, options)
  if (!cosigned.ok) return cosigned

  const walk = new Walk(bundle, head.value, earlier.value, options)
  const walked = walk.run()
  if (!walked.ok) return walked
  const { checkpoint } = head.value
  return ok({
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: toBase64(checkpoint.root),
    signedBy: walked.value,
    cosignedBy: cosigned.value,
    grownFrom: earlier.value.map(({ checkpoint }) => checkpoint.size),
    ...walk.summary(),
  })
}

/** One pass over the entries, which stops at each checkpoint that they pass. */
class Walk {
  private readonly bundle: Bundle
  private readonly head: SignedCheckpoint
  /** Those still ahead, the smallest first; the bundle's own is the last. */
  private readonly ahead: SignedCheckpoint[]
  private readonly options: VerifyOptions
  private readonly history = new History()
  private readonly trust: Trust
  private readonly keyChanges: { index: number; key: VerifierKey }[] = []
  private vouched = 0

  constructor(bundle: Bundle, head: SignedCheckpoint, earlier: readonly SignedCheckpoint[], options: VerifyOptions) {
    this.bundle = bundle
    this.head = head
    this.ahead = [...earlier, head]
    this.options = options
    this.trust = new Trust(head.checkpoint.origin, options)
  }

  /** @returns the trusted keys under the bundle's checkpoint */
  run(): Result<readonly VerifierKey[]> {
    const tree = treeHash(this.options.sha256)
    const frontier = new Frontier(tree)
    const { size } = this.head.checkpoint
    let settled = this.settle(frontier)
    while (settled.ok) {
      const bytes = this.bundle.next()
      if (!bytes) break
      if (frontier.size === size)
        return this.refuse(`log/unsigned-entries`, `The checkpoint signs ${size} entries; this is one more.`)
      const admitted = this.admit(bytes, frontier.size)
      if (!admitted.ok) return located(admitted, this.bundle.place)
      frontier.append(tree.leaf(bytes))
      if (frontier.size === this.ahead[0]?.checkpoint.size) settled = this.settle(frontier)
    }
    if (!settled.ok) return settled
    const ended = this.bundle.end()
    if (!ended.ok) return ended
    if (frontier.size < size)
      return this.refuse('log/truncated', `The checkpoint signs ${size} entries; the file ends after ${frontier.size}.`)
    return settled
  }

  summary() {
    const { first, last, streams } = this.history
    return { streams, keyChanges: this.keyChanges, ...(first && { first }), ...(last && { last }) }
  }

  private admit(bytes: Uint8Array, index: number): Result<undefined> {
    const entry = readEntry(bytes)
    if (!entry.ok) return entry
    const inOrder = this.history.admit(entry.value)
    return inOrder.ok ? this.noteKeyChange(entry.value, index) : inOrder
  }

  private noteKeyChange(entry: ReadEntry, index: number): Result<undefined> {
    const key = readKeyChange(entry, this.head.checkpoint.origin, this.options.sha256)
    if (!key.ok) return key
    if (key.value) {
      this.keyChanges.push({ index, key: key.value })
      this.trust.announce(key.value)
    }
    return ok(undefined)
  }

  /** Compares every checkpoint of the present size with the entries so far. */
  private settle(frontier: Frontier): Result<readonly VerifierKey[]> {
    let signers: Result<readonly VerifierKey[]> = ok([])
    while (signers.ok && this.ahead[0]?.checkpoint.size === frontier.size) {
      const signed = this.ahead.shift()!
      if (!sameBytes(frontier.root(), signed.checkpoint.root))
        return signed === this.head ? this.changed() : this.rewritten(signed)
      signers = this.trust.accept(signed)
      this.vouched = frontier.size
    }
    return signers
  }

  private changed(): Result<never> {
    const { size } = this.head.checkpoint
    const hint =
      this.vouched > 0 ? `The first ${this.vouched} are as an earlier checkpoint has them: compare the rest` : 'Compare'
    return this.refuse(
      'log/root-differs',
      `The ${size} entries are not the ones that were signed: at least one was changed.`,
      `${hint} with another copy of the log; an earlier checkpoint narrows the place down.`,
    )
  }

  private rewritten({ checkpoint }: SignedCheckpoint): Result<never> {
    return this.refuse(
      'log/rewritten',
      `The first ${checkpoint.size} entries are not those of the earlier checkpoint: history was rewritten.`,
      'Keep both files. Ask whoever keeps the log why it does not continue what it signed before.',
    )
  }

  private refuse(code: Problem['code'], message: string, hint = 'Get the bundle again from whoever keeps the log.') {
    return refuse(code, message, hint, this.bundle.place)
  }
}

function parseEarlier(
  head: SignedCheckpoint,
  notes: NonNullable<VerifyOptions['earlier']>,
): Result<readonly SignedCheckpoint[]> {
  const earlier: SignedCheckpoint[] = []
  for (const { file, text } of notes) {
    const parsed = parseSignedCheckpoint(text, file)
    if (!parsed.ok) return parsed
    const { origin, size } = parsed.value.checkpoint
    if (origin !== head.checkpoint.origin)
      return refuse(
        'log/another-log',
        `The earlier checkpoint is of "${origin.slice(0, 80)}", this log is "${head.checkpoint.origin.slice(0, 80)}".`,
        'Give a checkpoint of the same log. After a restore a log starts under a new name.',
        { file },
      )
    if (size > head.checkpoint.size)
      return refuse(
        'log/shrunk',
        `The earlier checkpoint has ${size} entries, this log only ${head.checkpoint.size}: its tail was cut off.`,
        'Get the newest bundle. If this is the newest, entries were taken back.',
        { file },
      )
    earlier.push(parsed.value)
  }
  return ok(earlier.sort((a, b) => a.checkpoint.size - b.checkpoint.size))
}
