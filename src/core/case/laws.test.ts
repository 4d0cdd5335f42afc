import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { HoldId } from '../ids.ts'
import { instantFromMillis, millisOf, type Instant } from '../instant.ts'
import { node } from '../log/log.testing.ts'
import {
  accepts,
  after,
  approvesChange,
  asksToAccept,
  assessed,
  at,
  breaksGlass,
  CART,
  CASE,
  CRITICAL,
  declared,
  delivered,
  EVIDENCE,
  failedRetest,
  found,
  grants,
  History,
  lift,
  MINOR,
  nobody,
  on,
  passedRetest,
  PAYMENTS,
  placed,
  proposes,
  ranRegression,
  retracts,
  revokes,
  sealed,
  SECOND,
  SQLI,
  step,
  V240,
  V241,
  V242,
  withPeople,
  type Step,
} from './case.testing.ts'
import type { Case } from './case.ts'
import { decide } from './decide.ts'
import { dueOf } from './due.ts'
import type { CaseEvent } from './event.ts'
import { evolve, replay } from './evolve.ts'
import { deadEnds, nextSteps } from './next.ts'
import { openEnds } from './open-ends.ts'
import { answersOf, QUESTIONS } from './search.testing.ts'
import { standing } from './standing.ts'
import { story } from './story.testing.ts'

const RULES = withPeople({ newt: grants('security-manager', on('10:00')) })
const WHO = ['ana', 'ben', 'mia', 'eve', 'dev', 'cy', 'ci', 'pam', 'newt', 'stranger']

/** A step that only fits some states does nothing in the others. */
const safely =
  (what: Step): Step =>
  (state) => {
    try {
      return what(state)
    } catch {
      return step('stranger', { type: 'acknowledge' })(state)
    }
  }

const who = fc.constantFrom(...WHO)
const builds = fc.constantFrom(V241, V242)
const change = fc.constantFrom(
  { kind: 'withdraw', product: PAYMENTS, because: 'cancelled' } as const,
  { kind: 'withdraw', product: PAYMENTS, because: 'false_positive' } as const,
  { kind: 'unaffected', product: PAYMENTS, build: V242 } as const,
  { kind: 'link', product: PAYMENTS, before: V241.digests[0], after: V242.digests[0] } as const,
  { kind: 'narrow', product: PAYMENTS, environments: [], identities: { ...nobody, versions: ['2.4.0'] } } as const,
  { kind: 'dismiss', finding: SECOND } as const,
  { kind: 'lower', view: MINOR, learned: sealed('less') } as const,
  { kind: 'let_fix_through', product: PAYMENTS, build: V240, fixes: 'HP-8/payments' as HoldId } as const,
)
const action: fc.Arbitrary<Step> = fc.oneof(
  who.map((by) => placed(by)),
  who.map((by) => placed(by, { product: CART, affected: nobody })),
  who.map(retracts),
  who.map((by) => found(by, { finding: SECOND })),
  who.map((by) => assessed(by, CRITICAL, 'worse')),
  who.map((by) => step(by, { type: 'see_in_production', finding: SQLI, evidence: EVIDENCE })),
  fc.tuple(who, builds, who).map(([by, build, fixer]) => declared(by, build, [fixer])),
  fc
    .tuple(who, builds, fc.constantFrom(SQLI, SECOND))
    .map(([by, build, finding]) => passedRetest(by, build, {}, finding)),
  fc.tuple(who, builds).map(([by, build]) => failedRetest(by, build)),
  fc.tuple(who, builds).map(([by, build]) => ranRegression(by, 'full', build)),
  fc
    .tuple(who, builds, fc.constantFrom('ends' as const, 'stays' as const))
    .map(([by, build, line]) => lift(by, build, line)),
  fc.tuple(who, change).map(([by, what]) => proposes(by, what)),
  who.map(approvesChange),
  fc.tuple(who, fc.integer({ min: 1, max: 300 })).map(
    ([by, minutes]) =>
      (state: Case) =>
        asksToAccept(by, after(state.at, minutes))(state),
  ),
  fc.tuple(who, fc.integer({ min: 1, max: 60 })).map(
    ([by, minutes]) =>
      (state: Case) =>
        asksToAccept(by, after(state.at, 120), { from: after(state.at, minutes) })(state),
  ),
  who.map(accepts),
  who.map(revokes),
  fc.tuple(who, fc.integer({ min: 1, max: 240 })).map(
    ([by, minutes]) =>
      (state: Case) =>
        breaksGlass(by, after(state.at, minutes))(state),
  ),
  fc.tuple(who, fc.constantFrom(V240, V241)).map(([by, build]) => delivered(by, build)),
)
/** Whatever was refused left no trace, so a history is what was not. */
const history: fc.Arbitrary<History> = fc
  .array(fc.tuple(action, fc.integer({ min: 0, max: 40 })), { maxLength: 80 })
  .map((actions) => {
    let told = new History(RULES).with(...PRELUDE)
    for (const [what, minutes] of actions) {
      const timed: Step = (state) => ({ ...safely(what)(state), at: after(state.at, minutes) })
      if (told.decision(timed).ok) told = told.with(timed)
    }
    return told
  })
