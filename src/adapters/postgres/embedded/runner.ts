import { type ChildProcess, spawn, spawnSync, type StdioOptions } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { ok, refuse, type Result } from '../../../core/problem.ts'
import type { Binaries } from './binaries.ts'
import { ELSEWHERE } from './faults.ts'
import type { Layout } from './layout.ts'
import { copyBinaries, linkLibraries } from './links.ts'
import type { User } from './user.ts'

/** How PostgreSQL's programs are run here: which ones, as whom, and past which closed doors. */
export interface Runner {
  readonly binaries: Binaries
  readonly user: User
  run(program: 'postgres' | 'initdb', args: readonly string[], options: RunOptions): ChildProcess
}

export interface RunOptions {
  readonly stdio: StdioOptions
  /** What the kernel sends to the program when we die, however that happens. Linux only. */
  readonly afterUs: 'INT' | 'KILL'
}

/** The folder for the data has to be there. */
export function runnerFor(found: Binaries, user: User, layout: Layout): Result<Runner> {
  const linked = linkLibraries(found)
  const as = identity(user)
  if (!user.other) return ok(direct(linked ? found : copyBinaries(found, layout), user))

  const inside = spawnSync('/bin/sh', ['-c', 'cd "$0"', layout.folder], { ...as, cwd: '/' })
  if (inside.error) return NO_OTHER_USER(layout, user, inside.error.message)
  if (inside.status !== 0) return pastDoors(linked ? found : copyBinaries(found, layout), user, layout)
  if (linked && starts(found, as)) return ok(direct(found, user))
  if (found.package === undefined) return pastDoors(found, user, layout)
  return ok(direct(copyBinaries(found, layout), user))
}

const identity = ({ uid, gid, other }: User) => (other ? { uid, gid } : {})

const starts = ({ bin }: Binaries, as: Partial<User>) =>
  spawnSync(join(bin, 'postgres'), ['--version'], { ...as, cwd: '/' }).status === 0

/** A session of its own: what the terminal sends to us (Ctrl-C) is ours to act on, in order. */
function direct(binaries: Binaries, user: User): Runner {
  const setpriv = onPath('setpriv')
  return {
    binaries,
    user,
    run(program, args, { stdio, afterUs }) {
      const command = [
        ...(setpriv ? [setpriv, '--pdeathsig', afterUs, '--'] : []),
        join(binaries.bin, program),
        ...args,
      ]
      const options = { ...identity(user), cwd: '/', env: environment(), stdio, detached: true }
      return spawn(command[0]!, command.slice(1), options)
    },
  }
}

/**
 * Folders above the data (or the programs) are closed to others, as `mktemp -d` makes them. The server still becomes another
 * user, and keeps one right of root: to pass through folders. It takes effect with the shell, which then becomes the server.
 */
function pastDoors(binaries: Binaries, user: User, layout: Layout): Result<Runner> {
  const { uid, gid } = user
  const setpriv = onPath('setpriv')
  const right = passingRight()
  if (!setpriv || !right)
    return refuse(
      'postgres/closed-folder',
      `The server runs as user ${uid}, who may not enter ${layout.folder}.`,
      'Take a folder that others may enter (chmod a+x on those above it), or run Holdpoint as an ordinary user.',
      { file: layout.folder },
    )
  const become = ['--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups']
  const keep = ['--inh-caps', `+${right}`, '--ambient-caps', `+${right}`]
  const shell = ['/bin/sh', '-c', 'exec "$0" "$@"']
  return ok({
    binaries,
    user,
    run: (program, args, { stdio, afterUs }) =>
      spawn(
        setpriv,
        [...become, ...keep, '--pdeathsig', afterUs, '--', ...shell, join(binaries.bin, program), ...args],
        { cwd: '/', env: environment(), stdio, detached: true },
      ),
  })
}

/** Nothing of our environment, which may hold secrets and PG… settings. */
const environment = () => ({
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C',
  ...(process.env['LD_LIBRARY_PATH'] && { LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] }),
})

function onPath(program: string): string | undefined {
  const folders = process.platform === 'linux' ? (process.env['PATH'] ?? '').split(delimiter).filter(Boolean) : []
  return folders.map((folder) => join(folder, program)).find(executable)
}

function executable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** The smaller right where we have it: containers leave root the larger one only. */
function passingRight(): string | undefined {
  const [, held = '0'] = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  const rights = BigInt(`0x${held}`)
  return (['dac_read_search', 'dac_override'] as const).find((_, index) => rights & (1n << BigInt(2 - index)))
}

const NO_OTHER_USER = ({ folder }: Layout, { uid }: User, cause: string) =>
  refuse(
    'postgres/needs-a-user',
    `PostgreSQL refuses to run as root, and this root may not become user ${uid} (${cause}).`,
    `Start the container as an ordinary user. ${ELSEWHERE}`,
    { file: folder },
  )
