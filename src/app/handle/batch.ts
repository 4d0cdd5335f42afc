import { decide } from '../../core/case/decide.ts'
import type { Case } from '../../core/case/case.ts'
import { evolve } from '../../core/case/evolve.ts'
import type { Rules } from '../../core/case/rules.ts'
import { decidePeople } from '../../core/people/decide.ts'
import { evolvePeople, type People, PEOPLE, type PeopleEvent } from '../../core/people/people.ts'
import { decidePolicy, type PolicyWish } from '../../core/policy/govern.ts'
import { evolvePolicy, type Governance, POLICY, type PolicyEvent } from '../../core/policy/governance.ts'
import type { CaseId, Digest, Uuid } from '../../core/ids.ts'
import type { Instant } from '../../core/instant.ts'
import { decodeEntry, encodeEntry } from '../../core/log/codec.ts'
import type { Entry, Opening, Sealed } from '../../core/log/entry.ts'
import { Frontier, treeHash } from '../../core/log/merkle.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Crypto } from '../ports.ts'
import type { Batch, Decided, KnownCommand, LedgerView, StreamEntry } from '../ports/ledger.ts'
import { duesUnder, rowsOf } from './rows.ts'
import { saysAgain, type Understood } from './said.ts'
import type { Ask, Handled, Noted, PeopleWished, PolicyWished, Ruled, Wished } from './wished.ts'
import { isCase, type World } from './world.ts'

/** A policy's rules, for the people that there are. No policy: the default one. */
export type RulesFor = (people: Rules['people'], policy: Digest | undefined) => Rules

/** Makes policies ready to be decided under. */
export type Ready = (policies: readonly Digest[]) => Promise<Result<void>>

/** How many asks share a commit. */
export const MAX_BATCH = 256

export interface BatchAnswer {
  /** In the order of the asks. */
  readonly answers: readonly Result<Handled>[]
  /** The cases as they are once the batch is committed. */
  readonly states: readonly Case[]
  readonly people: People
  readonly policies: Governance
  /** Of the log, then. */
  readonly size: number
}

/** Decides a batch in the order of its asks, each on what the ones before it left. A refused one leaves nothing behind. */
export async function decideBatch(
  asks: readonly Understood[],
  view: LedgerView,
  world: World,
  rules: RulesFor,
  crypto: Crypto,
  ready?: Ready,
): Promise<Decided<BatchAnswer>> {
  const touched = asks.flatMap(({ ask }) => (isCase(ask.on) ? [ask.on] : []))
  const mayChangePolicy = asks.some(({ ask }) => ask.on === POLICY)
  const open = mayChangePolicy ? await view.openCases() : []
  await world.catchUp(view, [...touched, ...open])
  const readied = await ready?.(policiesFor(asks, world.policies))
  if (readied && !readied.ok) throw new Error(readied.problem.message)
  const known = await view.known(asks.map(({ ask }) => ask.id))
  const lengths = new Map<string, number>()
  for (const { on } of asks.map(({ ask }) => ask))
    if (on !== 'new' && on !== PEOPLE && on !== POLICY && !isCase(on))
      lengths.set(on, lengths.get(on) ?? (await view.length(on)))
  const ruled = await ruledStreams(asks, view)
  const draft = new Draft(view, world, rules, crypto, known, lengths, ruled, open)
  const answers = asks.map((one) => draft.take(one))
  const batch = draft.batch()
  const { states, people, policies } = draft
  const answer = { answers, states, people, policies, size: batch.head.size }
  return draft.isEmpty ? { answer } : { answer, batch }
}

/** Whole streams, of those that are decided on all of their entries. */
async function ruledStreams(asks: readonly Understood[], view: LedgerView): Promise<Map<string, readonly Entry[]>> {
  const names = [...new Set(asks.flatMap(({ ask }) => ('rule' in ask ? [ask.on] : [])))]
  const streams = new Map<string, readonly Entry[]>(names.map((name) => [name, []]))
  if (names.length === 0) return streams
  for (const { stream, bytes } of await view.streams(names)) {
    const entry = decodeEntry(bytes)
    if (!entry.ok) throw new Error(`${stream} cannot be read: ${entry.problem.message}`)
    streams.set(stream, [...streams.get(stream)!, entry.value])
  }
  return streams
}

