import type { Severity } from '../finding/severity.ts'
import { addMillis, type Instant } from '../instant.ts'
import type { Actor } from '../ids.ts'
import { severityInForce } from './assessment.ts'
import { authority, isQuorum } from './authority.ts'
import type { Acceptance, Case } from './case.ts'
import { heldSince } from './hold.ts'
import type { AcceptanceRules, Level, Rules } from './rules.ts'
import type { Details } from './event.ts'
import type { Role } from '../policy/role.ts'

const DAY = 86_400_000

/** Who has to accept: the stricter of severity and amount decides. */
export interface Demand {
  readonly severity: Severity
  readonly people: number
  /** Of this level or above. */
  readonly roles: readonly Role[]
}

/** @param option the option of the last computed table that would be taken; its P95 loss is the amount at risk */
export function acceptanceDemand(
  state: Case,
  { option }: Pick<Details<'acceptance_requested'>, 'option'>,
  { acceptance }: Rules,
): Demand {
  const severity = severityInForce(state)
  const top = acceptance.levels.length - 1
  const level = Math.min(top, Math.max(acceptance.bySeverity[severity].level, amountLevel(state, option, acceptance)))
  const levels: readonly Level[] = acceptance.levels.slice(level)
  return { severity, people: levels[0]!.people, roles: [...new Set(levels.flatMap(({ roles }) => roles))] }
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

/** Whether these people may grant it together: never the requester, enough of them, of enough authority. */
export function isGranted(
  state: Case,
  request: Acceptance,
  people: readonly Actor[],
  rules: Rules,
  at: Instant,
): boolean {
  const { roles, people: needed } = acceptanceDemand(state, request, rules)
  const held = heldSince(state, request.product)
  return isQuorum(
    people.filter((person) => person !== request.by).map((person) => authority(rules, person, roles, at, held)),
    needed,
  )
}
