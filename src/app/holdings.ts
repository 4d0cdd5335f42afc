import { type Case, noCase } from '../core/case/case.ts'
import { evolve } from '../core/case/evolve.ts'
import type { CaseId, Product } from '../core/ids.ts'
import { sameBytes } from '../core/log/base.ts'
import { decodeEntry } from '../core/log/codec.ts'
import type { Entry } from '../core/log/entry.ts'
import { Frontier, treeHash } from '../core/log/merkle.ts'
import { type Governance, NO_POLICY, POLICY } from '../core/policy/governance.ts'
import { ok, type Problem, refuse, type Result } from '../core/problem.ts'
import type { Crypto } from './ports.ts'
import type { Head, HoldRow, Ledger, StreamEntry } from './ports/ledger.ts'
import type { Shelf } from './ports/shelf.ts'
import { stateAfter } from './handle/kind.ts'
import { eventOf, isCase } from './handle/kinds/cases.ts'
import { policy } from './handle/kinds/policy.ts'
import { byStream } from './handle/world.ts'

const AT_ONCE = 200

/** What else is kept of the log in memory, as of the same size. */
export interface Follower {
  /** The log is another one, or was put back: nothing of what was met counts. */
  reset(): void
  /** An entry, in the log's order; perhaps once more after something went wrong. */
  meet(entry: Entry): void
}

/** The cases that some product concerns, in memory: as of one size of one log, brought further by its entries. */
export class Holdings {
  private readonly ledger: Pick<Ledger, 'entries'>
  private readonly shelf: Pick<Shelf, 'holds' | 'streams'>
  private readonly tree: ReturnType<typeof treeHash>
  private readonly followers: readonly Follower[]
  private known = nothing()
  private last: Promise<unknown> = Promise.resolve()

  constructor(
    ledger: Pick<Ledger, 'entries'>,
    shelf: Pick<Shelf, 'holds' | 'streams'>,
    { sha256 }: Pick<Crypto, 'sha256'>,
    followers: readonly Follower[] = [],
  ) {
    this.ledger = ledger
    this.shelf = shelf
    this.tree = treeHash(sha256)
    this.followers = followers
  }

  /** What a look at the head that begins now has to find, at least. */
  get mark(): Mark {
    return { log: this.known.log, size: this.known.size }
  }

  /**
   * Brings what is known up to this head, one after another.
   *
   * @param before  the mark when the look at the head began: a log that ends before it is not the one that was followed
   */
  catchUp(head: Seen, before: Mark): Promise<Result<void>> {
    const done = this.last.then(() => this.step(head, before))
    this.last = done
    return done
  }

  private async step(head: Seen, before: Mark): Promise<Result<void>> {
    try {
      const { log, size, roots } = this.known
      if (log !== head.log || (before.log === log && head.size < before.size)) return await this.readAnew(head)
      if (head.size < size) return ok(undefined) // somebody else's look was later than this one
      if (head.size > size) return await this.follow(head)
      return sameRoots(roots, head.roots) ? ok(undefined) : await this.readAnew(head)
    } catch (error) {
      return refuse('gate/not-read', `The log could not be read: ${error instanceof Error ? error.message : 'why?'}`)
    }
  }

  /** Which policy is in force there. */
  get policies(): Governance {
    return this.known.policies
  }

  /** Every case that some product concerns, as far as it can be read. */
  all(): readonly Case[] {
    return [...this.known.cases.values()]
  }

  one(id: CaseId): Case | undefined {
    return this.known.cases.get(id)
  }

  /** What concerns a product: its cases, and why some of them cannot be read. */
  about(product: Product): { readonly cases: readonly Case[]; readonly damaged: readonly Problem[] } {
    const cases: Case[] = []
    const damaged: Problem[] = []
    for (const id of this.known.byProduct.get(product) ?? []) {
      const damage = this.known.damaged.get(id)
      const state = this.known.cases.get(id)
      if (damage) damaged.push(damage)
      else if (state) cases.push(state)
    }
    return { cases, damaged }
  }

  /** Made apart and put in place at once: whoever looks meanwhile sees all of what was known before. */
  private async readAnew(head: Seen): Promise<Result<void>> {
    const holds = await this.shelf.holds()
    if (!holds.ok) return holds
    const policies = await this.readPolicies()
    if (!policies.ok) return policies
    const known = { ...nothing(), log: head.log, size: head.size, roots: head.roots, policies: policies.value }
    for (const row of holds.value) known.concerns(row)
    const loaded = await this.load(known, [...new Set(holds.value.map((row) => row.case))])
    if (!loaded.ok) return loaded
    for (const follower of this.followers) follower.reset()
    this.known = known
    return loaded
  }

