import type { Instant } from '../instant.ts'
import type { Currency } from '../money.ts'
import { caseOf, Words } from './brief.testing.ts'
import type { Case } from '../case/case.ts'

type Happenings = Parameters<typeof caseOf>[0]
type Happened = Happenings[number]

const digest = (letter: string) => `sha256:${letter.repeat(64)}` as never
const money = (units: number) => ({ minor: Math.round(units * 100), currency: 'EUR' as Currency })

export interface Sample {
  readonly words: Words
  readonly happenings: Happenings
  readonly state: Case
}

/** What a generated case may or may not hold; `text` is what every stranger in it writes. */
export interface Recipe {
  readonly text: (what: string) => string
  readonly placed: boolean
  readonly assessed: 'never' | 'once' | 'twice'
  readonly vector: 'v4' | 'v3' | 'none'
  readonly exploited: boolean
  readonly inProduction: boolean
  readonly contained: boolean
  readonly costs: readonly (readonly [option: string, expected: number, badDay: number])[]
  readonly plans: number
  readonly objections: readonly string[]
  readonly decided: boolean
  readonly candidate: 'none' | 'open' | 'refuted' | 'lifted'
  readonly acceptance: boolean
  readonly reviewed: boolean
}

export const FULL: Recipe = {
  text: (what) => what,
  placed: true,
  assessed: 'twice',
  vector: 'v4',
  exploited: false,
  inProduction: false,
  contained: true,
  costs: [
    ['ship-now', 204_327, 938_000],
    ['disable-feature', 52_805, 44_250],
    ['fix-limited-regression', 75_445, 237_500],
    ['fix-first', 107_814, 100_000],
    ['ship-then-patch', 54_809, 142_000],
    ['ship-with-control', 138_425, 217_500],
  ],
  plans: 2,
  objections: ['deadline', 'compensating_control'],
  decided: true,
  candidate: 'lifted',
  acceptance: true,
  reviewed: true,
}

const V4 = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'
const V4_BEFORE = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N'
const V3 = 'CVSS:3.1/AV:N/AC:L/PR:L/UI:R/S:U/C:H/I:L/A:N'

/** A case as the recipe has it, one thing a minute. Exploit detail is marked, so that a test can look for it. */
export function sample(recipe: Recipe): Sample {
  const words = new Words()
  const seal = (what: string) => words.seal(recipe.text(what))
  const vectors = { v4: [V4_BEFORE, 5.1, V4, 9.3], v3: [V3, 6.4, V3, 6.4], none: [] }[recipe.vector]
  const view = (last: boolean) => ({
    severity: last ? ('critical' as const) : ('medium' as const),
    exploited: last && recipe.exploited,
    in_production: last && recipe.inProduction,
    ...(vectors.length > 0 && { vector: vectors[last ? 2 : 0] as string, score: vectors[last ? 3 : 1] as number }),
  })
  const all = [
    { type: 'case_opened', name: 'Quiet Harbour', title: seal('case title') },
    {
      type: 'evidence_attached',
      evidence: digest('a'),
      bytes: 10,
      name: seal('EXPLOIT-evidence.txt'),
      sensitive: true,
    },
    {
      type: 'finding_added',
      finding: 'a'.repeat(32),
      kind: 'weakness',
      severity: 'medium',
      title: seal('finding title'),
      tool: 'semgrep',
      component: 'EXPLOIT-component',
      version: '1.2.3',
      fixed_in: ['1.2.4'],
      ...(vectors.length > 0 && { vector: vectors[0] }),
    },
    ...(recipe.assessed === 'never'
      ? []
      : [{ type: 'assessed', view: view(recipe.assessed === 'once'), evidence: [] }]),
    ...(recipe.assessed === 'twice'
      ? [{ type: 'reassessed', from: view(false), view: view(true), learned: seal('EXPLOIT-learned'), evidence: [] }]
      : []),
    ...(recipe.placed
      ? [
          {
            type: 'hold_placed',
            product: 'payments',
            environments: ['production'],
            affected: { digests: [digest('0')], commits: [], versions: ['2.4.0'] },
            reason: seal('hold reason'),
            provisional: false,
          },
        ]
      : []),
    ...(recipe.contained
      ? [{ type: 'containment_applied', product: 'payments', kind: 'feature_off', what: seal('EXPLOIT-containment') }]
      : []),
    ...(recipe.costs.length > 0
      ? [
          {
            type: 'options_computed',
            result: digest('b'),
            inputs: digest('c'),
            seed: 7,
            program: 'holdpoint 0.1.0',
            options: recipe.costs.map(([option, expected, badDay]) => ({
              option,
              expected: money(expected),
              p95: money(badDay),
            })),
          },
        ]
      : []),
    ...Array.from({ length: recipe.plans }, (_, i) => plan(i, seal)),
    ...recipe.objections.map((kind, i) => objection(kind, i, seal)),
    ...(recipe.decided ? [decision(seal)] : []),
    { type: 'follow_up_promised', due: '2026-11-20T18:30:00.000Z', about: seal('what the follow-up is about') },
    { type: 'action_assigned', owner: 'lea', due: '2026-12-01T17:00:00.000Z', what: seal('what the action is') },
    ...(recipe.acceptance
      ? [
          {
            type: 'acceptance_requested',
            product: 'payments',
            scope: { kind: 'line' },
            environments: ['production'],
            from: '2026-11-20T10:00:00.000Z',
            until: '2026-11-22T10:00:00.000Z',
            findings: [],
            conditions: [seal('a condition of the acceptance')],
            controls: [],
            missing: [],
            reason: seal('why it is asked for'),
            by: 'pam',
          },
        ]
      : []),
    { type: 'escalated', rung: 1, because: 'no_decision' },
    ...(recipe.reviewed
      ? [{ type: 'review_opened' }, { type: 'cause_added', kind: 'test', what: seal('what the cause was') }]
      : []),
  ] as unknown as Happened[]
  const happenings = [...all, ...candidate(recipe, all.length)]
  return { words, happenings, state: caseOf(happenings) }
}

