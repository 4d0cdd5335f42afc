import type { Case } from '../../core/case/case.ts'
import type { CaseEvent } from '../../core/case/event.ts'
import { replay } from '../../core/case/evolve.ts'
import { type CaseId, parseCaseId } from '../../core/ids.ts'
import { ok, type Result } from '../../core/problem.ts'
import { noCase } from '../access.ts'
import { eventOf } from '../handle/kinds/cases.ts'
import type { StreamEntry } from '../ports/ledger.ts'
import type { Shelf } from '../ports/shelf.ts'

/** A case as its entries have it now. */
export async function caseOf(id: CaseId, shelf: Pick<Shelf, 'streams'>): Promise<Result<Case>> {
  const told = await toldCase(id, shelf)
  return told.ok ? ok(told.value.state) : told
}

/** A case with everything that happened to it, as the log has it. */
export interface ToldCase {
  readonly state: Case
  readonly events: readonly CaseEvent[]
  readonly entries: readonly StreamEntry[]
}

export async function toldCase(id: CaseId, shelf: Pick<Shelf, 'streams'>): Promise<Result<ToldCase>> {
  const entries = await shelf.streams([id])
  if (!entries.ok) return entries
  const events: CaseEvent[] = []
  for (const entry of entries.value) {
    const event = eventOf(entry, events.at(-1))
    if (!event.ok) return event
    events.push(event.value)
  }
  return events.length > 0 ? ok({ state: replay(id, events), events, entries: entries.value }) : noCase(id)
}

/** `HP-7`; another text names no case that there is. */
export const caseIdOf = (text: string): Result<CaseId> => {
  const id = parseCaseId(text)
  return id.ok ? id : noCase(text)
}
