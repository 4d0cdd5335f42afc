import type { Plan } from '../../case/case.ts'
import type { Task } from '../../case/values.ts'
import { known, missing, type Fact } from '../fact.ts'
import { derived, entry, moment, name, names, said, term, type Material } from '../material.ts'

export interface TaskFacts {
  readonly title: Fact
  readonly owner: Fact
  readonly hours: Fact
  readonly state: Fact
}

/** The plan of the fix: who does what, how long it takes, what waits for it, and the date that was given. */
export interface WorkFacts {
  readonly hours: Fact
  readonly revisedDate: Fact
  /** The date before, where the plan was changed. */
  readonly earlierDate?: Fact
  readonly whyChanged?: Fact
  readonly tasks: readonly TaskFacts[]
  readonly displaced: readonly { readonly owner: Fact; readonly work: Fact }[]
  readonly agreedBy?: Fact
}

export function workFacts(material: Material): WorkFacts {
  const plans = [...material.state.plans.values()]
  const [before, plan] = [plans.at(-2), plans.at(-1)]
  const noDate = missing('revised-date', 'development-lead', 'release-manager')
  if (!plan) return { hours: missing('plan', 'development-lead'), revisedDate: noDate, tasks: [], displaced: [] }
  const source = entry(plan, 'plan')
  const hours = known('plan.hours', { kind: 'hours', ...longestPath(plan.tasks) }, derived('rule.longest-path', plan.n))
  return {
    hours,
    revisedDate: plan.release ? moment('plan.release', plan.release, source) : noDate,
    tasks: plan.tasks.map((task) => taskFacts(material, plan, task)),
    displaced: plan.displaces.map(({ owner, work }, i) => ({
      owner: name(`plan.displaces.${i + 1}.owner`, owner, source),
      work: said(material, `plan.displaces.${i + 1}.work`, work, source, 'internal'),
    })),
    agreedBy:
      plan.agreedBy.length > 0
        ? names('plan.agreed-by', plan.agreedBy, derived('rule.agreements', plan.n))
        : missing('plan-agreed', 'product-manager', 'development-lead'),
    ...(before?.release &&
      plan.release &&
      before.release !== plan.release && {
        earlierDate: moment('plan.before.release', before.release, entry(before, 'plan')),
      }),
    ...(plan.reason && { whyChanged: said(material, 'plan.reason', plan.reason, source) }),
  }
}

function taskFacts(material: Material, plan: Plan, task: Task): TaskFacts {
  const id = `task.${task.task}`
  const source = entry(plan, 'plan')
  const { low, likely, high } = task
  const state = plan.finished.has(task.task)
    ? 'task.finished'
    : plan.started.has(task.task)
      ? 'task.started'
      : 'task.open'
  return {
    title: said(material, `${id}.title`, task.title, source),
    owner: name(`${id}.owner`, task.owner, source),
    hours: known(`${id}.hours`, { kind: 'hours', low, likely, high }, source),
    state: term(`${id}.state`, state, derived('rule.progress', plan.n)),
  }
}

/**
 * Working hours of the longest chain of tasks that wait for each other, at each of the three estimates: what is left if
 * nobody waits for anybody else. A task that waits for an unknown one waits for nothing.
 */
export function longestPath(tasks: readonly Task[]) {
  const byId = new Map(tasks.map((task) => [task.task, task]))
  const along = (hours: (task: Task) => number): number => {
    const done = new Map<string, number>()
    const open = new Set<string>()
    const finish = (task: Task): number => {
      const before = done.get(task.task)
      if (before !== undefined) return before
      if (open.has(task.task)) return 0 // a circle: it is for the plan's own check to say so
      open.add(task.task)
      const start = Math.max(0, ...task.after.flatMap((id) => byId.get(id) ?? []).map(finish))
      const end = start + hours(task)
      done.set(task.task, end)
      return end
    }
    return Math.max(0, ...tasks.map(finish))
  }
  return { low: along(({ low }) => low), likely: along(({ likely }) => likely), high: along(({ high }) => high) }
}
