import type { CaseId } from '../ids.ts'
import { apply } from './apply.ts'
import { noCase, type Case } from './case.ts'
import { admissions } from './circle.ts'
import type { Draft } from './draft.ts'
import { INPUTS } from './draft.ts'
import type { CaseEvent } from './event.ts'

/** The case after an event. Never refuses: what has happened has happened. The state that was given stays as it is. */
export const evolve = (state: Case, event: CaseEvent): Case => step(copied(state), event)

/** The case after a whole history, in one pass over one draft. */
export const replay = (id: CaseId, events: Iterable<CaseEvent>): Case => {
  const draft = copied(noCase(id))
  for (const event of events) step(draft, event)
  return draft
}

function step(draft: Draft, event: CaseEvent): Draft {
  const made = { n: event.n, at: event.at, by: event.actor }
  apply(draft, event, made)
  draft.admissions.push(...admissions(draft, event, made))
  draft.n = event.n
  draft.at = event.at
  if (INPUTS.has(event.type)) draft.inputs = event.n
  draft.acted.set(event.actor, event.n)
  draft.commands.set(event.command, made)
  return draft
}

/** Its collections are ours to change; what they hold is replaced, never changed. */
function copied(state: Case): Draft {
  const draft = { ...state } as Record<string, unknown>
  for (const facet of COLLECTIONS) {
    const value = state[facet]
    draft[facet] = Array.isArray(value)
      ? value.slice()
      : value instanceof Map
        ? new Map(value)
        : new Set(value as Set<unknown>)
  }
  return draft as unknown as Draft
}

const EMPTY = noCase('HP-1' as CaseId)
const COLLECTIONS = (Object.keys(EMPTY) as (keyof Case)[]).filter((facet) => typeof EMPTY[facet] === 'object')
