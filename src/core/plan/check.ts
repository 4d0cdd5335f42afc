import { problem, type Problem } from '../problem.ts'
import { orderOf } from './order.ts'
import { factorsOf } from './overrun.ts'
import type { Displaced, Estimate, Person, Plan, Task } from './plan.ts'
import { progressProblems } from './progress.ts'
import { quote } from './quote.ts'

/** Everything wrong with a plan that can be seen without simulating it. Empty: it may be simulated. */
export const checkPlan = (plan: Plan): readonly Problem[] => {
  const large = [...sizeProblems(plan)]
  return large.length > 0 ? large : contentProblems(plan)
}

const contentProblems = (plan: Plan): readonly Problem[] => [
  ...duplicates('person', plan.people),
  ...duplicates('task', plan.tasks),
  ...plan.people.flatMap((person) => [...calendarProblems(person)]),
  ...plan.tasks.flatMap((task) => [...taskProblems(task, plan)]),
  ...progressProblems(plan),
  ...cycleProblems(plan.tasks),
  ...factorProblems(plan),
  ...plan.displaces.flatMap((displaced) => [...displacedProblems(displaced, plan)]),
  ...(plan.tasks.length ? [] : [problem('plan/empty', 'The plan has no tasks.', 'Add at least the fix and its test.')]),
]

const MAX_HOURS = 100_000
const MAX_ITEMS = 1000

function* sizeProblems({ tasks, people, displaces, overrun }: Plan): Generator<Problem> {
  for (const [what, { length }] of Object.entries({
    tasks,
    people,
    'displaced pieces of work': displaces,
    'overrun factors': factorsOf(overrun),
  }))
    if (length > MAX_ITEMS)
      yield problem(
        'plan/too-large',
        `${length} ${what} are more than ${MAX_ITEMS}.`,
        'A remediation plan is small: leave the rest out.',
      )
}

function* duplicates(what: string, items: readonly { readonly id: string }[]): Generator<Problem> {
  const seen = new Set<string>()
  for (const { id } of items) {
    if (seen.has(id))
      yield problem('plan/duplicate', `There are two of the ${what} ${quote(id)}.`, 'Give each its own id.')
    seen.add(id)
  }
}

function* calendarProblems({ id, working }: Person): Generator<Problem> {
  if (working.length === 0)
    yield problem('plan/no-working-hours', `${quote(id)} has no working hours.`, 'Give hours, or take the person out.')
  for (const [i, { from, until }] of working.entries()) {
    const previous = working[i - 1]
    if (!(from < until))
      yield problem('plan/bad-hours', `Working time of ${quote(id)} ends at ${until}, before it begins at ${from}.`)
    if (previous && from < previous.until)
      yield problem(
        'plan/bad-hours',
        `Working time of ${quote(id)} from ${from} begins before the one until ${previous.until} ends.`,
        'Sort working time, and join what overlaps: an hour counts once.',
      )
  }
}

function* taskProblems(task: Task, { people, tasks }: Plan): Generator<Problem> {
  const named = `task ${quote(task.id)}`
  const estimates = 'low' in task.estimate ? [task.estimate] : [task.estimate.full, task.estimate.limited]
  for (const estimate of estimates) yield* estimateProblems(named, estimate)
  if (task.who.length === 0) yield problem('plan/nobody', `Nobody is named for ${named}.`, 'Name who can do it.')
  for (const id of new Set([...task.who, ...(task.progress ? [task.progress.by] : [])]))
    if (!people.some((person) => person.id === id))
      yield problem('plan/unknown-person', `${quote(id)}, named for ${named}, is not among the people.`, listed(people))
  for (const id of task.after)
    if (!tasks.some((other) => other.id === id))
      yield problem('plan/unknown-task', `${quote(id)}, which ${named} waits for, is not a task.`, listed(tasks))
}

const listed = (items: readonly { readonly id: string }[]) =>
  `Known: ${
    items
      .slice(0, 12)
      .map(({ id }) => quote(id))
      .join(', ') || 'none'
  }${items.length > 12 ? ' …' : ''}.`

function* estimateProblems(named: string, { low, likely, high }: Estimate): Generator<Problem> {
  const points = [low, likely, high]
  const said = points.join(' / ')
  if (!points.every((n) => n >= 0 && n <= MAX_HOURS))
    yield problem(
      'plan/bad-estimate',
      `The estimate ${said} of ${named} is not in working hours from 0 to ${MAX_HOURS}.`,
    )
  else if (!(low <= likely && likely <= high))
    yield problem(
      'plan/bad-estimate',
      `The estimate ${said} of ${named} is not in order.`,
      'Give low, likely and high, in this order.',
    )
}

function* cycleProblems(tasks: readonly Task[]): Generator<Problem> {
  const found = orderOf(new Map(tasks.map(({ id, after }) => [id, after])))
  if ('cycle' in found)
    yield problem(
      'plan/cycle',
      `Tasks wait for each other: ${found.cycle.slice(0, 12).map(quote).join(' waits for ')}.`,
      'Take one of these dependencies out.',
    )
}

function* factorProblems({ overrun }: Plan): Generator<Problem> {
  const factors = factorsOf(overrun)
  if (factors.length === 0)
    yield problem('plan/bad-factor', 'The overrun history is empty.', 'Give ratios, or take the default.')
  for (const factor of factors)
    if (!(factor >= 0.1 && factor <= 100))
      yield problem(
        'plan/bad-factor',
        `An overrun factor of ${factor} is not between 0.1 and 100.`,
        'Divide the actual effort by the estimated one: 1.3 is 30 % more than estimated.',
      )
}

function* displacedProblems({ work, owner, person, agreed }: Displaced, { people, now }: Plan): Generator<Problem> {
  if (!people.some(({ id }) => id === person))
    yield problem(
      'plan/unknown-person',
      `${quote(person)}, freed by ${quote(work)}, is not among the people.`,
      listed(people),
    )
  if (agreed && agreed.by !== owner)
    yield problem(
      'plan/not-the-owner',
      `${quote(agreed.by)} agreed that ${quote(work)} waits, but it belongs to ${quote(owner)}.`,
      'Only its owner can agree.',
    )
  if (agreed && agreed.at > now)
    yield problem('plan/bad-progress', `The agreement about ${quote(work)} is of ${agreed.at}, after ${now}.`)
}
