import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { trivy } from '../src/server/trivy.testing.ts'
import { holdpoint, holdpointWith } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder } = scratch()
chmodSync(folder, 0o755) // where root runs the tests, the database is another user's
const DATA = join(folder, 'data')
const digest = (name: string) => `sha256:${name.repeat(32)}`
const file = (name: string, text: string) => {
  const path = join(folder, name)
  writeFileSync(path, text)
  return path
}
const POLICY = file(
  'policy.yaml',
  `schema: holdpoint/policy/v1
name: Acme
contact: security on duty
rules:
  - { id: critical, when: { severity: critical }, treatment: remediate, because: x, who_can_lift: [security-manager] }
  - { id: rest, treatment: note, because: x }
evidence: { require: [trivy] }
`,
)
const CLEAN = file('clean.json', trivy())
const BAD = file('bad.json', trivy({ flaws: [['CVE-2026-1001', 'CRITICAL']] }))

let server: ChildProcess | undefined
let url = 'http://127.0.0.1:1'
const tokens: Record<string, string> = {}

const as =
  (who: string, input?: string) =>
  (...args: readonly string[]) =>
    holdpointWith(
      {
        env: { ...process.env, HOLDPOINT_URL: url, HOLDPOINT_TOKEN: tokens[who] },
        ...(input !== undefined && { input }),
      },
      ...args,
    )
const token = (name: string, ...more: readonly string[]) =>
  holdpoint('admin', 'token', 'create', '--data', DATA, '--name', name, ...more).out.trim()

