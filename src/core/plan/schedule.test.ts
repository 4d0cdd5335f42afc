import { HOUR } from '../instant.ts'
import { array, assert, integer, nat, property, record, uniqueArray } from 'fast-check'
import { expect, test } from 'vitest'
import { networkOf } from './network.ts'
import type { Person, Plan } from './plan.ts'
import { estimate, hour, hoursAfterMonday, planOf, task } from './plan.testing.ts'
import { scheduler } from './schedule.ts'

const DAYS = 250

/** Works from one hour of the day to another, but not on every `off`-th day. */
const shift = (id: string, { from, length, off }: { from: number; length: number; off: number }): Person => ({
  id,
  working: Array.from({ length: DAYS }, (_, day) => day)
    .filter((day) => day % off !== off - 1)
    .map((day) => ({ from: hour(day * 24 + from), until: hour(day * 24 + from + length) })),
})

const plans = record({
  shifts: array(
    record({
      from: integer({ min: 0, max: 12 }),
      length: integer({ min: 1, max: 12 }),
      off: integer({ min: 2, max: 8 }),
    }),
    {
      minLength: 1,
      maxLength: 4,
    },
  ),
  tasks: array(
    record({
      hours: nat(12),
      who: uniqueArray(nat(3), { minLength: 1, maxLength: 3 }),
      after: uniqueArray(nat(8), { maxLength: 3 }),
      notBefore: nat(40),
    }),
    { minLength: 1, maxLength: 9 },
  ),
}).map(({ shifts, tasks }): Plan =>
  planOf(
    tasks.map(({ hours, who, after, notBefore }, i) =>
      task(`t${i}`, estimate(hours), {
        who: [...new Set(who.map((p) => `p${p % shifts.length}`))],
        after: i ? [...new Set(after.map((before) => `t${before % i}`))] : [],
        notBefore: hour(notBefore),
      }),
    ),
    { people: shifts.map((s, i) => shift(`p${i}`, s)) },
  ),
)

/** The same rule told hour by hour: who is there and idle takes the first task on the list that can begin. */
function hourByHour(plan: Plan): ReadonlyMap<string, readonly [start: number, finish: number]> {
  const list = networkOf(plan).tasks
  const done = new Map<string, readonly [number, number]>()
  const busy = new Map<string, { id: string; start: number; left: number }>()
  const works = new Map(
    plan.people.map(({ id, working }) => [
      id,
      new Set(
        working.flatMap(({ from, until }) =>
          Array.from(
            { length: hoursAfterMonday(until) - hoursAfterMonday(from) },
            (_, i) => hoursAfterMonday(from) + i,
          ),
        ),
      ),
    ]),
  )
  for (let now = 0; done.size < list.length; now++) {
    const idle = (person: string) => works.get(person)!.has(now) && !busy.has(person)
    for (let found = true; found;) {
      found = false
      for (const { id, who, after, notBefore, estimate: hours } of list) {
        const started = done.has(id) || [...busy.values()].some((b) => b.id === id)
        const ready = hoursAfterMonday(notBefore!) <= now && after.every((b) => (done.get(b)?.[1] ?? Infinity) <= now)
        const person = started || !ready ? undefined : who.find(idle)
        if (person === undefined) continue
        const left = 'low' in hours ? hours.low : 0
        if (left === 0) done.set(id, [now, now])
        else busy.set(person, { id, start: now, left })
        found = true
        break
      }
    }
    for (const [person, work] of busy) {
      if (works.get(person)!.has(now)) work.left--
      if (work.left > 0) continue
      done.set(work.id, [work.start, now + 1])
      busy.delete(person)
    }
  }
  return done
}

test('the schedule is what a clerk would write down hour by hour', () => {
  assert(
    property(plans, (plan) => {
      const network = networkOf(plan)
      const work = Float64Array.from(network.estimates, ({ low }) => low * HOUR)
      const { start, finish } = scheduler(network)(work)
      const expected = hourByHour(plan)
      network.tasks.forEach(({ id }, i) => {
        const hours = [start[i]!, finish[i]!].map((at) => (at - network.now) / HOUR)
        expect([id, ...hours]).toEqual([id, ...expected.get(id)!])
      })
    }),
    { numRuns: 120 },
  )
})

test('nobody does two tasks at once, nothing begins before what it waits for, and a cause ends where its effect can begin', () => {
  assert(
    property(plans, (plan) => {
      const network = networkOf(plan)
      const { start, finish, doer, cause } = scheduler(network)(
        Float64Array.from(network.estimates, ({ low }) => low * HOUR),
      )
      network.successors.forEach((successors, i) =>
        successors.forEach((j) => expect(start[j]).toBeGreaterThanOrEqual(finish[i]!)),
      )
      for (let i = 0; i < start.length; i++) {
        for (let j = 0; j < i; j++)
          if (doer[i] === doer[j]) expect(finish[i]! <= start[j]! || finish[j]! <= start[i]!).toBe(true)
        if (cause[i]! >= 0) expect(finish[cause[i]!]).toBeLessThanOrEqual(start[i]!)
      }
    }),
    { numRuns: 60 },
  )
})

test('one scheduler may be used for any number of schedules', () => {
  const network = networkOf(planOf([task('a', estimate(1)), task('b', estimate(1), { after: ['a'] })]))
  const schedule = scheduler(network)
  const endOf = (hours: number) =>
    (Math.max(...schedule(new Float64Array([hours * HOUR, HOUR])).finish) - network.now) / HOUR
  expect([endOf(1), endOf(5), endOf(1)]).toEqual([2, 6, 2])
})
