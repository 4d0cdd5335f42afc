import { createHash, randomBytes } from 'node:crypto'
import type { Client, Reply } from '../api/client.ts'
import { type CaseWish, NOUNS } from '../api/nouns.ts'
import { commandId } from '../app/handle/wish.testing.ts'
import { ROLES } from '../core/policy/role.ts'
import { CONSOLE, type PeopleWish } from '../core/people/decide.ts'
import { PEOPLE } from '../core/people/people.ts'
import { type TestStore, value } from '../adapters/postgres/store.testing.ts'
import type { Actor } from '../core/ids.ts'
import { PROFILE_TEMPLATE } from '../texts/profile/template.ts'
import { at, sealedKey } from './sealed-key.testing.ts'
import { GOOD, type House } from './sign-in.testing.ts'
import { trivy } from './trivy.testing.ts'

/**
 * What each route is asked with, by its method and path; `$case` and what the prelude made stand for their values. A new route needs a
 * line here, and then `HOLDPOINT_WRITE_EXAMPLES=1 npx vitest run src/server/authorisation.test.ts` writes docs/authorisation.md.
 */
export interface Row {
  readonly params?: Readonly<Record<string, string>>
  readonly query?: Readonly<Record<string, string>>
  readonly body?: unknown
  /** A file in the place of a body, as this one would bring it. */
  readonly file?: (who: string) => string
  /** People ask in a session of theirs; programs, who have none, with their token. */
  readonly signedIn?: true
  /** What has to be there first; what it answers is put in the place of `$it`. */
  readonly before?: (fixture: Fixture) => Promise<unknown>
  /** What an answer tells, where that depends on who asks; `yes` where not given. */
  readonly tells?: (answer: Readonly<Record<string, unknown>>) => string
}

export interface Fixture {
  readonly store: TestStore
  readonly as: (who: string) => Client
  readonly people: House['people']
}

const later = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString()
const digest = (byte: string) => `sha256:${byte.repeat(32)}`
const digestOf = (file: string) => `sha256:${createHash('sha256').update(file).digest('hex')}`
const [EXPLOIT, NOTE] = ['How to get in.', 'What somebody saw.']
const REPORT = trivy()
const unique = () => randomBytes(6).toString('hex')
const FOUND = 'ab'.repeat(16)
const BUILD = { version: '2.4.1', digests: [digest('b1')] }
const withdrawal = { kind: 'withdraw', product: 'payments', because: 'cancelled' }
const view = { severity: 'critical', exploited: false, in_production: true }
const clean = { tests: 812, new_failures: 0, gone: 0, skipped: 0, weakened: 0, renamed: 0 }
const task = { task: 'fix', title: 'Bind the value', owner: 'engineer', low: 2, likely: 4, high: 8, after: [] }
const plan = { product: 'payments', tasks: [task], displaces: [{ owner: 'product-manager', work: 'The new colours.' }] }
const acceptance = {
  product: 'payments',
  scope: { kind: 'build', build: { version: '2.4.0', digests: [digest('c1')] } },
  environments: ['production'],
  conditions: [],
  controls: [],
  missing: [],
  reason: 'The launch.',
}
const window = { product: 'payments', environment: 'production', reason: 'Outage.' }

/** A case that is held, and whom somebody let in: what reading it depends on. */
const HELD: readonly Step[] = [
  ['analyst', 'attach', { evidence: digestOf(EXPLOIT), bytes: EXPLOIT.length, name: 'exploit.txt', sensitive: true }],
  ['analyst', 'attach', { evidence: digest('e1'), bytes: 12, name: 'poc.txt', sensitive: true }],
  [
    'analyst',
    'add_finding',
    { finding: FOUND, kind: 'vulnerability', severity: 'critical', title: 'SQL injection', fixed_in: [] },
  ],
  [
    'analyst',
    'place',
    { product: 'payments', affected: { digests: [], commits: [], versions: ['2.4.0'] }, reason: 'It leaks.' },
  ],
  ['analyst', 'add_reader', { person: 'let-in', sensitive: false }],
]
/** With a plan, of nobody else's: whoever has a part in one reads the case. */
export const PLAIN: readonly Step[] = [
  ...HELD,
  ['analyst', 'propose_plan', { product: 'payments', tasks: [{ ...task, owner: 'let-in' }], displaces: [] }],
]
type Step = readonly [who: string, wish: CaseWish, body: object, name?: string]

