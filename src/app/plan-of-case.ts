import type { Plan as CasePlan } from '../core/case/case.ts'
import type { CaseEvent } from '../core/case/event.ts'
import type { Displaced, Task } from '../core/plan/plan.ts'
import type { PersonText, PlanText } from '../texts/plan/read.ts'
import { words } from '../writers/case.ts'
import type { OpenCase } from './case-file.ts'

/** Where nobody has said who works when. */
export const OFFICE = {
  says: 'a default, Monday to Friday 09:00 to 17:00 UTC without holidays',
  calendar: {
    zone: 'UTC',
    weekly: [1, 2, 3, 4, 5].map((day) => ({ day, from: '09:00', until: '17:00' })),
    off: [],
    extra: [],
  },
} as const

/** Everybody who has a task, in office hours. */
export const officeHours = ({ tasks }: CasePlan): Pick<PlanText, 'people' | 'zone' | 'regression' | 'overrun'> => ({
  people: [...new Set(tasks.map(({ owner }) => owner))].map((id) => ({ id, said: [], calendar: OFFICE.calendar })),
  zone: 'UTC',
  regression: 'full',
  overrun: { basis: 'default' },
})

/** The tasks with what has happened to them, under whichever plan of the case: a revised plan does not start again. */
export function tasksOf(plan: CasePlan, { openings, events }: OpenCase): readonly Task[] {
  const happened = (type: 'task_started' | 'task_finished', task: string) =>
    events.find(
      (event): event is Extract<CaseEvent, { type: 'task_started' | 'task_finished' }> =>
        event.type === type && event.data.task === task,
    )?.at
  return plan.tasks.map(({ task, title, owner, low, likely, high, after }) => {
    const finished = happened('task_finished', task)
    const started = happened('task_started', task) ?? finished
    return {
      id: task,
      title: words(openings, title),
      estimate: { low, likely, high, by: plan.by },
      who: [owner],
      after,
      ...(started && { progress: { started, by: owner, ...(finished && { finished }) } }),
    }
  })
}

/** The work that waits, and whether its owner has agreed. */
export function displacedBy(
  plan: CasePlan,
  { openings, events }: OpenCase,
  people: readonly PersonText[],
): readonly Displaced[] {
  return plan.displaces.map(({ owner, work }) => {
    const agreed = events.find(
      (event) => event.type === 'plan_agreed' && event.data.plan === plan.n && event.actor === owner,
    )
    const person = people.some(({ id }) => id === owner) ? owner : (plan.tasks[0]?.owner ?? owner)
    return { work: words(openings, work), owner, person, ...(agreed && { agreed: { by: owner, at: agreed.at } }) }
  })
}