  private async readPolicies(): Promise<Result<Governance>> {
    const entries = await this.shelf.streams([POLICY])
    if (!entries.ok) return entries
    let policies: Result<Governance> = ok(NO_POLICY)
    for (const entry of entries.value) if (policies.ok) policies = stateAfter(policy, policies.value, entry)
    return policies
  }

  private async follow(head: Seen): Promise<Result<void>> {
    const { known } = this
    const strangers = new Set<CaseId>()
    let { policies } = known
    const frontier = new Frontier(this.tree, known.size, known.roots)
    for await (const bytes of this.ledger.entries(head.log, known.size, head.size)) {
      frontier.append(this.tree.leaf(bytes))
      const read = decodeEntry(bytes)
      if (!read.ok) return read // not even whose it is: nobody can tell whom it concerns
      const entry = { stream: read.value.stream, n: read.value.n, bytes }
      if (isCase(entry.stream) && !known.apply(entry)) strangers.add(entry.stream)
      for (const follower of this.followers) follower.meet(read.value)
      if (entry.stream !== POLICY || entry.n <= policies.n) continue
      const after = stateAfter(policy, policies, entry)
      if (!after.ok) return after // nobody can tell by what to judge
      policies = after.value
    }
    if (frontier.size !== head.size)
      return refuse('gate/not-read', `The log ends at ${frontier.size}, not at ${head.size}.`)
    if (!sameRoots(frontier.roots, head.roots)) return this.readAnew(head) // not what was followed: put back, and grown since
    if (strangers.size > 0) {
      const loaded = await this.load(known, [...strangers])
      if (!loaded.ok) return loaded
    }
    known.policies = policies
    known.size = head.size
    known.roots = head.roots
    return ok(undefined)
  }

  private async load(known: Known, ids: readonly CaseId[]): Promise<Result<void>> {
    for (let i = 0; i < ids.length; i += AT_ONCE) {
      const some = ids.slice(i, i + AT_ONCE)
      const entries = await this.shelf.streams(some)
      if (!entries.ok) return entries
      const streams = byStream(entries.value)
      for (const id of some) known.replace(id, streams.get(id) ?? [])
    }
    if (known.damaged.size === 0) return ok(undefined)
    const holds = await this.shelf.holds() // a case that cannot be read cannot say whom it concerns
    if (holds.ok) for (const row of holds.value) known.concerns(row)
    return holds.ok ? ok(undefined) : holds
  }
}

type Mark = Pick<Head, 'log' | 'size'>
/** A head as far as it matters here. */
type Seen = Pick<Head, 'log' | 'size' | 'roots'>

const sameRoots = (a: Head['roots'], b: Head['roots']): boolean =>
  a.length === b.length && a.every((root, i) => sameBytes(root, b[i]!))

interface Known {
  log: number
  size: number
  roots: Head['roots']
  policies: Governance
  readonly cases: Map<CaseId, Case>
  readonly byProduct: Map<Product, Set<CaseId>>
  readonly damaged: Map<CaseId, Problem>
  concerns(row: Pick<HoldRow, 'case' | 'product'>): void
  /** @returns false where the whole stream is needed */
  apply(entry: StreamEntry): boolean
  replace(id: CaseId, entries: readonly StreamEntry[]): void
}

function nothing(): Known {
  const cases = new Map<CaseId, Case>()
  const byProduct = new Map<Product, Set<CaseId>>()
  const damaged = new Map<CaseId, Problem>()

  function concerns({ case: id, product }: Pick<HoldRow, 'case' | 'product'>): void {
    const ids = byProduct.get(product)
    if (ids) ids.add(id)
    else byProduct.set(product, new Set([id]))
  }
  function keep(state: Case): void {
    cases.set(state.id, state)
    for (const product of state.holds.keys()) concerns({ case: state.id, product })
  }
  return {
    log: 0,
    size: 0,
    roots: [],
    policies: NO_POLICY,
    cases,
    byProduct,
    damaged,
    concerns,
    apply(entry) {
      const id = entry.stream as CaseId
      const state = cases.get(id) ?? (entry.n === 1 ? noCase(id) : undefined)
      if (!state || damaged.has(id) || entry.n > state.n + 1) return false
      if (entry.n <= state.n) return true // read with its stream already
      const event = eventOf(entry, state)
      if (event.ok) keep(evolve(state, event.value))
      return event.ok
    },
    replace(id, entries) {
      let state = noCase(id)
      for (const entry of entries) {
        const event = eventOf(entry, state)
        if (!event.ok) return void damaged.set(id, event.problem)
        state = evolve(state, event.value)
      }
      damaged.delete(id)
      keep(state)
    },
  }
}