const plan = (i: number, seal: Words['seal']) => ({
  type: 'plan_proposed',
  product: 'payments',
  by: 'lea',
  tasks: [
    { task: 'fix', title: seal('title of the task'), owner: 'dev', low: 3, likely: 4, high: 7 + i, after: [] },
    { task: 'test', title: seal('title of the test'), owner: 'cy', low: 1.5, likely: 2, high: 4, after: ['fix'] },
  ],
  displaces: [{ owner: 'pam', work: seal('work that waits') }],
  release: `2026-11-20T${18 + i}:00:00.000Z` as Instant,
  ...(i > 0 && { reason: seal('why the plan changed') }),
})

const objection = (kind: string, i: number, seal: Words['seal']) => ({
  type: 'objection_raised',
  kind,
  who: 'pam',
  claim: seal(`objection ${i}`),
  ...(i % 2 === 0 && { interest: seal(`interest ${i}`) }),
})

const decision = (seal: Words['seal']) => ({
  type: 'decision_recorded',
  decided: 'halt',
  deciders: ['eve'],
  dissent: [{ actor: 'pam', words: seal('words of dissent') }],
  conditions: [seal('a condition')],
  next_check: '2026-11-20T19:00:00.000Z',
  by: 'ben',
})

function candidate({ candidate: is, placed }: Recipe, before: number): Happened[] {
  if (is === 'none' || !placed) return []
  const n = before + 1
  const build = { version: '2.4.1', digests: [digest('2')] }
  const proof = (found: boolean) => ({
    type: 'proof_recorded',
    candidate: n,
    finding: 'a'.repeat(32),
    by: 'cy',
    proof: { kind: 'manual', evidence: digest('d'), found, subject: [digest('2')] },
  })
  const clean = { tests: 912, new_failures: 0, gone: 0, skipped: 0, weakened: 0, renamed: 0 }
  return [
    { type: 'candidate_declared', product: 'payments', build, by: 'lea' },
    { type: 'fixers_declared', candidate: n, fixers: ['dev'], by: 'lea' },
    ...(is === 'open' ? [] : [proof(is === 'refuted')]),
    ...(is === 'lifted'
      ? [
          {
            type: 'regression_recorded',
            candidate: n,
            extent: 'full',
            base: digest('e'),
            run: digest('f'),
            comparison: clean,
            subject: [digest('2')],
            by: 'cy',
          },
          { type: 'hold_lifted', candidate: n, line: 'ends', people: ['ben'], findings: ['a'.repeat(32)], by: 'ben' },
        ]
      : []),
  ] as unknown as Happened[]
}