/** The same with something of everything, so that whoever may goes through. */
export const RICH: readonly Step[] = [
  ...HELD,
  ['analyst', 'contain', { product: 'payments', kind: 'waf_rule', what: 'Block quotes.' }, 'containment'],
  ['analyst', 'object', { kind: 'deadline', who: 'executive', claim: 'We promised Friday.' }, 'objection'],
  ['analyst', 'propose_plan', plan, 'plan'],
  ['analyst', 'declare_candidate', { product: 'payments', build: BUILD, fixers: ['engineer'] }, 'candidate'],
  [
    'qa-lead',
    'record_proof',
    {
      candidate: '$candidate',
      finding: FOUND,
      proof: { kind: 'manual', evidence: digest('e1'), found: false, subject: BUILD.digests },
    },
  ],
  [
    'qa-lead',
    'record_regression',
    {
      candidate: '$candidate',
      extent: 'full',
      base: digest('e1'),
      run: digest('e1'),
      comparison: clean,
      subject: BUILD.digests,
    },
  ],
  ['analyst', 'propose_change', { change: withdrawal, evidence: [digest('e1')], reason: 'Given up.' }, 'change'],
  ['analyst', 'request_acceptance', { ...acceptance, until: later(20) }, 'granted'],
  ['executive', 'approve_acceptance', { acceptance: '$granted' }],
  ['security-manager', 'approve_acceptance', { acceptance: '$granted' }],
  ['analyst', 'request_acceptance', { ...acceptance, until: later(24) }, 'acceptance'],
  ['security-manager', 'break_glass', { ...window, digest: digest('d1'), until: later(1) }, 'override'],
  ['security-manager', 'break_glass', { ...window, digest: digest('d2'), until: later(1) }, 'closed'],
  ['security-manager', 'close_override', { override: '$closed' }],
  ['analyst', 'promise_follow_up', { due: later(2), about: 'Where we stand' }, 'follow_up'],
  ['analyst', 'assign_action', { owner: 'development-lead', due: later(50), what: 'Test for it.' }, 'action'],
  ['analyst', 'open_review', {}],
]

