import type { Actor, Product } from '../ids.ts'
import type { Instant } from '../instant.ts'
import { problem, type Problem } from '../problem.ts'
import { acceptanceDemand, isGranted, openSeats } from './acceptance.ts'
import { peopleWith } from './authority.ts'
import type { Acceptance, Candidate, Case, Position } from './case.ts'
import type { WishType } from './command.ts'
import { isChangeAgreed, mayConfirm } from './change.ts'
import { currentPlacement, isLineInForce } from './hold.ts'
import { missingEvidence, missingLifters } from './missing.ts'
import { fixersOf } from './proof.ts'
import type { Role } from '../policy/role.ts'
import type { Act, Rules } from './rules.ts'
import { isOverrideOpen } from './exception.ts'

/** Something that would move the case, and who could do it now. Nobody: a dead end. */
export interface Step {
  readonly wish: WishType
  readonly product?: Product
  /** The candidate, change, acceptance … that it is about. */
  readonly about?: Position
  readonly who: readonly Actor[]
  /** Whose affair it is, where nobody is known by name. */
  readonly roles: readonly Role[]
  readonly why: string
}

/** Who can do what next, the holds first. */
export function nextSteps(state: Case, rules: Rules, now: Instant): readonly Step[] {
  if (!state.opened || state.closed) return []
  const all = (act: Act) => peopleWith(rules, rules.may[act], now)
  return [
    ...[...state.holds.keys()].flatMap((product) => holdSteps(state, product, rules, now)),
    ...[...state.changes.values()]
      .filter(({ outcome, inputs }) => outcome === 'pending' && inputs === state.inputs)
      .map((pending): Step => {
        const who = all('confirm').filter((one) => mayConfirm(state, pending, one) && !pending.approvedBy.includes(one))
        const why = `${pending.by} proposed to ${pending.change.kind.replaceAll('_', ' ')}.`
        return { wish: 'approve_change', about: pending.n, who, roles: rules.may.confirm, why }
      }),
    ...[...state.acceptances.values()]
      .filter(({ outcome, inputs, until }) => outcome === 'pending' && inputs === state.inputs && now < until)
      .map((request): Step => {
        const { roles } = acceptanceDemand(state, request, rules)
        const { free, who } = openSeats(state, request, peopleWith(rules, roles, now), rules, now)
        const why = `${request.by} asked to accept the risk until ${request.until}.${agreedBy(request, free)}`
        return { wish: 'approve_acceptance', about: request.n, who, roles, why }
      }),
    ...[...state.objections.values()]
      .filter(({ answer, outcome }) => !answer && !outcome)
      .map(({ n, who }): Step => ({
        wish: 'answer',
        about: n,
        who: all('contribute'),
        roles: rules.may.contribute,
        why: `${who} objected.`,
      })),
    ...[...state.overrides.values()]
      .filter((override) => !override.reviewed && !isOverrideOpen(override, now))
      .map(({ n, by, offline }): Step => {
        const people = offline?.people ?? [by]
        const who = all('close').filter((one) => one !== by && !people.includes(one))
        const why = `${people.join(' and ')} broke the glass.`
        return { wish: 'review_override', about: n, who, roles: rules.may.close, why }
      }),
  ]
}

/** An approval that is not enough yet is over with the acceptance that was asked for. */
const agreedBy = ({ approvedBy }: Acceptance, free: number): string =>
  approvedBy.length === 0 ? '' : ` ${approvedBy.join(' and ')} agreed; it takes ${free} more before then.`

function holdSteps(state: Case, product: Product, rules: Rules, now: Instant): readonly Step[] {
  const hold = state.holds.get(product)!
  if (!isLineInForce(state, hold)) return []
  const steps: Step[] = []
  const placement = currentPlacement(hold)!
  if (placement.provisional) {
    const why = `${placement.by}, from outside security, placed ${hold.id}.`
    const roles = rules.may.place
    steps.push({ wish: 'confirm', product, who: peopleWith(rules, roles, now), roles, why })
  }
  const candidate = [...state.candidates.values()].findLast((one) => one.product === product)
  steps.push(candidate ? candidateStep(state, candidate, rules, now) : { ...noCandidate(rules, now), product })
  return steps
}

const noCandidate = (rules: Rules, now: Instant): Step => ({
  wish: 'declare_candidate',
  who: peopleWith(rules, rules.may.record, now),
  roles: rules.may.record,
  why: 'No build that carries the fix is declared.',
})

const WISHES: ReadonlyMap<string, { readonly wish: WishType; readonly act: Act }> = new Map([
  ['hold/fixers-undeclared', { wish: 'declare_fixers', act: 'record' }],
  ['hold/no-finding', { wish: 'add_finding', act: 'contribute' }],
  ['hold/not-proven', { wish: 'record_proof', act: 'prove' }],
  ['hold/no-regression', { wish: 'record_regression', act: 'prove' }],
  ['hold/affected-candidate', { wish: 'declare_candidate', act: 'record' }],
])

function candidateStep(state: Case, candidate: Candidate, rules: Rules, now: Instant): Step {
  const { n, product } = candidate
  const [missing] = missingEvidence(state, candidate, rules)
  const { wish, act } = WISHES.get(missing?.code ?? '') ?? ({ wish: 'lift', act: 'lift' } as const)
  const fixers = act === 'contribute' || act === 'record' ? new Set() : fixersOf(state, product)
  const who = peopleWith(rules, rules.may[act], now).filter((one) => !fixers.has(one))
  return { wish, product, about: n, who, roles: rules.may[act], why: missing?.message ?? `Candidate ${n} is proven.` }
}

/** What nobody is left to do: it has to be escalated, for silence neither lifts nor accepts. */
export function deadEnds(state: Case, rules: Rules, now: Instant): readonly Problem[] {
  const ends: Problem[] = []
  const dead = (what: string, roles: readonly string[]) =>
    ends.push(problem('case/dead-end', what, `Appoint somebody, or a deputy: ${roles.join(', ')}.`))
  const everybody = [...rules.people.keys()]
  for (const hold of state.holds.values()) {
    if (!isLineInForce(state, hold)) continue
    const fixers = fixersOf(state, hold.product)
    const provers = peopleWith(rules, rules.may.prove, now).filter((one) => !fixers.has(one))
    if (provers.length === 0) dead(`Nobody is left who may prove a fix of ${hold.id}.`, rules.may.prove)
    if (missingLifters(state, hold.product, everybody, provers, rules, now))
      dead(`Nobody is left who may lift ${hold.id}.`, rules.may.lift)
  }
  for (const pending of state.changes.values())
    if (pending.outcome === 'pending' && !isChangeAgreed(state, pending, everybody, rules, now))
      dead(`Nobody is left who may confirm change ${pending.n}.`, rules.may.confirm)
  for (const request of state.acceptances.values())
    if (request.outcome === 'pending' && !isGranted(state, request, everybody, rules, now))
      dead(`Nobody is left who may grant acceptance ${request.n}.`, acceptanceDemand(state, request, rules).roles)
  return ends
}