const PRELUDE: readonly Step[] = [
  at('09:00', step('ana', { type: 'open', name: 'Quiet Harbour', title: sealed('t') })),
  step('ana', { type: 'attach', evidence: EVIDENCE, bytes: 1, name: sealed('n'), sensitive: true }),
  found('ana'),
  placed('ana'),
]
const moment = fc
  .integer({ min: -60, max: 3000 })
  .map((minutes) => instantFromMillis(millisOf(on('09:00')) + minutes * 60_000))

test('any history, through JSON and back, ends in the same state, step by step or at once', () => {
  fc.assert(
    fc.property(history, ({ state, events }) => {
      const stored = JSON.parse(JSON.stringify(events)) as CaseEvent[]
      expect(replay(CASE, stored)).toEqual(state)
    }),
    { numRuns: 60 },
  )
})
test('an acceptance or an override is never in force outside its time', () => {
  fc.assert(
    fc.property(history, fc.array(moment, { minLength: 5, maxLength: 20 }), ({ state }, moments) => {
      for (const now of moments)
        for (const answer of answersOf(state, now).values()) {
          if (answer.is === 'accepted') {
            const { from, until, grantedAt } = state.acceptances.get(answer.acceptance)!
            expect(from <= now && now < until && grantedAt! <= now).toBe(true)
          }
          if (answer.is === 'overridden') {
            const { at, until, endedAt } = state.overrides.get(answer.override)!
            expect(at <= now && now < until && (endedAt === undefined || now < endedAt)).toBe(true)
          }
        }
    }),
    { numRuns: 60 },
  )
})
test('silence and a passed date never lift: as time passes, held becomes nothing but accepted, from when that was to begin', () => {
  fc.assert(
    fc.property(history, fc.tuple(moment, moment), ({ state }, [a, b]) => {
      const [early, late] = a < b ? [a, b] : [b, a]
      const now = (time: Instant) => (time < state.at ? state.at : time)
      const before = answersOf(state, now(early))
      for (const [name, answer] of answersOf(state, now(late))) {
        if (before.get(name)!.is !== 'held' || answer.is === 'held') continue
        expect(answer.is).toBe('accepted')
        if (answer.is === 'accepted') expect(state.acceptances.get(answer.acceptance)!.from > now(early)).toBe(true)
      }
    }),
    { numRuns: 60 },
  )
})
test('one artifact more never makes a release pass', () => {
  fc.assert(
    fc.property(history, ({ state }) => {
      for (const one of [V240, V241, V242])
        for (const two of [V240, V241, V242]) {
          const ask = (digests: readonly (typeof one.digests)[0][]) =>
            standing(state, { product: PAYMENTS, environment: 'production', digests }, state.at).is
          if (ask(one.digests) === 'held') expect(ask([...one.digests, ...two.digests])).toBe('held')
        }
    }),
    { numRuns: 60 },
  )
})
test('deciding changes nothing, and the same question gets the same answer', () => {
  fc.assert(
    fc.property(history, action, (told, what) => {
      const before = structuredClone({ ...told.state })
      const command = told.command(safely(what))
      expect(decide(told.state, command, RULES)).toEqual(decide(told.state, command, RULES))
      expect({ ...told.state }).toEqual(before)
    }),
    { numRuns: 60 },
  )
})
test('an event leaves the state that it was given as it was', () => {
  fc.assert(
    fc.property(history, (told) => {
      const half = Math.floor(told.events.length / 2)
      const state = replay(CASE, told.events.slice(0, half))
      const before = structuredClone({ ...state })
      told.events.slice(half).reduce(evolve, state)
      expect({ ...state }).toEqual(before)
    }),
    { numRuns: 30 },
  )
})
test('evolving never refuses: any entries, in any order, with any of them gone', () => {
  const told = story(node.sha256)
  fc.assert(
    fc.property(fc.shuffledSubarray([...told.events]), moment, (events, now) => {
      const state = events.map((event, i) => ({ ...event, n: i + 1 })).reduce<Case>(evolve, replay(CASE, []))
      for (const asked of Object.values(QUESTIONS)) standing(state, asked, now)
      nextSteps(state, told.rules, now)
      deadEnds(state, told.rules, now)
      openEnds(state)
      dueOf(state, told.rules)
    }),
    { numRuns: 300 },
  )
})
