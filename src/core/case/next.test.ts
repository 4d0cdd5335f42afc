import { expect, test } from 'vitest'
import {
  about,
  accepts,
  approvesChange,
  asksToAccept,
  at,
  assessed,
  breaksGlass,
  CASE,
  V242,
  CRITICAL,
  declared,
  FAST_LANE,
  fixedBy,
  found,
  given,
  HOLD,
  lift,
  on,
  passedRetest,
  placed,
  proposes,
  PROVEN,
  ranRegression,
  RULES,
  sealed,
  SECOND,
  step,
  V240,
  V241,
  WITHDRAW,
  withoutPeople,
  type History,
} from './case.testing.ts'
import type { Actor } from '../ids.ts'
import { noCase } from './case.ts'
import { dueOf, untold, type Due } from './due.ts'
import { deadEnds, nextSteps } from './next.ts'
import { reasonOf } from './reason.ts'

const steps = (history: History, rules = RULES) => {
  const next = nextSteps(history.state, rules, history.state.at)
  for (const { why } of next) expect(why).toMatchSnapshot()
  return next.map(({ wish, who }) => [wish, who.join(' ')])
}

test('who can do what next, up to the lift', () => {
  const held = given(placed('ana'))
  expect(steps(held)).toEqual([['declare_candidate', 'ana ben mia eve dev lea cy pam rel ci']])
  const declaredOnly = held.with(declared('lea', V241, []))
  expect(steps(declaredOnly)).toEqual([['declare_fixers', 'ana ben mia eve dev lea cy pam rel ci']])
  const fixed = held.with(fixedBy('dev'))
  expect(steps(fixed)).toEqual([['record_proof', 'ana ben mia cy ci']])
  const passed = fixed.with(passedRetest('cy'))
  expect(steps(passed)).toEqual([['record_regression', 'ana ben mia cy ci']])
  const run = passed.with(ranRegression('cy'))
  expect(steps(run)).toEqual([['lift', 'ben mia eve']])
  expect(steps(run.with(lift('ben')))).toEqual([])
})
test('who can confirm, approve, answer and review', () => {
  expect(steps(given(placed('dev')))[0]).toEqual(['confirm', 'ana ben mia'])
  const proposed = given(placed('ana'), fixedBy('mia'), proposes('ben', WITHDRAW))
  expect(steps(proposed).at(-1)).toEqual(['approve_change', 'eve'])
  const asked = given(placed('ana'), asksToAccept('eve', '18:00'), accepts('ben'))
  expect(steps(asked).at(-1), 'the only executive asked, and no second manager takes their seat').toEqual([
    'approve_acceptance',
    '',
  ])
  const half = given(placed('ana'), asksToAccept('pam', '18:00'), accepts('ben'))
  expect(steps(half).at(-1), 'the seat that is left is for an executive').toEqual(['approve_acceptance', 'eve'])
  const raised = given(step('pam', { type: 'object', kind: 'deadline', who: 'pam' as Actor, claim: sealed('c') }))
  expect(steps(raised)[0]?.[0]).toBe('answer')
  const broken = given(placed('ana'), breaksGlass('ben', '09:30'))
  expect(nextSteps(broken.state, RULES, on('10:00')).at(-1)).toMatchObject({
    wish: 'review_override',
    who: ['ana', 'mia'],
  })
})
test('what is void, settled or over is no next step', () => {
  const proposed = given(placed('ana'), proposes('ana', WITHDRAW))
  expect(steps(proposed.with(assessed('ana', CRITICAL))).map(([wish]) => wish)).not.toContain('approve_change')
  expect(steps(proposed.with(approvesChange('ben')))).toEqual([])
  const asked = given(placed('ana'), asksToAccept('pam', '10:00'))
  expect(nextSteps(asked.state, RULES, on('10:00')).map(({ wish }) => wish)).not.toContain('approve_acceptance')
})