const WISHES: Readonly<Record<CaseWish, object>> = {
  place: { product: 'cart', affected: { digests: [], commits: [], versions: ['1'] }, reason: 'It leaks.' },
  confirm: { product: 'payments' },
  widen: { product: 'payments', environments: ['staging'] },
  add_affected: { product: 'payments', affected: { digests: [digest('a0')], commits: [], versions: [] } },
  retract: { product: 'payments' },
  propose_change: { change: withdrawal, evidence: [digest('e1')], reason: 'Given up.' },
  approve_change: { change: '$change' },
  decline_change: { change: '$change', reason: 'No.' },
  add_finding: { finding: 'cd'.repeat(16), kind: 'weakness', severity: 'low', title: 'Another', fixed_in: [] },
  see_in_production: { finding: FOUND, evidence: digest('e1') },
  attach: { evidence: digest('e7'), bytes: 12, name: 'note.txt', sensitive: false },
  link_report: { report: digest('e8'), format: 'sarif', findings: 3 },
  assess: { view, evidence: [digest('e1')] },
  contain: { product: 'payments', kind: 'network', what: 'Closed to the outside.' },
  verify_containment: { containment: '$containment', evidence: digest('e1') },
  remove_containment: { containment: '$containment', reason: 'It blocked O’Brien.' },
  compute_options: {
    result: digest('e1'),
    inputs: digest('e1'),
    seed: 1,
    program: 'holdpoint 0.1.0',
    options: [{ option: 'fix-first' }],
  },
  record_decision: {
    decided: 'halt',
    deciders: ['executive'],
    dissent: [],
    conditions: [],
    next_check: later(20),
  },
  propose_plan: { ...plan, reason: 'Another way.' },
  agree_plan: { plan: '$plan' },
  start_task: { plan: '$plan', task: 'fix' },
  finish_task: { plan: '$plan', task: 'fix', hours: 5 },
  object: { kind: 'deadline', who: 'executive', claim: 'Friday.' },
  answer: { objection: '$objection', answer: 'Monday costs less.', evidence: [] },
  settle: { objection: '$objection', outcome: 'taken_back' },
  declare_candidate: { product: 'payments', build: { version: '2.4.2', digests: [digest('b2')] }, fixers: [] },
  declare_fixers: { candidate: '$candidate', fixers: ['engineer'] },
  record_proof: {
    candidate: '$candidate',
    finding: FOUND,
    proof: { kind: 'manual', evidence: digest('e1'), found: false, subject: BUILD.digests },
  },
  record_regression: {
    candidate: '$candidate',
    extent: 'full',
    base: digest('e1'),
    run: digest('e1'),
    comparison: clean,
    subject: BUILD.digests,
  },
  lift: { candidate: '$candidate', line: 'ends' },
  request_acceptance: { ...acceptance, until: later(24) },
  approve_acceptance: { acceptance: '$acceptance' },
  refuse_acceptance: { acceptance: '$acceptance', reason: 'No.' },
  revoke_acceptance: { acceptance: '$granted' },
  break_glass: { ...window, digest: digest('d3'), until: later(1) },
  close_override: { override: '$override' },
  review_override: { override: '$closed', finding: 'It was right.' },
  record_delivery: { product: 'payments', version: '2.4.1', digests: BUILD.digests, environment: 'staging' },
  acknowledge: {},
  escalate: { because: 'asked' },
  promise_follow_up: { due: later(2), about: 'Where we stand' },
  hold_follow_up: { follow_up: '$follow_up' },
  come_due: { what: 'escalate', due: later(-1) },
  assign_action: { owner: 'engineer', due: later(50), what: 'Test for it.' },
  finish_action: { action: '$action', evidence: [] },
  open_review: {},
  add_cause: { kind: 'test', what: 'Nobody tried a quote.' },
  close_review: { summary: 'We try quotes now.' },
  close: {},
  add_reader: { person: 'qa-lead', sensitive: false },
  remove_reader: { person: 'let-in' },
}

const policyNamed = (name: string) => `schema: holdpoint/policy/v1
name: ${name}
contact: security
rules:
  - { id: all, treatment: remediate, because: Everything is fixed. }
`
function said<T>(reply: Reply<T>): T {
  if (!reply.ok) throw new Error(reply.problem.detail)
  return reply.value
}
/** One more proposal of the analyst's. */
async function proposal({ as }: Fixture): Promise<string> {
  const body = { text: policyNamed(`Policy ${unique()}`) }
  return String(said(await as('analyst').call('POST /api/policy/proposals', { body })).entries[0])
}
async function somebody({ store }: Pick<Fixture, 'store'>): Promise<string> {
  const person = `person-${unique()}` as Actor
  await console(store, { type: 'add_person', person })
  await console(store, { type: 'grant_role', person, role: 'viewer' })
  return person
}
const registered = async ({ as }: Fixture) =>
  said(
    await as('product-manager').call('POST /api/products', {
      body: { product: 'payments', profile: PROFILE_TEMPLATE },
    }),
  ).product
