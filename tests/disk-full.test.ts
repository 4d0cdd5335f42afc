import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Client, client } from '../src/api/client.ts'
import { holdpoint } from './holdpoint.testing.ts'
import { scratch } from './scratch.testing.ts'

const { folder } = scratch()
chmodSync(folder, 0o755)
const disk = join(folder, 'disk')
mkdirSync(disk)
/** Only root may make a disk that is small enough to fill. */
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=300m,mode=755', 'tmpfs', disk]).status === 0
const DATA = join(disk, 'data')
const filler = join(disk, 'filler')

let server: ChildProcess
let ana: Client
let said = ''

beforeAll(async () => {
  if (!mounted) return
  const token = holdpoint('admin', 'token', 'create', '--data', DATA, '--name', 'ana', '--role', 'analyst').out.trim()
  server = spawn(process.execPath, ['dist/main.js', 'serve', '--data', DATA, '--port', '0'])
  for (const stream of [server.stdout!, server.stderr!]) stream.on('data', (text: Buffer) => (said += text.toString()))
  while (!said.includes('Ctrl-C')) await pause(50)
  ana = client({ url: /http:\/\/\S+:\d+/.exec(said)![0], token })
}, 120_000)
afterAll(() => {
  server?.kill('SIGKILL')
  if (mounted) expect(spawnSync('umount', ['--lazy', disk]).status).toBe(0)
})

function fill(): void {
  const fd = openSync(filler, 'a')
  const some = Buffer.alloc(64 * 1024)
  try {
    for (;;) writeSync(fd, some)
  } catch (error) {
    expect((error as { code?: string }).code).toBe('ENOSPC')
  } finally {
    closeSync(fd)
  }
}
const hold = (product: string) =>
  ana.call('POST /api/cases', {
    body: { title: 'x'.repeat(1_500), hold: { product, version: '1.0.0', reason: 'x'.repeat(1_500) } },
  })
async function decision(product: string) {
  const reply = await ana.call('GET /api/gate', { query: { product, version: '1.0.0' } })
  return reply.ok ? reply.value.decision : `${reply.status}`
}
let products = 0

/** Until one is refused. @returns why */
async function untilRefused(): Promise<string> {
  for (;;) {
    const reply = await hold(`p${products++}`)
    if (!reply.ok) return `${reply.status} ${reply.problem.code}`
  }
}

/** Said where it is skipped. */
const tried = mounted ? '' : ' (not tried: only root may make a disk that is small enough)'
const minutes = { timeout: 300_000 }

test.skipIf(!mounted)(
  `a full disk: commands are refused and say why, what is held stays held, and it goes on once there is room${tried}`,
  minutes,
  async () => {
    expect(await hold('payments')).toMatchObject({ ok: true })
    fill()
    expect(await untilRefused()).toBe('503 store/disk-full')
    fill()
    for (let i = 0; i < 5; i++) {
      expect(await decision('payments')).toBe('held')
      expect(await hold('payments')).toMatchObject({ ok: false, status: 503 })
      await pause(300)
    }
    await expect
      .poll(() => said, { timeout: 20_000 })
      .toMatch(/keys.*The disk is full|The disk of the database is full/)
    rmSync(filler)
    await expect.poll(async () => (await hold('cart')).ok, { timeout: 60_000 }).toBe(true)
    expect(await decision('cart')).toBe('held')
  },
)

test.skipIf(!mounted)(
  `a database that dies on a full disk: nobody knows until there is room, and then it is as it was${tried}`,
  minutes,
  async () => {
    fill()
    const pid = Number(readFileSync(join(DATA, 'pg', 'postmaster.pid'), 'utf8').split('\n')[0])
    process.kill(pid, 'SIGKILL')
    const seen = new Set<string>()
    for (const until = Date.now() + 8_000; Date.now() < until; await pause(100)) seen.add(await decision('payments'))
    expect([...seen].filter((one) => one !== 'held' && one !== 'unknown')).toEqual([])
    rmSync(filler)
    await expect.poll(() => decision('payments'), { timeout: 60_000 }).toBe('held')
    await expect.poll(async () => (await hold('late')).ok, { timeout: 60_000 }).toBe(true)
    server.kill('SIGTERM')
    await expect.poll(() => server.exitCode, { timeout: 60_000 }).toBe(0)
    const bundle = join(folder, 'log.bundle')
    expect(holdpoint('log', 'export', '--data', DATA, '-o', bundle)).toMatchObject({ exit: 0, err: '' })
    expect(holdpoint('log', 'verify', bundle, '--key', join(DATA, 'keys', 'log.pub')).out).toContain('VERIFIED')
  },
)