test('a case from which every approver has gone is a dead end, and says so', () => {
  const proven = given(placed('ana'), ...PROVEN)
  expect(deadEnds(proven.state, RULES, proven.state.at)).toEqual([])
  const ends = deadEnds(proven.state, withoutPeople('ben', 'mia', 'eve'), proven.state.at)
  expect(ends.map(({ message }) => message)).toEqual([`Nobody is left who may lift ${HOLD}.`])
  expect(ends[0]?.hint).toContain('security-manager')
})
test('when only the placer, or only fixers, could lift: a dead end', () => {
  const byBen = given(placed('ben'), ...PROVEN)
  expect(deadEnds(byBen.state, withoutPeople('mia', 'eve'), byBen.state.at)).toHaveLength(1)
  const fixedByBen = given(placed('ana'), fixedBy('ben'))
  expect(deadEnds(fixedByBen.state, withoutPeople('mia', 'eve'), fixedByBen.state.at)).toHaveLength(1)
})
test('when nobody is left to prove, to confirm or to accept: a dead end', () => {
  const asked = given(placed('ana'), proposes('ben', WITHDRAW), asksToAccept('pam', '18:00'))
  const left = (...gone: readonly string[]) =>
    deadEnds(asked.state, withoutPeople(...gone), asked.state.at).map(({ message }) => message)
  expect(left('mia', 'eve')).toEqual([
    'Nobody is left who may confirm change 5.',
    'Nobody is left who may grant acceptance 6.',
  ])
  expect(left('ana', 'ben', 'mia', 'dev', 'cy', 'ci')).toContain(`Nobody is left who may prove a fix of ${HOLD}.`)
})

test('what time asks of people, the earliest first', () => {
  const due = (history: History) => dueOf(history.state, RULES).map(({ what, at }) => [what, at.slice(11, 16)])
  expect(due(given(placed('dev')))).toEqual([
    ['escalate', '10:03'],
    ['confirm_hold', '13:03'],
  ])
  const promised = given(step('ben', { type: 'promise_follow_up', due: on('12:00'), about: sealed('x') }))
  expect(due(promised)).toEqual([['follow_up', '12:00']])
  const lane = given(...FAST_LANE, lift('ben'))
  expect(due(lane)).toEqual([['full_regression', '09:08']])
  expect(due(lane.with(ranRegression('cy', 'full')))).toEqual([])
  const windows = given(
    placed('ana'),
    step('ben', { type: 'acknowledge' }),
    breaksGlass('eve', '11:00'),
    asksToAccept('pam', '10:00'),
    accepts('eve'),
    accepts('ben'),
  )
  expect(due(windows)).toEqual([
    ['acceptance_ends', '10:00'],
    ['override_ends', '11:00'],
  ])
  const action = given(
    step('ben', { type: 'assign_action', owner: 'lea' as Actor, due: on('12:00'), what: sealed('w') }),
  )
  expect(due(action)).toEqual([['action', '12:00']])
})
test('the ladder goes up step by step, and stops when somebody answers', () => {
  const held = given(placed('ana'))
  const escalates = step('holdpoint', { type: 'escalate', because: 'no_decision' })
  expect(dueOf(held.with(escalates).state, RULES)).toMatchObject([{ what: 'escalate', at: on('13:03') }])
  expect(dueOf(held.with(escalates, escalates).state, RULES)).toEqual([])
  expect(dueOf(held.with(step('ben', { type: 'acknowledge' })).state, RULES)).toEqual([])
})

const comesDue = (due: Due) =>
  at(due.at, step('holdpoint', { type: 'come_due', what: due.what, due: due.at, ...pick(due) }))
const pick = ({ hold, about }: Due) => ({ ...(hold && { hold }), ...(about && { about }) })

test('the clock tells each thing once, when it is due, and calls the next authority where nobody decided or confirmed', () => {
  const held = given(placed('dev'))
  const [rung, unconfirmed] = dueOf(held.state, RULES) as readonly [Due, Due]
  held.when(at('09:30', comesDue({ ...rung }))).refused('case/not-due')
  held.when(comesDue(rung)).happens('escalated', 'came_due')
  held.with(comesDue(rung)).when(comesDue(rung)).happens()
  held.when(comesDue(unconfirmed)).happens('escalated', 'came_due')
  held.with(comesDue(unconfirmed)).when(comesDue(unconfirmed)).happens()
  const promised = given(step('ben', { type: 'promise_follow_up', due: on('12:00'), about: sealed('x') }))
  const [late] = dueOf(promised.state, RULES) as readonly [Due]
  promised.when(comesDue(late)).happens('came_due')
  const kept = promised.with(
    step('ben', (state) => ({ type: 'hold_follow_up', follow_up: [...state.followUps.keys()][0]! })),
  )
  kept.when(comesDue(late)).happens()
  expect(untold(promised.with(comesDue(late)).state, RULES)).toEqual([])
  expect(dueOf(promised.with(comesDue(late)).state, RULES)).toEqual([late])
})

