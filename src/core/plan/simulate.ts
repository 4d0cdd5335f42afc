import type { Network } from './network.ts'
import { scheduler, type Schedule } from './schedule.ts'
import type { WorkDraws } from './work.ts'

/** What all simulated schedules of a network have in common. */
export interface Futures {
  /** When each schedule is done. */
  readonly ends: Float64Array
  /** When each task begins and ends: one schedule after the other, in each one task after the other. See {@link columnOf}. */
  readonly starts: Float64Array
  readonly finishes: Float64Array
  /** By task: in how many schedules the end waited for it. */
  readonly critical: Float64Array
  /** By person whose working time ran out, as an index: in how many schedules. */
  readonly unfinished: ReadonlyMap<number, number>
}

export function simulate(network: Network, draw: WorkDraws, iterations: number): Futures {
  const count = network.tasks.length
  const schedule = scheduler(network)
  const work = new Float64Array(count)
  const starts = new Float64Array(count * iterations)
  const finishes = new Float64Array(count * iterations)
  const ends = new Float64Array(iterations)
  const critical = new Float64Array(count)
  const unfinished = new Map<number, number>()
  for (let i = 0; i < iterations; i++) {
    draw(i, work)
    const drawn = schedule(work)
    const last = lastOf(drawn)
    ends[i] = last < 0 ? network.ended : drawn.finish[last]!
    const person = outOfHours(drawn)
    if (person !== undefined) unfinished.set(person, (unfinished.get(person) ?? 0) + 1)
    starts.set(drawn.start, i * count)
    finishes.set(drawn.finish, i * count)
    for (let task = last; task >= 0; task = drawn.cause[task]!) critical[task]!++
  }
  return { ends, starts, finishes, critical, unfinished }
}

/** The values of one task, one for each schedule. */
export function columnOf(rows: Float64Array, task: number, count: number): Float64Array {
  const column = new Float64Array(rows.length / count)
  for (let i = 0; i < column.length; i++) column[i] = rows[i * count + task]!
  return column
}

/** A person whose working time ran out, as an index; undefined where nobody's did. */
export function outOfHours({ finish, doer }: Schedule): number | undefined {
  const task = finish.indexOf(Infinity)
  return task < 0 ? undefined : doer[task]!
}

/** The task that ends last, the first of equals; −1 where there is none. */
export function lastOf({ finish }: Schedule): number {
  let last = -1
  for (let task = 0; task < finish.length; task++) if (last < 0 || finish[task]! > finish[last]!) last = task
  return last
}
