import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'

const scratch = mkdtempSync(join(tmpdir(), 'hp-serve-'))
afterAll(() => rmSync(scratch, { recursive: true, force: true, maxRetries: 5 }))

/** The built program, with nothing said by the environment. */
function serve(args: readonly string[], env: Record<string, string> = {}) {
  const { PATH = '' } = process.env
  const child = spawn(process.execPath, ['dist/holdpoint.cjs', 'serve', ...args], { env: { PATH, ...env } })
  const said = { out: '', err: '' }
  child.stdout.setEncoding('utf8').on('data', (text: string) => (said.out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said.err += text))
  return { child, said, ended: once(child, 'exit').then(([code]) => code as number | null) }
}

test('it says where it is, answers, and ends in order when it is asked to', { timeout: 120_000 }, async () => {
  const data = join(scratch, 'data')
  const { child, said, ended } = serve(['--data', data, '--port', '0', '--host', '127.0.0.1'])
  try {
    const address = () => /http:\/\/[\d.]+:\d+/.exec(said.out)?.[0]
    await expect.poll(address, { timeout: 60_000 }).toBeDefined()
    const url = address()!
    expect(said.out).toContain(data)
    expect((await fetch(`${url}/readyz`)).status).toBe(200)
    expect((await fetch(`${url}/api/gate?product=payments`)).status).toBe(401)
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(said.err).toBe('')
    expect(readFileSync(join(data, 'keys', 'checkpoint'), 'utf8')).toContain('\n0\n')
    await expect(fetch(url)).rejects.toThrow()
  } finally {
    stop(child)
  }
})

test('without a place for holds, or for their keys, it says what is missing', async () => {
  const nowhere = serve([])
  expect(await nowhere.ended).toBe(2)
  expect(nowhere.said.err).toContain('usage/no-store')
  const keyless = serve([], { DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' })
  expect(await keyless.ended).toBe(2)
  expect(keyless.said.err).toContain('usage/no-keys')
  expect(keyless.said.err).not.toContain('nobody@')
})

test('a port that is taken is said, and nothing is left running', { timeout: 120_000 }, async () => {
  const taken = createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as AddressInfo
  const { said, ended } = serve(['--data', join(scratch, 'other'), '--port', String(port), '--host', '127.0.0.1'])
  expect(await ended).toBe(2)
  expect(said.err).toContain(`Port ${port} is taken.`)
  taken.close()
})

const stop = (child: ChildProcess) => child.exitCode === null && child.kill('SIGKILL')
