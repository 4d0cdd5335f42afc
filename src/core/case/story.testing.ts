import type { IdentityId } from '../finding/finding.ts'
import { parseInstant, type Instant } from '../instant.ts'
import { uuidv7, type Actor, type CaseId, type Commit, type Digest, type Product } from '../ids.ts'
import type { Opening, Sealed } from '../log/entry.ts'
import type { Sha256 } from '../log/primitives.ts'
import { seal } from '../log/seal.ts'
import type { Role } from '../policy/role.ts'
import { noCase, type Case } from './case.ts'
import type { CaseCommand, Wish } from './command.ts'
import { decide } from './decide.ts'
import type { CaseEvent } from './event.ts'
import { evolve } from './evolve.ts'
import { DEFAULT_RULES, type Rules } from './rules.ts'
import type { Build, Proof } from './values.ts'

/**
 * The whole story, once through: SQL injection in the login of payments 2.4.0, found hours before the release; first rated
 * minor, then seen to need no account; held, argued about, contained, fixed, retested twice, lifted for 2.4.1, reviewed.
 * The example case is made from it.
 */
export interface Story {
  readonly rules: Rules
  readonly state: Case
  readonly events: readonly CaseEvent[]
  /** By seal. */
  readonly openings: ReadonlyMap<string, Opening>
  /** Everything that was wished, in its order. */
  readonly wishes: readonly (readonly [by: string, wish: Wish])[]
  /** What was wished and refused, with the code: a refusal leaves no entry. */
  readonly refused: readonly (readonly [wish: Wish['type'], code: string])[]
  /** What was wished and carried out, in order. */
  readonly told: readonly { readonly at: Instant; readonly by: Actor; readonly wish: Wish }[]
}

export const STORY_ROLES: Readonly<Record<string, Role>> = {
  ana: 'analyst',
  ben: 'security-manager',
  cy: 'qa-lead',
  dev: 'engineer',
  eve: 'executive',
  lea: 'development-lead',
  pam: 'product-manager',
  rel: 'release-manager',
  ci: 'pipeline',
}
const PAYMENTS = 'payments' as Product
const SQLI = '5f0c2b7e9a1d4c3f8e6b0a9d7c5e3f11' as IdentityId
const hex = (digit: string, length: number) => digit.repeat(length)
const digest = (digit: string) => `sha256:${hex(digit, 64)}` as Digest
const COMMITS = { '2.4.0': hex('0', 40) as Commit, first: hex('1', 40) as Commit, second: hex('2', 40) as Commit }
const REPORT = digest('a')
const POC = digest('b')
const RETEST_1 = digest('c')
const RETEST_2 = digest('d')
const BASE_RUN = digest('e')
const RUN = digest('f')

export const BUILDS = {
  '2.4.0': { version: '2.4.0', commit: COMMITS['2.4.0'], digests: [digest('0')] },
  /** The first try at a fix, which the retest saw through. */
  first: { version: '2.4.1', commit: COMMITS.first, digests: [digest('1')] },
  '2.4.1': { version: '2.4.1', commit: COMMITS.second, digests: [digest('2')] },
} as const satisfies Readonly<Record<string, Build>>

const MINOR = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N'
const CRITICAL = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'

export function story(sha256: Sha256): Story {
  const teller = new Teller(sha256)
  found(teller)
  argued(teller)
  planned(teller)
  proven(teller)
  reviewed(teller)
  return teller
}

function found(teller: Teller): void {
  const { tell, words } = teller
  tell('08:40', 'ana', { type: 'open', name: 'Quiet Harbour', title: words('SQL injection in the login of payments') })
  tell('08:41', 'ana', attach(REPORT, 18_204, words('semgrep.sarif')))
  tell('08:42', 'ana', {
    type: 'add_finding',
    finding: SQLI,
    kind: 'weakness',
    severity: 'medium',
    title: words('User name is concatenated into the query of the login'),
    vector: MINOR,
    tool: 'semgrep',
    report: REPORT,
    fixed_in: [],
  })
  const view = (vector: string) => ({ vector, exploited: false, in_production: false })
  tell('08:45', 'ana', { type: 'assess', view: { ...view(MINOR), severity: 'medium' }, evidence: [REPORT] })
  tell('09:05', 'ana', attach(POC, 2_311, words('login-without-account.txt')))
  tell('09:10', 'ana', {
    type: 'assess',
    view: { ...view(CRITICAL), severity: 'critical' },
    learned: words('The query runs before the account is looked up: nobody needs to be signed in.'),
    evidence: [POC],
  })
  tell('09:15', 'ana', {
    type: 'place',
    product: PAYMENTS,
    affected: { digests: BUILDS['2.4.0'].digests, commits: [COMMITS['2.4.0']], versions: ['2.4.0'] },
    reason: words('Anybody on the internet can read the accounts of all customers.'),
  })
  tell('09:17', 'ben', { type: 'acknowledge' })
}

