import { existsSync, lchownSync, mkdirSync } from 'node:fs'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { ok, refuse, type Result } from '../../../core/problem.ts'
import { findBinaries } from './binaries.ts'
import { makeCluster, otherMajor, removeHalfMade, storedMajor } from './cluster.ts'
import { ensureDatabase, meet } from './database.ts'
import { diskFault, ELSEWHERE, inUse } from './faults.ts'
import { acquire, type Guard, holder } from './guard.ts'
import { type Layout, layoutOf } from './layout.ts'
import { clearLeftovers } from './leftovers.ts'
import { readPidFile } from './pid-file.ts'
import { type Postmaster, startPostmaster } from './postmaster.ts'
import { identify } from './processes.ts'
import { type Runner, runnerFor } from './runner.ts'
import { DATABASE, PORT, USER } from './settings.ts'
import { socketFolder } from './socket.ts'
import { isReady, succeed } from './succession.ts'
import { stat, type User, userFor } from './user.ts'

/** A PostgreSQL that is up. */
export interface Embedded {
  /** For pg's Client and Pool: the host is the folder of the socket. */
  readonly connection: {
    readonly host: string
    readonly port: number
    readonly user: string
    readonly database: string
  }
  readonly major: number
  /** Fast shutdown of the server that we started; one that we only joined goes on. May be called again. */
  stop(): Promise<void>
  /** Settles when the server process is gone, asked for or not; after `stop` also for one that we only joined. */
  readonly gone: Promise<{ readonly asked: boolean; readonly log: string }>
  /** It is the server of another process of ours. */
  readonly joined: boolean
}

export interface EmbeddedOptions {
  /** The data folder. The store lies in `pg`, sockets in `run`, the server's log in `pg.log`. */
  readonly folder: string
  /** The folder of an installed PostgreSQL's programs; else those of the npm package. */
  readonly binaries?: string
  /** `serve`: alone in the folder. `join-or-start`: with the server that runs there, else with one of its own. */
  readonly mode: 'serve' | 'join-or-start'
}

const PATIENCE_MS = 15_000

/**
 * A real PostgreSQL on a private socket, for this process. It ends with us: by `stop`, at our exit, and on Linux also when we are
 * killed. What it could leave behind elsewhere, the next launch clears away.
 */
export async function launch(options: EmbeddedOptions): Promise<Result<Embedded>> {
  if (process.platform === 'win32')
    return refuse('postgres/unsupported-platform', 'The embedded PostgreSQL does not run on Windows.', ELSEWHERE)
  const layout = layoutOf(options.folder)
  try {
    const user = userFor(layout)
    if (!user.ok) return user
    for (const until = Date.now() + PATIENCE_MS; ; await wait(100)) {
      const attempt = await (existsSync(layout.run) ? beside : alone)(layout, user.value, options)
      // Whoever only does an errand there is soon done with it.
      if (attempt !== LATER) return attempt
      if (Date.now() > until) return inUse(layout.folder, ' by another process of Holdpoint')
    }
  } catch (error) {
    return diskFault(error, layout.folder)
  }
}

const LATER = Symbol('later')
type Attempt = Result<Embedded> | typeof LATER

/** Somebody may be there already. */
async function beside(layout: Layout, user: User, options: EmbeddedOptions): Promise<Attempt> {
  const sockets = socketFolder(layout)
  if (!sockets.ok) return sockets
  const there = await holder(sockets.value)
  if (!there) return alone(layout, user, options)
  if (options.mode === 'join-or-start') return join(layout, sockets.value)
  // An errand is soon over; and of a process that was killed a moment ago something may still answer.
  if (there.mode === 'join-or-start' || isGone(there.pid)) return LATER
  return inUse(layout.folder, ` by another Holdpoint${there.pid ? ` (process ${there.pid})` : ''}`)
}

