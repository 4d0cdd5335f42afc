import type { Actor, Digest, Product } from '../../ids.ts'
import type { Instant } from '../../instant.ts'
import { ok, refuse, type Result } from '../../problem.ts'
import { mayNot } from '../authority.ts'
import type { Case, Hold } from '../case.ts'
import type { WishOf, WishType } from '../command.ts'
import type { Fact } from '../event.ts'
import type { Act, Rules } from '../rules.ts'

/** What a rule may look at. */
export interface Context {
  readonly state: Case
  readonly rules: Rules
  readonly by: Actor
  readonly at: Instant
}

export type Facts = Result<readonly Fact[]>
/** One wish's rule: what follows from it, or why nothing does. */
export type Rule<T extends WishType> = (wish: WishOf<T>, context: Context) => Facts

export const happened = (...facts: readonly Fact[]): Facts => ok(facts)
/** Asking twice is harmless. */
export const NOTHING_NEW: Facts = ok([])

/** The first refusal, if there is one. */
export const firstOf = (...refusals: readonly (Result<never> | undefined)[]): Result<never> | undefined =>
  refusals.find((refusal) => refusal !== undefined)

export const lacks = ({ rules, by, at }: Context, act: Act): Result<never> | undefined => mayNot(rules, by, act, at)

export function unattached({ state }: Context, digests: readonly Digest[]): Result<never> | undefined {
  const stranger = digests.find((digest) => !state.evidence.has(digest))
  return stranger === undefined
    ? undefined
    : refuse('case/unknown-evidence', `${stranger} is not attached to ${state.id}.`, 'Attach the file first.')
}

export function unknown(what: string, name: string | number, found: unknown): Result<never> | undefined {
  return found === undefined
    ? refuse('case/unknown', `There is no ${what} ${name} in this case.`, 'Look it up: `holdpoint show` lists them.')
    : undefined
}

/** A name that nobody has would be kept, and mean nobody. */
export function nobody({ rules }: Context, people: readonly Actor[], orElse = ''): Result<never> | undefined {
  const stranger = people.find((person) => !rules.people.has(person))
  return stranger === undefined
    ? undefined
    : refuse(
        'case/unknown',
        `There is nobody called ${stranger}.`,
        `Look the name up: \`holdpoint people list\`; whoever acts by a token is called token:NAME.${orElse}`,
      )
}

export const holdOf = ({ state }: Context, product: Product): Result<Hold> => {
  const hold = state.holds.get(product)
  return hold
    ? ok(hold)
    : refuse('hold/unknown', `${state.id} has no hold on ${product}.`, 'Place one, or name another product.')
}
