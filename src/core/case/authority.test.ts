import { expect, test } from 'vitest'
import type { Actor } from '../ids.ts'
import { authority, isQuorum, peopleWith } from './authority.ts'
import {
  asksToAccept,
  breaksGlass,
  CLEAN,
  CRITICAL,
  declared,
  digest,
  EVIDENCE,
  given,
  grants,
  lastOf,
  lift,
  nobody,
  on,
  PAYMENTS,
  placed,
  PROVEN,
  proposes,
  sealed,
  SECOND,
  SQLI,
  step,
  V240,
  V241,
  V242,
  WITHDRAW,
  withPeople,
} from './case.testing.ts'
import type { Wish, WishType } from './command.ts'

const objects = step('pam', { type: 'object', kind: 'other', who: 'pam' as Actor, claim: sealed('c') })
const contains = step('lea', { type: 'contain', product: PAYMENTS, kind: 'other', what: sealed('w') })
const promises = step('ben', { type: 'promise_follow_up', due: on('23:00'), about: sealed('p') })
const assigns = step('ben', { type: 'assign_action', owner: 'lea' as Actor, due: on('23:00'), what: sealed('w') })
/** Everything is there that a wish could be about. */
const full = given(
  placed('ana'),
  ...PROVEN,
  objects,
  contains,
  promises,
  assigns,
  step('ben', { type: 'open_review' }),
  step('lea', {
    type: 'propose_plan',
    product: PAYMENTS,
    tasks: [{ task: 'fix', title: sealed('t'), owner: 'dev' as Actor, low: 1, likely: 2, high: 3, after: [] }],
    displaces: [],
  }),
  proposes('ana', WITHDRAW),
  asksToAccept('pam', '18:00'),
  breaksGlass('eve', '11:00'),
)
const { state } = full
const refs = {
  candidate: lastOf(state.candidates),
  change: lastOf(state.changes),
  acceptance: lastOf(state.acceptances),
  override: lastOf(state.overrides),
  plan: lastOf(state.plans),
  objection: lastOf(state.objections),
  containment: lastOf(state.containments),
  follow_up: lastOf(state.followUps),
  action: lastOf(state.actions),
}
const proof = { kind: 'manual', evidence: EVIDENCE, found: true, subject: V241.digests } as const
const wishOf = (what: ReturnType<typeof step>) => what(state).wish
const WISHES: readonly Wish[] = [
  { type: 'confirm', product: PAYMENTS },
  { type: 'widen', product: PAYMENTS, environments: ['staging'] },
  { type: 'add_affected', product: PAYMENTS, affected: { ...nobody, versions: ['1'] } },
  wishOf(proposes('x', WITHDRAW)),
  { type: 'approve_change', change: refs.change },
  { type: 'decline_change', change: refs.change, reason: sealed('r') },
  { type: 'see_in_production', finding: SQLI, evidence: EVIDENCE },
  { type: 'assess', view: CRITICAL, evidence: [] },
  wishOf(contains),
  { type: 'verify_containment', containment: refs.containment, evidence: EVIDENCE },
  { type: 'remove_containment', containment: refs.containment, reason: sealed('r') },
  { type: 'compute_options', result: EVIDENCE, inputs: EVIDENCE, seed: 1, program: 'p', options: [{ option: 'a' }] },
  {
    type: 'record_decision',
    decided: 'halt',
    deciders: ['eve' as Actor],
    dissent: [],
    conditions: [],
    next_check: on('23:00'),
  },
  { ...wishOf(step('x', { type: 'propose_plan', product: PAYMENTS, tasks: [], displaces: [], reason: sealed('r') })) },
  { type: 'start_task', plan: refs.plan, task: 'fix' },
  { type: 'finish_task', plan: refs.plan, task: 'fix', hours: 1 },
  wishOf(objects),
  { type: 'answer', objection: refs.objection, answer: sealed('a'), evidence: [] },
  { type: 'settle', objection: refs.objection, outcome: 'conceded' },
  wishOf(declared('x', V242)),
  { type: 'declare_fixers', candidate: refs.candidate, fixers: ['rel' as Actor] },
  { type: 'record_proof', candidate: refs.candidate, finding: SQLI, proof },
  {
    type: 'record_regression',
    candidate: refs.candidate,
    extent: 'full',
    base: EVIDENCE,
    run: EVIDENCE,
    comparison: CLEAN,
    subject: [],
  },
  wishOf(lift('x')),
  wishOf(asksToAccept('x', '18:00')),
  wishOf(breaksGlass('x', '11:00', { digest: digest('other') })),
  { type: 'close_override', override: refs.override },
  { type: 'review_override', override: refs.override, finding: sealed('f') },
  { type: 'record_delivery', product: PAYMENTS, digests: V240.digests, environment: 'production' },
  { type: 'acknowledge' },
  wishOf(promises),
  { type: 'hold_follow_up', follow_up: refs.follow_up },
  wishOf(assigns),
  { type: 'finish_action', action: refs.action, evidence: [] },
  { type: 'add_cause', kind: 'code', what: sealed('c') },
  { type: 'close_review', summary: sealed('s') },
  { type: 'close' },
]
/** These have answers of their own to whoever may not. */
const OTHERWISE: readonly Wish[] = [
  { type: 'approve_acceptance', acceptance: refs.acceptance },
  { type: 'refuse_acceptance', acceptance: refs.acceptance, reason: sealed('r') },
  { type: 'agree_plan', plan: refs.plan },
  { type: 'retract', product: PAYMENTS },
]
/** What anybody may do: to find, to stop, to call people, and to attach what they have. */
const OPEN_TO_ALL: readonly Wish[] = [
  { type: 'come_due', what: 'action', about: refs.action, due: on('09:00') },
  { type: 'place', product: 'other' as typeof PAYMENTS, affected: nobody, reason: sealed('r') },
  { type: 'add_finding', finding: SECOND, kind: 'other', severity: 'low', title: sealed('t'), fixed_in: [] },
  { type: 'attach', evidence: digest('e'), bytes: 1, name: sealed('n'), sensitive: false },
  { type: 'link_report', report: digest('r'), format: 'sarif', findings: 0 },
  { type: 'escalate', because: 'asked' },
]

