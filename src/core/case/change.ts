import type { Actor } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { authority, isQuorum } from './authority.ts'
import type { Case, PendingChange } from './case.ts'
import { heldSince } from './hold.ts'
import { fixersOf } from './proof.ts'
import type { Rules } from './rules.ts'
import type { Change } from './values.ts'

/** Whether these people, beside the proposer, are enough: one of them held the role before the hold was placed. */
export function isChangeAgreed(
  state: Case,
  pending: PendingChange,
  people: readonly Actor[],
  rules: Rules,
  at: Instant,
): boolean {
  const { change } = pending
  const held = heldSince(state, 'product' in change ? change.product : undefined)
  const others = people.filter((person) => mayConfirm(state, pending, person))
  return isQuorum(
    others.map((person) => authority(rules, person, rules.may.confirm, at, held)),
    1,
  )
}

/** Never who proposed it, never who wrote the fix. */
export const mayConfirm = (state: Case, { by: proposer, change }: PendingChange, person: Actor): boolean =>
  person !== proposer && !wroteFix(state, change, person)

/** Of the hold that a change is about; of any of the case, where it is about all of them. */
export function wroteFix(state: Case, change: Change, person: Actor): boolean {
  const products = 'product' in change ? [change.product] : [...state.holds.keys()]
  return products.some((product) => fixersOf(state, product).has(person))
}
