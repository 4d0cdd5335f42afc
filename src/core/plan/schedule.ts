import type { Network } from './network.ts'
import { finishOf, intervalAt } from './working.ts'

const NONE = -1

/** One schedule, written over by the next: arrays by task, milliseconds since 1970. */
export interface Schedule {
  /** Infinity where the person's working time ends before the work does. */
  readonly finish: Float64Array
  readonly start: Float64Array
  /** The index of the person. */
  readonly doer: Int32Array
  /** The task that made it wait, by dependency or by keeping the person busy; −1 where none did. */
  readonly cause: Int32Array
}

/**
 * Gives each task its person and its time, given how long each takes, as people work: whoever can begin earliest takes
 * the task, of several the one of the highest priority, and does it to the end. Nobody knows beforehand how long a task
 * will take, so nothing waits for a better moment, and the person named first is taken where several can begin at once.
 * (Parallel schedule generation. As with every list rule, a shorter task may, rarely, make a plan longer: Graham 1969.)
 *
 * @returns a function of working milliseconds by task that always fills and returns the same schedule
 */
export function scheduler(network: Network): (work: Float64Array) => Schedule {
  const { now, people, who, successors, waits, release, tasks } = network
  const count = tasks.length
  const schedule: Schedule = {
    finish: new Float64Array(count),
    start: new Float64Array(count),
    doer: new Int32Array(count),
    cause: new Int32Array(count),
  }
  const { finish, start, doer, cause } = schedule
  const ready = new Float64Array(count)
  const waiting = new Uint16Array(count)
  const open = new Uint16Array(count)
  const free = new Float64Array(people.length)
  const last = new Int32Array(people.length)
  const cursor = new Int32Array(people.length)
  const firstInterval = Int32Array.from(people, (time) => intervalAt(time, now))

  /** When the person could begin: Infinity beyond the working time. */
  const beginOf = (person: number, from: number): number => {
    const time = people[person]!
    const i = intervalAt(time, from, cursor[person]!)
    return i < time.from.length ? Math.max(from, time.from[i]!) : Infinity
  }

  const assign = (task: number, person: number, begin: number, work: number) => {
    const time = people[person]!
    const busy = free[person]! > ready[task]!
    const i = begin === Infinity ? time.from.length : intervalAt(time, begin, cursor[person]!)
    start[task] = begin
    finish[task] = begin === Infinity ? Infinity : finishOf(time, i, begin, work)
    doer[task] = person
    if (busy) cause[task] = last[person]!
    cursor[person] = i
    free[person] = finish[task]!
    last[person] = task
  }

  return (work) => {
    ready.set(release)
    waiting.set(waits)
    cause.fill(NONE)
    free.fill(now)
    last.fill(NONE)
    cursor.set(firstInterval)
    let size = 0
    for (let task = 0; task < count; task++) if (waiting[task] === 0) open[size++] = task

    while (size > 0) {
      let slot = NONE
      let person = NONE
      let begin = Infinity
      for (let k = 0; k < size; k++) {
        const task = open[k]!
        const able = who[task]!
        for (let a = 0; a < able.length; a++) {
          const from = Math.max(ready[task]!, free[able[a]!]!)
          if (from > begin) continue
          const at = beginOf(able[a]!, from)
          if (slot === NONE || at < begin || (at === begin && task < open[slot]!)) {
            slot = k
            person = able[a]!
            begin = at
          }
        }
      }
      const task = open[slot]!
      open[slot] = open[--size]!
      assign(task, person, begin, work[task]!)
      for (const next of successors[task]!) {
        if (finish[task]! > ready[next]!) {
          ready[next] = finish[task]!
          cause[next] = task
        }
        if (--waiting[next]! === 0) open[size++] = next
      }
    }
    return schedule
  }
}
