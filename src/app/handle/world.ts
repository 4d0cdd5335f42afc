import { type Case, noCase } from '../../core/case/case.ts'
import { decodeEvent } from '../../core/case/decode.ts'
import type { CaseEvent } from '../../core/case/event.ts'
import { evolve, replay } from '../../core/case/evolve.ts'
import { type CaseId, parseCaseId } from '../../core/ids.ts'
import { decodeEntry } from '../../core/log/codec.ts'
import { decodePeopleEvent, evolvePeople, NOBODY, type People, PEOPLE } from '../../core/people/people.ts'
import { decodePolicyEvent, evolvePolicy, type Governance, NO_POLICY, POLICY } from '../../core/policy/governance.ts'
import { ok, type Problem, refuse, type Result } from '../../core/problem.ts'
import type { LedgerView, StreamEntry } from '../ports/ledger.ts'

const MAX_CASES = 10_000

/**
 * The cases as this process knows them: as of one size of one log, brought up to date under the head's lock. Forgetting is always
 * safe, the database has them all.
 */
export class World {
  private log = 0
  private size = 0
  /** The one used last stands last. */
  private readonly cases = new Map<CaseId, Case>()
  private readonly damaged = new Map<CaseId, Problem>()
  /** Who is who. Nothing is decided without knowing that: what cannot be read there is a fault. */
  people: People = NOBODY
  /** Which policy is in force: the same is true of it. */
  policies: Governance = NO_POLICY

  /** Brings what is known up to the head, and loads the cases that are needed. */
  async catchUp(view: LedgerView, needed: Iterable<CaseId>): Promise<void> {
    const { log, size } = view.head
    if (log !== this.log || size < this.size) this.forget()
    if (this.log === 0) for (const entry of await view.streams([PEOPLE, POLICY])) this.meet(entry)
    else if (size > this.size) this.apply(await view.since(this.size))
    this.log = log
    this.size = size
    const missing = [...new Set(needed)].filter((id) => !this.cases.has(id))
    if (missing.length === 0) return
    const entries = byStream(await view.streams(missing))
    for (const id of missing) this.load(id, entries.get(id) ?? [])
  }

  /** A case as it stands; refused where its own entries cannot be read: nothing may be decided on what is damaged. */
  case(id: CaseId): Result<Case> {
    const damage = this.damaged.get(id)
    return damage ? { ok: false, problem: damage } : ok(this.cases.get(id) ?? noCase(id))
  }

  /** What was committed just now, by this process. */
  keep({ states, people, policies, size }: Kept): void {
    this.people = people
    this.policies = policies
    for (const state of states) {
      this.cases.delete(state.id)
      this.cases.set(state.id, state)
    }
    this.size = size
    for (const id of this.cases.keys()) {
      if (this.cases.size <= MAX_CASES) break
      this.cases.delete(id)
    }
  }

  forget(): void {
    this.cases.clear()
    this.damaged.clear()
    this.people = NOBODY
    this.policies = NO_POLICY
    this.size = 0
    this.log = 0
  }

  private apply(entries: readonly StreamEntry[]): void {
    for (const entry of entries) {
      if (entry.stream === PEOPLE || entry.stream === POLICY) this.meet(entry)
      const state = this.cases.get(entry.stream as CaseId)
      if (!state) continue
      const event = eventOf(entry, state)
      if (event.ok) this.cases.set(state.id, evolve(state, event.value))
      else this.cases.delete(state.id) // read anew when it is needed, and then it is said
    }
  }

  private meet(entry: StreamEntry): void {
    if (entry.stream === POLICY) this.policies = value(policyAfter(this.policies, entry))
    else this.people = value(peopleAfter(this.people, entry))
  }

  private load(id: CaseId, entries: readonly StreamEntry[]): void {
    const events: CaseEvent[] = []
    for (const entry of entries) {
      const event = eventOf(entry, events.at(-1))
      if (!event.ok) return void this.damaged.set(id, event.problem)
      events.push(event.value)
    }
    this.damaged.delete(id)
    this.cases.set(id, replay(id, events))
  }
}

interface Kept {
  readonly states: Iterable<Case>
  readonly people: People
  readonly policies: Governance
  readonly size: number
}

/** Who is who after one more entry. */
export function peopleAfter(people: People, { bytes }: Pick<StreamEntry, 'bytes'>): Result<People> {
  const entry = decodeEntry(bytes)
  const event = entry.ok ? decodePeopleEvent(entry.value, { file: PEOPLE }) : entry
  return event.ok ? ok(evolvePeople(people, event.value)) : event
}

/** Which policy is in force after one more entry. */
export function policyAfter(policies: Governance, { bytes }: Pick<StreamEntry, 'bytes'>): Result<Governance> {
  const entry = decodeEntry(bytes)
  const event = entry.ok ? decodePolicyEvent(entry.value, { file: POLICY }) : entry
  return event.ok ? ok(evolvePolicy(policies, event.value)) : event
}

function value<T>(result: Result<T>): T {
  if (!result.ok) throw new Error(`who may do what cannot be read: ${result.problem.message}`)
  return result.value
}

/** Is this the stream of a case? Others (`policy`, `people`, `log`) hold other things. */
export const isCase = (stream: string): stream is CaseId => parseCaseId(stream).ok

/** One entry of a case, checked, and that it follows what is known. */
export function eventOf({ stream, bytes }: StreamEntry, before: Pick<Case, 'n' | 'at'> | undefined): Result<CaseEvent> {
  const entry = decodeEntry(bytes)
  const previous = before && before.n > 0 ? { id: stream as CaseId, n: before.n, at: before.at } : undefined
  const event = entry.ok ? decodeEvent(entry.value, previous, { file: stream }) : entry
  return event.ok
    ? event
    : refuse('store/damaged', `An entry of ${stream} cannot be read: ${event.problem.message}`, HINT, { file: stream })
}

const HINT = 'Run the newest Holdpoint; if it cannot read it either, the database is damaged: restore a backup.'

export function byStream(entries: readonly StreamEntry[]): ReadonlyMap<string, readonly StreamEntry[]> {
  const streams = new Map<string, StreamEntry[]>()
  for (const entry of entries) {
    const stream = streams.get(entry.stream)
    if (stream) stream.push(entry)
    else streams.set(entry.stream, [entry])
  }
  return streams
}