/** What somebody signed with a sealed key of its own, of what nothing holds. */
async function use({ store }: Fixture) {
  const sign = await sealedKey(store, { name: `key-${unique()}` })
  const release = { product: 'payments', version: '1.0.0', digests: [digest('f0')], environment: 'production' }
  return sign({ release, from: at(-30) })
}
/** A terminal that the analyst has let in. */
async function terminal({ people }: Fixture): Promise<string> {
  const { device, code } = value(await people.devices.begin({ address: '::1', program: 'holdpoint' }))
  const place = { person: 'analyst' as string as Actor, both: true, sort: 'browser', place: 'here' } as const
  value(await people.devices.confirm(value(await people.sessions.begin(place)).session, code))
  return device
}
async function withPassword({ store, people }: Fixture): Promise<string> {
  const person = await somebody({ store })
  const administrator = { actor: 'administrator' as string as Actor, roles: [] }
  const { code } = value(await people.reset(administrator, commandId(), person as Actor))
  value(await people.invitations.accept({ code, password: GOOD }, { address: '::1', program: 'test' }))
  return person
}
const console = async (store: TestStore, wish: PeopleWish) =>
  value(await store.desk.handle({ id: commandId(), by: CONSOLE, on: PEOPLE, wish, openings: [] }))

const some = (name: string) => (answer: Readonly<Record<string, unknown>>) =>
  (answer[name] as readonly unknown[]).length > 0 ? 'yes' : 'none'
const OF_IT = { params: { id: '$case' } }

