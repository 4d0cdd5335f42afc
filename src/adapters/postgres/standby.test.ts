import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, expect, test } from 'vitest'
import { desk } from '../../app/handle/handle.ts'
import { opening, RULES } from '../../app/handle/wish.testing.ts'
import { nodeCrypto } from '../crypto.ts'
import { type Acknowledged, flawsOf } from './consistency.testing.ts'
import { database } from './database.ts'
import { openStore } from './open.ts'
import { value } from './store.testing.ts'

/** A standby takes `pg_basebackup`, which only an installed PostgreSQL has. */
const BIN = [18, 17, 16, 15]
  .map((major) => `/usr/lib/postgresql/${major}/bin`)
  .find((bin) => existsSync(`${bin}/pg_basebackup`))
const NOBODY = 65534
const as = process.getuid?.() === 0 ? { uid: NOBODY, gid: NOBODY } : {}

const folder = mkdtempSync(join(tmpdir(), 'hp-standby-'))
const servers: ChildProcess[] = []
afterAll(async () => {
  for (const server of servers) server.kill('SIGQUIT')
  await pause(200)
  rmSync(folder, { recursive: true, force: true, maxRetries: 10 })
})

test.skipIf(BIN === undefined)(
  'a standby that is promoted under load has everything that was acknowledged, and the same process goes on with it',
  async () => {
    if (as.uid !== undefined) chownSync(folder, as.uid, as.gid)
    run('initdb', '-D', join(folder, 'a'), '-U', 'holdpoint', '-A', 'trust', '-E', 'UTF8', '--locale=C')
    await start('a', 'synchronous_standby_names=', 'wal_keep_size=256MB')
    run('pg_basebackup', '-D', join(folder, 'b'), '-h', join(folder, 'run-a'), '-U', 'holdpoint', '-R', '-X', 'stream')
    await start('b', 'hot_standby=on')
    psql('a', "ALTER SYSTEM SET synchronous_standby_names = '*'", 'SELECT pg_reload_conf()')
    await until(() => psql('a', 'SELECT sync_state FROM pg_stat_replication').includes('sync'))

    point('a') // as an address would that moves to whoever is the primary
    const url = `postgres://holdpoint@localhost/postgres?host=${encodeURIComponent(join(folder, 'current'))}`
    const store = value(await openStore({ url, keys: join(folder, 'keys') }))
    const work = desk({ ledger: store.ledger, crypto: nodeCrypto, rules: () => RULES })
    const acknowledged: Acknowledged[] = []
    const enough = new AbortController()
    const callers = Array.from({ length: 8 }, async () => {
      while (!enough.signal.aborted) {
        const asked = opening()
        const { stream, n, index } = value(await work.handle(asked))
        acknowledged.push([asked.id, stream, `${n}`, `${index}`])
      }
    })
    await until(() => acknowledged.length > 100)
    servers[0]!.kill('SIGKILL')
    const before = acknowledged.length
    run('pg_ctl', 'promote', '-w', '-D', join(folder, 'b'))
    psql('b', "ALTER SYSTEM SET synchronous_standby_names = ''", 'SELECT pg_reload_conf()')
    point('b')
    await until(() => acknowledged.length > before + 50)
    enough.abort()
    await Promise.all(callers)

    const db = database({ connectionString: url })
    expect(await flawsOf(store, db, acknowledged)).toEqual([])
    await db.close()
    await store.close()
  },
  120_000,
)

const run = (program: string, ...args: readonly string[]) =>
  execFileSync(join(BIN!, program), args, { ...as, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] }).toString()

const psql = (name: string, ...statements: readonly string[]) =>
  statements
    .map((sql) => run('psql', '-h', join(folder, `run-${name}`), '-U', 'holdpoint', '-tAc', sql, 'postgres'))
    .join('')

async function start(name: string, ...settings: readonly string[]): Promise<void> {
  const sockets = join(folder, `run-${name}`)
  mkdirSync(sockets)
  if (as.uid !== undefined) chownSync(sockets, as.uid, as.gid)
  const all = ['listen_addresses=', `unix_socket_directories=${sockets}`, ...settings].flatMap((one) => ['-c', one])
  const server = spawn(join(BIN!, 'postgres'), ['-D', join(folder, name), ...all], {
    ...as,
    cwd: folder,
    stdio: 'ignore',
  })
  servers.push(server)
  const ended = once(server, 'exit').then(() => 'ended')
  await until(() => run('pg_isready', '-h', sockets, '-q') === '', ended)
}

function point(name: string): void {
  symlinkSync(join(folder, `run-${name}`), join(folder, 'next'))
  renameSync(join(folder, 'next'), join(folder, 'current'))
}

/** Asks until it is so; what throws is not so yet. */
async function until(so: () => boolean, ended: Promise<string> = new Promise(() => {})): Promise<void> {
  for (let tries = 0; tries < 1_200; tries++) {
    try {
      if (so()) return
    } catch {
      // not yet
    }
    if ((await Promise.race([pause(50), ended])) === 'ended') break
  }
  throw new Error('it never came to that')
}
