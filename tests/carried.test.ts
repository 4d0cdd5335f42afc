import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdpoint, holdpointWith } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder } = scratch()
chmodSync(folder, 0o755) // where root runs the tests, the database is another user's
const file = (name: string) => join(folder, name)
const DATA = file('data')
const A = `sha256:${'3f'.repeat(32)}`
const B = `sha256:${'4e'.repeat(32)}`

let server: ChildProcess
let url = ''
const tokens: Record<string, string> = {}

const as =
  (who: string) =>
  (...args: readonly string[]) =>
    holdpointWith({ env: { ...process.env, HOLDPOINT_URL: url, HOLDPOINT_TOKEN: tokens[who] ?? who } }, ...args)
const typing = (lines: readonly string[], ...args: readonly string[]) =>
  holdpointWith({ input: lines.map((line) => `${line}\n`).join('') }, ...args)

async function start(): Promise<void> {
  server = spawn(process.execPath, ['dist/main.js', 'serve', '--data', DATA, '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  url = await new Promise((resolve, reject) => {
    server.once('exit', () => reject(new Error(`it ended: ${said}`)))
    server.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const [, at] = /(http:\/\/\S+:\d+)/.exec(said) ?? []
      if (at !== undefined && said.includes('Ctrl-C')) resolve(at)
    })
  })
}
async function stop(): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGTERM')
  await gone
}
const token = (name: string, ...more: readonly string[]) =>
  holdpoint('admin', 'token', 'create', '--data', DATA, '--name', name, ...more).out.trim()

const WORDS = { ana: 'nine purple trains at sea', ben: 'a very quiet volcano sings', cyd: 'the third spoon is late' }
const [SEALED, PUB, GATE_PUB] = [file('night.sealed'), file('override.pub'), file('gate.pub')]

beforeAll(async () => {
  tokens['ana'] = token('ana', '--role', 'analyst')
  tokens['ci'] = token('ci', '--role', 'pipeline', '--product', 'payments')
  for (const [who, role] of [
    ['ana', 'security-manager'],
    ['ben', 'executive'],
    ['cyd', 'security-manager'],
    ['dev', 'engineer'],
  ] as const)
    expect(holdpoint('admin', 'role', 'grant', who, '--role', role, '--data', DATA).exit).toBe(0)
  await start()
})
afterAll(stop)

test('a signed decision is fetched, kept, and honoured where no server is', async () => {
  const release = ['gate', 'payments@2.4.0', '--digest', A, '--environment', 'staging']
  const pem = await (await fetch(`${url}/api/gate/key`)).text()
  writeFileSync(GATE_PUB, pem)
  expect(readFileSync(join(DATA, 'keys', 'gate.pub'), 'utf8')).toBe(pem)
  expect(statSync(join(DATA, 'keys', 'gate.key')).mode & 0o777).toBe(0o600)
  const kept = as('ci')(...release, '--signed', '--key', GATE_PUB, '-o', file('decision.json'))
  expect(kept).toMatchObject({ exit: 0, out: expect.stringMatching(/^CLEAR {2}payments@2\.4\.0/), err: '' })
  const carried = holdpoint(...release, '--offline', file('decision.json'), '--key', GATE_PUB)
  expect(carried).toMatchObject({ exit: 0, out: expect.stringContaining('blind to holds placed after') })
  const { exit, out } = as('ci')(...release, '--signed')
  expect(exit).toBe(0)
  expect(JSON.parse(out)).toMatchObject({ payloadType: 'application/vnd.in-toto+json' })
  expect(as('ci')('gate', 'payments@2.4.0', '--environment', 'staging', '--signed')).toMatchObject({
    exit: 2,
    out: '',
    err: expect.stringContaining('gate/not-signable'),
  })
})

test('a held release is held where it is carried, too', () => {
  expect(as('ana')('hold', 'payments@2.4.0', '--reason', 'Anybody can read the accounts', '--digest', A).exit).toBe(0)
  const asked = ['gate', 'payments@2.4.0', '--digest', A]
  expect(as('ci')(...asked, '--signed', '-o', file('held.json')).exit).toBe(3)
  const carried = holdpoint(...asked, '--offline', file('held.json'), '--key', GATE_PUB)
  expect(carried).toMatchObject({ exit: 3, out: expect.stringContaining('HP-1/payments') })
})

test('whoever deploys says so, and it is written down; what was deployed although it was held alarms', () => {
  expect(as('ci')('gate', 'payments@2.4.0', '--digest', A, '--deploying').exit).toBe(3)
  expect(as('ana')('answers', '--product', 'payments').out).toMatch(
    /^\S+Z {2}held {5}payments@2\.4\.0 \(sha256:3f3f3f3f3f3f…\) for production, asked by token:ci {2}HP-1\/payments hold\/affected\n$/,
  )
  const delivered = as('ci')('delivered', 'payments@2.4.0', '--digest', A)
  expect(delivered).toMatchObject({
    exit: 3,
    out: expect.stringMatching(/^Recorded: [^]*\nALARM {2}it is held by HP-1,/),
  })
  expect(as('ci')('delivered', 'payments@2.4.0', '--digest', A).out).toMatch(/^Known already: told by token:ci/)
  expect(as('ci')('delivered', 'payments')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('delivery/nothing-named'),
  })
})

