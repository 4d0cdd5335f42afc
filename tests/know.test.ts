import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { holdpoint, holdpointWith } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

// Who may know, who may do, and the policy's home: as people meet them, on a running server.

const { folder } = scratch()
chmodSync(folder, 0o755) // where root runs the tests, the database is another user's
const DATA = join(folder, 'data')
const DIGEST = `sha256:${'3f'.repeat(32)}`
const FIXED = `sha256:${'4a'.repeat(32)}`
const PROOF = `sha256:${'5b'.repeat(32)}`

let server: ChildProcess
let url: string
const tokens: Record<string, string> = {}

const as =
  (who: string) =>
  (...args: readonly string[]) =>
    holdpointWith({ env: { ...process.env, HOLDPOINT_URL: url, HOLDPOINT_TOKEN: tokens[who] } }, ...args)

async function start(...more: readonly string[]): Promise<string> {
  const args = ['dist/main.js', 'serve', '--data', DATA, '--port', '0', ...more]
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
  return said
}
async function stop(): Promise<void> {
  if (!server || server.exitCode !== null || server.signalCode !== null) return
  const gone = once(server, 'exit')
  server.kill('SIGTERM')
  await gone
}

/** As whoever may read the data folder. */
const token = (name: string, ...more: readonly string[]) =>
  holdpoint('admin', 'token', 'create', '--data', DATA, '--name', name, ...more).out.trim()

const policy = (name: string, people = 1) => {
  const file = join(folder, `${name}.yml`)
  writeFileSync(
    file,
    `schema: holdpoint/policy/v1
name: ${name}
contact: the red phone
rules:
  - { id: all, treatment: remediate, because: Everything is fixed. }
cases:
  lift: { people: { critical: ${people}, unknown: ${people} } }
`,
  )
  return file
}

beforeAll(async () => {
  for (const [name, role] of [
    ['adm', 'administrator'],
    ['ana', 'analyst'],
    ['ben', 'security-manager'],
    ['eve', 'executive'],
    ['dev', 'engineer'],
    ['cy', 'qa-lead'],
    ['aud', 'auditor'],
  ])
    tokens[name!] = token(name!, '--role', role!)
  expect(await start('--policy', policy('house'))).toContain('policy   house')
})
afterAll(stop)

test('the policy of the first start stays: another file is refused, the same one and none are not', async () => {
  expect(as('dev')('policy', 'show').out).toMatch(/^house {2}since .*, by console\nsha256:/)
  expect(
    as('ana')('hold', 'payments@2.4.0', '--reason', 'Anybody can read the accounts', '--digest', DIGEST).exit,
  ).toBe(0)
  await stop()
  const other = holdpoint('serve', '--data', DATA, '--port', '0', '--policy', policy('other'))
  expect(other).toMatchObject({ exit: 2, err: expect.stringContaining('policy/other-in-force') })
  expect(other.err).toContain('policy propose')
  expect(await start('--policy', policy('house'))).toContain('policy   house')
  await stop()
  expect(await start()).toContain('policy   house')
})

test('a critical case is told to those who need to know, and whoever is let in reads it from then on', () => {
  const words = (who: string) => as(who)('show', 'HP-1', '--json').out.includes('Anybody can read the accounts')
  expect(['ana', 'ben', 'eve', 'aud', 'dev', 'adm'].map(words)).toEqual([true, true, true, true, false, false])
  expect(as('ana')('wish', 'HP-1', 'readers', 'person=token:dev', 'sensitive=false').exit).toBe(0)
  expect(words('dev')).toBe(true)
  expect(as('dev')('wish', 'HP-1', 'readers', 'person=token:dev', 'sensitive=true')).toMatchObject({
    exit: 5,
    err: expect.stringContaining('case/own-reading'),
  })
  expect(as('ben')('wish', 'HP-1', 'reader-removals', 'person=token:dev').exit).toBe(0)
  expect(words('dev')).toBe(false)
})

test('who looked is told to auditors and security managers, and to nobody who runs the server', async () => {
  await pause(1_500)
  const looks = as('aud')('looks', 'HP-1')
  expect(looks.exit).toBe(0)
  expect(looks.out).toMatch(/^\d{4}-\d\d-\d\d \d\dh {2}token:ana {2}words$/m)
  expect(looks.out.match(/token:dev {2}words/g)).toHaveLength(1)
  expect(looks.out).not.toContain('token:adm')
  expect(as('adm')('looks', 'HP-1')).toMatchObject({ exit: 5, err: expect.stringContaining('access/not-yours') })
})

