import type { Actor } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { problem, type Problem } from '../problem.ts'
import { severityInForce, currentView } from './assessment.ts'
import { authority, isQuorum } from './authority.ts'
import type { Candidate, Case } from './case.ts'
import { currentPlacement, heldSince, isLineInForce } from './hold.ts'
import { isOverrideOpen } from './standing.ts'
import { fixersOf, hasRegression, liveFindings, provenBy } from './proof.ts'
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
  const since = (hold && currentPlacement(hold)?.n) ?? 0
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
    if (provenBy(state, candidate, finding, since, rules.proofs[finding.kind]) === undefined)
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
export function missingPeople(
  state: Case,
  candidate: Candidate,
  people: readonly Actor[],
  rules: Rules,
  at: Instant,
): Problem | undefined {
  const { product } = candidate
  const hold = state.holds.get(product)
  const placement = hold && currentPlacement(hold)
  const fixers = fixersOf(state, product)
  const lifters = people.filter((person) => !fixers.has(person))
  const authorities = lifters.map((person) => authority(rules, person, rules.may.lift, at, heldSince(state, product)))
  const entitled = lifters.filter((_, i) => authorities[i] !== 'none')
  const needed = rules.lifters[severityInForce(state)]
  const second = (message: string) =>
    problem('hold/needs-second-person', message, `Ask another of: ${rules.may.lift.join(', ')}.`)
  if (!isQuorum(authorities, needed))
    return second(`A lift takes ${needed} who held the role before the hold was placed.`)
  if (entitled.every((person) => person === placement?.by)) return second(`${placement?.by} placed the hold.`)
  const provers = provedBy(state, candidate, rules)
  const together = new Set([...entitled, ...provers])
  return together.size < 2 ? second(`${entitled[0]} alone gave the proof.`) : undefined
}

function provedBy(state: Case, candidate: Candidate, rules: Rules): readonly Actor[] {
  const hold = state.holds.get(candidate.product)
  const since = (hold && currentPlacement(hold)?.n) ?? 0
  return liveFindings(state).flatMap(
    (finding) => provenBy(state, candidate, finding, since, rules.proofs[finding.kind]) ?? [],
  )
}

/** What is still owed before a case may close. */
export function openEnds(state: Case, now: Instant): readonly Problem[] {
  const ends: Problem[] = []
  for (const hold of state.holds.values())
    if (isLineInForce(state, hold))
      ends.push(problem('case/still-holding', `${hold.id} is in force.`, 'Lift or withdraw it.'))
  for (const override of state.overrides.values())
    if (isOverrideOpen(override, now) || !override.reviewed)
      ends.push(problem('override/unreviewed', `Override ${override.n} is not reviewed.`, 'Somebody else reviews it.'))
  for (const lifted of state.clearances)
    if (lifted.full_regression_due !== undefined && !hasFullRun(state, lifted.candidate))
      ends.push(
        problem('hold/no-regression', `The full regression run of candidate ${lifted.candidate} is due.`, 'Record it.'),
      )
  for (const { n, held, due } of state.followUps.values())
    if (!held) ends.push(problem('case/follow-up-owed', `Follow-up ${n} was promised for ${due}.`, 'Hold it.'))
  if (!state.review?.closed) ends.push(problem('review/not-closed', 'The review is not closed.', 'Open and close it.'))
  return ends
}

function hasFullRun(state: Case, n: number): boolean {
  const candidate = state.candidates.get(n)
  return candidate !== undefined && hasRegression(state, candidate, 'full', 0)
}
