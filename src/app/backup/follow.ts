import type { CaseId } from '../../core/ids.ts'
import { decodeEvent } from '../../core/case/decode.ts'
import type { Instant } from '../../core/instant.ts'
import { fromBase64, sameBytes, toBase64 } from '../../core/log/base.ts'
import { parseSignedCheckpoint, type SignedCheckpoint } from '../../core/log/bundle.ts'
import { readEntry } from '../../core/log/codec.ts'
import { History } from '../../core/log/history.ts'
import { Frontier, treeHash, type TreeHash } from '../../core/log/merkle.ts'
import type { Sha256 } from '../../core/log/primitives.ts'
import { type Continuation, readRestoration } from '../../core/log/restoration.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { isCase } from '../handle/kinds/cases.ts'
import type { Row } from '../ports/backup.ts'

/** Follows the logs of a store from their first entry on: what may not be so is refused, as in the log itself. */
export class Follower {
  /** How many entries each log before the present one has. */
  readonly sizes = new Map<number, number>()
  log = 1
  frontier: Frontier
  /** The note of the present log that was signed last. */
  note: SignedCheckpoint | undefined
  /** The number that the last case got. */
  cases = 0
  /** Roots of the present log at the size that was asked for. */
  remembered: Uint8Array | undefined
  /** Names of the logs before, as those after them say. */
  readonly origins: string[] = []
  private readonly remember: number | undefined
  private readonly tree: TreeHash
  private readonly history = new History()
  private readonly ats = new Map<string, Instant>()

  /** @param remember the size at which to keep the root of the present log */
  constructor(sha256: Sha256, remember?: number) {
    this.tree = treeHash(sha256)
    this.frontier = new Frontier(this.tree)
    this.remember = remember
    this.look()
  }

  get at(): Instant | undefined {
    return this.history.last
  }

  get streams(): ReadonlyMap<string, number> {
    return this.history.reached()
  }

  has(stream: string): boolean {
    return this.ats.has(stream)
  }

  /** How many entries a log has, as far as it was followed. */
  sizeOf(log: number): number {
    return log === this.log ? this.frontier.size : (this.sizes.get(log) ?? 0)
  }

  /** @returns the entry as a row of the store */
  entry(log: number, encoded: string): Result<Row> {
    const bytes = fromBase64(encoded)
    const entry = bytes && readEntry(bytes)
    if (!bytes || !entry?.ok) return wrong('one of its entries cannot be read')
    const { stream, n, at, type } = entry.value
    const continued = readRestoration(entry.value, log > this.log ? 0 : 1, '')
    if (!continued.ok) return wrong(continued.problem.message.replace(/\.$/, ''))
    if (continued.value ? log !== this.log + 1 || !this.ends(continued.value) : log !== this.log)
      return wrong(`an entry of log ${log} stands behind ${this.frontier.size} of log ${this.log}`)
    if (continued.value) this.next(continued.value.origin)
    const inOrder = this.history.admit(entry.value)
    if (!inOrder.ok) return wrong(inOrder.problem.message.replace(/\.$/, ''))
    if (isCase(stream)) {
      const event = this.event(stream, n, bytes, type)
      if (!event.ok) return event
    }
    this.ats.set(stream, at)
    const seq = this.frontier.size
    this.frontier.append(this.tree.leaf(bytes))
    this.look()
    return ok({ log, seq, stream, n, bytes: encoded })
  }

  checkpoint(log: number, size: number, text: string): Result<undefined> {
    const note = parseSignedCheckpoint(text, 'checkpoint')
    if (!note.ok) return wrong('one of its checkpoints cannot be read')
    const { checkpoint } = note.value
    if (log !== this.log || size !== this.frontier.size || checkpoint.size !== size)
      return wrong(`a checkpoint of ${size} entries stands after ${this.frontier.size}`)
    if (!sameBytes(checkpoint.root, this.frontier.root()))
      return wrong(`its first ${size} entries are not those that were signed`)
    if (this.note && this.note.checkpoint.origin !== checkpoint.origin)
      return wrong(`a checkpoint is of "${checkpoint.origin.slice(0, 80)}"`)
    this.note = note.value
    return ok(undefined)
  }

  private event(stream: CaseId, n: number, bytes: Uint8Array, type: string): Result<undefined> {
    const before = this.ats.get(stream)
    if (before === undefined && type !== 'case_opened') return wrong(`${stream} does not begin with its opening`)
    const previous = before && { id: stream, n: n - 1, at: before }
    const event = decodeEvent(JSON.parse(decoder.decode(bytes)), previous, { file: stream })
    if (!event.ok) return wrong(`entry ${n} of ${stream} cannot be read: ${event.problem.message.replace(/\.$/, '')}`)
    this.cases = Math.max(this.cases, Number(stream.slice('HP-'.length)))
    return ok(undefined)
  }

  private ends({ origin, size, root }: Continuation): boolean {
    const named = this.note?.checkpoint.origin ?? origin
    return named === origin && size === this.frontier.size && root === toBase64(this.frontier.root())
  }

  private next(origin: string): void {
    this.origins.push(origin)
    this.sizes.set(this.log, this.frontier.size)
    this.log++
    this.frontier = new Frontier(this.tree)
    this.note = undefined
    this.remembered = undefined
    this.look()
  }

  private look(): void {
    if (this.frontier.size === this.remember) this.remembered = this.frontier.root()
  }
}

const decoder = new TextDecoder()
export const wrong = (why: string): Result<never> =>
  refuse(
    'backup/damaged',
    `The backup is not what was written: ${why}.`,
    'Take another copy of it. Nothing was touched.',
  )