/** There is no such process; one in another container looks the same, and is waited for in vain. */
function isGone(pid: number): boolean {
  try {
    return pid > 0 && !process.kill(pid, 0)
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}

async function join(layout: Layout, sockets: string): Promise<Attempt> {
  const met = await meet(layout, sockets, async () => (await holder(sockets)) !== undefined)
  if (!met.ok) return met
  const pid = readPidFile(layout.pidFile)?.pid
  if (!met.value || !pid) return LATER
  let asked = false
  let leave = () => {}
  const gone = new Promise<{ asked: boolean; log: string }>((resolve) => {
    const timer = setInterval(() => identify(pid, layout.cluster) === 'server' || leave(), 500).unref()
    leave = () => {
      clearInterval(timer)
      resolve({ asked, log: '' })
    }
  })
  const stop = async () => {
    asked = true
    leave()
  }
  return ok({ connection: connectionAt(sockets), ...met.value, stop, gone, joined: true })
}

/** What can be refused without touching anything is refused first. */
async function alone(layout: Layout, user: User, options: EmbeddedOptions): Promise<Attempt> {
  const stored = storedMajor(layout)
  if (!stored.ok) return stored
  const binaries = findBinaries(options.binaries)
  if (!binaries.ok) return binaries
  if (stored.value !== undefined && stored.value !== binaries.value.major && !isReady(layout))
    return { ok: false, problem: otherMajor(layout, stored.value, binaries.value) }

  makeFolders(layout, user)
  const sockets = socketFolder(layout)
  if (!sockets.ok) return sockets
  const guard = await acquire(sockets.value, options.mode)
  if (!guard) return LATER
  let embedded: Result<Embedded> | undefined
  try {
    const runner = runnerFor(binaries.value, user, layout)
    embedded = runner.ok ? await start(layout, sockets.value, runner.value, guard) : runner
    return embedded
  } finally {
    if (!embedded?.ok) guard.release()
  }
}

function makeFolders(layout: Layout, user: User): void {
  // Root's server is another user, who has to pass through.
  mkdirSync(layout.folder, { recursive: true, mode: user.other ? 0o711 : 0o700 })
  mkdirSync(layout.run, { recursive: true, mode: 0o700 })
  if (user.other && stat(layout.run)?.uid !== user.uid) lchownSync(layout.run, user.uid, user.gid)
}

async function start(layout: Layout, sockets: string, runner: Runner, guard: Guard): Promise<Result<Embedded>> {
  // Loaded while the server starts; who needs it says when it cannot be.
  import('pg').catch(() => {})
  removeHalfMade(layout)
  succeed(layout)
  const stored = storedMajor(layout)
  if (!stored.ok) return stored
  if (stored.value !== undefined && stored.value !== runner.binaries.major)
    return { ok: false, problem: otherMajor(layout, stored.value, runner.binaries) }
  if (stored.value === undefined) {
    const made = await makeCluster(layout, runner)
    if (!made.ok) return made
  }
  const server = await startPatiently(layout, sockets, runner)
  if (!server.ok) return server
  const database = await ensureDatabase(layout, sockets, stored.value === undefined)
  if (!database.ok) {
    await server.value.stop()
    return database
  }
  const { gone, stop } = server.value
  // Kept to the end of the server, not longer: who has lost it may launch it again.
  void gone.then(() => guard.release())
  // Cleaners of temporary folders take short names away.
  const signpost = setInterval(() => socketFolder(layout), 60_000).unref()
  void gone.then(() => clearInterval(signpost))
  return ok({ connection: connectionAt(sockets), major: runner.binaries.major, stop, gone, joined: false })
}

/** What was killed a moment ago may need one to be dead. */
async function startPatiently(layout: Layout, sockets: string, runner: Runner): Promise<Result<Postmaster>> {
  for (const until = Date.now() + PATIENCE_MS; ; await wait(200)) {
    const cleared = await clearLeftovers(layout, sockets)
    const server = cleared.ok ? await startPostmaster(layout, sockets, runner) : cleared
    if (server.ok || !('later' in server.problem) || Date.now() > until) return server
  }
}

const connectionAt = (host: string) => ({ host, port: PORT, user: USER, database: DATABASE })
