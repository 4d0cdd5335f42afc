import { expect, test } from 'vitest'
import type { Actor } from '../ids.ts'
import {
  about,
  assessed,
  asksToAccept,
  ranRegression,
  at,
  attached,
  breaksGlass,
  CRITICAL,
  delivered,
  digest,
  EVIDENCE,
  EXPLOITED,
  failedRetest,
  FAST_LANE,
  found,
  given,
  lastOf,
  lift,
  MINOR,
  on,
  PAYMENTS,
  placed,
  proposes,
  PROVEN,
  sealed,
  SECOND,
  SQLI,
  step,
  V240,
  V241,
  type Step,
  History,
  opened,
} from './case.testing.ts'
import { isLower, sayReassessment, severityInForce } from './assessment.ts'
import { isPlanAgreed } from './decide/plan.ts'
import type { Change, Task, View } from './values.ts'

const held = given(placed('ana'))

// evidence
test('the same finding, file or report again is nothing new', () => {
  held.when(found('ana')).happens()
  held.when(attached('lea')).happens()
  const report = step('ci', { type: 'link_report', report: digest('r'), format: 'sarif', findings: 3 })
  held.when(report).happens('report_linked').when(report).happens()
})
test('a finding or a report that disappears changes nothing', () => {
  const empty = held.with(step('ci', { type: 'link_report', report: digest('empty'), format: 'sarif', findings: 0 }))
  expect(empty.asks(about(V240)).is).toBe('held')
  expect(empty.state.findings.get(SQLI)?.dismissed).toBe(false)
})
test('that it is in production takes evidence, and somebody of security', () => {
  const seen = (by: string, evidence = EVIDENCE) => step(by, { type: 'see_in_production', finding: SQLI, evidence })
  held.when(seen('pam')).refused('case/not-authorised')
  held.when(seen('ana', digest('none'))).refused('case/unknown-evidence')
  held.when(seen('ana')).happens('finding_seen_in_production').when(seen('ana')).happens()
  held.when(step('ana', { type: 'see_in_production', finding: SECOND, evidence: EVIDENCE })).refused('case/unknown')
})

// assessment
test('re-assessing upwards takes one person and says what was learned', () => {
  const minor = given(assessed('ana', MINOR, 'x'))
  minor.when(assessed('ana', CRITICAL)).refused('case/nothing-learned')
  const worse = minor.when(assessed('ana', CRITICAL, 'no account needed')).happens('reassessed')
  expect(worse.events.at(-1)?.data).toMatchObject({ from: { score: 5.4 }, view: { score: 9.3 } })
  expect(worse.state.assessments).toHaveLength(2)
})
test('before a hold is placed a view may go either way', () => {
  given(assessed('ana', CRITICAL))
    .when(assessed('ana', MINOR, 'behind a VPN'))
    .happens('reassessed')
})
test('a first view that is lower than the findings say takes two, once a hold is in force', () => {
  held.when(assessed('ana', MINOR)).refused('case/needs-second-person')
  held.when(assessed('ana', CRITICAL)).happens('assessed')
})
test('a score is the score of its vector', () => {
  held.when(assessed('ana', { ...CRITICAL, score: 9.9 })).refused('case/score-differs')
  const { vector: _, ...bare } = CRITICAL
  held.when(assessed('ana', bare)).refused('case/score-without-vector')
  const { score: __, ...vector } = CRITICAL
  expect(held.with(assessed('ana', vector)).state.assessments.at(-1)?.view.score).toBe(9.3)
  const lower: Change = { kind: 'lower', view: { ...MINOR, score: 1 }, learned: sealed('x') }
  held.when(proposes('ana', lower)).refused('case/score-differs')
})
test('who may not assess does not', () => {
  held.when(assessed('pam', CRITICAL)).refused('case/not-authorised')
})
test('a worse finding that comes after the view counts', () => {
  const later = given(assessed('ana', CRITICAL), assessed('ana', MINOR, 'x'))
  expect(severityInForce(later.state)).toBe('medium')
  expect(severityInForce(later.with(found('ana', { finding: SECOND, severity: 'high' })).state)).toBe('high')
  expect(severityInForce(later.with(found('ana', { finding: SECOND, severity: 'low' })).state)).toBe('medium')
})
test('what nobody knows weighs as much as critical', () => {
  expect(severityInForce(given(found('ana', { finding: SECOND, severity: 'unknown' })).state)).toBe('critical')
  const both = given(
    assessed('ana', { severity: 'high', exploited: false, in_production: false }),
    found('ana', { finding: SECOND, severity: 'unknown' }),
  )
  expect(severityInForce(both.state)).toBe('unknown')
})

// containment
const off = step('lea', { type: 'contain', product: PAYMENTS, kind: 'feature_off', what: sealed('login off') })
const verifies = (by: string): Step =>
  step(by, (state) => ({ type: 'verify_containment', containment: lastOf(state.containments), evidence: EVIDENCE }))
