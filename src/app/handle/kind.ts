import type { Rules } from '../../core/case/rules.ts'
import type { Instant } from '../../core/instant.ts'
import type { Entry } from '../../core/log/entry.ts'
import { ok, type Result } from '../../core/problem.ts'
import type { StreamEntry } from '../ports/ledger.ts'
import type { Ask, Fact } from './wished.ts'

/** What is known of a stream, whatever its kind. */
export interface State {
  /** Position of its last entry. */
  readonly n: number
}

/** What a decision may look at beside its own stream. */
export interface Context {
  readonly at: Instant
  /** Those of now: people and policy may change within a batch. */
  readonly rules: Rules
  /** How many cases there are. */
  readonly cases: number
}

/**
 * One kind of stream: how its entries are read, what an ask does to it, and what an entry does. Kinds of different states stand in one table,
 * where a stream's name says which is its own.
 */
export interface Kind<S extends State = State, E extends Entry = Entry, A extends Ask = Ask> {
  /** An entry as it was kept, checked, and that it follows the one before. */
  read(entry: StreamEntry, before: S | E | undefined): Result<E>
  /** The state after a whole stream. */
  replay(stream: string, events: readonly E[]): S
  /** The state after one more entry. Never refuses: what has happened has happened. */
  evolve(state: S, event: E): S
  /** What follows from an ask. Pure: it may be asked again after a lost race. No fact: nothing was new. */
  decide(state: S, ask: A, context: Context): Result<readonly Fact[]>
}

/** The state after one more entry, as it was kept. */
export function stateAfter<S extends State, E extends Entry>(
  { read, evolve }: Kind<S, E, never>,
  state: S,
  entry: StreamEntry,
): Result<S> {
  const event = read(entry, state)
  return event.ok ? ok(evolve(state, event.value)) : event
}

/** Facts as the rules of the core give them, `{ type, …data }`, of an event's first version. */
export const factsOf = (decided: Result<readonly { readonly type: string }[]>): Result<readonly Fact[]> =>
  decided.ok ? ok(decided.value.map(({ type, ...data }) => ({ v: 1, type, data }))) : decided
