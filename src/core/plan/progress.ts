import { problem, type Problem } from '../problem.ts'
import type { Plan, Progress, Task } from './plan.ts'
import { quote } from './quote.ts'

/** What cannot have happened, or not in this order. */
export function* progressProblems({ now, tasks, people }: Plan): Generator<Problem> {
  const busy = new Map<string, Task>()
  for (const task of tasks) {
    if (!task.progress) continue
    yield* happenedProblems(task, task.progress, now)
    const { finished, started, by } = task.progress
    const first = people.find(({ id }) => id === by)?.working[0]
    if (!finished && first && started < first.from)
      yield problem(
        'plan/bad-progress',
        `Task ${quote(task.id)} was started at ${started}, before the working time of ${quote(by)} begins at ${first.from}.`,
        'Give the hours since then, too: what was spent is counted in them.',
      )
    for (const before of tasks)
      if (task.after.includes(before.id) && !(before.progress?.finished && before.progress.finished <= started))
        yield problem(
          'plan/bad-progress',
          `Task ${quote(task.id)} was started at ${started}, but ${quote(before.id)}, which it waits for, was not finished.`,
          'Correct the progress, or take the dependency out.',
        )
    if (finished) continue
    const other = busy.get(by)
    if (other)
      yield problem(
        'plan/two-at-once',
        `${quote(by)} is at ${quote(other.id)} and at ${quote(task.id)}.`,
        'A person does one task at a time: split the one that was laid aside into done and to do.',
      )
    busy.set(by, task)
  }
}

function* happenedProblems({ id }: Task, { started, finished }: Progress, now: string): Generator<Problem> {
  const hint = 'Progress is what happened, up to now.'
  if (started > now)
    yield problem('plan/bad-progress', `Task ${quote(id)} was started at ${started}, after ${now}.`, hint)
  if (finished && (finished > now || finished < started))
    yield problem(
      'plan/bad-progress',
      `Task ${quote(id)} was finished at ${finished}: not from ${started} to ${now}.`,
      hint,
    )
}
