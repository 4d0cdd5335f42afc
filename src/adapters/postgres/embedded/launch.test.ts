import { existsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { afterAll, expect, test } from 'vitest'
import { ask, ended, scratch } from './embedded.testing.ts'
import { readPidFile } from './pid-file.ts'

const { up, store, owner, clean } = scratch()
afterAll(clean, 60_000)

/** On a quiet machine 0.7 s and 0.1 s; the bound is for one that does much else. */
test('up on no store and on an existing one, which keeps what was written', async () => {
  const { folder, up, clean } = scratch(tmpdir())
  const fresh = folder()
  const begun = performance.now()
  const first = await up({ folder: fresh })
  const none = performance.now()
  await ask(first.connection.host, 'CREATE TABLE t AS SELECT 7 AS n')
  await first.stop()
  const stopped = performance.now()
  const second = await up({ folder: fresh })
  const existing = performance.now() - stopped
  expect(await ask(second.connection.host, 'SELECT n FROM t')).toBe(7)
  await clean()
  expect(none - begun).toBeLessThan(30_000)
  expect(existing).toBeLessThan(15_000)
})

test('a store is durable, checked, in UTF-8 by code point, and reached through a private socket alone', async () => {
  const { connection, major, stop } = await up({ folder: await store() })
  const show = (name: string) => ask(connection.host, `SHOW ${name}`)
  for (const [name, value] of Object.entries({
    fsync: 'on',
    synchronous_commit: 'on',
    full_page_writes: 'on',
    data_checksums: 'on',
    server_encoding: 'UTF8',
    listen_addresses: '',
    max_connections: '40',
    timezone: 'UTC',
  }))
    expect([name, await show(name)]).toEqual([name, value])
  expect(major).toBe(18)
  expect(await show('io_method')).toBe('sync')
  expect(
    await ask(
      connection.host,
      'SELECT datlocprovider::text || datlocale FROM pg_database WHERE datname = current_database()',
    ),
  ).toBe('bC.UTF-8')
  expect(statSync(connection.host).mode & 0o777).toBe(0o700)
  expect(statSync(join(connection.host, '.s.PGSQL.5432')).mode & 0o777).toBe(0o700)
  await stop()
})

test('an error line of the log holds no values', async () => {
  const { connection, stop, gone } = await up({ folder: await store() })
  await ask(connection.host, 'CREATE TABLE u (secret text PRIMARY KEY)')
  const twice = ask(connection.host, "INSERT INTO u SELECT 'quiet' || ' harbour' FROM generate_series(1, 2)")
  await expect(twice).rejects.toThrow('duplicate key')
  await stop()
  const { log } = await gone
  expect(log).toContain('duplicate key')
  expect(log).not.toContain('quiet harbour')
})

test('stop may be called again, and gone says whether it was asked for', async () => {
  const { stop, gone } = await up({ folder: await store() })
  await Promise.all([stop(), stop()])
  await stop()
  expect(await gone).toMatchObject({
    asked: true,
    log: expect.stringContaining('database system is shut down') as string,
  })
})

test('a server that is killed says so; launched again, it has what was committed', async () => {
  const data = await store()
  const first = await up({ folder: data })
  await ask(first.connection.host, 'INSERT INTO t VALUES (8)')
  process.kill(readPidFile(join(data, 'pg', 'postmaster.pid'))!.pid, 'SIGKILL')
  expect(await first.gone).toMatchObject({ asked: false })
  await first.stop()
  const second = await up({ folder: data })
  expect(await ask(second.connection.host, 'SELECT sum(n)::int FROM t')).toBe(15)
  await second.stop()
})

test.each(['exit', 'SIGTERM', 'SIGINT', 'SIGKILL'] as const)('the server ends with its process: %s', async (how) => {
  const one = await owner({ folder: await store() })
  expect(one.said.server).toBeGreaterThan(1)
  if (how === 'exit') await one.send('exit')
  else await one.kill(how)
  // Only Linux tells the server of a death without farewell; elsewhere the next launch ends it.
  const told = how === 'exit' || (process.platform === 'linux' && existsSync('/usr/bin/setpriv'))
  if (told) expect(await ended(one.said.server!)).toBe(true)
})
