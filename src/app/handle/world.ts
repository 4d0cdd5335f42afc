import type { Case } from '../../core/case/case.ts'
import type { CaseId } from '../../core/ids.ts'
import type { Entry } from '../../core/log/entry.ts'
import { type People, PEOPLE } from '../../core/people/people.ts'
import { type Governance, POLICY } from '../../core/policy/governance.ts'
import { ok, type Problem, type Result } from '../../core/problem.ts'
import type { LedgerView, StreamEntry } from '../ports/ledger.ts'
import { type State, stateAfter } from './kind.ts'
import { kindOf } from './kinds.ts'
import { noted } from './kinds/noted.ts'

const MAX_STREAMS = 10_000

/** Nothing is decided without knowing who is who and which policy is in force: what cannot be read there is a fault. */
const ALWAYS = [PEOPLE, POLICY]

/**
 * The streams as this process knows them: as of one size of one log, brought up to date under the head's lock. Forgetting is always
 * safe, the database has them all.
 */
export class World {
  private log = 0
  private size = 0
  /** The one used last stands last. */
  private readonly states = new Map<string, State>()
  private readonly damaged = new Map<string, Problem>()

  /** Brings what is known up to the head, and loads the streams that are needed. */
  async catchUp(view: LedgerView, needed: Iterable<string>): Promise<void> {
    const { log, size } = view.head
    if (log !== this.log || size < this.size) this.forget()
    if (this.log !== 0 && size > this.size) this.follow(await view.since(this.size))
    this.log = log
    this.size = size
    const missing = [...new Set([...ALWAYS, ...needed])].filter((name) => !this.states.has(name))
    if (missing.length > 0) await this.load(view, missing)
    const damage = ALWAYS.map((name) => this.damaged.get(name)).find((one) => one !== undefined)
    if (damage) throw new Error(`who may do what cannot be read: ${damage.message}`)
  }

  /** A stream that was needed, as it stands; refused where its own entries cannot be read: nothing may be decided on what is damaged. */
  state(stream: string): Result<State> {
    const damage = this.damaged.get(stream)
    return damage ? { ok: false, problem: damage } : ok(this.states.get(stream) ?? kindOf(stream).replay(stream, []))
  }

  /** A case that was needed; undefined where it cannot be read. */
  case(id: CaseId): Case | undefined {
    const state = this.state(id)
    return state.ok ? (state.value as Case) : undefined
  }

  /** Who is who. */
  get people(): People {
    return this.states.get(PEOPLE) as People
  }

  /** Which policy is in force. */
  get policies(): Governance {
    return this.states.get(POLICY) as Governance
  }

  /** What was committed just now, by this process. */
  keep({ states, size }: { readonly states: ReadonlyMap<string, State>; readonly size: number }): void {
    for (const [stream, state] of states) {
      this.states.delete(stream)
      this.states.set(stream, state)
    }
    this.size = size
    for (const stream of this.states.keys()) {
      if (this.states.size <= MAX_STREAMS) break
      this.states.delete(stream)
    }
  }

  forget(): void {
    this.states.clear()
    this.damaged.clear()
    this.size = 0
    this.log = 0
  }

  private follow(entries: readonly StreamEntry[]): void {
    for (const entry of entries) {
      const { stream } = entry
      const state = this.states.get(stream)
      const after = state && stateAfter(kindOf(stream), state, entry)
      if (after?.ok) this.states.set(stream, after.value)
      else this.states.delete(stream) // read anew when it is needed, and then it is said
    }
  }

  private async load(view: LedgerView, names: readonly string[]): Promise<void> {
    const whole = names.filter((name) => kindOf(name) !== noted)
    const entries = byStream(await view.streams(whole))
    for (const name of whole) this.replay(name, entries.get(name) ?? [])
    for (const name of names) if (kindOf(name) === noted) this.states.set(name, { n: await view.length(name) })
  }

  private replay(stream: string, entries: readonly StreamEntry[]): void {
    const kind = kindOf(stream)
    const events: Entry[] = []
    for (const entry of entries) {
      const event = kind.read(entry, events.at(-1))
      if (!event.ok) return void this.damaged.set(stream, event.problem)
      events.push(event.value)
    }
    this.damaged.delete(stream)
    this.states.set(stream, kind.replay(stream, events))
  }
}

export function byStream(entries: readonly StreamEntry[]): ReadonlyMap<string, readonly StreamEntry[]> {
  const streams = new Map<string, StreamEntry[]>()
  for (const entry of entries) {
    const stream = streams.get(entry.stream)
    if (stream) stream.push(entry)
    else streams.set(entry.stream, [entry])
  }
  return streams
}
