import type { HoldId } from '../ids.ts'
import { addMillis, HOUR, type Instant, MINUTE } from '../instant.ts'
import type { Case, Position } from './case.ts'
import { currentPlacement, isLineInForce } from './hold.ts'
import { hasRegression } from './proof.ts'
import type { Rules } from './rules.ts'
import type { Of } from './schema.ts'
import type { dueKind } from './values.ts'

/** Something that time asks of people. It calls them; it never lifts and never accepts. */
export interface Due {
  readonly at: Instant
  readonly what: Of<typeof dueKind>
  readonly hold?: HoldId
  readonly about?: Position
}

/** What is due, and what will be, the earliest first. A clock asks for it; nothing here depends on now. */
export function dueOf(state: Case, rules: Rules): readonly Due[] {
  const due: Due[] = []
  const holding = [...state.holds.values()].filter((hold) => isLineInForce(state, hold))
  for (const hold of holding) {
    const placement = currentPlacement(hold)!
    if (placement.provisional)
      due.push({ at: addMillis(placement.at, rules.confirmHours * HOUR), what: 'confirm_hold', hold: hold.id })
    const rung = rules.escalation[state.escalations.length]
    if (rung && !state.acknowledged && state.decisions.length === 0)
      due.push({ at: addMillis(placement.at, rung.afterMinutes * MINUTE), what: 'escalate', hold: hold.id })
  }
  for (const { n, due: at, held } of state.followUps.values()) if (!held) due.push({ at, what: 'follow_up', about: n })
  for (const { n, until, outcome } of state.acceptances.values())
    if (outcome === 'granted') due.push({ at: until, what: 'acceptance_ends', about: n })
  for (const { n, until, endedAt } of state.overrides.values())
    if (endedAt === undefined) due.push({ at: until, what: 'override_ends', about: n })
  for (const { candidate: n, full_regression_due: at } of state.clearances) {
    const candidate = state.candidates.get(n)
    if (at !== undefined && candidate && !hasRegression(state, candidate, 'full', 0))
      due.push({ at, what: 'full_regression', about: n })
  }
  for (const { n, due: at, finished } of state.actions.values())
    if (!finished) due.push({ at, what: 'action', about: n })
  return due.toSorted((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0))
}

/** What the clock has still to tell somebody, each once. */
export const untold = (state: Case, rules: Rules): readonly Due[] =>
  dueOf(state, rules).filter((due) => !state.told.has(dueKey(due)))

/** One thing that is due, told apart from every other one of its case. */
export const dueKey = ({ what, hold, about, at }: Due): string => `${what} ${hold ?? about ?? ''} ${at}`