test('what was deployed is seen beside what is held, of a product or of one version of it', () => {
  expect(as('ci')('delivered', 'payments@2.3.9', '--digest', B, '--environment', 'staging').exit).toBe(0)
  const all = as('ana')('deliveries', 'payments')
  expect(all).toMatchObject({ exit: 0, err: '' })
  expect(all.out).toMatch(
    /^\S+Z {2}payments@2\.3\.9 to staging, told by token:ci\n {4}sha256:\S+\n\S+Z {2}payments@2\.4\.0 to production, told by token:ci\n {4}sha256:3f\S+\n$/,
  )
  const one = as('ana')('deliveries', 'payments@2.4.0', '--json')
  expect(JSON.parse(one.out)).toMatchObject({ deliveries: [{ version: '2.4.0', digests: [A], by: 'token:ci' }] })
  expect(as('ana')('deliveries', 'payments', '--environment', 'staging', '--limit', '1').out).toContain('@2.3.9')
  expect(as('ana')('deliveries', 'payments@9.9.9').out).toMatch(/^Nobody has told of a delivery of payments@9\.9\.9\./)
})

test('what runs already, and is declared affected afterwards, alarms its case within seconds', async () => {
  expect(as('ana')('delivered', 'shop@1.0.0', '--digest', B)).toMatchObject({ exit: 0 })
  expect(as('ana')('hold', 'shop', '--reason', 'The same weakness', '--digest', B).exit).toBe(0)
  const alarms = async () => {
    const headers = { authorization: `Bearer ${tokens['ana']}` }
    const reply = await fetch(`${url}/api/cases/HP-2`, { headers })
    return ((await reply.json()) as { facets: { alarms: unknown[] } }).facets.alarms.length
  }
  await expect.poll(alarms, { timeout: 20_000, interval: 200 }).toBe(1)
})

const create = (lines: readonly string[], ...more: readonly string[]) =>
  typing(lines, 'admin', 'override-key', 'create', '--data', DATA, '--name', 'night', '--product', 'payments', ...more)
const HOLDERS = ['--holder', 'ana', '--holder', 'ben', '--holder', 'cyd']
const all = Object.values(WORDS).flatMap((words) => [words, words])

test('a sealed key is made for people who may break glass, each with words of their own; nobody alone', () => {
  const [sealed, pub] = [file('no.sealed'), file('no.pub')]
  const to = ['-o', sealed, '--public', pub]
  expect(create([], '--holder', 'ana', ...to)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('override/holders'),
  })
  expect(create([], '--holder', 'ana', '--holder', 'ana', ...to).exit).toBe(2)
  expect(create([], '--holder', 'ana', '--holder', 'dev', ...to)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('override/not-a-holder'),
  })
  expect(create(['short'], ...HOLDERS, ...to)).toMatchObject({
    exit: 2,
    err: expect.stringContaining('override/weak-passphrase'),
  })
  expect(create([WORDS.ana, WORDS.ben], ...HOLDERS, ...to).err).toContain('override/not-the-same')
  expect(create([WORDS.ana, WORDS.ana, WORDS.ana, WORDS.ana], ...HOLDERS, ...to).err).toContain(
    'override/shared-passphrase',
  )
  expect(create([], ...HOLDERS, '--max-hours', '12', ...to).err).toContain('override/too-long')
  expect(() => statSync(sealed)).toThrow('ENOENT')

  const made = create(all, ...HOLDERS, '-o', SEALED, '--public', PUB)
  expect(made).toMatchObject({ exit: 0, out: expect.stringContaining('two of ana, ben, cyd together') })
  expect(statSync(SEALED).mode & 0o777).toBe(0o600)
  expect(create(all, ...HOLDERS, ...to)).toMatchObject({ exit: 2, err: expect.stringContaining('override/name-taken') })
  expect(holdpoint('admin', 'override-key', 'list', '--data', DATA).out).toMatch(
    /^valid {4}night {2}two of ana, ben, cyd; payments; 4 hours at a time; until /,
  )
})

const use = (lines: readonly string[], ...more: readonly string[]) =>
  typing(
    lines,
    'override',
    'use',
    SEALED,
    '--release',
    'payments@2.4.0',
    '--digest',
    A,
    '--reason',
    'Production burns',
    ...more,
  )
const TWO = ['--holder', 'ana', '--holder', 'cyd', '--hours', '2']
const OVERRIDE = file('override.json')
const offline = (...more: readonly string[]) =>
  holdpoint('gate', 'payments@2.4.0', '--digest', A, '--offline', OVERRIDE, '--key', PUB, ...more)

