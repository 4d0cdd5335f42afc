import type { Actor, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { problem, type Problem } from '../problem.ts'
import { severityInForce, currentView } from './assessment.ts'
import { authority, isQuorum } from './authority.ts'
import type { Candidate, Case } from './case.ts'
import { currentPlacement, heldSince, placedAt } from './hold.ts'
import { fixersOf, hasRegression, liveFindings, proversOf } from './proof.ts'
import type { Rules } from './rules.ts'
import type { Extent } from './values.ts'

/** What the policy demands of a candidate's regression evidence now. In the exploited lane the full run comes later. */
export function regressionDemand(
  state: Case,
  rules: Rules,
): { readonly now: Extent | 'none'; readonly laterHours?: number } {
  const demand = rules.regression[severityInForce(state)]
  const { exploited, in_production } = currentView(state)
  return rules.exploitedLane && demand === 'full' && exploited && in_production
    ? { now: 'limited', laterHours: rules.exploitedLane.fullRegressionHours }
    : { now: demand }
}

/** What evidence a candidate still lacks before anybody may lift for it; empty when it is proven. */
export function missingEvidence(state: Case, candidate: Candidate, rules: Rules): readonly Problem[] {
  const { n, product, fixers, build } = candidate
  const hold = state.holds.get(product)
  const since = placedAt(state, product)
  const findings = liveFindings(state)
  const missing: Problem[] = []
  if (fixers.size === 0)
    missing.push(
      problem('hold/fixers-undeclared', `Nobody has said who wrote the fix in candidate ${n}.`, 'Declare the fixers.'),
    )
  if (findings.length === 0)
    missing.push(
      problem(
        'hold/no-finding',
        'The case names no finding, so nothing can be proven.',
        'Add the finding, or propose a withdrawal.',
      ),
    )
  for (const finding of findings)
    if (proversOf(state, candidate, finding, { since, accepted: rules.proofs[finding.kind] }).size === 0)
      missing.push(
        problem(
          'hold/not-proven',
          `No standing proof that finding ${finding.finding} is gone from candidate ${n}.`,
          `Record one: ${rules.proofs[finding.kind].join(', ')}; or request an acceptance.`,
        ),
      )
  const demand = regressionDemand(state, rules).now
  if (demand !== 'none' && !hasRegression(state, candidate, demand, since))
    missing.push(problem('hold/no-regression', `No clean ${demand} regression run of candidate ${n}.`, 'Record one.'))
  if (hold?.affected.some(({ digests }) => build.digests.some((digest) => digests.includes(digest))))
    missing.push(
      problem('hold/affected-candidate', `Candidate ${n} is known to be vulnerable.`, 'Declare a new build.'),
    )
  return missing
}

/** Why these people together cannot lift for a candidate; `undefined` when they can. */
export const missingPeople = (
  state: Case,
  candidate: Candidate,
  people: readonly Actor[],
  rules: Rules,
  at: Instant,
): Problem | undefined => missingLifters(state, candidate.product, people, provedBy(state, candidate, rules), rules, at)

/**
 * The same for a product, whoever proves: enough lifters whose role is older than the hold, no fixer, not the placer alone,
 * and not one person who gave all of the proof as well.
 */
export function missingLifters(
  state: Case,
  product: Product,
  people: readonly Actor[],
  provers: readonly Actor[],
  rules: Rules,
  at: Instant,
): Problem | undefined {
  const hold = state.holds.get(product)
  const placer = hold && currentPlacement(hold)?.by
  const fixers = fixersOf(state, product)
  const held = heldSince(state, product)
  const worth = (person: Actor) => authority(rules, person, rules.may.lift, at, held)
  const lifters = people.filter((person) => !fixers.has(person) && worth(person) !== 'none')
  const needed = rules.lifters[severityInForce(state)]
  const second = (message: string) =>
    problem('hold/needs-second-person', message, `Ask another of: ${rules.may.lift.join(', ')}.`)
  if (!isQuorum(lifters.map(worth), needed))
    return second(`A lift takes ${needed} with a role that is older than the hold.`)
  if (lifters.every((person) => person === placer)) return second(`${placer} placed the hold.`)
  return new Set([...lifters, ...provers]).size < 2 ? second(`${lifters[0]} alone gave the proof.`) : undefined
}

function provedBy(state: Case, candidate: Candidate, rules: Rules): readonly Actor[] {
  const since = placedAt(state, candidate.product)
  return liveFindings(state).flatMap((finding) => [
    ...proversOf(state, candidate, finding, { since, accepted: rules.proofs[finding.kind] }),
  ])
}