/** The policies that these may be decided under: the one in force, and whatever may come in force by them. */
function policiesFor(asks: readonly Understood[], { inForce, proposals }: Governance): readonly Digest[] {
  const wishes = asks.flatMap(({ ask }) => (ask.on === POLICY && 'wish' in ask ? [ask.wish as PolicyWish] : []))
  const named = wishes.flatMap((wish) => ('text' in wish ? [wish.text] : []))
  const pending = wishes.length === 0 ? [] : [...proposals.values()].filter(({ outcome }) => outcome === 'pending')
  return [...new Set([...(inForce ? [inForce.text] : []), ...named, ...pending.map(({ text }) => text)])]
}

/** A batch that is being made. */
class Draft {
  private readonly view: LedgerView
  private readonly world: World
  private readonly rules: RulesFor
  people: People
  policies: Governance
  private readonly open: readonly CaseId[]
  private readonly crypto: Crypto
  private readonly at: Instant
  private readonly frontier: Frontier
  private readonly tree
  private readonly known: Map<Uuid, KnownCommand>
  private readonly lengths: Map<string, number>
  private readonly ruled: Map<string, readonly Entry[]>
  private readonly before = new Map<CaseId, Case>()
  private readonly touched = new Map<CaseId, Case>()
  private readonly entries: StreamEntry[] = []
  private readonly commands: KnownCommand[] = []
  private readonly openings: (Opening & Sealed & { stream: string })[] = []
  private cases: number

  constructor(
    view: LedgerView,
    world: World,
    rules: RulesFor,
    crypto: Crypto,
    known: readonly KnownCommand[],
    lengths: Map<string, number>,
    ruled: Map<string, readonly Entry[]>,
    open: readonly CaseId[],
  ) {
    this.view = view
    this.world = world
    this.rules = rules
    this.people = world.people
    this.policies = world.policies
    this.open = open
    this.crypto = crypto
    this.known = new Map(known.map((one) => [one.id, one]))
    this.lengths = lengths
    this.ruled = ruled
    const { head, now } = view
    this.at = now > head.at ? now : head.at // an entry's time never goes back, whatever the clock does
    this.cases = head.cases
    this.tree = treeHash(crypto.sha256)
    this.frontier = new Frontier(this.tree, head.size, head.roots)
  }

  /** Those of now: people and policy may change within a batch. */
  private get rulesNow(): Rules {
    return this.rules(this.people.grants, this.policies.inForce?.text)
  }

  get isEmpty(): boolean {
    return this.commands.length === 0
  }

  get states(): readonly Case[] {
    return [...this.touched.values()]
  }

  take(one: Understood): Result<Handled> {
    const { ask, openings, said } = one
    const before = this.known.get(ask.id)
    if (before) return this.again(before, one)
    const stream = ask.on === 'new' ? `HP-${this.cases + 1}` : ask.on
    const made = this.made(ask, stream)
    if (!made.ok) return made
    return this.keep(ask, said, stream, made.value, openings)
  }

  private again(before: KnownCommand, one: Understood): Result<Handled> {
    return before.by === one.ask.by && saysAgain(before.said, one, this.crypto)
      ? ok(handled(before))
      : refuse(
          'case/command-reused',
          `Command ${before.id} said something else before.`,
          'Give each command an id of its own.',
        )
  }

  batch(): Batch {
    const { log, origin } = this.view.head
    const at = this.entries.length > 0 ? this.at : this.view.head.at
    const { size, roots } = this.frontier
    return {
      head: { log, origin, size, roots, at, cases: this.cases },
      entries: this.entries,
      commands: this.commands,
      openings: this.openings,
      ...this.rows(),
    }
  }

  /** Where another policy came in force, time asks other things of every case, also of those that nobody touched. */
  private rows(): ReturnType<typeof rowsOf> {
    const was = this.rules(this.people.grants, this.world.policies.inForce?.text)
    const rules = this.rulesNow
    const rows = rowsOf(this.states, (id) => this.before.get(id)!, rules, was)
    if (was.policy === rules.policy) return rows
    const others = this.open.flatMap((id) => {
      const state = this.touched.has(id) ? undefined : this.world.case(id)
      return state?.ok ? [state.value] : []
    })
    const { added, gone } = duesUnder(others, rules, was)
    return { ...rows, due: { added: [...rows.due.added, ...added], gone: [...rows.due.gone, ...gone] } }
  }

  private made(ask: Ask, stream: string): Result<Made> {
    if ('rule' in ask) return this.byRule(ask)
    if (!('wish' in ask)) return this.noted(ask)
    if (ask.on === PEOPLE) return this.peopled(ask as PeopleWished)
    if (ask.on === POLICY) return this.governed(ask as PolicyWished)
    return this.decided(ask as Wished, stream as CaseId)
  }