test('the server is gone: two holders let one artifact into one environment, for hours', async () => {
  await stop()
  const out = ['-o', OVERRIDE]
  expect(use([WORDS.ana, WORDS.ben], ...TWO, ...out)).toMatchObject({
    exit: 5,
    err: expect.stringContaining('override/wrong-passphrase'),
  })
  expect(use([WORDS.ana], '--holder', 'ana', '--hours', '2', ...out).err).toContain('override/which-two')
  expect(use([WORDS.ana, WORDS.ana], '--holder', 'ana', '--holder', 'ana', '--hours', '2', ...out)).toMatchObject({
    exit: 5,
    err: expect.stringContaining('override/no-pair'),
  })
  expect(use([], '--holder', 'ana', '--holder', 'cyd', '--hours', '9', ...out).err).toContain('override/too-long')
  expect(use([], ...TWO, '--digest', B, ...out).err).toContain('override/one-digest')
  expect(use([], ...TWO, '--hold', 'HP-1/shop', ...out).err).toContain('override/other-hold')
  const used = use([WORDS.ana, WORDS.cyd], ...TWO, '--hold', 'HP-1/payments', ...out)
  expect(used).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/^OVERRIDDEN {2}payments@2\.4\.0 for production\n/),
  })
  const honoured = offline()
  expect(honoured.exit).toBe(0)
  expect(honoured.out).toMatch(/overridden offline until \S+Z, and blind to every other hold\n.*it must be reconciled/)
  expect(JSON.parse(offline('-o', 'json').out)).toMatchObject({
    override: { people: ['ana', 'cyd'], hold: 'HP-1/payments' },
  })
})

test('what an override is not for, it does not open', () => {
  expect(offline('--digest', B)).toMatchObject({ exit: 4, err: expect.stringContaining('decision/other-digests') })
  expect(offline('--environment', 'staging')).toMatchObject({ exit: 4 })
  expect(holdpoint('gate', 'payments@2.4.0', '--digest', A, '--offline', OVERRIDE, '--key', GATE_PUB)).toMatchObject({
    exit: 5,
    err: expect.stringContaining('decision/other-key'),
  })
  const broken = file('broken.json')
  writeFileSync(
    broken,
    readFileSync(OVERRIDE, 'utf8')
      .replace('"sig":"', '"sig":"A')
      .replace(/.("\}\]\}\n)$/, '$1'),
  )
  expect(holdpoint('gate', 'payments@2.4.0', '--digest', A, '--offline', broken, '--key', PUB).exit).toBe(5)
})

test('reconciled afterwards it stands in its case, to be reviewed; told twice it is one; and it opens nothing', async () => {
  await start()
  const told = as('ana')('override', 'reconcile', OVERRIDE)
  expect(told).toMatchObject({ exit: 0, out: expect.stringMatching(/^Recorded: ana and cyd used "night" from /) })
  expect(told.out).toContain('HP-1, to be reviewed there')
  expect(as('ci')('override', 'reconcile', OVERRIDE).out).toMatch(/^Known already: /)
  expect(as('ci')('gate', 'payments@2.4.0', '--digest', A).exit).toBe(3)
  const headers = { authorization: `Bearer ${tokens['ana']}` }
  const reply = await fetch(`${url}/api/cases/HP-1`, { headers })
  const { facets } = (await reply.json()) as { facets: { overrides: unknown[] } }
  expect(facets.overrides).toMatchObject([
    { reviewed: false, reason: 'Production burns', offline: { people: ['ana', 'cyd'], key: 'night', breaches: [] } },
  ])
  const neighbour = await fetch(`${url}/api/cases/HP-2`, { headers })
  expect(((await neighbour.json()) as { facets: { overrides: unknown[] } }).facets.overrides).toEqual([])
  expect(as('ana')('show', 'HP-1').out).toContain('ana and cyd broke the glass')
  expect(holdpoint('admin', 'override-key', 'list', '--data', DATA).out).toMatch(
    /\n {9}used \S+Z by ana and cyd for payments in production, in HP-1\n$/,
  )
})

test('after it was revoked, a use is recorded as what it is', async () => {
  expect(holdpoint('admin', 'override-key', 'revoke', 'night', '--data', DATA).exit).toBe(0)
  await pause(20)
  expect(use([WORDS.ben, WORDS.cyd], '--holder', 'ben', '--holder', 'cyd', '--hours', '1', '-o', OVERRIDE).exit).toBe(0)
  expect(offline().exit).toBe(0) // nobody offline hears of it: docs say so
  expect(as('ana')('override', 'reconcile', OVERRIDE)).toMatchObject({
    exit: 5,
    out: expect.stringMatching(/Recorded in {4}HP-1, [^]*Beyond its key +key revoked\n$/),
  })
  const bundle = file('log.bundle')
  expect(holdpoint('log', 'export', '--data', DATA, '-o', bundle).exit).toBe(0)
  expect(holdpoint('log', 'verify', bundle, '--key', join(DATA, 'keys', 'log.pub')).out).toContain('VERIFIED')
})

test('an override by a key that no log knows is nobody’s', () => {
  const bad = file('bad.json')
  writeFileSync(bad, readFileSync(file('decision.json')))
  expect(as('ana')('override', 'reconcile', bad)).toMatchObject({
    exit: 5,
    err: expect.stringContaining('override/not-registered'),
  })
})
