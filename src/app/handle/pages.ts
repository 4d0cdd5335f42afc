import type { Instant } from '../../core/instant.ts'
import { encodeEntry } from '../../core/log/codec.ts'
import type { Entry, Opening, Sealed } from '../../core/log/entry.ts'
import { Frontier, treeHash } from '../../core/log/merkle.ts'
import { ok, type Result } from '../../core/problem.ts'
import type { Crypto } from '../ports.ts'
import type { Batch, Head, KnownCommand, StreamEntry } from '../ports/ledger.ts'
import type { Fact } from './wished.ts'
import type { Understood } from './said.ts'

/** What a batch appends to the log: entries, the commands that led to them, and the words behind their seals. */
export class Pages {
  /** Of every entry of the batch. */
  readonly at: Instant
  private readonly head: Head
  private readonly tree
  private readonly frontier: Frontier
  private readonly entries: StreamEntry[] = []
  private readonly commands: KnownCommand[] = []
  private readonly openings: Batch['openings'][number][] = []

  constructor(head: Head, now: Instant, { sha256 }: Pick<Crypto, 'sha256'>) {
    this.head = head
    this.at = now > head.at ? now : head.at // an entry's time never goes back, whatever the clock does
    this.tree = treeHash(sha256)
    this.frontier = new Frontier(this.tree, head.size, head.roots)
  }

  /** Of the log, with what is appended. */
  get size(): number {
    return this.frontier.size
  }

  /** Nothing was asked that was not answered before: there is nothing to commit. */
  get isEmpty(): boolean {
    return this.commands.length === 0
  }

  /** Facts as entries of a stream, from its position `n` on: all of them, or none where one cannot be kept. */
  append(
    { ask: { id, by }, said, openings }: Understood,
    { stream, n, facts }: { readonly stream: string; readonly n: number; readonly facts: readonly Fact[] },
  ): Result<{ readonly command: KnownCommand; readonly entries: readonly Entry[] }> {
    const { at, head } = this
    const entries = facts.map(({ v, type, data }, i): Entry => ({
      v,
      stream,
      n: n + i,
      type,
      at,
      actor: by,
      command: id,
      data,
    }))
    const encoded: StreamEntry[] = []
    for (const entry of entries) {
      const bytes = encodeEntry(entry)
      if (!bytes.ok) return bytes
      encoded.push({ stream, n: entry.n, bytes: bytes.value })
    }
    const command = { id, by, said, log: head.log, index: this.size, stream, n, entries: entries.length, at }
    for (const { bytes } of encoded) this.frontier.append(this.tree.leaf(bytes))
    this.entries.push(...encoded)
    this.openings.push(...openings.map((one: Opening & Sealed) => ({ ...one, stream })))
    this.commands.push(command)
    return ok({ command, entries })
  }

  /** @param cases how many cases there are by now */
  written(cases: number): Pick<Batch, 'head' | 'entries' | 'commands' | 'openings'> {
    const { entries, commands, openings } = this
    const { log, origin } = this.head
    const { size, roots } = this.frontier
    const at = entries.length > 0 ? this.at : this.head.at
    return { head: { log, origin, size, roots, at, cases }, entries, commands, openings }
  }
}
