import { millisOf } from '../instant.ts'
import type { Working } from './plan.ts'

/** One person's working time for fast questions; milliseconds since 1970 in UTC, parallel arrays. */
export interface WorkingTime {
  readonly from: Float64Array
  readonly until: Float64Array
  /** Working milliseconds before each interval; one more entry holds the total. */
  readonly before: Float64Array
}

/** @param working sorted and apart from each other, as {@link ./check.ts} demands */
export function workingTime(working: readonly Working[]): WorkingTime {
  const from = Float64Array.from(working, (w) => millisOf(w.from))
  const until = Float64Array.from(working, (w) => millisOf(w.until))
  const before = new Float64Array(working.length + 1)
  working.forEach((_, i) => (before[i + 1] = before[i]! + until[i]! - from[i]!))
  return { from, until, before }
}

/** Sorted and apart: what overlaps or touches is one. */
export function joinWorking(working: readonly Working[]): readonly Working[] {
  const joined: Working[] = []
  for (const next of working.toSorted((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))) {
    const last = joined.at(-1)
    if (!last || next.from > last.until) joined.push(next)
    else if (next.until > last.until) joined[joined.length - 1] = { from: last.from, until: next.until }
  }
  return joined
}

/** The first interval from `hint` on that ends after `at`; the number of intervals where none does. */
export const intervalAt = ({ until }: WorkingTime, at: number, hint = 0): number => gallop(until, hint, at, false)

/** The moment at which `work` milliseconds are done when it starts at `start`, within interval `i`; Infinity beyond the end. */
export function finishOf({ from, before }: WorkingTime, i: number, start: number, work: number): number {
  if (i >= from.length) return Infinity
  const target = before[i]! + (start - from[i]!) + work
  const last = gallop(before, i + 1, target, true) - 1
  return last < from.length ? from[last]! + (target - before[last]!) : Infinity
}

/** Working milliseconds within `[start, end)`. */
export const workedBetween = (time: WorkingTime, start: number, end: number): number =>
  workedUntil(time, end) - workedUntil(time, start)

function workedUntil(time: WorkingTime, at: number): number {
  const i = intervalAt(time, at)
  return time.before[i]! + (i < time.from.length ? Math.max(0, at - time.from[i]!) : 0)
}

/** The first index from `low` on whose value has passed `goal` (or met it, where `orMet`); the length where none has. */
function gallop(values: Float64Array, low: number, goal: number, orMet: boolean): number {
  const end = values.length
  let step = 1
  // Steps that double, then halve: most answers lie near. No closure here: this is the inner loop of every schedule.
  for (let at = low; at < end && (orMet ? values[at]! < goal : values[at]! <= goal); at = low + step - 1) {
    low = at + 1
    step *= 2
  }
  let high = Math.min(low + step - 1, end)
  while (low < high) {
    const middle = (low + high) >>> 1
    if (orMet ? values[middle]! < goal : values[middle]! <= goal) low = middle + 1
    else high = middle
  }
  return low
}
