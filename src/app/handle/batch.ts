import type { Case } from '../../core/case/case.ts'
import type { Rules } from '../../core/case/rules.ts'
import type { CaseId, Uuid } from '../../core/ids.ts'
import { type People, PEOPLE } from '../../core/people/people.ts'
import { type Governance, POLICY } from '../../core/policy/governance.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Crypto } from '../ports.ts'
import type { Batch, Decided, KnownCommand, LedgerView } from '../ports/ledger.ts'
import type { State } from './kind.ts'
import { kindOf } from './kinds.ts'
import { isCase } from './kinds/cases.ts'
import { Pages } from './pages.ts'
import { rowsOf } from './rows.ts'
import { policiesFor, type Ready, type RulesFor } from './rules.ts'
import { saysAgain, type Understood } from './said.ts'
import type { Ask, Handled } from './wished.ts'
import type { World } from './world.ts'

/** How many asks share a commit. */
export const MAX_BATCH = 256

export interface BatchAnswer {
  /** In the order of the asks. */
  readonly answers: readonly Result<Handled>[]
  /** The streams that it touched, as they are once the batch is committed. */
  readonly states: ReadonlyMap<string, State>
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
  const all = asks.map(({ ask }) => ask)
  const mayChangePolicy = all.some(({ on }) => on === POLICY)
  const open = mayChangePolicy ? await view.openCases() : []
  await world.catchUp(view, [...all.flatMap(({ on }) => (on === 'new' ? [] : [on])), ...open])
  const readied = await ready?.(policiesFor(all, world.policies))
  if (readied && !readied.ok) throw new Error(readied.problem.message)
  const known = await view.known(all.map(({ id }) => id))
  const draft = new Draft(view, world, rules, crypto, known)
  const answers = asks.map((one) => draft.take(one))
  const answer = { answers, states: draft.states, size: draft.pages.size }
  return draft.pages.isEmpty ? { answer } : { answer, batch: draft.batch(open) }
}

/** A batch that is being made. */
class Draft {
  /** The streams that were touched, as they are now. */
  readonly states = new Map<string, State>()
  readonly pages: Pages
  private readonly world: World
  private readonly rulesFor: RulesFor
  private readonly crypto: Crypto
  private readonly known: Map<Uuid, KnownCommand>
  private cases: number
  /** Those of now: people and policy may change within a batch. */
  private rules: Rules

  constructor(
    { head, now }: LedgerView,
    world: World,
    rulesFor: RulesFor,
    crypto: Crypto,
    known: readonly KnownCommand[],
  ) {
    this.pages = new Pages(head, now, crypto)
    this.world = world
    this.rulesFor = rulesFor
    this.crypto = crypto
    this.known = new Map(known.map((one) => [one.id, one]))
    this.cases = head.cases
    this.rules = this.under(world.policies)
  }

  take(one: Understood): Result<Handled> {
    const { ask } = one
    const before = this.known.get(ask.id)
    if (before) return again(before, one, this.crypto)
    const named = streamOf(ask, this.cases)
    if (!named.ok) return named
    const stream = named.value
    const state = this.state(stream)
    if (!state.ok) return state
    const kind = kindOf(stream)
    const facts = kind.decide(state.value, ask, { at: this.pages.at, rules: this.rules, cases: this.cases })
    if (!facts.ok) return facts
    const appended = this.pages.append(one, { stream, n: state.value.n + 1, facts: facts.value })
    if (!appended.ok) return appended
    const { command, entries } = appended.value
    this.known.set(ask.id, command)
    if (ask.on === 'new') this.cases++
    this.states.set(
      stream,
      entries.reduce((was, entry) => kind.evolve(was, entry), state.value),
    )
    if (stream === PEOPLE || stream === POLICY) this.rules = this.under(this.policies)
    return ok(handled(command))
  }

  /** @param open the cases that were open before, where the policy may have changed */
  batch(open: readonly CaseId[]): Batch {
    const { states, world, rules } = this
    const was = this.under(world.policies)
    const others = was.policy === rules.policy ? [] : open
    const ids = new Set([...[...states.keys()].filter(isCase), ...others])
    const cases = [...ids].flatMap((id) => (states.get(id) as Case | undefined) ?? world.case(id) ?? [])
    return { ...this.pages.written(this.cases), ...rowsOf(cases, (id) => world.case(id)!, rules, was) }
  }

  private state(stream: string): Result<State> {
    const touched = this.states.get(stream)
    return touched ? ok(touched) : this.world.state(stream)
  }

  private get policies(): Governance {
    return (this.states.get(POLICY) as Governance | undefined) ?? this.world.policies
  }

  private under({ inForce }: Governance): Rules {
    const people = (this.states.get(PEOPLE) as People | undefined) ?? this.world.people
    return this.rulesFor(people.grants, inForce?.text)
  }
}

/** The stream that is asked for: the one with the next number, where a case is opened. */
function streamOf(ask: Ask, cases: number): Result<string> {
  const opens = 'wish' in ask && ask.wish.type === 'open'
  if ((ask.on === 'new') !== opens)
    return refuse('case/not-open', 'A new case begins with the wish to open it.', 'Open it first, then say the rest.')
  return ok(opens ? `HP-${cases + 1}` : ask.on)
}

/** What was answered before is answered again, to whoever says the same. */
const again = (before: KnownCommand, one: Understood, crypto: Crypto): Result<Handled> =>
  before.by === one.ask.by && saysAgain(before.said, one, crypto)
    ? ok(handled(before))
    : refuse(
        'case/command-reused',
        `Command ${before.id} said something else before.`,
        'Give each command an id of its own.',
      )

const handled = ({ stream, at, log, index, n, entries }: KnownCommand): Handled => ({
  stream,
  at,
  log,
  index,
  n,
  entries,
})
