import fc from 'fast-check'
import { expect, test } from 'vitest'
import {
  accepts,
  asksToAccept,
  breaksGlass,
  delivered,
  given,
  lift,
  on,
  PAYMENTS,
  placed,
  PROVEN,
  RULES,
  type Step,
  V240,
  V241,
} from '../core/case/case.testing.ts'
import type { Case } from '../core/case/case.ts'
import type { Asked } from '../core/case/standing.ts'
import type { Instant } from '../core/instant.ts'
import { nodeHash } from '../adapters/hash.ts'
import { verdictJson, verdictText } from '../writers/json/verdict.ts'
import { judging } from './judging.ts'
import { defaultPolicy } from './policy.ts'
import type { Under } from './verdict.ts'

const policy = defaultPolicy(nodeHash)
const asked = (build: typeof V240 | typeof V241): Asked => ({ product: PAYMENTS, environment: 'production', ...build })
const QUESTIONS = [asked(V240), asked(V241), { ...asked(V240), environment: 'staging' }]
const UNDERS: readonly Under[] = [
  { policy, rules: RULES, validMinutes: 5 },
  { policy, rules: { ...RULES, may: { ...RULES.may, lift: ['executive'] } }, validMinutes: 3 },
  { policy: { ...policy, contact: 'somebody "else"' }, rules: RULES, validMinutes: 5 },
]
const STEPS: readonly Step[] = [
  placed('ana'),
  breaksGlass('eve', '10:00'),
  asksToAccept('pam', '11:00'),
  accepts('eve'),
  accepts('ben'),
  delivered('ci', V240),
  ...PROVEN,
  lift('ben'),
]
const TIMES = ['09:30', '09:59', '10:00', '10:30', '11:00', '12:00'].map((time) => on(time))

test('what is remembered is what would be said anew: for every history, question, rule and moment', () => {
  const states: Case[] = []
  let history = given()
  for (const step of STEPS) {
    history = history.with(step)
    states.push(history.state)
  }
  const ask = fc.record({
    state: fc.integer({ min: -1, max: states.length - 1 }),
    question: fc.integer({ min: 0, max: QUESTIONS.length - 1 }),
    under: fc.integer({ min: 0, max: UNDERS.length - 1 }),
    time: fc.integer({ min: 0, max: TIMES.length - 1 }),
    damaged: fc.integer({ min: 0, max: 9 }),
  })
  fc.assert(
    fc.property(fc.array(ask, { minLength: 1, maxLength: 60 }), (asks) => {
      const remembering = judging()
      for (const { state, question, under, time, damaged } of asks) {
        const further =
          damaged === 0 ? [{ code: 'gate/case-unreadable', decision: 'unknown', message: 'x' } as const] : []
        const found = { cases: state < 0 ? [] : [states[state]!], further }
        const asOf = { now: TIMES[time] as Instant, log: { origin: 'x"y', size: time } }
        const given = [QUESTIONS[question]!, asOf, found, UNDERS[under]!] as const
        const said = remembering(...given)
        expect(said).toEqual(judging()(...given))
        expect(verdictText(said)).toBe(JSON.stringify(verdictJson(said)))
      }
    }),
    { numRuns: 300 },
  )
})

test('a verdict that no log stands behind is written without one', () => {
  const asOf = { now: on('09:00'), log: { origin: 'x', size: 1 } }
  const { log: _, ...said } = judging()(QUESTIONS[0]!, asOf, { cases: [], further: [] }, UNDERS[0]!)
  expect(verdictText(said)).toBe(JSON.stringify(verdictJson(said)))
})
