import { millisOf } from '../instant.ts'
import { orderOf } from './order.ts'
import { estimateOf, type Estimate, type Plan, type Task } from './plan.ts'
import { workingTime, type WorkingTime } from './working.ts'

/**
 * A plan made ready for ten thousand schedules: what is finished is out, the rest is numbered by priority, names are
 * indices, moments are milliseconds since 1970.
 */
export interface Network {
  readonly now: number
  /** The last finish so far: the end of the plan where nothing is left to do. */
  readonly ended: number
  /** By priority: what is under way first, then what most work waits behind; ties by id, so the order of the list says nothing. */
  readonly tasks: readonly Task[]
  readonly estimates: readonly Estimate[]
  readonly people: readonly WorkingTime[]
  /** For each task, who can do it, as indices into `people`. */
  readonly who: readonly Uint16Array[]
  /** For each task, which wait for it. */
  readonly successors: readonly Uint16Array[]
  /** For each task, how many it waits for. */
  readonly waits: Uint16Array
  /** For each task, the first moment allowed by itself. */
  readonly release: Float64Array
}

/** @param plan without problems, see {@link ./check.ts} */
export function networkOf(plan: Plan): Network {
  const open = plan.tasks.filter(({ progress }) => !progress?.finished)
  const tails = tailsOf(plan, open)
  const rank = (task: Task) => (task.progress ? Infinity : tails.get(task.id)!)
  const tasks = open.toSorted((a, b) => compare(rank(b), rank(a)) || compare(a.id, b.id))
  const index = new Map(tasks.map(({ id }, i) => [id, i]))
  const person = new Map(plan.people.map(({ id }, i) => [id, i]))
  const now = millisOf(plan.now)
  const waitsFor = tasks.map(({ after }) => [...new Set(after)].flatMap((id) => index.get(id) ?? []))
  return {
    now,
    ended: Math.max(0, ...plan.tasks.map(({ progress }) => (progress?.finished ? millisOf(progress.finished) : 0))),
    tasks,
    estimates: tasks.map((task) => estimateOf(task, plan.regression)),
    people: plan.people.map(({ working }) => workingTime(working)),
    who: tasks.map(({ who, progress }) =>
      Uint16Array.from(progress ? [progress.by] : new Set(who), (id) => person.get(id)!),
    ),
    successors: tasks.map((_, i) => Uint16Array.from(waitsFor.flatMap((before, j) => (before.includes(i) ? j : [])))),
    waits: Uint16Array.from(waitsFor, (before) => before.length),
    release: Float64Array.from(tasks, ({ notBefore, progress }) =>
      notBefore && !progress ? Math.max(now, millisOf(notBefore)) : now,
    ),
  }
}

const compare = <T extends number | string>(a: T, b: T) => (a < b ? -1 : a > b ? 1 : 0)

/** For each task, the likely hours from its begin to the end of the plan if nobody were ever busy. */
function tailsOf(plan: Plan, open: readonly Task[]): ReadonlyMap<string, number> {
  const found = orderOf(new Map(open.map(({ id, after }) => [id, after])))
  if ('cycle' in found) throw new Error('a cyclic plan was not refused')
  const tails = new Map(open.map((task) => [task.id, estimateOf(task, plan.regression).likely]))
  const byId = new Map(open.map((task) => [task.id, task]))
  for (const id of found.order.toReversed())
    for (const before of byId.get(id)!.after) {
      const task = byId.get(before)
      if (task)
        tails.set(before, Math.max(tails.get(before)!, estimateOf(task, plan.regression).likely + tails.get(id)!))
    }
  return tails
}
