import { expect } from 'vitest'
import type { IdentityId } from '../finding/finding.ts'
import { instantFromMillis, parseInstant, type Instant } from '../instant.ts'
import { uuidv7, type Actor, type CaseId, type Commit, type Digest, type HoldId, type Product } from '../ids.ts'
import type { Sealed } from '../log/entry.ts'
import type { Code } from '../problem.ts'
import { noCase, type Case } from './case.ts'
import type { CaseCommand, Wish, WishOf } from './command.ts'
import { decide, type Decision } from './decide.ts'
import type { CaseEvent, EventType } from './event.ts'
import { evolve } from './evolve.ts'
import { DEFAULT_RULES, type Grant, type Rules } from './rules.ts'
import type { Role } from '../policy/role.ts'
import { standing, type Asked, type Standing } from './standing.ts'
import type { Build, Change, Identities, Proof, View } from './values.ts'

/** Who does what, in the tests: names instead of roles, so that a rule reads as a sentence. */
export const PEOPLE = {
  ana: 'analyst',
  ben: 'security-manager',
  mia: 'security-manager',
  eve: 'executive',
  dev: 'engineer',
  lea: 'development-lead',
  cy: 'qa-lead',
  pam: 'product-manager',
  rel: 'release-manager',
  ci: 'pipeline',
  adm: 'administrator',
  aud: 'auditor',
} as const satisfies Readonly<Record<string, Role>>

export const CASE = 'HP-7' as CaseId
export const PAYMENTS = 'payments' as Product
export const CART = 'cart' as Product
export const HOLD = 'HP-7/payments' as HoldId
export const SQLI = 'a'.repeat(32) as IdentityId
export const SECOND = 'b'.repeat(32) as IdentityId

/** A digest, commit or seal that is recognisable in a failing test. */
export const digest = (name: string): Digest => `sha256:${hex(name, 64)}` as Digest
export const commit = (name: string): Commit => hex(name, 40) as Commit
export const sealed = (name: string): Sealed => ({ sealed: hex(name, 64) })
const hex = (name: string, length: number) =>
  [...name]
    .map((c) => c.charCodeAt(0).toString(16).padStart(2, '0'))
    .join('')
    .padEnd(length, '0')
    .slice(0, length)

const read = (text: string): Instant => {
  const result = parseInstant(text)
  if (!result.ok) throw new Error(result.problem.message)
  return result.value
}
/** `on('14:30')` is that time on the day of the story; a date may stand before it. */
export const on = (time: string): Instant => read(time.includes('T') ? time : `2026-11-20T${time}:00Z`)
const LONG_AGO = read('2020-01-01T00:00:00Z')
export const after = (at: Instant, minutes: number): Instant =>
  instantFromMillis(Number(new Date(at)) + minutes * 60_000)

export const grants = (role: Role, since = LONG_AGO, until?: Instant): readonly Grant[] => [
  { role, since, ...(until && { until }) },
]
export const RULES: Rules = {
  ...DEFAULT_RULES,
  policy: digest('policy'),
  people: new Map(Object.entries(PEOPLE).map(([name, role]) => [name as Actor, grants(role)])),
}
export const withPeople = (people: Readonly<Record<string, readonly Grant[]>>, rules = RULES): Rules => ({
  ...rules,
  people: new Map([...rules.people, ...Object.entries(people).map(([name, all]) => [name as Actor, all] as const)]),
})
export const withoutPeople = (...names: readonly string[]): Rules => ({
  ...RULES,
  people: new Map([...RULES.people].filter(([name]) => !names.includes(name))),
})

/** One thing that somebody does. It may look at the case to name what it means. */
export type Step = (state: Case) => { readonly by: Actor; readonly wish: Wish; readonly at?: Instant }

export const step =
  <W extends Wish>(by: string, wish: W | ((state: Case) => W)): Step =>
  (state) => ({ by: by as Actor, wish: typeof wish === 'function' ? wish(state) : wish })

export const at =
  (time: string | Instant, what: Step): Step =>
  (state) => ({ ...what(state), at: time.length > 20 ? (time as Instant) : on(time) })

/** Runs steps one minute apart, from 09:00. */
export class History {
  readonly state: Case
  readonly events: readonly CaseEvent[]
  readonly rules: Rules

  constructor(rules: Rules = RULES, state: Case = noCase(CASE), events: readonly CaseEvent[] = []) {
    this.state = state
    this.events = events
    this.rules = rules
  }

