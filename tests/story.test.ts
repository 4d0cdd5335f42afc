import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdpointWith } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder, write } = scratch()
chmodSync(folder, 0o755) // where root runs the tests, the database is another user's
const DATA = join(folder, 'data')
const { HOLDPOINT_TEST_POSTGRES: installed } = process.env
/** On our own PostgreSQL, or on one that is installed. */
const ENV = { ...process.env, ...(installed && { HOLDPOINT_PG_BIN: installed }) }

const PEOPLE = {
  ana: 'analyst',
  ben: 'security-manager',
  cy: 'qa-lead',
  dev: 'engineer',
  eve: 'executive',
  lea: 'development-lead',
  pam: 'product-manager',
  ci: 'pipeline',
} as const
type Who = keyof typeof PEOPLE
/** A token acts as itself. */
const actor = (who: Who) => `token:${who}`

const digest = (byte: string) => `sha256:${byte.repeat(32)}`
const [VULNERABLE, FIRST, SECOND] = [digest('00'), digest('11'), digest('22')]
const MINOR = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:H/UI:N/VC:L/VI:L/VA:N/SC:N/SI:N/SA:N'
const CRITICAL = 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N'

let server: ChildProcess
let url = ''
const tokens = new Map<string, string>()

/** As one of them, at the server. */
const as = (who: Who, ...args: readonly string[]) =>
  holdpointWith({ env: { ...ENV, HOLDPOINT_URL: url, HOLDPOINT_TOKEN: tokens.get(who)! } }, ...args)

/** The same, where it has to go well. */
function said(who: Who, ...args: readonly string[]): string {
  const { exit, out, err } = as(who, ...args)
  expect({ exit, err }, `${who}: ${args.join(' ')}`).toEqual({ exit: 0, err: '' })
  return out
}

