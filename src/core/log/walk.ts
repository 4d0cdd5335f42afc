import type { Instant } from '../instant.ts'
import { ok, refuse, type Problem, type Result } from '../problem.ts'
import { sameBytes } from './base.ts'
import type { Bundle, SignedCheckpoint } from './bundle.ts'
import { readEntry, type ReadEntry } from './codec.ts'
import { History } from './history.ts'
import { readKeyChange } from './key-change.ts'
import type { VerifierKey } from './key.ts'
import { located } from './located.ts'
import { Frontier, treeHash } from './merkle.ts'
import { type Continuation, readRestoration } from './restoration.ts'
import { Trust, type TrustOptions } from './trust.ts'

/** A log as it was when it had so many entries. */
export interface Moment {
  readonly size: number
  readonly root: Uint8Array
  /** The number that each stream had reached. */
  readonly reached: ReadonlyMap<string, number>
  /** Time of the last entry. */
  readonly last?: Instant
}

/** One pass over the entries, which stops at each checkpoint that they pass. */
export class Walk {
  /** The log at the size that was asked for, once it got there. */
  moment: Moment | undefined

  private readonly bundle: Bundle
  private readonly head: SignedCheckpoint
  /** Those still ahead, the smallest first; the bundle's own is the last. */
  private readonly ahead: SignedCheckpoint[]
  private readonly options: TrustOptions
  private readonly history = new History()
  private readonly trust: Trust
  private readonly keyChanges: { index: number; key: VerifierKey }[] = []
  private continues: Continuation | undefined
  private vouched = 0

  constructor(bundle: Bundle, head: SignedCheckpoint, earlier: readonly SignedCheckpoint[], options: TrustOptions) {
    this.bundle = bundle
    this.head = head
    this.ahead = [...earlier, head]
    this.options = options
    this.trust = new Trust(head.checkpoint.origin, options)
  }

  /**
   * @param remember the size at which to keep the log's state as {@link moment}
   * @returns the trusted keys under the bundle's checkpoint
   */
  run(remember?: number): Result<readonly VerifierKey[]> {
    const tree = treeHash(this.options.sha256)
    const frontier = new Frontier(tree)
    const { size } = this.head.checkpoint
    let settled = this.settle(frontier)
    while (settled.ok) {
      if (frontier.size === remember) this.moment = this.now(frontier)
      const bytes = this.bundle.next()
      if (!bytes) break
      if (frontier.size === size)
        return this.refuse('log/unsigned-entries', `The checkpoint signs ${size} entries; this is one more.`)
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

  /** Where the streams go on from, in a log that continues another. */
  get starts(): ReadonlyMap<string, number> {
    return this.history.starts
  }

  summary() {
    const { first, last, streams } = this.history
    const { keyChanges, continues } = this
    return { streams, keyChanges, ...(continues && { continues }), ...(first && { first }), ...(last && { last }) }
  }

  private now(frontier: Frontier): Moment {
    const { last } = this.history
    return { size: frontier.size, root: frontier.root(), reached: this.history.reached(), ...(last && { last }) }
  }

  private admit(bytes: Uint8Array, index: number): Result<undefined> {
    const entry = readEntry(bytes)
    if (!entry.ok) return entry
    const continues = readRestoration(entry.value, index, this.head.checkpoint.origin)
    if (!continues.ok) return continues
    if (continues.value) {
      this.continues = continues.value
      this.history.continue()
    }
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

  private rewritten({ checkpoint, file }: SignedCheckpoint): Result<never> {
    return this.refuse(
      'log/rewritten',
      `The first ${checkpoint.size} entries are not those of the checkpoint in ${file}: history was rewritten.`,
      'Keep both files. Ask whoever keeps the log why it does not continue what it signed before.',
    )
  }

  private refuse(code: Problem['code'], message: string, hint = 'Get the bundle again from whoever keeps the log.') {
    return refuse(code, message, hint, this.bundle.place)
  }
}
