import type { Case } from '../core/case/case.ts'
import { circleOf } from '../core/case/circle.ts'
import { dueOf } from '../core/case/due.ts'
import { currentPlacement, isLineInForce } from '../core/case/hold.ts'
import { nextSteps } from '../core/case/next.ts'
import type { Rules } from '../core/case/rules.ts'
import type { Instant } from '../core/instant.ts'
import type { Opening } from '../core/log/entry.ts'

/** What everybody may see of a case who may see that it is there. */
export function outlineOf(state: Case, rules: Rules, contact: string, now: Instant): Record<string, unknown> {
  const { id, n, opened, closed } = state
  return {
    case: id,
    name: opened!.name,
    entries: n,
    opened_at: opened!.at,
    ...(closed && { closed_at: closed.at }),
    contact,
    holds: [...state.holds.values()].map((hold) => ({
      hold: hold.id,
      product: hold.product,
      environments: [...hold.environments],
      in_force: isLineInForce(state, hold),
      provisional: currentPlacement(hold)?.provisional ?? false,
      placed_at: (currentPlacement(hold) ?? hold.placements.at(-1)!).at,
    })),
    next: nextSteps(state, rules, now),
  }
}

/** Where it stands on everything, words included. @param words what is behind its seals, as far as it was not erased */
export function facetsOf(state: Case, rules: Rules, words: ReadonlyMap<string, Opening>): Record<string, unknown> {
  const facets = {
    title: state.opened!.title,
    holds: state.holds,
    changes: state.changes,
    findings: state.findings,
    evidence: state.evidence,
    assessments: state.assessments,
    containments: state.containments,
    options: state.options,
    decisions: state.decisions,
    plans: state.plans,
    objections: state.objections,
    candidates: state.candidates,
    proofs: state.proofs,
    regressions: state.runs,
    liftApprovals: state.liftApprovals,
    lifts: state.clearances,
    acceptances: state.acceptances,
    overrides: state.overrides,
    deliveries: state.deliveries,
    alarms: state.alarms,
    escalations: state.escalations,
    acknowledged: state.acknowledged,
    followUps: state.followUps,
    actions: state.actions,
    review: state.review,
    circle: [...circleOf(state, rules)].map(([person, level]) => ({ person, sensitive: level === 'sensitive' })),
    due: dueOf(state, rules),
  }
  const lists = Object.entries(facets).map(([key, facet]) => [key, facet instanceof Map ? [...facet.values()] : facet])
  return plain(Object.fromEntries(lists), words) as Record<string, unknown>
}

/** Every seal in a case, or in an entry of one. */
export function sealsOf(state: object): readonly string[] {
  const seals: string[] = []
  walk(state, (seal) => seals.push(seal))
  return seals
}

function walk(value: unknown, found: (seal: string) => void): void {
  if (typeof value !== 'object' || value === null) return
  if (isSealed(value)) return found(value.sealed)
  const members = value instanceof Map || value instanceof Set ? value.values() : Object.values(value)
  for (const member of members) walk(member, found)
}

/** As JSON has it: words for seals (null where they were erased), lists for sets, snake_case. */
function plain(value: unknown, words: ReadonlyMap<string, Opening>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (isSealed(value)) return words.get(value.sealed)?.value ?? null
  const each = (one: unknown) => plain(one, words)
  if (Array.isArray(value)) return value.map(each)
  if (value instanceof Set) return [...value]
  if (value instanceof Map) return Object.fromEntries(value)
  // Each entry names the policy that it was decided under: that is the log's to tell.
  const members = Object.entries(value).filter(([key, one]) => key !== 'policy' && one !== undefined)
  return Object.fromEntries(members.map(([key, one]) => [snake(key), each(one)]))
}

const isSealed = (value: object): value is { readonly sealed: string } =>
  'sealed' in value && typeof value.sealed === 'string'
const snake = (key: string): string => key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
