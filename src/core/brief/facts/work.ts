import type { Plan } from '../../case/case.ts'
import type { Task } from '../../case/values.ts'
import { known, missing, type Fact } from '../fact.ts'
import { derived, entry, moment, name, names, said, term, type Foreseen, type Material } from '../material.ts'
import { outlookOf, sourceOf, type Outlook } from './outlook.ts'

export interface TaskFacts {
  readonly title: Fact
  readonly owner: Fact
  readonly hours: Fact
  readonly state: Fact
  /** In what share of the simulated courses the end waits for it; absent where nothing was simulated, or it is done. */
  readonly waits?: Fact
}

/** The plan of the fix: who does what, how long it takes, what waits for it, and when it may be done. */
export interface WorkFacts {
  readonly hours: Fact
  /** The date that was given with the plan. */
  readonly promised: Fact
  /** The date before, where the plan was changed. */
  readonly earlierDate?: Fact
  readonly whyChanged?: Fact
  readonly tasks: readonly TaskFacts[]
  readonly displaced: readonly { readonly owner: Fact; readonly work: Fact; readonly agreed: boolean }[]
  readonly agreedBy?: Fact
  /** When it may be done, as simulated from the plan. */
  readonly outlook?: Outlook
  /** Nobody has said who works when. */
  readonly noHours?: Fact
  readonly allDone: boolean
}

export function workFacts(material: Material): WorkFacts {
  const plans = [...material.state.plans.values()]
  const [before, plan] = [plans.at(-2), plans.at(-1)]
  const promised = missing('revised-date', 'development-lead', 'release-manager')
  const blank = { promised, tasks: [], displaced: [], allDone: false }
  if (!plan) return { hours: missing('plan', 'development-lead'), ...blank }
  const source = entry(plan, 'plan')
  const hours = known('plan.hours', { kind: 'hours', ...longestPath(plan.tasks) }, derived('rule.longest-path', plan.n))
  const allDone = plan.tasks.every(({ task }) => plan.finished.has(task))
  const foreseen = allDone ? undefined : material.foresee?.()
  const tasks = plan.tasks.map((task) => taskFacts(material, plan, task, foreseen))
  return {
    hours,
    promised: plan.release ? moment('plan.release', plan.release, source) : promised,
    tasks,
    displaced: plan.displaces.map(({ owner, work }, i) => ({
      owner: name(`plan.displaces.${i + 1}.owner`, owner, source),
      work: said(material, `plan.displaces.${i + 1}.work`, work, source, 'internal'),
      agreed: plan.agreedBy.includes(owner),
    })),
    allDone,
    agreedBy:
      plan.agreedBy.length > 0
        ? names('plan.agreed-by', plan.agreedBy, derived('rule.agreements', plan.n))
        : missing('plan-agreed', 'product-manager', 'development-lead'),
    ...(foreseen && { outlook: outlookOf(foreseen, plan) }),
    ...(foreseen?.hoursAssumed && { noHours: missing('working-hours', 'development-lead') }),
    ...(before?.release &&
      plan.release &&
      before.release !== plan.release && {
        earlierDate: moment('plan.before.release', before.release, entry(before, 'plan')),
      }),
    ...(plan.reason && { whyChanged: said(material, 'plan.reason', plan.reason, source) }),
  }
}

function taskFacts(material: Material, plan: Plan, task: Task, foreseen: Foreseen | undefined): TaskFacts {
  const id = `task.${task.task}`
  const source = entry(plan, 'plan')
  const { low, likely, high } = task
  const state = plan.finished.has(task.task)
    ? 'task.finished'
    : plan.started.has(task.task)
      ? 'task.started'
      : 'task.open'
  const seen = foreseen?.forecast.tasks.find((one) => one.id === task.task)
  return {
    title: said(material, `${id}.title`, task.title, source),
    owner: name(`${id}.owner`, task.owner, source),
    hours: known(`${id}.hours`, { kind: 'hours', low, likely, high }, source),
    state: term(`${id}.state`, state, derived('rule.progress', plan.n)),
    ...(foreseen &&
      seen &&
      seen.state !== 'finished' && {
        waits: known(`${id}.waits`, { kind: 'chance', p: seen.criticality }, sourceOf(foreseen)),
      }),
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