  private peopled({ id, by, on, wish }: PeopleWished): Result<Made> {
    const facts = decidePeople(this.people, wish, by, this.at)
    if (!facts.ok) return facts
    const entries = facts.value.map(({ type, ...data }, i) => {
      const n = this.people.n + 1 + i
      return { v: 1, stream: on, n, type, at: this.at, actor: by, command: id, data } as PeopleEvent
    })
    return ok({ entries, first: this.people.n + 1, people: entries.reduce(evolvePeople, this.people) })
  }

  private governed({ id, by, on, wish, held }: PolicyWished): Result<Made> {
    const rules = this.rulesNow
    const context = { by, at: this.at, rules, cases: this.cases, ...(held !== undefined && { held }) }
    const facts = decidePolicy(this.policies, wish, context)
    if (!facts.ok) return facts
    const first = this.policies.n + 1
    const entries = facts.value.map(({ type, ...data }, i) => {
      const entry = { v: 1, stream: on, n: first + i, type, at: this.at, actor: by, command: id }
      return { ...entry, data: { ...data, policy: rules.policy } } as PolicyEvent
    })
    return ok({ entries, first, policies: entries.reduce(evolvePolicy, this.policies) })
  }

  private decided({ id, by, on, wish, expect }: Wished, stream: CaseId): Result<Made> {
    if ((on === 'new') !== (wish.type === 'open'))
      return refuse('case/not-open', 'A new case begins with the wish to open it.', 'Open it first, then say the rest.')
    const touched = this.touched.get(stream)
    const found = touched ? ok(touched) : this.world.case(stream)
    if (!found.ok) return found
    const state = found.value
    if (expect !== undefined && expect !== state.n)
      return refuse(
        'case/changed',
        `${stream} has ${state.n} entries by now; you saw ${expect}.`,
        'Look at what came since, then ask again.',
      )
    const events = decide(state, { id, at: this.at, by, wish }, this.rulesNow)
    if (!events.ok) return events
    if (!touched) this.before.set(stream, state)
    return ok({ entries: events.value, first: state.n + 1, state: events.value.reduce(evolve, state) })
  }

  private noted({ id, by, on, fact }: Noted): Result<Made> {
    const n = this.lengths.get(on)! + 1
    const entries = fact ? [{ ...fact, stream: on, n, at: this.at, actor: by, command: id }] : []
    return ok({ entries, first: n })
  }

  private byRule({ id, by, on, rule }: Ruled): Result<Made> {
    const before = this.ruled.get(on)!
    const facts = rule(before, this.rulesNow.people, this.at)
    if (!facts.ok) return facts
    const first = before.length + 1
    const entries = facts.value.map((fact, i) => {
      return { ...fact, stream: on, n: first + i, at: this.at, actor: by, command: id }
    })
    return ok({ entries, first, ruled: [...before, ...entries] })
  }

  private keep(
    { id, by, on }: Ask,
    said: string,
    stream: string,
    { entries, first, state, people, policies, ruled }: Made,
    openings: readonly (Opening & Sealed)[],
  ): Result<Handled> {
    const encoded: StreamEntry[] = []
    for (const entry of entries) {
      const bytes = encodeEntry(entry)
      if (!bytes.ok) return bytes
      encoded.push({ stream, n: entry.n, bytes: bytes.value })
    }
    const { log } = this.view.head
    const command = {
      id,
      by,
      said,
      log,
      index: this.frontier.size,
      stream,
      n: first,
      entries: encoded.length,
      at: this.at,
    }
    for (const { bytes } of encoded) this.frontier.append(this.tree.leaf(bytes))
    this.entries.push(...encoded)
    this.openings.push(...openings.map((one) => ({ ...one, stream })))
    this.commands.push(command)
    this.known.set(id, command)
    if (on === 'new') this.cases++
    if (state) this.touched.set(state.id, state)
    else if (people) this.people = people
    else if (ruled) this.ruled.set(stream, ruled)
    else if (policies) this.policies = policies
    else this.lengths.set(stream, first + encoded.length - 1)
    return ok(handled(command))
  }
}

interface Made {
  readonly entries: readonly Entry[]
  /** Position of the first one. */
  readonly first: number
  /** A case after them. */
  readonly state?: Case
  /** Or who is who. */
  readonly people?: People
  /** Or a stream that is decided on all of its entries. */
  readonly ruled?: readonly Entry[]
  /** Or which policy is in force. */
  readonly policies?: Governance
}

const handled = ({ stream, at, log, index, n, entries }: KnownCommand): Handled => ({
  stream,
  at,
  log,
  index,
  n,
  entries,
})