beforeAll(async () => {
  for (const [who, role] of Object.entries(PEOPLE)) {
    const made = holdpointWith({ env: ENV }, 'admin', 'token', 'create', '--data', DATA, '--name', who, '--role', role)
    tokens.set(who, made.out.trim())
  }
  server = spawn(process.execPath, ['dist/main.js', 'serve', '--data', DATA, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: ENV,
  })
  let told = ''
  url = await new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error(`it ended: ${told}`)))
    server.stdout!.on('data', (chunk: Buffer) => {
      told += chunk.toString()
      const [, at] = /(http:\/\/\S+:\d+)/.exec(told) ?? []
      if (at !== undefined && told.includes('Ctrl-C')) resolve(at)
    })
  })
}, 120_000)
afterAll(async () => {
  if (server.exitCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGTERM')
  await gone
})

const poc = write('login-without-account.txt', "POST /login email=' OR 1=1 --\n200 OK\n")
const again = write('retest-1.txt', "POST /login email=' OR 1=1 --\n200 OK, still\n")
const gone = write('retest-2.txt', "POST /login email=' OR 1=1 --\n401 Unauthorized\n")
const suite = (...cases: readonly string[]) =>
  `<?xml version="1.0"?><testsuites><testsuite name="login" tests="${cases.length}">${cases.join('')}</testsuite></testsuites>`
const base = write('junit-2.3.9.xml', suite('<testcase classname="login" name="signs in" time="0.10"/>'))
const run = write('junit-2.4.1.xml', suite('<testcase classname="login" name="signs in" time="0.12"/>'))
const worse = write(
  'junit-worse.xml',
  suite('<testcase classname="login" name="signs in" time="0.12"><failure message="no">no</failure></testcase>'),
)

test('found: one command stops it, with what was found and what shows it', () => {
  const held = said(
    'ana',
    'hold',
    'payments@2.4.0',
    '--reason',
    'Anybody can read the accounts',
    '--digest',
    VULNERABLE,
    '--finding',
    'examples/reports/login-sqli.yaml',
    '--evidence',
    poc,
  )
  expect(held).toMatch(/^HELD {2}HP-1\/payments\n/)
  expect(as('ci', 'gate', 'payments@2.4.0', '--digest', VULNERABLE).exit).toBe(3)
  expect(said('ana', 'show', 'HP-1')).toMatch(/SQL injection in the login form.*\n {2}not rated yet\n[^]*finding {2}/)
  const { facets } = JSON.parse(said('ana', 'show', 'HP-1', '--json')) as { facets: { evidence: string[] } }
  const files = facets.evidence.map((one) => {
    const to = join(folder, `fetched-${one.slice(7, 15)}`)
    said('ben', 'evidence', 'HP-1', one, '-o', to)
    return readFileSync(to, 'utf8')
  })
  expect(files).toContain(readFileSync(poc, 'utf8')) // who may see how it is exploited
  expect(as('ci', 'evidence', 'HP-1', facets.evidence[0]!, '-o', '-')).toMatchObject({ exit: 5, out: '' })
})

test('let in: what is critical is for security and whoever decides, until somebody of the team is let in', () => {
  expect(JSON.parse(said('cy', 'show', 'HP-1', '--json'))).not.toHaveProperty('facets')
  for (const who of ['lea', 'dev', 'cy', 'pam'] as const)
    expect(said('ana', 'let-in', 'HP-1', actor(who))).toContain(`${actor(who)} reads the case.`)
  expect(JSON.parse(said('cy', 'show', 'HP-1', '--json'))).toHaveProperty('facets')
})

test('rated: the vector gives the severity, a lower one takes a second person, and a higher one says what was learned', () => {
  const first = ['assess', 'HP-1', '--vector', CRITICAL, '--in-production', 'no']
  expect(said('ana', ...first)).toContain('HP-1  Rated critical 9.3.')
  expect(
    as('ana', 'assess', 'HP-1', '--vector', MINOR, '--severity', 'medium', '--learned', 'It was nothing'),
  ).toMatchObject({
    exit: 5,
    err: expect.stringContaining('holdpoint assess lower HP-1'),
  })
  const lower = ['assess', 'lower', 'HP-1', '--vector', MINOR, '--learned', 'It needs an account', '--reason', 'Tried']
  expect(said('ana', ...lower, '--evidence', poc)).toContain('holdpoint change approve HP-1 --change')
  expect(said('ben', 'change', 'decline', 'HP-1', '--reason', 'It needs none: look again')).toContain('is declined')
  expect(as('pam', 'assess', 'HP-1', '--severity', 'low').exit).toBe(5)
})

test('argued: objections are answered and settled, and the decision says by whom and until when', () => {
  expect(as('pam', 'object', 'HP-1', '--who', actor('pam'))).toMatchObject({
    exit: 2,
    err: expect.stringContaining('--claim is missing'),
  })
  const object = (who: Who, kind: string, claim: string) =>
    said('ana', 'object', 'HP-1', '--who', actor(who), '--kind', kind, '--claim', claim)
  expect(object('pam', 'deadline', 'The launch is today')).toContain('object answer HP-1 --objection')
  object('lea', 'compensating_control', 'The firewall stops injections')
  const several = as('ana', 'object', 'answer', 'HP-1', '--answer', 'The proof passes it')
  expect(several).toMatchObject({ exit: 2, err: expect.stringContaining('usage/several-open') })
  const [, pams, leas] = /HP-1 has (\d+) \(token:pam, deadline\); (\d+) \(token:lea, compensating/.exec(several.err)!
  said('ana', 'object', 'answer', 'HP-1', '--objection', leas!, '--answer', 'The proof passes it', '--evidence', poc)
  said('ana', 'object', 'answer', 'HP-1', '--answer', 'Monday costs less') // one is left: it is meant
  said('pam', 'object', 'settle', 'HP-1', 'taken-back', '--objection', pams!)
  said('ben', 'object', 'settle', 'HP-1', 'overruled')
  const decided = said(
    'ben',
    'decide',
    'HP-1',
    'halt',
    '--by',
    actor('eve'),
    '--next-check',
    '+4h',
    '--dissent',
    `${actor('pam')}: The launch was announced`,
    '--condition',
    'The new login stays off',
  )
  expect(decided).toMatch(/token:eve decided to halt\. Next check \d{4}-\d\d-\d\dT\d\d:\d\dZ/)
  expect(said('lea', 'contain', 'HP-1', '--kind', 'feature-off', '--what', 'The new login is off')).toContain(
    'the hold stands',
  )
  expect(said('ana', 'contain', 'verify', 'HP-1', '--evidence', poc)).toContain('is verified')
  expect(as('ci', 'gate', 'payments@2.4.0', '--digest', VULNERABLE).exit).toBe(3) // no word of this lifted anything
})

test('figured out: the profile of the register serves the case until one is attached to it, the same through every door', async () => {
  const none = as('ana', 'options', 'HP-1')
  expect(none.out).toContain('  holdpoint attach HP-1 profile.yaml\n')
  expect(none.out).toContain('  holdpoint product add payments --profile profile.yaml\n')
  expect(as('ci', 'options', 'HP-1')).toMatchObject({ exit: 5, out: '' })
  const delay = /What does each day of delay cost/
  expect(none.out).toMatch(delay)
  said('pam', 'product', 'add', 'payments', '--profile', 'examples/case.profile.yaml')
  const asked = as('ana', 'options', 'HP-1')
  expect(asked.out).toMatch(/From a profile\n {2}the register's profile of payments \(entry 1,\s+sha256:/)
  expect(asked.out).not.toMatch(delay)
  for (const [kind, ...words] of [['executive'], ['missing', '--missing'], ['answers', '--answers']] as const) {
    const at = new Date().toISOString()
    const printed = said('eve', 'brief', 'HP-1', '--at', at, '--format', 'markdown', ...words)
    const answered = await fetch(`${url}/api/cases/HP-1/documents/${kind}?format=markdown&at=${at}`, {
      headers: { authorization: `Bearer ${tokens.get('eve')}` },
    })
    expect(printed).toBe(await answered.text())
    if (kind === 'executive') expect(printed).toContain('The profile of payments in the register, of ')
  }
  expect(said('ana', 'document', 'HP-1', '--kind', 'missing')).not.toContain('whose data is at stake')
  expect(said('ben', 'meeting', 'HP-1', '--at', '2030-01-01T09:00Z', '--with', 'ana@example.org')).toContain('VEVENT')
})

test('planned: what is attached gives figures and dates, the same through every door', () => {
  const calendar = `schema: holdpoint/plan/v1
by: lea
zone: UTC
calendars: { always: { zone: UTC, hours: [mon-sun 00:00-24:00] } }
people: { "${actor('dev')}": { calendar: always }, "${actor('cy')}": { calendar: always } }
`
  const files = ['examples/case.answers.yaml', 'examples/case.profile.yaml', write('plan.yaml', calendar)]
  expect(as('ana', 'options', 'HP-1')).toMatchObject({
    exit: 4,
    out: expect.stringContaining('There are no numbers yet'),
  })
  expect(said('lea', 'attach', 'HP-1', ...files)).toContain('plan.yaml')
  const again = said('lea', 'attach', 'HP-1', ...files)
  expect(again).toContain('Nothing new: case.answers.yaml, case.profile.yaml, plan.yaml are attached already')
  expect(again).toContain('to go back to this one, add a comment to it and attach it again.')
  expect(said('lea', 'attach', 'HP-1', poc)).toMatch(/Nothing new: \S+ is attached already, byte for byte\.\n/)
  const proposed = [
    'plan',
    'propose',
    'HP-1',
    '--task',
    `fix: Bind the parameters (${actor('dev')}, 3-4-7h)`,
    '--task',
    `test: Retest, full regression (${actor('cy')}, 1.5-2-4h, after fix)`,
    '--displaces',
    `${actor('pam')}: The refund screen`,
  ]
  said('lea', ...proposed)
  said('pam', 'plan', 'agree', 'HP-1')
  expect(said('eve', 'options', 'HP-1')).toContain('Fix first, test in full')
  expect(said('ana', 'options', 'record', 'HP-1')).toContain('fix-first')
  expect(said('eve', 'plan', 'HP-1')).toMatch(/P80/)
  expect(said('eve', 'plan', 'HP-1', '--json')).toContain('holdpoint/plan')
  said('dev', 'plan', 'start', 'HP-1', 'fix')
})

test('briefed: each of them in Markdown, from the case on the server', () => {
  const executive = said('eve', 'brief', 'HP-1', '--for', 'executive', '--format', 'markdown')
  expect(executive).toMatch(/^_.* · HP-1 · as of/)
  expect(executive).toMatch(/EUR \d/)
  for (const audience of ['product', 'engineering', 'release'])
    expect(said('ana', 'brief', 'HP-1', '--for', audience, '--format', 'markdown')).toMatch(/^# /m)
  expect(said('ana', 'brief', 'HP-1', '--script', '--role', 'manager')).toContain('token:eve')
  expect(said('ana', 'document', 'HP-1', '--kind', 'minutes', '--format', 'markdown')).toContain(
    'The launch was announced',
  )
  expect(said('ben', 'case', 'replay', 'HP-1')).toContain('Who can do what next')
  const invited = said(
    'ben',
    'meeting',
    'HP-1',
    '--at',
    '2030-01-01T09:00Z',
    '--with',
    'ana@example.org,eve@example.org',
  )
  expect(invited).toContain('BEGIN:VEVENT')
  const heard = holdpointWith(
    { env: { ...ENV, HOLDPOINT_URL: url, HOLDPOINT_TOKEN: tokens.get('ana')! }, input: 'It stays held.\n' },
    'rehearse',
    'HP-1',
  )
  expect(heard).toMatchObject({ exit: 0, out: expect.stringContaining('Product manager') })
  expect(as('ci', 'brief', 'HP-1')).toMatchObject({ exit: 5, err: expect.stringContaining('access/need-to-know') })
  const { HOLDPOINT_URL: _url, ...env } = ENV as Record<string, string>
  expect(holdpointWith({ env }, 'brief', 'HP-1')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('usage/no-server'),
  })
})

test('the command line and the API say the same of one moment', async () => {
  const at = new Date().toISOString()
  const asked = async (path: string) =>
    (await fetch(`${url}/api/cases/HP-1/${path}`, { headers: { authorization: `Bearer ${tokens.get('eve')}` } })).text()
  expect(await asked(`documents/executive?format=markdown&at=${at}`)).toBe(
    said('eve', 'brief', 'HP-1', '--at', at, '--format', 'markdown'),
  )
  const figures = (text: string) => (JSON.parse(text) as { options: unknown }).options
  expect(figures(await asked(`options?at=${at}`))).toEqual(
    figures(said('eve', 'options', 'HP-1', '--now', at, '--json')),
  )
  const dates = (text: string) => (JSON.parse(text) as { finish: unknown }).finish
  expect(dates(await asked(`plan?at=${at}`))).toEqual(dates(said('eve', 'plan', 'HP-1', '--now', at, '--json')))
})

test('retested: the first try is seen through, and stays held', () => {
  const declared = said(
    'lea',
    'fixers',
    'HP-1',
    '--candidate',
    'payments@2.4.1',
    '--digest',
    FIRST,
    '--by',
    actor('dev'),
  )
  expect(declared).toContain('holdpoint retest HP-1 --candidate')
  expect(said('cy', 'retest', 'HP-1', '--found', 'yes', '--evidence', again)).toContain('It stays held')
  expect(as('ben', 'lift', 'HP-1')).toMatchObject({ exit: 2, err: expect.stringContaining('usage/none-open') })
  expect(as('ci', 'gate', 'payments@2.4.1', '--digest', FIRST).exit).toBe(3)
  said('dev', 'plan', 'finish', 'HP-1', 'fix', '--hours', '4.5')
})

test('proven: by the same probe, by whoever did not write it, with nothing else broken; then lifted', () => {
  said(
    'lea',
    'fixers',
    'HP-1',
    '--candidate',
    'payments@2.4.1',
    '--digest',
    SECOND,
    '--by',
    actor('dev'),
    '--by',
    actor('lea'),
  )
  expect(as('dev', 'retest', 'HP-1', '--found', 'no', '--evidence', gone)).toMatchObject({
    exit: 5,
    err: expect.stringContaining('proof/own-fix'),
  })
  expect(as('ben', 'lift', 'HP-1')).toMatchObject({ exit: 5, err: expect.stringContaining('hold/not-proven') })
  expect(said('cy', 'retest', 'HP-1', '--found', 'no', '--evidence', gone)).toContain('holdpoint regression HP-1')
  expect(said('cy', 'regression', 'HP-1', base, worse)).toContain('1 new failure')
  expect(as('ben', 'lift', 'HP-1').exit).toBe(5)
  expect(said('cy', 'regression', 'HP-1', base, run)).toContain('holdpoint lift HP-1 --candidate')
  expect(as('dev', 'lift', 'HP-1')).toMatchObject({ exit: 5, err: expect.stringContaining('hold/own-fix') })
  expect(said('ben', 'lift', 'HP-1')).toContain('LIFTED for payments 2.4.1')
  expect(as('ci', 'gate', 'payments@2.4.1', '--digest', SECOND).exit).toBe(0)
  expect(as('ci', 'gate', 'payments@2.4.1', '--digest', FIRST).exit).toBe(3)
  expect(as('ci', 'gate', 'payments@2.4.0', '--digest', VULNERABLE).exit).toBe(3)
})

test('delivered, looked back at, and closed', () => {
  expect(said('ci', 'delivered', 'payments@2.4.1', '--digest', SECOND)).toContain('runs in production')
  expect(as('ci', 'delivered', 'payments@2.4.0', '--digest', VULNERABLE)).toMatchObject({
    exit: 3,
    out: expect.stringContaining('ALARM'),
  })
  said('ben', 'review', 'HP-1')
  said('lea', 'review', 'cause', 'HP-1', '--kind', 'test', '--what', 'The login had no test with hostile input')
  said('ben', 'act', 'HP-1', '--owner', actor('lea'), '--due', '+14d', '--what', 'The linter refuses the rest')
  expect(said('ben', 'review', 'close', 'HP-1', '--summary', 'Found late, fixed the same day')).toContain(
    'holdpoint close',
  )
  expect(said('ben', 'close', 'HP-1')).toContain('Closed.')
  expect(said('lea', 'act', 'done', 'HP-1')).toContain('is done')
  expect(said('ana', 'document', 'HP-1', '--kind', 'review', '--format', 'markdown')).toContain('hostile input')
})

test('accepted and overridden: by those who may, until then, for what was named', () => {
  said('ana', 'hold', 'shop@1.0.0', '--reason', 'Prices can be set from outside', '--digest', digest('aa'))
  said('ana', 'let-in', 'HP-2', actor('pam'))
  const asks = () => as('ci', 'gate', 'shop@1.0.0', '--digest', digest('aa'))
  const gate = () => asks().exit
  const asked = said('pam', 'accept', 'HP-2', '--until', '+5d', '--reason', 'The campaign runs')
  expect(asked).toContain('holdpoint accept approve HP-2')
  expect(as('pam', 'accept', 'approve', 'HP-2').exit).toBe(5)
  const half = said('ben', 'accept', 'approve', 'HP-2')
  expect(half).toMatch(/it takes somebody else too before 20\S+Z: token:eve\./)
  expect(half).toContain('holdpoint accept approve HP-2')
  const shown = said('ana', 'show', 'HP-2')
  expect(shown).toMatch(/asked for by token:pam, until \S+; agreed so far: token:ben/)
  expect(shown).toMatch(/token:ben agreed; it takes 1 more before then\. Who may: token:eve\./)
  expect(gate()).toBe(3)
  expect(said('eve', 'accept', 'approve', 'HP-2')).toContain('Accepted')
  expect(asks()).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/HP-2\/shop: the risk is accepted until 20\S+Z\./),
  })
  expect(said('ana', 'accept', 'revoke', 'HP-2')).toContain('held again')
  expect(gate()).toBe(3)
  said('ben', 'override', 'HP-2', '--digest', digest('aa'), '--until', '+2h', '--reason', 'Outage')
  expect(asks()).toMatchObject({ exit: 0, out: expect.stringMatching(/HP-2\/shop: an override is open until 20\S+Z;/) })
  said('ben', 'override', 'close', 'HP-2')
  expect(gate()).toBe(3)
  expect(said('ana', 'override', 'review', 'HP-2', '--finding', 'It was right')).toContain('Reviewed')
  said('ana', 'hold', 'cart@3.0.0', '--reason', 'The same', '--digest', digest('ab'), '--case', 'HP-2')
  expect(as('ben', 'hold', 'widen', 'HP-2', '--environment', 'staging')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('usage/several-holds'),
  })
  expect(said('ben', 'hold', 'widen', 'HP-2/cart', '--environment', 'staging')).toContain(
    'HP-2/cart reaches staging too',
  )
  said('ben', 'escalate', 'HP-2')
  said('eve', 'acknowledge', 'HP-2')
  expect(said('ana', 'follow-up', 'HP-2', '--due', '+1h', '--about', 'Where we stand')).toContain('Promised for')
  expect(said('ana', 'follow-up', 'held', 'HP-2')).toContain('kept')
  const withdraw = ['hold', 'withdraw', 'HP-2/cart', '--because', 'not_affected', '--reason', 'It has no prices']
  expect(said('ana', ...withdraw, '--evidence', gone)).toContain('holdpoint change approve HP-2')
  expect(said('ben', 'change', 'approve', 'HP-2')).toContain('is made')
})