const removes: Step = step('lea', (state) => ({
  type: 'remove_containment',
  containment: lastOf(state.containments),
  reason: sealed('r'),
}))
test('a containment lowers the number; it does not lift the hold', () => {
  const contained = held.when(off).happens('containment_applied').when(verifies('ana')).happens('containment_verified')
  expect(contained.asks(about(V240)).is).toBe('held')
})
test('what was removed is not verified', () => {
  held.with(off, removes).when(verifies('ana')).refused('case/settled')
  held.when(step('lea', { type: 'verify_containment', containment: 99, evidence: EVIDENCE })).refused('case/unknown')
})

// options and decision
const decides = (by: string, more = {}) =>
  step(by, {
    type: 'record_decision',
    decided: 'ship',
    deciders: ['eve' as Actor],
    dissent: [],
    conditions: [],
    next_check: on('12:00'),
    ...more,
  })
test('a decision of the meeting is a record: even “ship” lifts nothing', () => {
  const decided = held.when(decides('ben')).happens('decision_recorded')
  expect(decided.asks(about(V240)).is).toBe('held')
})
test('a decision names an option that was computed, and a check to come', () => {
  held.when(decides('ben', { next_check: on('09:00') })).refused('case/time-past')
  const computed = held.with(options('ship now'))
  computed.when(decides('ben', { option: 'hope' })).refused('case/unknown-option')
  computed.when(decides('ben', { option: 'ship now' })).happens('decision_recorded')
  held.when(options('a', 'a')).refused('case/option-twice')
})
function options(...names: readonly string[]): Step {
  return step('ana', {
    type: 'compute_options',
    result: digest('r'),
    inputs: digest('i'),
    seed: 7,
    program: 'holdpoint 0.1.0',
    options: names.map((option) => ({ option })),
  })
}

// plan
const task = (name: string, after: readonly string[] = [], more: Partial<Task> = {}): Task => ({
  task: name,
  title: sealed(name),
  owner: 'dev' as Actor,
  low: 3,
  likely: 4,
  high: 7,
  after,
  ...more,
})
const plans = (tasks: readonly Task[], more = {}) =>
  step('lea', {
    type: 'propose_plan',
    product: PAYMENTS,
    tasks,
    displaces: [{ owner: 'pam' as Actor, work: sealed('w') }],
    ...more,
  })
const agrees = (by: string) => step(by, (state) => ({ type: 'agree_plan', plan: lastOf(state.plans) }))
const tasks = (type: 'start_task' | 'finish_task', name: string, plan?: number) =>
  step('dev', (state) => ({ type, plan: plan ?? lastOf(state.plans), task: name, hours: 4 }) as never)
test('a plan is agreed by the owner of the work that it displaces, and by nobody for them', () => {
  const proposed = held.when(plans([task('fix'), task('test', ['fix'])])).happens('plan_proposed')
  proposed.when(agrees('eve')).refused('plan/not-concerned')
  const half = proposed.with(agrees('dev'))
  expect(isPlanAgreed([...half.state.plans.values()][0]!)).toBe(false)
  const whole = half.when(agrees('pam')).happens('plan_agreed')
  expect(isPlanAgreed([...whole.state.plans.values()][0]!)).toBe(true)
  whole.when(agrees('pam')).happens()
})
test('a revised plan says why, and the one before is no longer worked on', () => {
  const first = held.with(plans([task('fix')]))
  first.when(plans([task('fix')])).refused('plan/no-reason')
  const revised = first.with(plans([task('fix')], { reason: sealed('it is harder') }))
  revised.when(tasks('start_task', 'fix', lastOf(first.state.plans))).refused('plan/revised')
})
test('a plan can be done: names once, low ≤ likely ≤ high, no circle', () => {
  held.when(plans([task('a'), task('a')])).refused('plan/task-twice')
  held.when(plans([task('a', [], { low: 5 })])).refused('plan/estimate')
  held.when(plans([task('a', ['b']), task('b', ['a'])])).refused('plan/no-order')
  held.when(plans([task('a', ['c'])])).refused('plan/no-order')
})
test('tasks are started and finished once', () => {
  const planned = held.with(plans([task('fix')]))
  planned.when(tasks('start_task', 'other')).refused('plan/unknown-task')
  const started = planned.when(tasks('start_task', 'fix')).happens('task_started')
  started.when(tasks('start_task', 'fix')).happens()
  started.when(tasks('finish_task', 'fix')).happens('task_finished').when(tasks('finish_task', 'fix')).happens()
})

