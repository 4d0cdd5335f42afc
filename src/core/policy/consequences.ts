import { acceptanceDemand } from '../case/acceptance.ts'
import { severityInForce } from '../case/assessment.ts'
import type { Case } from '../case/case.ts'
import { isRestricted } from '../case/circle.ts'
import { dueOf } from '../case/due.ts'
import { isLineInForce } from '../case/hold.ts'
import { missingEvidence } from '../case/missing.ts'
import type { Rules, Seats } from '../case/rules.ts'
import type { HoldId, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import type { Code } from '../problem.ts'
import type { Policy } from './policy.ts'
import type { Role } from './role.ts'

/** What a policy asks of whoever would end a hold, or accept its risk. */
export interface WaysOut {
  readonly lift: { readonly people: number; readonly roles: readonly Role[] }
  /** The build that was declared last, and what it lacks before anybody may lift for it. */
  readonly candidate?: { readonly n: number; readonly lacks: readonly Code[] }
  readonly accept: { readonly seats: Seats; readonly days: number }
  readonly isRestricted: boolean
  /** When somebody is called next. */
  readonly called?: Instant
}

/** A hold in force for which another policy asks something else. */
export interface Consequence {
  readonly hold: HoldId
  readonly product: Product
  /** The case's code name. */
  readonly name: string
  readonly before: WaysOut
  readonly after: WaysOut
}

/**
 * What would change for holds in force, so that whoever signs another policy knows what they sign. No policy ends a hold by itself; it
 * says what may.
 */
export function consequences(cases: Iterable<Case>, before: Rules, after: Rules): readonly Consequence[] {
  return [...cases].flatMap((state) =>
    [...state.holds.values()]
      .filter((hold) => isLineInForce(state, hold))
      .flatMap(({ id, product }) => {
        const [was, is] = [waysOut(state, product, before), waysOut(state, product, after)]
        const same = JSON.stringify(was) === JSON.stringify(is)
        return same ? [] : [{ hold: id, product, name: state.opened!.name, before: was, after: is }]
      }),
  )
}

function waysOut(state: Case, product: Product, rules: Rules): WaysOut {
  const severity = severityInForce(state)
  const candidate = [...state.candidates.values()].findLast((one) => one.product === product)
  const lacks = candidate && [...new Set(missingEvidence(state, candidate, rules).map(({ code }) => code))]
  const id = state.holds.get(product)?.id
  const called = dueOf(state, rules).find(({ hold }) => hold === id)
  return {
    lift: { people: rules.lifters[severity], roles: rules.may.lift },
    ...(candidate && lacks && { candidate: { n: candidate.n, lacks } }),
    accept: {
      seats: acceptanceDemand(state, {}, rules).seats,
      days: rules.acceptance.bySeverity[severity].maxDays,
    },
    isRestricted: isRestricted(state, rules),
    ...(called && { called: called.at }),
  }
}

/** The parts in which two policies differ, by their names. */
export const differingParts = (a: Policy, b: Policy): readonly string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (part) => part !== 'digest' && JSON.stringify(a[part as keyof Policy]) !== JSON.stringify(b[part as keyof Policy]),
  )