const OBJECTIONS = [
  [
    'pam',
    'workaround',
    'Can a temporary workaround carry us over the launch?',
    'Yes, for what is online today: the new login is switched off. It does not make 2.4.0 safe to ship.',
    'conceded',
  ],
  [
    'lea',
    'compensating_control',
    'The web application firewall stops injections.',
    'It stops those that it knows. The proof of concept passes it; the rule stays as a second line.',
    'overruled',
  ],
  [
    'rel',
    'later_patch',
    'Ship now and patch next week.',
    'That is a week in which everybody can read the accounts; the fix takes hours.',
    'taken_back',
  ],
  [
    'lea',
    'roll_back',
    'Take the change out and ship the rest.',
    'The new login is what the release is for; taking it out needs the same tests.',
    'taken_back',
  ],
  [
    'lea',
    'limited_regression',
    'A limited regression run is quicker.',
    'At this severity policy asks for the full one; it runs in parallel with the retest.',
    'overruled',
  ],
] as const

function argued(teller: Teller): void {
  const { tell, words } = teller
  let minute = 20
  const time = () => `09:${minute++}`
  for (const [who, kind, claim, answer, outcome] of OBJECTIONS) {
    const objection = tell(time(), 'ana', { type: 'object', kind, who: who as Actor, claim: words(claim) })
    tell(time(), 'ana', {
      type: 'answer',
      objection,
      answer: words(answer),
      evidence: kind === 'compensating_control' ? [POC] : [],
    })
    tell(time(), outcome === 'overruled' ? 'ben' : who, { type: 'settle', objection, outcome })
  }
  tell('09:40', 'ben', {
    type: 'record_decision',
    decided: 'halt',
    deciders: ['eve' as Actor],
    dissent: [{ actor: 'pam' as Actor, words: words('The launch was announced for today.') }],
    conditions: [words('The new login stays off until the fix is proven.')],
    next_check: on('10:10'),
  })
  const estimate = tell('09:41', 'ben', {
    type: 'promise_follow_up',
    due: on('10:10'),
    about: words('The revised estimate'),
  })
  tell('09:42', 'ben', {
    type: 'promise_follow_up',
    due: on('2026-11-21T09:40:00Z'),
    about: words('Progress, a day later'),
  })
  const off = tell('09:50', 'lea', {
    type: 'contain',
    product: PAYMENTS,
    kind: 'feature_off',
    what: words('new-login is switched off'),
  })
  tell('09:55', 'ana', { type: 'verify_containment', containment: off, evidence: POC })
  tell('10:08', 'ben', { type: 'hold_follow_up', follow_up: estimate })
}

function planned(teller: Teller): void {
  const { tell, words } = teller
  const task = (
    name: string,
    title: string,
    owner: string,
    hours: readonly [number, number, number],
    after: readonly string[] = [],
  ) => ({
    task: name,
    title: words(title),
    owner: owner as Actor,
    low: hours[0],
    likely: hours[1],
    high: hours[2],
    after,
  })
  const plan = tell('10:15', 'lea', {
    type: 'propose_plan',
    product: PAYMENTS,
    tasks: [
      task('fix', 'Bind the parameters of the login query', 'dev', [3, 4, 7]),
      task('test', 'Retest and full regression', 'cy', [1.5, 2, 4], ['fix']),
    ],
    displaces: [{ owner: 'pam' as Actor, work: words('The refund screen moves to the next sprint') }],
    release: on('18:00'),
  })
  tell('10:20', 'pam', { type: 'agree_plan', plan })
  tell('10:21', 'dev', { type: 'start_task', plan, task: 'fix' })
  teller.plan = plan
}