for (const by of ['stranger', 'adm', 'aud'])
  test(`${by} decides nothing, and can still find, stop, attach and call`, () => {
    for (const wish of WISHES) full.when(step(by, wish)).refused('case/not-authorised')
    for (const wish of OTHERWISE) {
      const decision = full.decision(step(by, wish))
      expect(decision.ok, wish.type).toBe(false)
    }
    for (const wish of OPEN_TO_ALL) expect(full.decision(step(by, wish)).ok, wish.type).toBe(true)
  })
test('no wish is left out', () => {
  const types = new Set<WishType>([...WISHES, ...OTHERWISE, ...OPEN_TO_ALL].map(({ type }) => type))
  expect(['open', 'revoke_acceptance', 'open_review'].filter((type) => types.has(type as WishType))).toEqual([])
  expect(types.size + 3).toBe(50)
})
test('what is not there cannot be meant', () => {
  for (const wish of WISHES) {
    const key = Object.keys(refs).find((key) => key in wish && wish.type !== 'propose_change')
    if (key === undefined) continue
    const by = { approve_change: 'ben', lift: 'ben', review_override: 'ana' }[wish.type as string] ?? 'ana'
    const decision = full.decision(step(by, { ...wish, [key]: 999 } as Wish))
    expect(decision.ok ? 'ok' : decision.problem.code, wish.type).toBe('case/unknown')
  }
})

test('a grant is valid from its start, and until T − 1 ms', () => {
  const rules = withPeople({ dee: grants('executive', on('10:00'), on('11:00')) })
  const worth = (time: string) => authority(rules, 'dee' as Actor, ['executive'], on(time), undefined)
  expect(['09:59', '10:00', '2026-11-20T10:59:59.999Z', '11:00'].map(worth)).toEqual([
    'none',
    'established',
    'established',
    'none',
  ])
  expect(peopleWith(rules, ['executive'], on('10:30'))).toEqual(['eve', 'dee'])
  expect(peopleWith(rules, ['executive'], on('11:00'))).toEqual(['eve'])
  const two = withPeople({ dee: [...grants('viewer'), ...grants('executive')] })
  expect(peopleWith(two, ['executive'], on('10:00'))).toEqual(['eve', 'dee'])
})
test('a quorum has enough people, and one of them not new', () => {
  expect(isQuorum(['established'], 1)).toBe(true)
  expect(isQuorum(['fresh'], 1)).toBe(false)
  expect(isQuorum(['fresh', 'fresh'], 1)).toBe(false)
  expect(isQuorum(['fresh', 'established'], 2)).toBe(true)
  expect(isQuorum(['none', 'established'], 2)).toBe(false)
  expect(isQuorum([], 0)).toBe(false)
})

test('a pipeline attaches, proves and records what was built and delivered; it decides, answers and acknowledges nothing', () => {
  const held = given(placed('ana'), contains)
  held.when(declared('ci', V241, ['dev'])).happens('candidate_declared', 'fixers_declared')
  held
    .when(step('ci', { type: 'record_delivery', product: PAYMENTS, ...V242, environment: 'staging' }))
    .happens('delivered')
  held
    .when(step('ci', { type: 'add_affected', product: PAYMENTS, affected: { ...nobody, versions: ['1'] } }))
    .happens('affected_added')
  for (const wish of [
    { type: 'acknowledge' },
    { type: 'remove_containment', containment: lastOf(held.state.containments), reason: sealed('r') },
    {
      type: 'record_decision',
      decided: 'ship',
      deciders: ['ci' as Actor],
      dissent: [],
      conditions: [],
      next_check: on('23:00'),
    },
  ] as const)
    held.when(step('ci', wish)).refused('case/not-authorised')
})
