import { type ChildProcess, spawn, spawnSync, type StdioOptions } from 'node:child_process'
import { join } from 'node:path'
import process from 'node:process'
import { ok, type Result } from '../../../core/problem.ts'
import type { Binaries } from './binaries.ts'
import type { Layout } from './layout.ts'
import { copyBinaries, linkLibraries } from './links.ts'
import type { User } from './user.ts'
import { type AfterUs, passingWay, type Way, wayInto } from './way.ts'

/** How PostgreSQL's programs are run here: which ones, and as whom. */
export interface Runner {
  readonly binaries: Binaries
  readonly user: User
  run(program: 'postgres' | 'initdb', args: readonly string[], options: RunOptions): ChildProcess
}

export interface RunOptions {
  readonly stdio: StdioOptions
  readonly afterUs: AfterUs
}

/** The folder for the data has to be there. */
export function runnerFor(found: Binaries, user: User, layout: Layout): Result<Runner> {
  const linked = linkLibraries(found)
  const way = wayInto(layout.folder, user)
  if (!way.ok) return way
  if (!linked) return ok(runner(copyBinaries(found, layout), user, way.value))
  if (!user.other || way.value.passes || starts(found, way.value)) return ok(runner(found, user, way.value))
  // They lie where the server's user may not enter.
  if (found.package !== undefined) return ok(runner(copyBinaries(found, layout), user, way.value))
  const passing = passingWay(found.bin, user)
  return passing.ok ? ok(runner(found, user, passing.value)) : passing
}

const starts = ({ bin }: Binaries, { as }: Way) =>
  spawnSync(join(bin, 'postgres'), ['--version'], { ...as, cwd: '/' }).status === 0

const runner = (binaries: Binaries, user: User, way: Way): Runner => ({
  binaries,
  user,
  run(program, args, { stdio, afterUs }) {
    const [command, ...words] = [...way.before(afterUs), join(binaries.bin, program), ...args]
    // A session of its own: what the terminal sends to us (Ctrl-C) is ours to act on, in order.
    return spawn(command!, words, { ...way.as, cwd: '/', env: environment(), stdio, detached: true })
  },
})

/** Nothing of our environment, which may hold secrets and PG… settings. */
const environment = () => ({
  PATH: process.env['PATH'] ?? '',
  LC_ALL: 'C',
  ...(process.env['LD_LIBRARY_PATH'] && { LD_LIBRARY_PATH: process.env['LD_LIBRARY_PATH'] }),
})
