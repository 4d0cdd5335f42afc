import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { holdpointWith } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder, write } = scratch()
const started: ChildProcess[] = []
afterEach(() => started.splice(0).forEach((child) => child.kill('SIGKILL')))

/** `npm start`, with a temporary folder of its own and nothing said by the environment. */
function start(args: readonly string[] = ['--port', '0'], env: Record<string, string> = {}) {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, ['scripts/start.mjs', ...args], {
    env: { PATH, TMPDIR: folder, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  started.push(child)
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  const ended = once(child, 'exit').then(([code]) => code as number | null)
  const up = () => expect.poll(() => said.out + said.err, { timeout: 60_000 }).toMatch(/Ctrl-C stops it|hint:/)
  return { child, said, ended, up }
}

const tries = () => readdirSync(folder).filter((name) => name.startsWith('holdpoint-try-'))
const minutes = { timeout: 180_000 }

test('it serves the example case, and what it prints can be copied', minutes, async () => {
  const { child, said, ended, up } = start()
  await up()
  expect(said.out).toMatch(/^HELD {2}payments@2\.4\.0 for production$/m)
  const commands = [...said.out.matchAll(/^ {2}npx holdpoint (.*)$/gm)].map(([, line]) => line!)
  const [, url, token] = /HOLDPOINT_URL=(\S+) HOLDPOINT_TOKEN=(\S+)/.exec(said.out)!
  const run = (line: string) => {
    const words = line.match(/"[^"]*"|\S+/g)!.map((word) => word.replaceAll('"', ''))
    return holdpointWith({ env: { ...process.env, HOLDPOINT_URL: url, HOLDPOINT_TOKEN: token } }, ...words)
  }
  const exits = commands.slice(0, 4).map((line) => [line.split(' ')[0], run(line).exit])
  expect(exits).toEqual([
    ['gate', 3],
    ['show', 0],
    ['brief', 0],
    ['hold', 0],
  ])
  expect(run('gate you@1.2.3').exit).toBe(3)
  const [, data] = /store {4}(\S+),/.exec(said.out)!
  const bundle = join(folder, 'log.bundle')
  expect(run(`log export --data ${data} -o ${bundle}`)).toMatchObject({ exit: 0, err: '' })
  expect(run(`log verify ${bundle} --key ${data}/keys/log.pub`).out).toMatch(/^VERIFIED/)
  expect(run(`doctor --server ${url}`)).toMatchObject({
    exit: 0,
    out: expect.stringMatching(/token +opens the server/),
  })
  expect(holdpointWith({}, 'doctor', '--server', url!).out).toMatch(/^warning {2}token +none given/m)
  const wrong = holdpointWith({ env: { ...process.env, HOLDPOINT_TOKEN: 'hp_no' } }, 'doctor', '--server', url!)
  expect(wrong).toMatchObject({ exit: 2, out: expect.stringMatching(/^broken +token/m) })
  expect(run(`doctor --data ${data}`)).toMatchObject({ exit: 0, out: expect.stringMatching(/signed +all \d+ entries/) })
  child.kill('SIGINT')
  expect(await ended).toBe(0)
  expect(said.err).toBe('')
  expect(tries()).toEqual([])
})

test('somebody who tries their own policy sees the example under it', minutes, async () => {
  const rules = 'rules:\n  - { id: all, treatment: remediate, because: Everything is fixed. }\n'
  const own = (name: string) =>
    write(`${name}.yaml`, `schema: holdpoint/policy/v1\nname: ${name}\ncontact: us\n${rules}`)
  const { child, said, ended, up } = start(['--example', '--port', '0', '--policy', own('house')])
  await up()
  expect(said.out).toMatch(/^ {2}policy +house$/m)
  expect(said.out).toMatch(/^HELD {2}payments@2\.4\.0 for production$/m)
  const [, url, token] = /HOLDPOINT_URL=(\S+) HOLDPOINT_TOKEN=(\S+)/.exec(said.out)!
  const asked = { env: { ...process.env, HOLDPOINT_URL: url, HOLDPOINT_TOKEN: token } }
  expect(holdpointWith(asked, 'policy', 'show').out).toMatch(/^house {2}since .*, by console\n/)
  expect(holdpointWith(asked, 'show', 'HP-1')).toMatchObject({ exit: 0, out: expect.stringContaining('Quiet Harbour') })
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(said.err).toBe('')
})

test('nothing of it is overdue: the middle of that day is now', minutes, async () => {
  const { child, said, ended, up } = start()
  await up()
  const [, url, token] = /HOLDPOINT_URL=(\S+) HOLDPOINT_TOKEN=(\S+)/.exec(said.out)!
  const reply = await fetch(`${url}/api/cases/HP-1`, { headers: { authorization: `Bearer ${token}` } })
  const { opened_at, facets } = (await reply.json()) as { opened_at: string; facets: { due: { at: string }[] } }
  expect(Date.now() - Date.parse(opened_at)).toBeGreaterThan(5 * 3_600_000)
  expect(facets.due.length).toBeGreaterThan(0)
  expect(facets.due.every(({ at }) => Date.parse(at) > Date.now())).toBe(true)
  const [, data] = /store {4}(\S+),/.exec(said.out)!
  const looked = () => holdpointWith({}, 'doctor', '--data', data!).out
  await expect.poll(looked, { timeout: 20_000 }).toMatch(/outbox +0 messages wait/)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('what a killed one left behind goes with the next; what is not its own stays', minutes, async () => {
  const first = start()
  await first.up()
  first.child.kill('SIGKILL')
  await first.ended
  expect(tries()).toHaveLength(1)
  const [left] = tries()
  mkdirSync(join(folder, `holdpoint-try-${process.pid}-alive`))
  write('holdpoint-try-1-file', 'none of ours')
  const next = start()
  await next.up()
  expect(existsSync(join(folder, left!))).toBe(false)
  next.child.kill('SIGTERM')
  expect(await next.ended).toBe(0)
  expect(tries().toSorted()).toEqual([`holdpoint-try-1-file`, `holdpoint-try-${process.pid}-alive`].toSorted())
})

test('a port that somebody named and that is taken is said; else the next free one is taken', minutes, async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const named = start(['--port', String(port), '--host', '127.0.0.1'])
  expect(await named.ended).toBe(2)
  expect(named.said.err).toContain(`Port ${port} is taken.`)
  taken.close()
  const [one, two] = [start([]), start([])]
  await Promise.all([one.up(), two.up()])
  const urls = [one, two].map(({ said }) => /http:\/\/localhost:(\d+)/.exec(said.out)?.[1])
  expect(new Set(urls).size).toBe(2)
  expect(one.said.out + two.said.out).toContain('(4650 is taken)')
  for (const { child, ended } of [one, two]) {
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
  }
})

test.each([
  ['npm alone is told (kill)', 'SIGTERM', 1],
  ['all of them are told (Ctrl-C)', 'SIGINT', -1],
] as const)('who stops npm stops the server, in order: %s', minutes, async (_, signal, whom) => {
  const { PATH = '', HOME = '' } = process.env
  const npm = spawn('npm', ['start', '--silent', '--', '--port', '0'], {
    env: { PATH, HOME, TMPDIR: folder },
    stdio: ['ignore', 'pipe', 'ignore'],
    detached: true,
  })
  started.push(npm)
  let said = ''
  npm.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
  await expect.poll(() => said, { timeout: 60_000 }).toContain('Ctrl-C stops it.')
  const [url] = /http:\/\/localhost:\d+/.exec(said)!
  process.kill(whom * npm.pid!, signal)
  const isUp = () =>
    fetch(`${url}/healthz`).then(
      () => true,
      () => false,
    )
  await expect.poll(isUp, { timeout: 20_000 }).toBe(false)
  await expect.poll(() => tries().filter((name) => !/alive|file/.test(name)), { timeout: 20_000 }).toEqual([])
})

test('whoever asks it to stop while it starts is heard', minutes, async () => {
  const { child, said, ended } = start()
  const mine = () => tries().filter((name) => name.includes(`-${child.pid}-`))
  await expect.poll(mine, { timeout: 60_000, interval: 5 }).toHaveLength(1)
  await pause(100 * Math.random())
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(said.err).toBe('')
  expect(mine()).toEqual([])
})

test('nobody who reads what it says any more is no reason to stop', minutes, async () => {
  const { child, said, ended, up } = start()
  await up()
  const [url] = /http:\/\/localhost:\d+/.exec(said.out)!
  child.stdout!.destroy()
  child.stderr!.destroy()
  await expect.poll(async () => (await fetch(`${url}/readyz`)).status).toBe(200)
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
  expect(tries().filter((name) => name.includes(`-${child.pid}-`))).toEqual([])
})

test('the example never enters a log that is kept', minutes, async () => {
  const both = start(['--example', '--data', join(folder, 'mine')])
  expect(await both.ended).toBe(2)
  expect(both.said.err).toContain('usage/example-elsewhere')
  const { child, said, ended, up } = start(['--port', '0'], { HOLDPOINT_DATA: join(folder, 'mine') })
  await up()
  expect(said.out).toContain(join(folder, 'mine'))
  expect(said.out).not.toContain('HELD')
  child.kill('SIGTERM')
  expect(await ended).toBe(0)
})

test('where no PostgreSQL runs, it says why, and what works all the same', minutes, async () => {
  const { ended, said } = start([], { HOLDPOINT_PG_BIN: folder })
  expect(await ended).toBe(2)
  expect(said.err).toContain('postgres/no-binaries')
  expect(said.err).toContain('npx holdpoint check examples/reports')
  expect(said.err).toContain('DATABASE_URL=')
})
