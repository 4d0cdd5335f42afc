import type { Actor, Product } from '../ids.ts'
import type { Role } from '../policy/role.ts'
import { severityInForce } from './assessment.ts'
import { rolesAt } from './authority.ts'
import type { Admission, Case, Made } from './case.ts'
import type { Draft } from './draft.ts'
import type { CaseEvent } from './event.ts'
import { currentPlacement } from './hold.ts'
import type { Rules } from './rules.ts'

/**
 * What somebody may know of a case, each with what stands before it: nothing, not even that it is there; its code name, its holds and
 * the next step; its words; the files that show how to exploit it.
 */
export const LEVELS = ['nothing', 'outline', 'words', 'sensitive'] as const
export type Level = (typeof LEVELS)[number]

export const reaches = (level: Level, wanted: Level): boolean => LEVELS.indexOf(level) >= LEVELS.indexOf(wanted)

/** Who wants to know, with the roles that they have now. */
export interface Asker {
  readonly actor: Actor
  readonly roles: readonly Role[]
  /** A token may be bound to products. */
  readonly products?: readonly Product[]
}

/** How much of a case somebody may know, at this moment. Leaving the circle ends it with the entry that says so. */
export function levelOf(state: Case, { actor, roles, products }: Asker, rules: Rules): Level {
  if (!state.opened || roles.length === 0) return 'nothing'
  const within = [...state.holds.keys()].filter((product) => products?.includes(product) ?? true)
  if (products && within.length === 0) return 'nothing'
  // A token that is bound to some of its products does not read what is said of the others; a pipeline reads no words at all.
  if (within.length < state.holds.size || roles.every((role) => role === 'pipeline')) return 'outline'
  const admitted = circleOf(state, rules).get(actor) ?? 'outline'
  const byRole = levelOfRoles(state, roles, rules)
  return reaches(admitted, byRole) ? admitted : byRole
}

/** Everybody who was let in by name or by their part, with how far. */
export function circleOf(state: Case, rules: Rules): ReadonlyMap<Actor, 'words' | 'sensitive'> {
  const circle = new Map<Actor, 'words' | 'sensitive'>()
  for (const { person, by, at, level, how } of state.admissions) {
    const known = circle.get(person)
    if (how === 'named' && !circle.has(by) && levelOfRoles(state, rolesAt(rules, by, at), rules) === 'outline') continue
    if (level === 'outline') circle.delete(person)
    else circle.set(person, how === 'let in' ? level : (known ?? level))
  }
  return circle
}

/** What roles alone open: every case to some, those that are not restricted to more. */
export function levelOfRoles(state: Case, roles: readonly Role[], rules: Rules): 'outline' | 'words' | 'sensitive' {
  const { always, unrestricted, sensitive } = rules.reading
  const has = (some: readonly Role[]) => roles.some((role) => some.includes(role))
  if (has(sensitive)) return 'sensitive'
  if (has(always) || has(decidingRoles(rules))) return 'words'
  return has(unrestricted) && !isRestricted(state, rules) ? 'words' : 'outline'
}

/** Whether these roles read the words of every case there is and will be: and so the log, which has what rules need of all of them. */
export const readsEvery = (roles: readonly Role[], rules: Rules): boolean =>
  roles.some((role) => [...rules.reading.always, ...decidingRoles(rules)].includes(role))

/** A case of this severity is for those alone who read every case, and for its circle. */
export const isRestricted = (state: Case, { reading }: Rules): boolean =>
  reading.restricted.includes(severityInForce(state))

/** Whoever may end a hold by their role must know what they decide on. */
const decidingRoles = ({ may, acceptance }: Rules): readonly Role[] => [
  ...may.lift,
  ...may.confirm,
  ...acceptance.levels.flat(2),
]

/** Whom an event lets in or puts out. */
export function admissions(draft: Draft, { type, data }: CaseEvent, { at, by }: Made): readonly Admission[] {
  const all = (how: Admission['how'], people: readonly Actor[], level: Admission['level'] = 'words') =>
    people.map((person) => ({ person, by, at, level, how }))
  const named = (people: readonly Actor[]) =>
    all(
      'named',
      people.filter((person) => person !== by),
    )
  switch (type) {
    case 'case_opened':
      return all('brought', [by])
    case 'hold_placed':
      return data.provisional ? [] : all('brought', [by])
    case 'hold_confirmed': {
      const hold = draft.holds.get(data.product)
      const placement = hold && currentPlacement(hold)
      return placement ? named([placement.by]) : []
    }
    case 'decision_recorded':
      return named(data.deciders)
    case 'plan_proposed':
      return named([...data.tasks, ...data.displaces].map(({ owner }) => owner))
    case 'fixers_declared':
      return named(data.fixers)
    case 'action_assigned':
      return named([data.owner])
    case 'reader_added':
      return all('let in', [data.person], data.sensitive ? 'sensitive' : 'words')
    case 'reader_removed':
      return all('put out', [data.person], 'outline')
    default:
      return []
  }
}