const reason = (history: History, build = V240 as Parameters<typeof about>[0]) =>
  reasonOf(history.state, history.asks(about(build)), RULES)
test('whoever is stopped sees the hold, its code name, who can lift it and the next step, and not what was found', () => {
  const held = given(placed('ana'))
  expect(reason(held)).toEqual({
    code: 'hold/affected',
    decision: 'held',
    message: 'This release is known to be affected. It stays held.',
    hold: HOLD,
    name: 'Quiet Harbour',
    whoCanLift: ['security-manager', 'executive'],
    next: 'Declare a candidate that carries the fix.',
  })
  const next = (history: History) => reason(history)?.next
  expect(next(held.with(declared('lea', V241, [])))).toBe('Declare who wrote the fix in 2.4.1.')
  expect(next(held.with(fixedBy('dev')))).toBe('Retest of 2.4.1.')
  expect(next(held.with(fixedBy('dev'), passedRetest('cy')))).toBe('Regression run of 2.4.1.')
  expect(next(held.with(...PROVEN))).toBe('Lift for 2.4.1, and ship that.')
  expect(next(held.with(...PROVEN, lift('ben')))).toBe('Ship 2.4.1: it is proven, and the hold was lifted for it.')
})
test('what passes has no reason; what cannot be told says how to ask', () => {
  const lifted = given(placed('ana'), ...PROVEN, lift('ben'))
  expect(reason(lifted, V241)).toBeUndefined()
  expect(reasonOf(lifted.state, lifted.asks({ version: '2.4.1' }), RULES)).toMatchObject({
    code: 'hold/ask-with-the-digest',
    decision: 'unknown',
  })
  expect(reason(lifted.with(found('ana', { finding: SECOND }), placed('mia')), V241)?.code).toBe('hold/in-force')
})

test('a closed case, and one that nobody opened, ask for nothing', () => {
  expect(nextSteps(noCase(CASE), RULES, on('10:00'))).toEqual([])
  const review = [step('ben', { type: 'open_review' }), step('ben', { type: 'close_review', summary: sealed('s') })]
  const done = given(placed('ana'), ...PROVEN, lift('ben'), objects, ...review)
  expect(steps(done)).toHaveLength(1)
  expect(steps(done.with(step('ben', { type: 'close' })))).toEqual([])
})
const objects = step('pam', { type: 'object', kind: 'deadline', who: 'pam' as Actor, claim: sealed('c') })
test('what was answered or settled asks for no answer, what is reviewed or open for no review', () => {
  const objection = (more: object) =>
    step('ana', (state) => ({ objection: [...state.objections.keys()].at(-1)!, ...more }) as never)
  const raised = given(objects)
  expect(steps(raised.with(objection({ type: 'answer', answer: sealed('a'), evidence: [] })))).toEqual([])
  expect(steps(raised.with(objection({ type: 'settle', outcome: 'conceded' })))).toEqual([])
  const broken = given(placed('ana'), breaksGlass('ben', '11:00'))
  expect(steps(broken).map(([wish]) => wish)).not.toContain('review_override')
  const override = { override: 5 }
  const reviewed = broken.with(
    step('ben', { type: 'close_override', ...override }),
    step('ana', { type: 'review_override', ...override, finding: sealed('f') }),
  )
  expect(steps(reviewed).map(([wish]) => wish)).not.toContain('review_override')
})
test('the last candidate is the one that counts, and what can be lifted says so', () => {
  const two = given(placed('ana'), ...PROVEN, declared('lea', V242))
  expect(steps(two)).toEqual([['record_proof', 'ana ben mia cy ci']])
  expect(reasonOf(two.state, two.asks(about(V240)), RULES)?.next).toBe('Retest of 2.4.2.')
  const proven = given(placed('ana'), ...PROVEN)
  expect(nextSteps(proven.state, RULES, proven.state.at)[0]).toMatchObject({
    why: 'Candidate 5 is proven.',
    roles: ['security-manager', 'executive'],
  })
})
test('a change or a request that is settled is no dead end', () => {
  const settled = given(placed('ana'), proposes('ben', WITHDRAW), asksToAccept('pam', '18:00')).with(
    step('ben', { type: 'decline_change', change: 5, reason: sealed('r') }),
    step('pam', { type: 'refuse_acceptance', acceptance: 6, reason: sealed('r') }),
  )
  expect(deadEnds(settled.state, withoutPeople('mia', 'eve'), settled.state.at)).toEqual([])
})