export const ROWS: Readonly<Record<string, Row>> = {
  'GET /api/gate': { query: { product: 'payments' } },
  'GET /api/gate/key': {},
  'GET /api/gate/answers': {
    before: async ({ as }) =>
      said(await as('pipeline').call('GET /api/gate', { query: { product: 'payments', purpose: 'deploy' } })),
    query: { product: 'payments' },
    tells: some('answers'),
  },
  'POST /api/deliveries': { body: { product: 'payments', digests: [digest('f1')], environment: 'staging' } },
  'GET /api/deliveries': {
    before: async ({ as }) =>
      said(
        await as('pipeline').call('POST /api/deliveries', {
          body: { product: 'payments', digests: [digest('f1')], environment: 'staging' },
        }),
      ),
    query: { product: 'payments' },
    tells: some('deliveries'),
  },
  'POST /api/override-uses': { before: use, body: '$it' },
  'GET /api/override-keys': { before: use, tells: some('keys') },
  'GET /api/products': { before: registered, tells: some('products') },
  'POST /api/products': { body: { product: 'payments', profile: PROFILE_TEMPLATE } },
  'POST /api/products/:product/removals': { before: registered, params: { product: '$it' }, body: {} },
  'POST /api/products/:product/baselines': {
    before: registered,
    params: { product: '$it' },
    file: (owner) =>
      JSON.stringify({ schema: 'holdpoint/baseline/v1', product: 'payments', owner, made_at: later(-1), findings: [] }),
  },
  'GET /api/products/:product/profile': { before: registered, params: { product: '$it' } },
  'PUT /api/evidence/:digest': { params: { digest: digestOf(NOTE) }, file: () => NOTE },
  'GET /api/cases/:id/evidence/:digest': {
    before: async ({ as }) =>
      said(
        await as('analyst').call('PUT /api/evidence/:digest', {
          params: { digest: digestOf(EXPLOIT) },
          upload: new Blob([EXPLOIT]),
        }),
      ).evidence,
    params: { id: '$case', digest: '$it' },
  },
  'GET /api/cases/:id/file': OF_IT,
  'GET /api/cases/:id/rules': OF_IT,
  'GET /api/cases/:id/profile': { before: registered, params: { id: '$case' } },
  'GET /api/cases/:id/documents/:kind': { params: { id: '$case', kind: 'executive' } },
  'GET /api/cases/:id/options': OF_IT,
  'GET /api/cases/:id/plan': OF_IT,
  'POST /api/reports': { query: { product: 'payments', digest: digest('f2') }, file: () => REPORT },
  'POST /api/sessions': { before: withPassword, body: { name: '$it', password: GOOD } },
  'POST /api/sign-outs': { signedIn: true },
  'GET /api/me': {},
  'GET /api/sessions': { signedIn: true, tells: some('sessions') },
  'POST /api/devices': {},
  'POST /api/devices/sessions': { before: terminal, body: { device: '$it' } },
  'POST /api/invitations': { before: async () => `person-${unique()}`, body: { person: '$it', roles: ['engineer'] } },
  'POST /api/resets': { before: somebody, body: { person: '$it' } },
  'POST /api/cases': {
    body: {
      title: 'Login',
      hold: { product: 'payments', version: '2.4.0', reason: 'Anybody can read the accounts.' },
    },
  },
  'GET /api/cases': { tells: some('cases') },
  'GET /api/cases/:id': {
    params: { id: '$case' },
    tells: ({ facets }) => (facets === undefined ? 'outline' : 'words'),
  },
  'GET /api/holds': { tells: some('holds') },
  'GET /api/cases/:id/looks': { params: { id: '$case' } },
  'GET /api/policy': {},
  'GET /api/policy/proposals/:n': {
    before: proposal,
    params: { n: '$it' },
    tells: ({ text }) => (text === undefined ? 'outline' : 'yes'),
  },
  'POST /api/policy/proposals': { before: async () => policyNamed(`Policy ${unique()}`), body: { text: '$it' } },
  'POST /api/policy/proposals/:n/approvals': { before: proposal, params: { n: '$it' }, body: {} },
  'POST /api/policy/proposals/:n/withdrawals': { before: proposal, params: { n: '$it' }, body: {} },
  'GET /api/people': {},
  'POST /api/people': { before: async () => `person-${unique()}`, body: { person: '$it' } },
  'POST /api/people/:person/roles': { before: somebody, params: { person: '$it' }, body: { role: 'analyst' } },
  'POST /api/people/:person/role-ends': { before: somebody, params: { person: '$it' }, body: { role: 'viewer' } },
  'POST /api/tokens': {
    before: async () => `ci-${unique()}`,
    body: { name: '$it', roles: ['pipeline'], until: later(24) },
  },
  'POST /api/tokens/:name/revocations': {
    before: async ({ store }) => {
      const name = `ci-${unique()}`
      const person = `token:${name}` as Actor
      await console(store, { type: 'add_person', person })
      const until = later(24) as Extract<PeopleWish, { type: 'issue_token' }>['until']
      const secret = `sha256:${randomBytes(32).toString('hex')}` as never
      await console(store, { type: 'issue_token', token: name, person, digest: secret, until })
      return name
    },
    params: { name: '$it' },
    body: {},
  },
  'GET /api/log/checkpoint': {},
  'GET /api/log/entries': {},
  'GET /api/events': {},
  'GET /api/openapi.json': {},
  'GET /healthz': {},
  'GET /readyz': {},
  'GET /metrics': {},
  ...Object.fromEntries(
    Object.entries(WISHES).map(([wish, body]) => [
      `POST /api/cases/:id/${NOUNS[wish as CaseWish]}`,
      { params: { id: '$case' }, body },
    ]),
  ),
}

/** Everybody whom the test servers know is also known to the log, so that administrators are. */
export async function enrol(store: TestStore): Promise<void> {
  for (const role of ROLES) {
    await console(store, { type: 'add_person', person: role as string as Actor })
    await console(store, { type: 'grant_role', person: role as string as Actor, role })
  }
  await console(store, { type: 'add_person', person: 'stranger' as Actor })
  await console(store, { type: 'add_person', person: 'let-in' as Actor })
  await console(store, { type: 'grant_role', person: 'let-in' as Actor, role: 'engineer' })
}
