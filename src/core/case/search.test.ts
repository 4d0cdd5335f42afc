import { expect, test } from 'vitest'
import type { Actor, HoldId } from '../ids.ts'
import {
  accepts,
  approvesChange,
  asksToAccept,
  at,
  attached,
  breaksGlass,
  CART,
  CASE,
  CLEAN,
  CRITICAL,
  assessed,
  declared,
  delivered,
  digest,
  EVIDENCE,
  found,
  grants,
  History,
  lift,
  MINOR,
  nobody,
  on,
  opened,
  passedRetest,
  failedRetest,
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
import type { CaseEvent } from './event.ts'
import { replay } from './evolve.ts'
import { checkEdge, checkNode, wayOut } from './search.oracle.testing.ts'
import { historyOf, search, type Figures, type Name } from './search.testing.ts'
import type { Build, Change } from './values.ts'

/** ana placed the hold, fix wrote the fix, newt got the role after the hold was placed, out has none. */
const PERSONS = withPeople({
  ana: grants('security-manager'),
  fix: grants('security-manager'),
  newt: grants('security-manager', on('09:05')),
})
const START: readonly Step[] = [
  at('08:50', opened('ana')),
  at('08:51', attached('ana')),
  at('08:52', found('ana')),
  at('08:53', placed('eve', { product: CART, affected: nobody })),
  at('09:00', placed('ana')),
]
const CANDIDATES: readonly Step[] = [
  at('09:00', declared('lea', V241, ['fix'])),
  at('09:00', declared('lea', V242, [])),
]

function explore(
  name: string,
  steps: readonly Step[],
  start: readonly Step[],
  maxStates: number,
  times: readonly string[],
) {
  const instants = times.map(on)
  const rules = PERSONS
  const { state, events } = new History(rules).with(...start)
  const ways = new Map<string, number>()
  let sampled = 0
  const figures = search({
    start: state,
    startEvents: events,
    instants,
    rules,
    steps,
    maxStates,
    onNode: (node) => {
      checkNode(node, instants[node.clock]!)
      if (sampled++ % 97 === 0) {
        const stored = JSON.parse(JSON.stringify(historyOf(node))) as CaseEvent[]
        expect(replay(CASE, stored)).toEqual(node.state)
      }
    },
    onEdge: (edge) => {
      checkEdge(edge)
      for (const question of edge.to.answers.keys()) {
        const way = wayOut(edge, question as Name)
        if (way) ways.set(way, (ways.get(way) ?? 0) + 1)
      }
    },
  })
  report(name, figures, ways)
  return { figures, ways: [...ways.keys()].toSorted() }
}

function report(
  name: string,
  { states, edges, refusals, depth, complete }: Figures,
  ways: ReadonlyMap<string, number>,
) {
  const out = [...ways.values()].reduce((sum, count) => sum + count, 0)
  console.log(
    `${name}: ${states} states, ${edges} edges, ${refusals} refusals, ${depth} deep, ${complete ? 'all there are' : 'cut off'}; ` +
      `${out} edges out of held, of ${ways.size} kinds`,
  )
}

const all = (who: readonly string[], ...what: readonly ((by: string) => Step)[]) => what.flatMap((one) => who.map(one))
const fixersOf = (by: string, fixer: string): Step =>
  step(by, (state) => ({
    type: 'declare_fixers',
    candidate: [...state.candidates.keys()].at(-1)!,
    fixers: [fixer as Actor],
  }))

const NONE: Step = step('out', { type: 'acknowledge' })
/** At most so many of them, so that a search ends. */
const atMost =
  (most: number, what: Step, count: (state: Parameters<Step>[0]) => number): Step =>
  (state) =>
    count(state) < most ? what(state) : NONE(state)
const change = (by: string, what: Change) => atMost(2, proposes(by, what), ({ changes }) => changes.size)
const again = (by: string) => atMost(2, placed(by), ({ holds }) => holds.get(PAYMENTS)!.placements.length)
const ready = (build: Build) => [
  at('09:00', passedRetest('ci', build)),
  at('09:00', ranRegression('ci', 'full', build)),
]
const linkReport = step('ci', { type: 'link_report', report: digest('empty report'), format: 'sarif', findings: 0 })

test('proof and lift: every way to a proof, to its loss, and to a lift', () => {
  const { figures, ways } = explore(
    'proof and lift',
    [
      ...all(['fix', 'ben', 'ci'], (by) => passedRetest(by, V241)),
      failedRetest('ci', V241),
      ranRegression('ci', 'full', V241),
      ranRegression('ci', 'limited', V241),
      ranRegression('ci', 'full', V241, { ...CLEAN, new_failures: 1 }),
      fixersOf('lea', 'dev'),
      fixersOf('lea', 'ben'),
      ...all(['ana', 'fix', 'ben', 'out'], (by) => lift(by, V241)),
      lift('ben', V242, 'stays'),
      lift('ana', V241, 'stays'),
      linkReport,
    ],
    [...START, ...CANDIDATES, ...ready(V242)],
    40_000,
    ['09:15'],
  )
  expect(figures.complete).toBe(true)
  expect(ways).toEqual(['hold_lifted → cleared', 'hold_lifted → not_affected(line_ended)'])
})

test('placing again, taking back, lifting: with people whose roles are new', () => {
  const { figures, ways } = explore(
    'placements',
    [
      ...all(['ana', 'ben', 'out'], again, retracts),
      ...all(['ana', 'ben', 'newt'], (by) => lift(by, V241)),
      ...ready(V241).map((what) => (state: Parameters<Step>[0]) => ({ ...what(state) })),
    ],
    [...START, ...CANDIDATES.slice(0, 1)],
    40_000,
    ['09:00', '2026-11-20T09:14:59.999Z', '09:15'],
  )
  expect(figures.complete).toBe(true)
  expect(ways).toEqual([
    'hold_lifted → cleared',
    'hold_lifted → not_affected(line_ended)',
    'hold_retracted → cleared',
    'hold_retracted → not_affected(line_ended)',
  ])
})

const WAYS: readonly Change[] = [
  { kind: 'withdraw', product: PAYMENTS, because: 'false_positive' },
  { kind: 'withdraw', product: PAYMENTS, because: 'cancelled' },
  { kind: 'narrow', product: PAYMENTS, environments: [], identities: { ...nobody, digests: V240.digests } },
  { kind: 'narrow', product: PAYMENTS, environments: ['production'], identities: nobody },
  { kind: 'unaffected', product: PAYMENTS, build: V242 },
  { kind: 'link', product: PAYMENTS, before: V241.digests[0], after: V242.digests[0] },
  { kind: 'let_fix_through', product: PAYMENTS, build: V240, fixes: 'HP-8/payments' as HoldId },
  { kind: 'dismiss', finding: SECOND },
  { kind: 'lower', view: MINOR, learned: sealed('needs an account') },
]

test('changes: every kind, by everybody, before and after a lift', () => {
  const { figures, ways } = explore(
    'changes',
    [
      ...WAYS.flatMap((way) => all(['ana', 'out'], (by) => change(by, way))),
      ...all(['ana', 'fix', 'ben', 'newt', 'out'], approvesChange),
      lift('ben', V241),
      atMost(1, found('ana', { finding: SECOND }), ({ findings }) => findings.size - 1),
    ],
    [
      ...START,
      ...CANDIDATES.slice(0, 1),
      ...ready(V241),
      at('09:00', step('ana', { type: 'see_in_production', finding: SQLI, evidence: EVIDENCE })),
    ],
    40_000,
    ['09:15'],
  )
  expect(figures.complete).toBe(true)
  // Where a release has two artifacts the answer is the one that is left: so `cleared` and `line_ended` appear.
  expect(ways).toEqual([
    'dismiss → cleared',
    'dismiss → not_affected(carries_a_fix)',
    'hold_lifted → cleared',
    'hold_lifted → not_affected(line_ended)',
    'let_fix_through → cleared',
    'let_fix_through → not_affected(carries_a_fix)',
    'let_fix_through → not_affected(line_ended)',
    'link → not_affected(shown)',
    'narrow → cleared',
    'narrow → not_affected(line_ended)',
    'narrow → not_affected(not_reached)',
    'unaffected → not_affected(shown)',
    'withdraw(cancelled) → not_affected(line_ended)',
    'withdraw(false_positive) → withdrawn(false_positive)',
  ])
})

const asks = (by: string, more: Parameters<typeof asksToAccept>[2] = {}) =>
  atMost(1, asksToAccept(by, '10:00', more), ({ acceptances }) => acceptances.size)
const breaking = (by: string) => atMost(2, breaksGlass(by, '10:00'), ({ overrides }) => overrides.size)
const closes = (by: string) =>
  step(by, (state) => ({ type: 'close_override', override: [...state.overrides.keys()].at(-1) ?? 0 }))

test('acceptance, override and delivery: in time, out of time', () => {
  const { figures, ways } = explore(
    'acceptance and override',
    [
      ...all(['ben', 'eve'], (by) => asks(by)),
      asks('ben', { from: on('2026-11-20T09:59:59.999Z') }),
      ...all(['ana', 'ben', 'eve', 'newt', 'out'], accepts),
      revokes('ana'),
      ...all(['eve', 'newt', 'out'], breaking),
      closes('lea'),
      delivered('ci', V240),
      atMost(1, assessed('ana', CRITICAL, 'worse'), ({ assessments }) => assessments.length),
    ],
    START,
    40_000,
    ['09:15', '2026-11-20T09:59:59.999Z', '10:00'],
  )
  expect(figures.complete).toBe(true)
  expect(ways).toEqual(['acceptance_granted → accepted', 'override_opened → overridden', 'time passes → accepted'])
})

test('everything at once, as far as it goes: nothing but lift, acceptance, override, retraction or a change by two', () => {
  const { figures, ways } = explore(
    'everything',
    [
      ...all(['ana', 'out'], again, retracts),
      ...all(['fix', 'ci'], (by) => passedRetest(by, V241)),
      failedRetest('ci', V241),
      ranRegression('ci', 'full', V241),
      ...all(['ana', 'ben'], (by) => lift(by, V241)),
      ...all(
        ['ben'],
        (by) => change(by, WAYS[0]!),
        (by) => change(by, WAYS[4]!),
      ),
      ...all(['ana', 'ben', 'out'], approvesChange),
      ...all(['ben'], (by) => asks(by)),
      ...all(['ana', 'eve'], accepts),
      breaking('eve'),
      delivered('ci', V240),
      linkReport,
    ],
    [...START, ...CANDIDATES.slice(0, 1)],
    8_000,
    ['09:00', '09:15', '2026-11-20T09:59:59.999Z', '10:00'],
  )
  expect(figures.states).toBe(8_000)
  for (const way of ways)
    expect(way).toMatch(
      /^(hold_lifted|hold_retracted|acceptance_granted|override_opened|unaffected|withdraw\(false_positive\)|time passes → accepted)/,
    )
})