test('another policy takes two people, and whoever signs is shown what it changes for holds in force', () => {
  const proposed = as('ana')('policy', 'propose', policy('stricter', 2))
  expect(proposed).toMatchObject({ exit: 0, out: expect.stringContaining('until a second person approves it') })
  const [, n = ''] = /Proposal (\d+)/.exec(proposed.out) ?? []
  expect(as('ben')('policy', 'show', n).out).toContain(
    'a lift takes: 2 of security-manager, executive (now: 1 of security-manager, executive)',
  )
  expect(as('ana')('policy', 'approve', n)).toMatchObject({ exit: 5, err: expect.stringContaining('own-proposal') })
  expect(as('adm')('policy', 'approve', n)).toMatchObject({ exit: 5, err: expect.stringContaining('not-authorised') })
  expect(as('ben')('policy', 'approve', n)).toMatchObject({ exit: 0 })
  expect(as('dev')('policy', 'show').out).toMatch(/^stricter {2}since .*, by token:ben\n/)
  expect(as('ana')('policy', 'propose', join(folder, 'nothing.yml')).exit).toBe(2)
})

test('an administrator says who may do what, to nobody’s advantage but the house’s', () => {
  const adm = as('adm')
  expect(adm('people', 'add', 'zoe')).toMatchObject({ exit: 0, out: 'Added: zoe.\n' })
  expect(adm('people', 'add', 'zoe').out).toBe('That was so already.\n')
  expect(adm('people', 'grant', 'zoe', '--role', 'security-manager', '--days', '14').exit).toBe(0)
  expect(adm('people', 'list').out).toMatch(/^zoe +security-manager until \d{4}-/m)
  expect(adm('people', 'grant', 'token:adm', '--role', 'executive')).toMatchObject({
    exit: 5,
    err: expect.stringContaining('people/own-role'),
  })
  // Nobody acts in the name of another by making a token.
  expect(adm('people', 'token', 'mole', '--role', 'security-manager')).toMatchObject({
    exit: 5,
    err: expect.stringContaining('people/program-role'),
  })
  const ci = adm('people', 'token', 'ci', '--role', 'pipeline', '--product', 'payments')
  expect(ci).toMatchObject({ exit: 0, out: expect.stringMatching(/^hp_[0-9a-f]{64}\n$/) })
  tokens['ci'] = ci.out.trim()
  expect(as('ci')('gate', 'payments@2.4.0', '--digest', DIGEST).exit).toBe(3)
  expect(adm('people', 'revoke', 'ci').out).toBe('Revoked: ci.\n')
  expect(as('ci')('gate', 'payments@2.4.0', '--digest', DIGEST)).toMatchObject({
    exit: 4,
    err: expect.stringContaining('access/unknown-token'),
  })
  expect(adm('people', 'end', 'zoe', '--role', 'security-manager').exit).toBe(0)
  expect(as('ben')('people', 'grant', 'zoe', '--role', 'executive').exit).toBe(5)
  expect(as('dev')('people', 'list').exit).toBe(5)
})

test('a role granted while a hold is in force needs a second person, whose role is older, to act on it', async () => {
  tokens['new'] = token('new', '--role', 'security-manager')
  tokens['newer'] = token('newer', '--role', 'executive')
  await pause(2_500)
  const wish = (who: string, noun: string, ...fields: readonly string[]) => as(who)('wish', 'HP-1', noun, ...fields)
  const made = (reply: ReturnType<typeof wish>) => (JSON.parse(reply.out) as { entries: number[] }).entries[0]!
  const candidate = made(
    wish('dev', 'candidates', 'product=payments', `build={"digests":["${FIXED}"]}`, 'fixers=["token:dev"]'),
  )
  made(wish('ana', 'attachments', `evidence=${PROOF}`, 'bytes=12', 'name=retest.txt', 'sensitive=false'))
  const found = 'ab'.repeat(16)
  made(
    wish(
      'ana',
      'findings',
      `finding=${found}`,
      'kind=weakness',
      'severity=critical',
      'title=SQL injection',
      'fixed_in=[]',
    ),
  )
  const proof = { kind: 'manual', evidence: PROOF, found: false, subject: [FIXED] }
  made(wish('cy', 'proofs', `candidate=${candidate}`, `finding=${found}`, `proof=${JSON.stringify(proof)}`))
  const comparison = { tests: 812, new_failures: 0, gone: 0, skipped: 0, weakened: 0, renamed: 0 }
  made(
    wish(
      'cy',
      'regressions',
      `candidate=${candidate}`,
      'extent=full',
      `base=${PROOF}`,
      `run=${PROOF}`,
      `comparison=${JSON.stringify(comparison)}`,
      `subject=["${FIXED}"]`,
    ),
  )
  const gate = () => as('ana')('gate', 'payments@2.4.1', '--digest', FIXED).exit
  for (const who of ['new', 'newer']) expect(wish(who, 'lifts', `candidate=${candidate}`, 'line=stays').exit).toBe(0)
  expect(gate()).toBe(3) // two people, and both got their role for it
  const until = `until=${new Date(Date.now() + 3_600_000).toISOString()}`
  expect(
    wish('new', 'overrides', 'product=payments', `digest=${DIGEST}`, 'environment=production', until, 'reason=Now'),
  ).toMatchObject({ exit: 5, err: expect.stringContaining('case/fresh-role') })
  expect(wish('ben', 'lifts', `candidate=${candidate}`, 'line=stays').exit).toBe(0)
  expect(gate()).toBe(0)
})