// objections
const objects = step('pam', { type: 'object', kind: 'deadline', who: 'pam' as Actor, claim: sealed('today') })
const answers = step('ana', (state) => ({
  type: 'answer',
  objection: lastOf(state.objections),
  answer: sealed('a'),
  evidence: [],
}))
const settles = (outcome: 'conceded' | 'overruled') =>
  step('ben', (state) => ({ type: 'settle', objection: lastOf(state.objections), outcome }))
test('an objection without an answer is not overruled; one that is right is conceded', () => {
  const raised = held.when(objects).happens('objection_raised')
  raised.when(settles('overruled')).refused('case/unanswered')
  raised.when(settles('conceded')).happens('objection_settled')
  raised.when(answers).happens('objection_answered').when(settles('overruled')).happens('objection_settled')
})
test('an outsider is not heard in the case; somebody of the team writes it down', () => {
  held
    .when(step('stranger', { type: 'object', kind: 'other', who: 'stranger' as Actor, claim: sealed('c') }))
    .refused('case/not-authorised')
})

// escalation
test('escalating calls people, step by step; it neither lifts nor accepts', () => {
  const escalates = step('holdpoint', { type: 'escalate', because: 'no_decision' })
  const twice = held.when(escalates).happens('escalated').when(escalates).happens('escalated')
  expect(twice.state.escalations.map(({ rung }) => rung)).toEqual([0, 1])
  expect(twice.asks(about(V240)).is).toBe('held')
})
test('acknowledging twice is harmless', () => {
  const acknowledges = step('ben', { type: 'acknowledge' })
  held.when(acknowledges).happens('acknowledged').when(acknowledges).happens()
})

// review and closing
const promises = step('ben', { type: 'promise_follow_up', due: on('12:00'), about: sealed('estimate') })
const keeps = step('ben', (state) => ({ type: 'hold_follow_up', follow_up: lastOf(state.followUps) }))
const REVIEWED: readonly Step[] = [
  step('ben', { type: 'open_review' }),
  step('lea', { type: 'add_cause', kind: 'test', what: sealed('none') }),
  step('ben', { type: 'close_review', summary: sealed('s') }),
]
const closes = step('ben', { type: 'close' })
const done: History = given(placed('ana'), ...PROVEN, lift('ben'), ...REVIEWED)
test('a case closes only when its lines hold nothing and nothing is owed', () => {
  given(placed('ana'), ...REVIEWED)
    .when(closes)
    .refused('case/still-holding')
  given(placed('ana'), ...PROVEN, lift('ben'))
    .when(closes)
    .refused('review/not-closed')
  given(placed('ana'), promises, ...PROVEN, lift('ben'), ...REVIEWED)
    .when(closes)
    .refused('case/follow-up-owed')
  given(placed('ana'), promises, keeps, ...PROVEN, lift('ben'), ...REVIEWED)
    .when(closes)
    .happens('case_closed')
  given(placed('ana'), breaksGlass('eve', '10:00'), ...PROVEN, lift('ben'), ...REVIEWED)
    .when(closes)
    .refused('override/unreviewed')
  done.when(step('pam', { type: 'close' })).refused('case/not-authorised')
  done.when(closes).happens('case_closed')
})
test('what is affected stays held when the case is closed', () => {
  expect(done.with(closes).asks(about(V240), on('2036-01-01T00:00:00Z')).is).toBe('held')
})
test('a closed case takes only what could stop a release, or says that one happened', () => {
  const closed = done.with(closes)
  closed.when(objects).refused('case/closed')
  closed.when(closes).refused('case/closed')
  closed.when(delivered('ci', V240)).happens('delivered', 'held_delivery_alarmed')
  const open = closed.when(failedRetest('cy')).happens('proof_recorded')
  expect(open.state.closed).toBeUndefined()
  expect(open.asks(about(V241)).is).toBe('held')
  expect(closed.with(placed('mia')).state.closed).toBeUndefined()
})
test('a review is opened before causes are added, and no longer changed once closed', () => {
  const cause = step('lea', { type: 'add_cause', kind: 'code', what: sealed('c') })
  held.when(cause).refused('review/not-open')
  held
    .with(...REVIEWED)
    .when(cause)
    .refused('review/closed')
})
test('an action is finished once, with evidence', () => {
  const assigned = held.with(
    step('ben', { type: 'assign_action', owner: 'lea' as Actor, due: on('12:00'), what: sealed('w') }),
  )
  const finishes = (evidence = [EVIDENCE]) =>
    step('lea', (state) => ({ type: 'finish_action', action: lastOf(state.actions), evidence }))
  assigned.when(finishes([digest('none')])).refused('case/unknown-evidence')
  assigned.when(finishes()).happens('action_finished').when(finishes()).happens()
})
test('a promise is for a time to come, and is kept once', () => {
  held.when(step('ben', { type: 'promise_follow_up', due: on('08:00'), about: sealed('x') })).refused('case/time-past')
  held.with(promises).when(at('11:00', keeps)).happens('follow_up_held').when(keeps).happens()
})

