import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdpoint, holdpointWith } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder } = scratch()
chmodSync(folder, 0o755) // where root runs the tests, the database is another user's
const DATA = join(folder, 'data')
const DIGEST = `sha256:${'3f'.repeat(32)}`

let server: ChildProcess
let url: string
const tokens: Record<string, string> = {}

/** As whoever has this token, at the server. */
const as =
  (who: string, where = () => url) =>
  (...args: readonly string[]) =>
    holdpointWith({ env: { ...process.env, HOLDPOINT_URL: where(), HOLDPOINT_TOKEN: tokens[who] ?? who } }, ...args)

async function start(): Promise<void> {
  const args = ['dist/main.js', 'serve', '--data', DATA, '--port', '0']
  server = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] })
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

async function stop(signal: NodeJS.Signals): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill(signal)
  await gone
}

const token = (name: string, ...more: readonly string[]) =>
  holdpoint('admin', 'token', 'create', '--data', DATA, '--name', name, ...more).out.trim()

beforeAll(async () => {
  tokens['ana'] = token('ana', '--role', 'analyst')
  tokens['ben'] = token('ben', '--role', 'security-manager')
  tokens['ci'] = token('ci', '--role', 'pipeline', '--product', 'payments')
  await start()
})
afterAll(() => stop('SIGKILL'))

test('one command places a hold, and every path that asks is told so from then on', () => {
  const held = as('ana')('hold', 'payments@2.4.0', '--reason', 'Anybody can read the accounts', '--digest', DIGEST)
  expect(held).toMatchObject({ exit: 0, out: expect.stringMatching(/^HELD {2}HP-1\/payments\n/) })
  const asked = as('ci')('gate', 'payments@2.4.0', '--digest', DIGEST)
  expect(asked).toMatchObject({ exit: 3, out: expect.stringContaining('HELD  payments@2.4.0 for production') })
  expect(asked.out).not.toContain('accounts') // who is stopped need not know what was found
  expect(as('ci')('gate', 'payments@2.4.1').exit).toBe(3) // the line is held, until a build of it is proven
  expect(JSON.parse(as('ana')('holds', '--json').out)).toMatchObject({
    holds: [{ hold: 'HP-1/payments', in_force: true }],
  })
  expect(as('ana')('show', 'HP-1').out).toMatch(
    /^HP-1 "[A-Z][a-z]+ [A-Z][a-z]+" {2}opened .*\n(?: {2}.*\n)*\n {2}held {3}HP-1\/payments for production/,
  )
})

test('what a server cannot say is not a pass', () => {
  expect(as('ci')('gate', 'cart@1.0.0').exit).toBe(4) // its token is for payments alone
  expect(as('ana')('gate', 'nobody@1.0.0')).toMatchObject({
    exit: 4,
    out: expect.stringContaining('gate/unknown-product'),
  })
  expect(as('nobody')('gate', 'payments@2.4.0')).toMatchObject({
    exit: 4,
    err: expect.stringContaining('access/unknown-token'),
  })
  const nowhere = as('ci', () => 'http://localhost:1')('gate', 'payments@2.4.0')
  expect(nowhere).toMatchObject({ exit: 4, out: '', err: expect.stringContaining('server/no-answer') })
  const env = { ...process.env }
  delete env['HOLDPOINT_URL']
  expect(holdpointWith({ env }, 'gate', 'payments@2.4.0')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('usage/no-server'),
  })
})

test('whoever has no right to it is refused, with whom to ask', () => {
  const refused = as('ci')(
    'wish',
    'HP-1',
    'assessments',
    'view={"severity":"low","exploited":false,"in_production":false}',
    'evidence=[]',
  )
  expect(refused).toMatchObject({ exit: 5, err: expect.stringContaining('case/not-authorised') })
  expect(as('ana')('wish', 'HP-1', 'lifts', 'candidate=12', 'line=ends').exit).toBe(2)
  expect(as('ana')('wish', 'HP-1', 'acknowledgements').exit).toBe(0)
  expect(as('ana')('wish', 'HP-1', 'wonders')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('request/not-found'),
  })
  expect(as('ana')('show', 'HP-99').exit).toBe(2)
})

test('a token that is revoked beside the running server opens nothing any more', async () => {
  tokens['late'] = token('late', '--role', 'viewer')
  await pause(2_500)
  expect(as('late')('holds').exit).toBe(0)
  expect(holdpoint('admin', 'token', 'revoke', 'late', '--data', DATA).exit).toBe(0)
  await pause(2_500)
  expect(as('late')('holds')).toMatchObject({ exit: 5, err: expect.stringContaining('access/unknown-token') })
  expect(holdpoint('admin', 'token', 'list', '--data', DATA).out).toMatch(/^valid {4}ana .*\n.*\n.*\nrevoked {2}late/)
})

test.each(['SIGTERM', 'SIGKILL'] as const)(
  'after %s and a new start the hold stands, and the log verifies',
  async (signal) => {
    await stop(signal)
    await start()
    expect(as('ci')('gate', 'payments@2.4.0', '--digest', DIGEST).exit).toBe(3)
    const bundle = join(folder, `${signal}.bundle`)
    expect(holdpoint('log', 'export', '--data', DATA, '-o', bundle)).toMatchObject({ exit: 0, err: '' })
    expect(holdpoint('log', 'verify', bundle, '--key', join(DATA, 'keys', 'log.pub')).out).toContain('VERIFIED')
  },
)

test('a backup of the running server is a store again, with the same hold, under a new log that names the old one', async () => {
  const [file, next] = [join(folder, 'all.backup'), join(folder, 'next')]
  expect(holdpoint('backup', file, '--data', DATA)).toMatchObject({ exit: 0, err: '' })
  await stop('SIGTERM')
  expect(holdpoint('restore', file, '--data', next)).toMatchObject({
    exit: 0,
    out: expect.stringContaining('Put back: 1 case'),
  })
  expect(holdpoint('restore', file, '--data', next)).toMatchObject({
    exit: 5,
    err: expect.stringContaining('backup/not-empty'),
  })
  expect(holdpoint('admin', 'token', 'list', '--data', next).out).toContain('ana')
})