function proven(teller: Teller): void {
  const { tell, words } = teller
  const retest = (candidate: number, report: Digest, found: boolean, subject: readonly Digest[]): Wish => {
    const proof: Proof = { kind: 'retest', report, tool: 'semgrep', scope: 'same', looked: true, found, subject }
    return { type: 'record_proof', candidate, finding: SQLI, proof }
  }
  const first = tell('13:20', 'lea', {
    type: 'declare_candidate',
    product: PAYMENTS,
    build: BUILDS.first,
    fixers: ['dev' as Actor],
  })
  tell('13:45', 'cy', attach(RETEST_1, 17_950, words('retest-1.sarif')))
  tell('13:46', 'cy', retest(first, RETEST_1, true, BUILDS.first.digests))
  tell('13:50', 'ben', { type: 'lift', candidate: first, line: 'ends' })
  tell('15:10', 'dev', { type: 'finish_task', plan: teller.plan, task: 'fix', hours: 4.5 })
  tell('15:11', 'cy', { type: 'start_task', plan: teller.plan, task: 'test' })
  const second = tell('15:12', 'lea', {
    type: 'declare_candidate',
    product: PAYMENTS,
    build: BUILDS['2.4.1'],
    fixers: ['dev' as Actor, 'lea' as Actor],
  })
  tell('15:40', 'cy', attach(RETEST_2, 16_801, words('retest-2.sarif')))
  tell('15:41', 'cy', retest(second, RETEST_2, false, BUILDS['2.4.1'].digests))
  tell('16:50', 'cy', attach(BASE_RUN, 90_122, words('junit-2.3.9.xml')))
  tell('16:51', 'cy', attach(RUN, 90_480, words('junit-2.4.1.xml')))
  tell('16:52', 'cy', {
    type: 'record_regression',
    candidate: second,
    extent: 'full',
    base: BASE_RUN,
    run: RUN,
    comparison: { tests: 912, new_failures: 0, gone: 0, skipped: 0, weakened: 0, renamed: 0 },
    subject: BUILDS['2.4.1'].digests,
  })
  tell('16:53', 'cy', { type: 'finish_task', plan: teller.plan, task: 'test', hours: 1.7 })
  tell('16:58', 'dev', { type: 'lift', candidate: second, line: 'ends' })
  tell('17:00', 'ben', { type: 'lift', candidate: second, line: 'ends' })
  tell('17:30', 'ci', { type: 'record_delivery', product: PAYMENTS, ...BUILDS['2.4.1'], environment: 'production' })
}

function reviewed(teller: Teller): void {
  const { tell, words } = teller
  const [progress] = [...teller.state.followUps.values()].filter(({ held }) => !held)
  tell('2026-11-21T09:30:00Z', 'ben', { type: 'hold_follow_up', follow_up: progress!.n })
  tell('2026-11-21T10:00:00Z', 'ben', { type: 'open_review' })
  tell('2026-11-21T10:10:00Z', 'lea', {
    type: 'add_cause',
    kind: 'test',
    what: words('The login had no test with hostile input.'),
  })
  tell('2026-11-21T10:15:00Z', 'ana', {
    type: 'add_cause',
    kind: 'process',
    what: words('The first rating was made from the report alone, without a try.'),
  })
  tell('2026-11-21T10:20:00Z', 'ben', {
    type: 'assign_action',
    owner: 'lea' as Actor,
    due: on('2026-12-08T17:00:00Z'),
    what: words('Bound parameters only: the linter refuses the rest'),
  })
  tell('2026-11-21T10:45:00Z', 'ben', {
    type: 'close_review',
    summary: words('Found late, fixed the same day; nobody was harmed.'),
  })
  tell('2026-11-21T10:50:00Z', 'ben', { type: 'close' })
}

const attach = (evidence: Digest, bytes: number, name: Sealed): Wish => ({
  type: 'attach',
  evidence,
  bytes,
  name,
  sensitive: true,
})

function on(time: string): Instant {
  const read = parseInstant(time.includes('T') ? time : `2026-11-20T${time}:00Z`)
  if (!read.ok) throw new Error(read.problem.message)
  return read.value
}

/** Tells the story command by command; ids and salts count up, so that it is the same each time it is told. */
class Teller implements Story {
  readonly rules: Rules = {
    ...DEFAULT_RULES,
    policy: digest('9'),
    people: new Map(
      Object.entries(STORY_ROLES).map(([name, role]) => [name as Actor, [{ role, since: on('2026-01-01T00:00:00Z') }]]),
    ),
  }
  state: Case = noCase('HP-7' as CaseId)
  events: CaseEvent[] = []
  openings = new Map<string, Opening>()
  wishes: [string, Wish][] = []
  refused: [Wish['type'], string][] = []
  told: { at: Instant; by: Actor; wish: Wish }[] = []
  plan = 0
  readonly #sha256: Sha256
  #told = 0

  constructor(sha256: Sha256) {
    this.#sha256 = sha256
  }

  words = (value: string): Sealed => {
    const result = seal(
      Uint8Array.from({ length: 16 }, (_, i) => (this.openings.size + 1) * (i + 3)),
      value,
      this.#sha256,
    )
    if (!result.ok) throw new Error(result.problem.message)
    this.openings.set(result.value.sealed.sealed, result.value.opening)
    return result.value.sealed
  }

  /** @returns the position of the first entry that it made */
  tell = (time: string, by: string, wish: Wish): number => {
    const at = on(time)
    const id = uuidv7(
      at,
      Uint8Array.from({ length: 10 }, (_, i) => (i === 9 ? ++this.#told : 0)),
    )
    const command: CaseCommand = { id, at, by: by as Actor, wish }
    this.wishes.push([by, wish])
    const decision = decide(this.state, command, this.rules)
    if (decision.ok) {
      this.state = decision.value.reduce(evolve, this.state)
      this.events.push(...decision.value)
      this.told.push({ at, by: by as Actor, wish })
    } else this.refused.push([wish.type, decision.problem.code])
    return decision.ok ? (decision.value[0]?.n ?? 0) : 0
  }
}
