import { rmSync } from 'node:fs'
import { join } from 'node:path'
import process from 'node:process'
import { setTimeout as wait } from 'node:timers/promises'
import { ok, type Problem, refuse, type Result } from '../../../core/problem.ts'
import { inUse } from './faults.ts'
import { answers } from './guard.ts'
import type { Layout } from './layout.ts'
import { readPidFile } from './pid-file.ts'
import { identify } from './processes.ts'
import { PORT } from './settings.ts'

/** The same may succeed in a moment. */
export interface Later {
  readonly later?: true
}

const FAST_MS = 20_000
const IMMEDIATE_MS = 10_000

/**
 * Clears away what processes that were killed have left: a server that nobody owns is shut down, a pid file that names
 * no server of ours is removed. Only for who holds the guard.
 *
 * @param sockets  the folder of sockets
 */
export async function clearLeftovers(layout: Layout, sockets: string): Promise<Result<void, Problem & Later>> {
  const file = readPidFile(layout.pidFile)
  const identity = file === undefined || file.pid === 0 ? 'gone' : identify(file.pid, layout.cluster)
  if (identity === 'server') return end(file!.pid, layout)
  // Seen through its socket, and not among the processes: it runs in another container, or a child of one that was killed a moment ago
  // still holds the socket.
  if ((await answers(join(sockets, `.s.PGSQL.${PORT}`))) === 'somebody') {
    const elsewhere = inUse(layout.folder, ' by a server that cannot be seen from here, perhaps in another container')
    return elsewhere.ok ? elsewhere : { ok: false, problem: { ...elsewhere.problem, later: true } }
  }
  // PostgreSQL would take the number for a running server, whoever has it now. (One of a process that is gone it removes itself.)
  if (file !== undefined && (identity !== 'gone' || file.pid === 0)) rmSync(layout.pidFile, { force: true })
  return ok(undefined)
}

/** Fast shutdown; where that does not end, an immediate one, after which the next start recovers. */
async function end(pid: number, layout: Layout): Promise<Result<void>> {
  for (const [signal, patience] of [
    ['SIGINT', FAST_MS],
    ['SIGQUIT', IMMEDIATE_MS],
  ] as const) {
    const refused = send(pid, signal, layout)
    if (refused) return refused
    for (const until = Date.now() + patience; Date.now() < until; await wait(20))
      if (identify(pid, layout.cluster) !== 'server') return clearPidOfZombie(pid, layout)
  }
  return inUse(layout.folder, ` by a server that does not stop (process ${pid})`)
}

function send(pid: number, signal: NodeJS.Signals, { folder }: Layout): Result<never> | undefined {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EPERM')
      return refuse(
        'postgres/in-use',
        `A server runs in this data folder (process ${pid}) that you may not stop.`,
        'Run Holdpoint as the user who began with it, or as root.',
        { file: folder },
      )
  }
  return undefined
}

/** Dead, and not waited for by whoever should: in containers, perhaps for ever. */
function clearPidOfZombie(pid: number, { cluster, pidFile }: Layout): Result<void> {
  if (identify(pid, cluster) === 'zombie' && readPidFile(pidFile)?.pid === pid) rmSync(pidFile, { force: true })
  return ok(undefined)
}