  command(what: Step): CaseCommand {
    const { by, wish, at } = what(this.state)
    const now = at ?? (this.state.n === 0 ? on('09:00') : after(this.state.at, 1))
    const random = Uint8Array.from({ length: 10 }, (_, i) => (this.state.n >> (8 * (i % 4))) & 255)
    return { id: uuidv7(now, random), at: now, by, wish }
  }

  decision = (what: Step): Decision => decide(this.state, this.command(what), this.rules)

  with(...steps: readonly Step[]): History {
    return steps.reduce<History>((history, what) => {
      const decision = history.decision(what)
      if (!decision.ok) throw new Error(`${decision.problem.code}: ${decision.problem.message}`)
      const state = decision.value.reduce(evolve, history.state)
      return new History(history.rules, state, [...history.events, ...decision.value])
    }, this)
  }

  under = (rules: Rules): History => new History(rules, this.state, this.events)

  when(what: Step) {
    return {
      refused: (code: Code) => {
        const decision = this.decision(what)
        expect(decision.ok ? decision.value.map(({ type }) => type) : decision.problem.code).toEqual(code)
        // Somebody reads this late at night: its words are kept, so that a change of them is seen.
        if (!decision.ok) expect(`${decision.problem.message} ${decision.problem.hint}`).toMatchSnapshot(code)
      },
      /** These types of events, in order; and then the case after them. */
      happens: (...types: readonly EventType[]): History => {
        const decision = this.decision(what)
        expect(decision.ok ? decision.value.map(({ type }) => type) : decision.problem).toEqual(types)
        return this.with(what)
      },
    }
  }

  /** The standing of a build of payments in production. */
  asks(asked: Partial<Asked>, now: Instant = this.state.at): Standing {
    return standing(this.state, { product: PAYMENTS, digests: [], environment: 'production', ...asked }, now)
  }
}

/** A case that is open, with a finding and some evidence attached. */
export const given = (...steps: readonly Step[]): History => new History().with(...PRELUDE, ...steps)
export const givenUnder = (rules: Rules, ...steps: readonly Step[]): History =>
  new History(rules).with(...PRELUDE, ...steps)

export const EVIDENCE = digest('evidence')
export const nobody: Identities = { digests: [], commits: [], versions: [] }

/** The vulnerable build, the two tries at a fix, and a build that is neither. */
export const V240 = { version: '2.4.0', commit: commit('c240'), digests: [digest('2.4.0')] } as const satisfies Build
export const V241 = { version: '2.4.1', commit: commit('c241'), digests: [digest('2.4.1')] } as const satisfies Build
export const V242 = { version: '2.4.2', commit: commit('c242'), digests: [digest('2.4.2')] } as const satisfies Build

export const opened = (by: string) => step(by, { type: 'open', name: 'Quiet Harbour', title: sealed('title') })
export const attached = (by: string, evidence = EVIDENCE) =>
  step(by, { type: 'attach', evidence, bytes: 10, name: sealed('file'), sensitive: true })
export const found = (by: string, more: Partial<WishOf<'add_finding'>> = {}) =>
  step(by, {
    type: 'add_finding',
    finding: SQLI,
    kind: 'weakness',
    severity: 'critical',
    title: sealed('SQL injection in the login'),
    tool: 'semgrep',
    fixed_in: [],
    ...more,
  })
const PRELUDE: readonly Step[] = [opened('ana'), attached('ana'), found('ana')]

export const placed = (by: string, more: Partial<WishOf<'place'>> = {}) =>
  step(by, {
    type: 'place',
    product: PAYMENTS,
    affected: { digests: V240.digests, commits: [V240.commit], versions: [V240.version] },
    reason: sealed('reason'),
    ...more,
  })
export const retracts = (by: string) => step(by, { type: 'retract', product: PAYMENTS })

/** The candidate of a build, or the last one declared. */
export const candidateOf = (state: Case, build?: Build): number => {
  const all = [...state.candidates.values()]
  const one = build ? all.find((candidate) => candidate.build.digests[0] === build.digests[0]) : all.at(-1)
  if (!one) throw new Error('no such candidate')
  return one.n
}
export const declared = (by: string, build: Build = V241, fixers: readonly string[] = ['dev']) =>
  step(by, { type: 'declare_candidate', product: PAYMENTS, build, fixers: fixers as readonly Actor[] })
export const fixedBy = (fixer: string, build: Build = V241) => declared('lea', build, [fixer])

const proves =
  (found: boolean) =>
  (by: string, build?: Build, more: Partial<Extract<Proof, { kind: 'retest' }>> = {}, finding = SQLI): Step =>
    step(by, (state) => {
      const candidate = candidateOf(state, build)
      const subject = state.candidates.get(candidate)!.build.digests
      const proof = {
        kind: 'retest',
        tool: 'semgrep',
        report: EVIDENCE,
        scope: 'same',
        looked: true,
        found,
        subject,
        ...more,
      } as const
      return { type: 'record_proof', candidate, finding, proof }
    })
