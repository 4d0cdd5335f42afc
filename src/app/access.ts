import type { Case } from '../core/case/case.ts'
import { type Level, levelOf, reaches, readsEvery } from '../core/case/circle.ts'
import type { Rules } from '../core/case/rules.ts'
import type { Product } from '../core/ids.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import type { Principal } from './ports/principal.ts'

/** Whoever has a role may look; what there is to see is another question. */
export const mayLook = ({ actor, roles }: Principal): Result<void> =>
  roles.length > 0
    ? ok(undefined)
    : refuse('access/no-role', `${actor} has no role here.`, 'Ask an administrator for one.')

/** Whether this one may have the whole log: it names every finding, and what it was found in. */
export const mayReadLog = (who: Principal, rules: Rules): Result<void> =>
  who.products === undefined && readsEvery(who.roles, rules)
    ? ok(undefined)
    : refuse(
        'access/not-yours',
        `${who.actor} does not read every case, and so not the log.`,
        `Ask one of: ${rules.reading.always.join(', ')}.`,
      )

/** Whether this is within what a token is bound to. */
export const concerns = ({ products }: Principal, product: Product): boolean =>
  products === undefined || products.includes(product)

export const mayTouch = (principal: Principal, product: Product): Result<void> =>
  concerns(principal, product) ? ok(undefined) : OTHER_PRODUCT(principal, product)

/**
 * Whether this one may know that of a case: its outline, its words, the files that show how to exploit it. What one may not know of is
 * not there, in the same words as what never was.
 */
export function mayRead(who: Principal, state: Case, what: Exclude<Level, 'nothing'>, rules: Rules): Result<void> {
  const level = levelOf(state, who, rules)
  if (level === 'nothing') return noCase(state.id)
  return reaches(level, what) ? ok(undefined) : NEED_TO_KNOW(who, state, rules)
}

export const noCase = (id: string): Result<never> =>
  refuse('case/not-open', `There is no case ${id.slice(0, 40)}.`, 'Look it up among the cases.')

const NEED_TO_KNOW = ({ actor }: Principal, { id }: Case, { may }: Rules): Result<never> =>
  refuse('access/need-to-know', `${actor} is not let in that far to ${id}.`, `Ask one of: ${may.let_in.join(', ')}.`)

const OTHER_PRODUCT = ({ actor }: Principal, what: string): Result<never> =>
  refuse('access/other-product', `${actor} is bound to other products than ${what}.`, 'Use a token for this one.')

/** The first refusal, if there is one. */
export const allOf = (...all: readonly Result<void>[]): Result<void> => all.find((one) => !one.ok) ?? ok(undefined)