async function start(policy: string): Promise<void> {
  server = spawn(process.execPath, ['dist/main.js', 'serve', '--data', DATA, '--port', '0', '--policy', policy], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let said = ''
  url = await new Promise((resolve, reject) => {
    server!.once('exit', () => reject(new Error(`it ended: ${said}`)))
    server!.stdout!.on('data', (chunk: Buffer) => {
      said += chunk.toString()
      const [, at] = /(http:\/\/\S+:\d+)/.exec(said) ?? []
      if (at !== undefined && said.includes('Ctrl-C')) resolve(at)
    })
  })
}
async function stop(signal: NodeJS.Signals): Promise<number | null> {
  const gone = once(server!, 'exit')
  server!.kill(signal)
  const [code] = (await gone) as [number | null]
  server = undefined
  return code
}

beforeAll(async () => {
  tokens['ci'] = token('ci', '--role', 'pipeline', '--product', 'payments')
  tokens['rel'] = token('rel', '--role', 'release-manager')
  tokens['ana'] = token('ana', '--role', 'analyst')
  tokens['ben'] = token('ben', '--role', 'security-manager')
  await start(POLICY)
})
afterAll(async () => {
  if (server) await stop('SIGKILL')
})

const release = (name: string) => ['--release', 'payments@2.4.0', '--digest', digest(name)]
const gate = (name: string) => as('ci')('gate', 'payments@2.4.0', '--digest', digest(name))

test('a product is registered by who answers for releases, or by who may read the data folder; a pipeline is refused', () => {
  expect(gate('a1')).toMatchObject({ exit: 4, out: expect.stringContaining('gate/unknown-product') })
  expect(as('ci')('product', 'add', 'payments')).toMatchObject({
    exit: 5,
    err: expect.stringContaining('product/not-authorised'),
  })
  expect(as('rel')('product', 'add', 'payments')).toMatchObject({ exit: 0, out: 'payments is registered.\n' })
  expect(holdpoint('product', 'add', 'shop', '--data', DATA, '--profile', 'examples/case.profile.yaml').exit).toBe(0)
  expect(as('rel')('product', 'list').out).toMatch(
    /^payments {2}by token:rel, .*; no profile\nshop {6}by console, .*; with a profile\n$/,
  )
  expect(as('rel')('product', 'profile', 'shop').out).toBe(readFileSync('examples/case.profile.yaml', 'utf8'))
  expect(as('rel')('product', 'remove', 'shop').exit).toBe(0)
  expect(as('rel')('product', 'profile', 'shop')).toMatchObject({
    exit: 2,
    err: expect.stringContaining('product/no-profile'),
  })
})

test('reports are recorded by the command that judges them, and the gate answers by them', () => {
  expect(gate('a1')).toMatchObject({ exit: 4, out: expect.stringContaining('evidence/required') })
  const clean = as('ci')('check', CLEAN, ...release('a1'), '--policy', POLICY, '--record', '--with-holds')
  expect(clean).toMatchObject({ exit: 0, err: expect.stringMatching(/^recorded {2}.*clean\.json \(trivy\): clear\n$/) })
  expect(gate('a1').exit).toBe(0)
  const bad = as('ci')('check', BAD, ...release('a2'), '--policy', POLICY, '--record')
  expect(bad).toMatchObject({ exit: 3, err: expect.stringContaining('held by critical') })
  expect(gate('a2')).toMatchObject({ exit: 3, out: expect.stringContaining('the rule critical') })
  expect(gate('a2').out).not.toContain('CVE')
  expect(as('ci')('check', BAD, ...release('a2'), '--record').err).toContain('was there already')
})

test('whatever the pipeline judges by, the server judges by its own policy, and the graver of both decides', () => {
  const lenient = file(
    'lenient.yaml',
    'schema: holdpoint/policy/v1\nname: x\ncontact: x\nrules: [{ id: all, treatment: note, because: x }]\n',
  )
  const said = as('ci')('check', BAD, ...release('a3'), '--policy', lenient, '--record')
  expect(said).toMatchObject({ exit: 3, out: expect.stringContaining('evidence/blocks') })
  expect(gate('a3').exit).toBe(3)
})

test('standard input, a folder and an archive are recorded as they are judged', () => {
  const text = readFileSync(CLEAN, 'utf8')
  expect(as('ci', text)('check', '-', ...release('a4'), '--policy', POLICY, '--record')).toMatchObject({ exit: 0 })
  expect(gate('a4').exit).toBe(0)
  mkdirSync(join(folder, 'reports'))
  writeFileSync(join(folder, 'reports', 'trivy.json.gz'), gzipSync(text))
  const packed = as('ci')('check', join(folder, 'reports'), ...release('a6'), '--policy', POLICY, '--record')
  expect(packed).toMatchObject({ exit: 0, err: expect.stringMatching(/^recorded {2}\S*trivy\.json/) })
  expect(gate('a6').exit).toBe(0)
})

test('what was not recorded is not a pass: an unreadable report, a release without identity, a server out of reach', () => {
  const broken = file('broken.json', trivy().slice(0, -9))
  expect(as('ci')('check', broken, ...release('a5'), '--record')).toMatchObject({
    exit: 4,
    out: expect.stringContaining('record/unreadable'),
  })
  const nameless = as('ci')('check', CLEAN, '--release', 'payments@2.4.0', '--record')
  expect(nameless).toMatchObject({ exit: 4, out: expect.stringContaining('record/no-identity') })
  const there = url
  url = 'http://127.0.0.1:1'
  expect(as('ci')('check', CLEAN, ...release('a5'), '--record')).toMatchObject({
    exit: 4,
    out: expect.stringContaining('server/no-answer'),
  })
  expect(as('ci')('check', BAD, ...release('a5'), '--with-holds').exit).toBe(3)
  url = there
  expect(
    holdpointWith({ env: { PATH: process.env['PATH'] } }, 'check', CLEAN, ...release('a5'), '--record'),
  ).toMatchObject({
    exit: 2,
    err: expect.stringContaining('usage/no-server'),
  })
  expect(as('ci')('check', CLEAN, ...release('a5'), '--record', '--observe').exit).toBe(2)
})

test(
  'after a kill what was recorded is there; under another policy it is judged again by itself',
  { timeout: 120_000 },
  async () => {
    await stop('SIGKILL')
    await start(POLICY)
    expect([gate('a1').exit, gate('a2').exit]).toEqual([0, 3])
    const next = file('new.yaml', `${readFileSync(POLICY, 'utf8')}valid_minutes: 1\n`)
    const [, n = ''] = /Proposal (\d+)/.exec(as('ana')('policy', 'propose', next).out) ?? []
    expect(as('ben')('policy', 'approve', n).exit).toBe(0)
    expect(gate('a1')).toMatchObject({ exit: 4, out: expect.stringContaining('evidence/not-judged') })
    await expect.poll(() => gate('a1').exit, { timeout: 20_000 }).toBe(0)
    await expect.poll(() => gate('a2').exit, { timeout: 20_000 }).toBe(3)
    expect(await stop('SIGTERM')).toBe(0)
  },
)