export const passedRetest = proves(false)
export const failedRetest = proves(true)
export const proven = (by: string, proof: (subject: Build['digests']) => Proof, build?: Build, finding = SQLI) =>
  step(by, (state) => {
    const candidate = candidateOf(state, build)
    return { type: 'record_proof', candidate, finding, proof: proof(state.candidates.get(candidate)!.build.digests) }
  })

export const CLEAN = { tests: 900, new_failures: 0, gone: 0, skipped: 0, weakened: 0, renamed: 0 } as const
export const ranRegression = (
  by: string,
  extent: 'full' | 'limited' = 'full',
  build?: Build,
  comparison: WishOf<'record_regression'>['comparison'] = CLEAN,
) =>
  step(by, (state) => {
    const candidate = candidateOf(state, build)
    const subject = state.candidates.get(candidate)!.build.digests
    return { type: 'record_regression', candidate, extent, base: EVIDENCE, run: EVIDENCE, comparison, subject }
  })
export const lift = (by: string, build?: Build, line: 'ends' | 'stays' = 'ends') =>
  step(by, (state) => ({ type: 'lift', candidate: candidateOf(state, build), line }))

export const PROVEN: readonly Step[] = [fixedBy('dev'), passedRetest('cy'), ranRegression('cy')]

export const MINOR: View = {
  severity: 'medium',
  score: 5.4,
  vector: 'CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:L/I:L/A:N',
  exploited: false,
  in_production: false,
}
export const CRITICAL: View = {
  severity: 'critical',
  score: 9.3,
  vector: 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N',
  exploited: false,
  in_production: false,
}
export const EXPLOITED: View = { ...CRITICAL, exploited: true, in_production: true }
export const assessed = (by: string, view: View, learned?: string) =>
  step(by, { type: 'assess', view, evidence: [], ...(learned !== undefined && { learned: sealed(learned) }) })

/** What is exploited in production has a short cut: ready to lift on limited regression. */
export const FAST_LANE: readonly Step[] = [
  assessed('ana', EXPLOITED),
  placed('ana'),
  fixedBy('dev'),
  passedRetest('cy'),
  ranRegression('cy', 'limited'),
]

export const proposes = (by: string, change: Change) =>
  step(by, { type: 'propose_change', change, evidence: [EVIDENCE], reason: sealed('reason') })
export const WITHDRAW: Change = { kind: 'withdraw', product: PAYMENTS, because: 'false_positive' }
export const lastOf = (all: ReadonlyMap<number, unknown>) => [...all.keys()].at(-1) ?? 0
export const approvesChange = (by: string) =>
  step(by, (state) => ({ type: 'approve_change', change: lastOf(state.changes) }))
export const declinesChange = (by: string) =>
  step(by, (state) => ({ type: 'decline_change', change: lastOf(state.changes), reason: sealed('no') }))

export const asksToAccept = (by: string, until: string | Instant, more: Partial<WishOf<'request_acceptance'>> = {}) =>
  step(by, {
    type: 'request_acceptance',
    product: PAYMENTS,
    scope: { kind: 'build', build: V240 },
    environments: ['production'],
    until: until.length > 20 ? (until as Instant) : on(until),
    conditions: [],
    controls: [],
    missing: [],
    reason: sealed('launch'),
    ...more,
  })
export const accepts = (by: string) =>
  step(by, (state) => ({ type: 'approve_acceptance', acceptance: lastOf(state.acceptances) }))
export const revokes = (by: string) =>
  step(by, (state) => ({ type: 'revoke_acceptance', acceptance: lastOf(state.acceptances) }))

export const breaksGlass = (by: string, until: string | Instant, more: Partial<WishOf<'break_glass'>> = {}) =>
  step(by, {
    type: 'break_glass',
    product: PAYMENTS,
    digest: V240.digests[0],
    environment: 'production',
    until: until.length > 20 ? (until as Instant) : on(until),
    reason: sealed('outage'),
    ...more,
  })
export const delivered = (by: string, build: Build, environment = 'production') =>
  step(by, { type: 'record_delivery', product: PAYMENTS, ...build, environment })

/** A question about exactly this build. */
export const about = ({ version, commit, digests }: Build): Partial<Asked> => ({
  ...(version !== undefined && { version }),
  ...(commit !== undefined && { commit }),
  digests,
})
