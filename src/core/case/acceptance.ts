import type { Severity } from '../finding/severity.ts'
import { addMillis, DAY, type Instant } from '../instant.ts'
import type { Actor } from '../ids.ts'
import { severityInForce } from './assessment.ts'
import { authority } from './authority.ts'
import type { Acceptance, Case } from './case.ts'
import { heldSince } from './hold.ts'
import type { AcceptanceRules, Rules, Seats } from './rules.ts'
import type { Details } from './event.ts'
import type { Role } from '../policy/role.ts'

/** Who has to accept, by the stricter of severity and amount. */
export interface Demand {
  readonly severity: Severity
  readonly seats: Seats
  /** Every role that has a seat. */
  readonly roles: readonly Role[]
}

/** @param option the option of the last computed table that would be taken; its P95 loss is the amount at risk */
export function acceptanceDemand(
  state: Case,
  { option }: Pick<Details<'acceptance_requested'>, 'option'>,
  { acceptance }: Rules,
): Demand {
  const severity = severityInForce(state)
  const level = Math.max(acceptance.bySeverity[severity].level, amountLevel(state, option, acceptance))
  const seats = acceptance.levels[Math.min(level, acceptance.levels.length - 1)]!
  return { severity, seats, roles: [...new Set(seats.flat())] }
}

/** Not computed, in another currency or above the last threshold: the highest authority. */
function amountLevel(state: Case, option: string | undefined, { byAmount, levels }: AcceptanceRules): number {
  const p95 = state.options.at(-1)?.options.find((row) => row.option === option)?.p95
  const top = levels.length - 1
  if (!p95) return top
  return byAmount.find(({ upTo }) => upTo.currency === p95.currency && p95.minor <= upTo.minor)?.level ?? top
}

/** The last end that policy allows to what is accepted at this moment. */
export const latestEnd = (severity: Severity, { acceptance }: Rules, at: Instant): Instant =>
  addMillis(at, acceptance.bySeverity[severity].maxDays * DAY)

/** Whether these people may grant it together: every seat is taken, never by the requester, not all with new roles. */
export function isGranted(
  state: Case,
  request: Acceptance,
  people: readonly Actor[],
  rules: Rules,
  at: Instant,
): boolean {
  const { seats } = acceptanceDemand(state, request, rules)
  const held = heldSince(state, request.product)
  const take = (seat: number, free: readonly Actor[], established: boolean): boolean => {
    const roles = seats[seat]
    if (!roles) return established
    return free.some((person) => {
      const worth = authority(rules, person, roles, at, held)
      const left = free.filter((other) => other !== person)
      return worth !== 'none' && take(seat + 1, left, established || worth === 'established')
    })
  }
  return take(
    0,
    people.filter((person) => person !== request.by),
    false,
  )
}

/** How many more it takes, at the least, and who of these people would bring it further. */
export function openSeats(
  state: Case,
  request: Acceptance,
  people: readonly Actor[],
  rules: Rules,
  at: Instant,
): { readonly free: number; readonly who: readonly Actor[] } {
  const { approvedBy, by } = request
  const { seats } = acceptanceDemand(state, request, rules)
  const sits = (person: Actor, roles: Seats[number]) => authority(rules, person, roles, at, undefined) !== 'none'
  const taken = (all: readonly Actor[], [roles, ...rest]: readonly Seats[number][] = seats): number =>
    roles === undefined
      ? 0
      : Math.max(
          taken(all, rest),
          ...all.flatMap((one) => {
            const others = all.filter((other) => other !== one)
            return sits(one, roles) ? [1 + taken(others, rest)] : []
          }),
        )
  const now = taken(approvedBy)
  const who = people.filter((one) => {
    if (one === by || approvedBy.includes(one)) return false
    const then = [...approvedBy, one]
    return taken(then) > now || isGranted(state, request, then, rules, at)
  })
  // Every seat may be taken by roles that are newer than the hold: then it takes one more.
  return { free: Math.max(1, seats.length - now), who }
}
