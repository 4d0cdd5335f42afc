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
  const interval = new Int32Array(people.length)
  const firstInterval = Int32Array.from(people, (time) => intervalAt(time, now))

  /** Finds who could begin the task first: stays true until that person gets another one, for nobody gets free earlier. */
  const offer = (task: number) => {
    const able = who[task]!
    const waits = ready[task]!
    let soonest = Infinity
    let first = able[0]!
    for (let k = 0; k < able.length; k++) {
      const person = able[k]!
      const from = Math.max(waits, free[person]!)
      if (from >= soonest) continue
      const time = people[person]!
      const i = intervalAt(time, from, interval[person]!)
      const begin = i < time.from.length ? Math.max(from, time.from[i]!) : Infinity
      if (begin < soonest) {
        soonest = begin
        first = person
      }
    }
    start[task] = soonest
    doer[task] = first
  }

  const perform = (task: number, work: number) => {
    const person = doer[task]!
    const time = people[person]!
    const i = intervalAt(time, start[task]!, interval[person]!)
    finish[task] = finishOf(time, i, start[task]!, work)
    if (free[person]! > ready[task]!) cause[task] = last[person]!
    interval[person] = i
    free[person] = finish[task]!
    last[person] = task
  }

  /** Takes the task that can begin first out of the open ones, of several the one of the highest priority. */
  const takeFirst = (size: number): number => {
    let slot = 0
    let best = open[0]!
    let soonest = start[best]!
    for (let k = 1; k < size; k++) {
      const task = open[k]!
      const at = start[task]!
      if (at < soonest || (at === soonest && task < best)) {
        slot = k
        best = task
        soonest = at
      }
    }
    open[slot] = open[size - 1]!
    return best
  }

  return (work) => {
    ready.set(release)
    waiting.set(waits)
    cause.fill(NONE)
    free.fill(now)
    last.fill(NONE)
    interval.set(firstInterval)
    let size = 0
    for (let task = 0; task < count; task++) if (waiting[task] === 0) open[size++] = task
    for (let k = 0; k < size; k++) offer(open[k]!)

    while (size > 0) {
      const task = takeFirst(size--)
      perform(task, work[task]!)
      const taken = doer[task]!
      for (let k = 0; k < size; k++) if (doer[open[k]!] === taken) offer(open[k]!)
      const after = successors[task]!
      for (let k = 0; k < after.length; k++) {
        const next = after[k]!
        if (finish[task]! > ready[next]!) {
          ready[next] = finish[task]!
          cause[next] = task
        }
        if (--waiting[next]! === 0) {
          open[size++] = next
          offer(next)
        }
      }
    }
    return schedule
  }
}