test('less caution in any one respect is a lower view; more severity is not', () => {
  const lower = (view: View) => isLower(view, EXPLOITED)
  expect(lower(EXPLOITED)).toBe(false)
  expect(lower({ ...EXPLOITED, exploited: false })).toBe(true)
  expect(lower({ ...EXPLOITED, in_production: false })).toBe(true)
  expect(lower({ ...EXPLOITED, score: 9.2 })).toBe(true)
  expect(lower({ ...EXPLOITED, score: 9.4 })).toBe(false)
  expect(lower({ ...EXPLOITED, severity: 'high' })).toBe(true)
  expect(isLower({ ...EXPLOITED, severity: 'critical', score: 1 }, { ...EXPLOITED, severity: 'high' })).toBe(false)
  expect(isLower({ severity: 'critical', exploited: true, in_production: true }, EXPLOITED)).toBe(false)
  expect(isLower(EXPLOITED, { severity: 'critical', exploited: true, in_production: true })).toBe(false)
  expect(isLower({ ...CRITICAL }, CRITICAL)).toBe(false)
  expect(isLower(CRITICAL, { ...CRITICAL, exploited: false })).toBe(false)
})
test('before anybody looked, nothing is known: that weighs most', () => {
  expect(severityInForce(new History().with(opened('ana')).state)).toBe('unknown')
})
test('a re-assessment without a vector is told by severity', () => {
  const { vector: _, score: __, ...bare } = CRITICAL
  expect(sayReassessment(MINOR, bare)).toBe('The severity goes from medium to critical.')
  expect(sayReassessment(bare, MINOR)).toBe('The severity goes from critical to medium.')
})
test('a re-assessment goes from the last view, not from the first', () => {
  const third = given(assessed('ana', CRITICAL), assessed('ana', MINOR, 'a'), assessed('ana', CRITICAL, 'b'))
  expect(third.events.at(-1)?.data).toMatchObject({ from: { severity: 'medium' }, view: { severity: 'critical' } })
})

test('a case lifted on limited regression closes only after the full run', () => {
  const lane = given(...FAST_LANE, lift('ben'), ...REVIEWED)
  lane.when(closes).refused('hold/no-regression')
  lane.with(ranRegression('cy', 'full')).when(closes).happens('case_closed')
})
test('a reviewed override is no open end', () => {
  const reviews = step('ana', (state) => ({
    type: 'review_override',
    override: lastOf(state.overrides),
    finding: sealed('f'),
  }))
  given(placed('ana'), breaksGlass('eve', '09:05'), ...PROVEN, lift('ben'), ...REVIEWED, reviews)
    .when(closes)
    .happens('case_closed')
})
test('the next check and a promise are for a time to come: now is too late', () => {
  const now = held.state.at
  held.when(at(now, decides('ben', { next_check: now }))).refused('case/time-past')
  held.when(at(now, step('ben', { type: 'promise_follow_up', due: now, about: sealed('x') }))).refused('case/time-past')
})
test('of several options any may be named, of several tables the last one', () => {
  const computed = held.with(options('fix first', 'ship now'))
  computed.when(decides('ben', { option: 'ship now' })).happens('decision_recorded')
  const again = computed.with(options('wait'))
  again.when(decides('ben', { option: 'ship now' })).refused('case/unknown-option')
  again.when(asksToAccept('pam', '18:00', { option: 'ship now' })).refused('case/unknown-option')
  again.when(asksToAccept('pam', '18:00', { option: 'wait' })).happens('acceptance_requested')
})
test('an alarm says which delivery it is about', () => {
  const alarmed = held.with(delivered('ci', V240))
  expect(alarmed.events.at(-1)?.data).toMatchObject({ delivery: alarmed.state.deliveries[0]!.n })
})
test('two entries may share a moment', () => {
  held.when(at(held.state.at, attached('lea', digest('same time')))).happens('evidence_attached')
})

test('what does not fit into one entry is refused, not cut', () => {
  const many = Array.from({ length: 200 }, (_, i) => task(`task ${i}`))
  held.when(plans(many)).refused('case/too-large')
  held.when(plans(many.slice(0, 50))).happens('plan_proposed')
})

test('of two whose work is displaced, both agree; equal estimates are fine', () => {
  const displaces = ['pam', 'rel'].map((owner) => ({ owner: owner as Actor, work: sealed('w') }))
  const planned = held.with(plans([task('fix', [], { low: 4, likely: 4, high: 4 })], { displaces }), agrees('rel'))
  expect(isPlanAgreed([...planned.state.plans.values()][0]!)).toBe(false)
  expect(isPlanAgreed([...planned.with(agrees('pam')).state.plans.values()][0]!)).toBe(true)
})
