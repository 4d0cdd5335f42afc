import { type Case, noCase } from '../../core/case/case.ts'
import { decodeEvent } from '../../core/case/decode.ts'
import type { CaseEvent } from '../../core/case/event.ts'
import { evolve, replay } from '../../core/case/evolve.ts'
import { type CaseId, parseCaseId } from '../../core/ids.ts'
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

  /** Brings what is known up to the head, and loads the cases that are needed. */
  async catchUp(view: LedgerView, needed: Iterable<CaseId>): Promise<void> {
    const { log, size } = view.head
    if (log !== this.log || size < this.size) this.forget()
    else if (size > this.size && this.cases.size > 0) this.apply(await view.since(this.size))
    this.log = log
    this.size = size
    const missing = [...new Set(needed)].filter((id) => !this.cases.has(id))
    if (missing.length === 0) return
    const histories = new Map(missing.map((id): [CaseId, CaseEvent[]] => [id, []]))
    for (const entry of await view.streams(missing))
      histories.get(entry.stream as CaseId)!.push(eventOf(entry, histories.get(entry.stream as CaseId)!.at(-1)))
    for (const [id, events] of histories) this.cases.set(id, replay(id, events))
  }

  case(id: CaseId): Case {
    return this.cases.get(id) ?? noCase(id)
  }

  /** What was committed just now, by this process. */
  keep(states: Iterable<Case>, size: number): void {
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
    this.size = 0
    this.log = 0
  }

  private apply(entries: readonly StreamEntry[]): void {
    for (const entry of entries) {
      const state = this.cases.get(entry.stream as CaseId)
      if (state) this.cases.set(state.id, evolve(state, eventOf(entry, state)))
    }
  }
}

/** Is this the stream of a case? Others (`policy`, `people`, `log`) hold other things. */
export const isCase = (stream: string): stream is CaseId => parseCaseId(stream).ok

/** What we wrote ourselves and cannot read is damage: nothing may be decided on it. */
function eventOf({ stream, bytes }: StreamEntry, before: Pick<Case, 'n' | 'at'> | undefined): CaseEvent {
  const parsed: unknown = JSON.parse(decoder.decode(bytes))
  const previous = before && before.n > 0 ? { id: stream as CaseId, n: before.n, at: before.at } : undefined
  const event = decodeEvent(parsed, previous, { file: stream })
  if (!event.ok) throw new Error(`${stream} cannot be read: ${event.problem.message}`)
  return event.value
}

const decoder = new TextDecoder('utf-8', { fatal: true })
