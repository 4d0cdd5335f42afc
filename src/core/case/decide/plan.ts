import { ok, refuse, type Result } from '../../problem.ts'
import type { Plan } from '../case.ts'
import type { Task } from '../values.ts'
import { firstOf, happened, holdOf, lacks, NOTHING_NEW, type Context, type Rule } from './context.ts'

/** A later plan for the same product revises the one before, and says why. */
export const proposePlan: Rule<'propose_plan'> = (plan, context) => {
  const hold = holdOf(context, plan.product)
  if (!hold.ok) return hold
  const before = [...context.state.plans.values()].some(({ product }) => product === plan.product)
  return (
    firstOf(
      lacks(context, 'contribute'),
      before && plan.reason === undefined
        ? refuse('plan/no-reason', 'A revised plan says why.', 'Say what changed since the plan before.')
        : undefined,
      untenable(plan.tasks),
    ) ?? happened({ ...plan, type: 'plan_proposed' })
  )
}

/** Whose work is displaced, or who owns a task, agrees; nobody agrees for them. */
export const agreePlan: Rule<'agree_plan'> = ({ plan }, context) => {
  const known = latestPlan(context, plan)
  if (!known.ok) return known
  const { tasks, displaces, agreedBy } = known.value
  const concerned = [...tasks, ...displaces].some(({ owner }) => owner === context.by)
  if (agreedBy.includes(context.by)) return NOTHING_NEW
  return concerned
    ? happened({ type: 'plan_agreed', plan })
    : refuse('plan/not-concerned', `${context.by} owns no work in plan ${plan}.`, 'Its owners agree to it.')
}

export const startTask: Rule<'start_task'> = ({ plan, task }, context) => {
  const known = taskOf(context, plan, task)
  if (!known.ok) return known
  return known.value.started.has(task) ? NOTHING_NEW : happened({ type: 'task_started', plan, task })
}

export const finishTask: Rule<'finish_task'> = ({ plan, task, hours }, context) => {
  const known = taskOf(context, plan, task)
  if (!known.ok) return known
  return known.value.finished.has(task) ? NOTHING_NEW : happened({ type: 'task_finished', plan, task, hours })
}

/** Everybody whose work it displaces has agreed. */
export const isPlanAgreed = ({ displaces, agreedBy }: Plan): boolean =>
  displaces.every(({ owner }) => agreedBy.includes(owner))

function latestPlan({ state }: Context, n: number): Result<Plan> {
  const plan = state.plans.get(n)
  if (!plan) return refuse('case/unknown', `There is no plan ${n} in this case.`, 'Propose it first.')
  const revised = [...state.plans.values()].find((later) => later.product === plan.product && later.n > n)
  return revised
    ? refuse('plan/revised', `Plan ${n} was revised by plan ${revised.n}.`, 'Go by the later plan.')
    : ok(plan)
}

function taskOf(context: Context, n: number, name: string): Result<Plan> {
  const plan = latestPlan(context, n)
  if (!plan.ok) return plan
  const refusal = firstOf(
    lacks(context, 'contribute'),
    plan.value.tasks.some(({ task }) => task === name)
      ? undefined
      : refuse('plan/unknown-task', `Plan ${n} has no task "${name}".`, 'Name one of its tasks.'),
  )
  return refusal ?? plan
}

/** Names once, low ≤ likely ≤ high, and an order in which the tasks can be done. */
function untenable(tasks: readonly Task[]): Result<never> | undefined {
  const done = new Set<string>()
  for (const { task, low, likely, high } of tasks) {
    if (done.has(task)) return refuse('plan/task-twice', `Task "${task}" is named twice.`, 'Give each its own name.')
    if (low > likely || likely > high)
      return refuse(
        'plan/estimate',
        `${low} ≤ ${likely} ≤ ${high} does not hold for "${task}".`,
        'Give low, likely, high.',
      )
    done.add(task)
  }
  done.clear()
  for (let before = -1; before < done.size;) {
    before = done.size
    for (const { task, after } of tasks) if (after.every((earlier) => done.has(earlier))) done.add(task)
  }
  const stuck = tasks.find(({ task }) => !done.has(task))
  return stuck
    ? refuse('plan/no-order', `"${stuck.task}" waits for itself or for an unknown task.`, 'Undo the circle.')
    : undefined
}
