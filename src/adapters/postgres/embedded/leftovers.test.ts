import { spawn } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'
import { alive, ask, ended, scratch } from './embedded.testing.ts'
import { identify } from './processes.ts'

const { up, store, owner, clean } = scratch()
afterAll(clean, 60_000)

const pidFile = (data: string) => join(data, 'pg', 'postmaster.pid')

test('a server that outlived its process is ended, and the store taken over', async () => {
  const data = await store()
  const first = await owner({ folder: data }, { lonely: true })
  await ask(first.said.host!, 'INSERT INTO t VALUES (8)')
  await first.kill()
  const orphan = first.said.server!
  expect(alive(orphan)).toBe(true)
  const { connection, joined, stop } = await up({ folder: data })
  expect(joined).toBe(false)
  expect(alive(orphan)).toBe(false)
  expect(await ask(connection.host, 'SELECT sum(n)::int FROM t')).toBe(15)
  await stop()
})

test('an errand ends an orphan, too, and leaves the store to the next', async () => {
  const data = await store()
  const first = await owner({ folder: data }, { lonely: true })
  await first.kill()
  const errand = await up({ folder: data, mode: 'join-or-start' })
  expect(errand.joined).toBe(false)
  expect(alive(first.said.server!)).toBe(false)
  await errand.stop()
})

test('process and server killed at once: the next launch has everything', async () => {
  const data = await store()
  for (let round = 1; round <= 3; round++) {
    const one = await owner({ folder: data })
    await ask(one.said.host!, `INSERT INTO t VALUES (${round})`)
    process.kill(one.said.server!, 'SIGKILL')
    await one.kill()
  }
  const { connection, stop } = await up({ folder: data })
  expect(await ask(connection.host, 'SELECT sum(n)::int FROM t')).toBe(7 + 1 + 2 + 3)
  await stop()
})

/** A pid file as a killed server leaves it, with another number. */
async function leave(pid: number): Promise<string> {
  const data = await store()
  const one = await owner({ folder: data })
  const text = readFileSync(pidFile(data), 'utf8')
  process.kill(one.said.server!, 'SIGKILL')
  await one.kill()
  writeFileSync(pidFile(data), text.replace(/^\d+/, `${pid}`))
  return data
}

test('a number that another program has by now: it survives, the server starts', async () => {
  const sleep = spawn('sleep', ['60'], { stdio: 'ignore' })
  const data = await leave(sleep.pid!)
  const { connection, stop } = await up({ folder: data })
  expect(await ask(connection.host, 'SELECT n FROM t')).toBe(7)
  await stop()
  expect(alive(sleep.pid!)).toBe(true)
  sleep.kill()
})

test('a number that the server of another folder has: it survives, both run', async () => {
  const other = await up({ folder: await store() })
  const pid = Number(await ask(other.connection.host, "SELECT split_part(pg_read_file('postmaster.pid'), E'\\n', 1)"))
  const data = await leave(pid)
  const { connection, stop } = await up({ folder: data })
  expect(await ask(connection.host, 'SELECT n FROM t')).toBe(7)
  expect(await ask(other.connection.host, 'SELECT n FROM t')).toBe(7)
  await stop()
  await other.stop()
})

test('a zombie is dead, whatever the system says of its number', async () => {
  // The shell's child ends; what the shell becomes never asks for it.
  const parent = spawn('/bin/sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] })
  const zombie = Number(await new Promise((resolve) => parent.stdout.once('data', resolve)))
  expect(await ended(zombie)).toBe(true)
  expect(identify(zombie, '/')).toBe('zombie')
  const data = await leave(zombie)
  const { connection, stop } = await up({ folder: data })
  expect(await ask(connection.host, 'SELECT n FROM t')).toBe(7)
  await stop()
  parent.kill('SIGKILL')
})

test.each(['', 'no number\n', '0\n', '-1\n', '999999999\n'])('a pid file of %j is cleared away', async (text) => {
  const data = await store()
  writeFileSync(pidFile(data), text)
  const { connection, stop } = await up({ folder: data })
  expect(await ask(connection.host, 'SELECT n FROM t')).toBe(7)
  await stop()
})
