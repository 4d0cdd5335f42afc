import type { Network } from './network.ts'
import { scheduler, type Schedule } from './schedule.ts'
import type { WorkDraws } from './work.ts'

/** What all simulated schedules of a network have in common. */
export interface Futures {
  /** When each schedule is done. */
  readonly ends: Float64Array
  /** By task: when it begins and ends in each schedule. */
  readonly starts: readonly Float64Array[]
  readonly finishes: readonly Float64Array[]
  /** By task: in how many schedules the end waited for it. */
  readonly critical: Float64Array
  /** By person whose working time ran out, as an index: in how many schedules. */
  readonly unfinished: ReadonlyMap<number, number>
}

export function simulate(network: Network, draw: WorkDraws, iterations: number): Futures {
  const count = network.tasks.length
  const schedule = scheduler(network)
  const work = new Float64Array(count)
  const column = () => Array.from({ length: count }, () => new Float64Array(iterations))
  const [starts, finishes] = [column(), column()]
  const ends = new Float64Array(iterations)
  const critical = new Float64Array(count)
  const unfinished = new Map<number, number>()
  for (let i = 0; i < iterations; i++) {
    draw(i, work)
    const drawn = schedule(work)
    const last = lastOf(drawn)
    ends[i] = last < 0 ? network.ended : drawn.finish[last]!
    if (ends[i] === Infinity) {
      const person = drawn.doer[drawn.finish.indexOf(Infinity)]!
      unfinished.set(person, (unfinished.get(person) ?? 0) + 1)
    }
    for (let task = 0; task < count; task++) {
      starts[task]![i] = drawn.start[task]!
      finishes[task]![i] = drawn.finish[task]!
    }
    for (let task = last; task >= 0; task = drawn.cause[task]!) critical[task]!++
  }
  return { ends, starts, finishes, critical, unfinished }
}

/** The task that ends last, the first of equals; −1 where there is none. */
export function lastOf({ finish }: Schedule): number {
  let last = -1
  for (let task = 0; task < finish.length; task++) if (last < 0 || finish[task]! > finish[last]!) last = task
  return last
}
