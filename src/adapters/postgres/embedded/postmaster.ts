import type { ChildProcess } from 'node:child_process'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { ok, type Problem, problem, type Result } from '../../../core/problem.ts'
import { startFault } from './faults.ts'
import type { Layout } from './layout.ts'
import type { Later } from './leftovers.ts'
import { openLog } from './log.ts'
import { readPidFile } from './pid-file.ts'
import type { Runner } from './runner.ts'
import { settings } from './settings.ts'

/** A server process of ours. */
export interface Postmaster {
  readonly pid: number
  readonly gone: Promise<Gone>
  stop(): Promise<void>
}

export interface Gone {
  readonly asked: boolean
  readonly log: string
}

/** Recovery after a crash reads at most max_wal_size; a slow disk may take its time for that. */
const START_MS = 300_000
const FAST_MS = 60_000

/** Words of a start that fails for a moment only: what was killed is not quite dead. */
const NOT_YET = /lock file "[^"]*" already exists|pre-existing shared memory block|could not lock/

/** Starts the server and waits until it takes connections. `later`: the same start may succeed in a moment. */
export async function startPostmaster(
  layout: Layout,
  sockets: string,
  { run, user, binaries: { major } }: Runner,
): Promise<Result<Postmaster, Problem & Later>> {
  const log = openLog(layout, user)
  const words = Object.entries(settings(major, sockets)).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = run('postgres', ['-D', layout.cluster, ...words], {
    stdio: ['ignore', log.fd, log.fd],
    afterUs: 'INT',
  })
  const postmaster = tend(child, log.since)
  void postmaster.gone.then(() => log.close())
  let ended: Gone | undefined
  void postmaster.gone.then((gone) => (ended = gone))
  for (const until = Date.now() + START_MS; Date.now() < until; await wait(10)) {
    if (ended) return { ok: false, problem: failed(layout, ended.log) }
    const file = readPidFile(layout.pidFile)
    if (file?.pid === postmaster.pid && file.state === 'ready') return ok(postmaster)
  }
  const said = log.since()
  await postmaster.stop()
  return { ok: false, problem: startFault(layout, said) }
}

const failed = (layout: Layout, log: string): Problem & Later =>
  NOT_YET.test(log)
    ? { ...problem('postgres/in-use', 'Another server still runs in this data folder.'), later: true }
    : startFault(layout, log)

function tend(child: ChildProcess, since: () => string): Postmaster {
  let asked = false
  const withUs = () => void child.kill('SIGINT')
  process.once('exit', withUs)
  const gone = new Promise<Gone>((resolve) => {
    const end = (error?: Error) => {
      process.removeListener('exit', withUs)
      resolve({ asked, log: `${since()}${error ? `error: ${error.message}\n` : ''}` })
    }
    child.once('exit', () => end()).once('error', end)
  })
  // A forgotten server does not keep us from ending; our end shuts it down.
  child.unref()
  return {
    pid: child.pid ?? 0,
    gone,
    async stop() {
      asked = true
      child.ref()
      child.kill('SIGINT')
      // The disk may be slow with the last checkpoint; without one, the next start recovers.
      const impatience = setTimeout(() => child.kill('SIGQUIT'), FAST_MS).unref()
      await gone
      clearTimeout(impatience)
    },
  }
}
