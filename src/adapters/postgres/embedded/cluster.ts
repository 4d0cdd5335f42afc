import {
  existsSync,
  fsyncSync,
  lchownSync,
  mkdtempSync,
  openSync,
  closeSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { once } from 'node:events'
import { basename, dirname, join } from 'node:path'
import { ok, type Problem, problem, type Result } from '../../../core/problem.ts'
import type { Binaries } from './binaries.ts'
import { damaged, diskFault, MOVE, startFault, UNNAMED } from './faults.ts'
import { HALF_MADE, type Layout } from './layout.ts'
import { type Runner, runnerFor } from './runner.ts'
import { USER } from './settings.ts'
import { nobody, type User } from './user.ts'

/** What initdb makes and the server does not do without. */
const PARTS = [
  ['PG_VERSION', 'base', 'global', 'pg_commit_ts', 'pg_dynshmem', 'pg_hba.conf', 'pg_ident.conf', 'pg_logical'],
  ['pg_multixact', 'pg_notify', 'pg_replslot', 'pg_serial', 'pg_snapshots', 'pg_stat', 'pg_stat_tmp'],
  ['pg_subtrans', 'pg_tblspc', 'pg_twophase', 'pg_wal', 'pg_xact', 'postgresql.conf', join('global', 'pg_control')],
].flat()

/** The major version of the store; undefined where there is none yet. Reads names and one small file. */
export function storedMajor({ cluster }: Layout): Result<number | undefined> {
  if (!existsSync(cluster) || readdirSync(cluster).length === 0) return ok(undefined)
  const missing = PARTS.filter((part) => !existsSync(join(cluster, part)))
  if (missing.length > 0) return { ok: false, problem: damaged(cluster, `it lacks ${missing.slice(0, 5).join(', ')}.`) }
  const version = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim()
  return /^\d+$/.test(version)
    ? ok(Number(version))
    : { ok: false, problem: damaged(cluster, `its PG_VERSION says "${version.slice(0, 20)}".`) }
}

export function otherMajor({ cluster }: Layout, stored: number, { version, bin }: Binaries): Problem {
  return problem(
    'postgres/other-major',
    `The store is of PostgreSQL ${stored}; the programs here (${bin}) are of ${version}.`,
    MOVE,
    { file: cluster },
  )
}

/** initdb beside the place, then put there in one step: a half-made store is never met as one. */
export async function makeCluster(layout: Layout, runner: Runner): Promise<Result<void>> {
  let half: string | undefined
  try {
    half = mkdtempSync(join(layout.folder, HALF_MADE))
    const said = await initdbFor(half, runner, layout)
    if (said !== undefined) return { ok: false, problem: startFault(layout, said) }
    renameSync(half, layout.cluster)
    half = undefined
    syncFolder(layout.folder)
    return ok(undefined)
  } catch (error) {
    return diskFault(error, layout.folder)
  } finally {
    if (half) rmSync(half, { recursive: true, force: true })
  }
}

/** What it said, where it failed. Root makes it under another name for a user who has none. */
async function initdbFor(folder: string, runner: Runner, layout: Layout): Promise<string | undefined> {
  if (runner.user.other) give(folder, runner.user)
  const said = await initdb(folder, runner)
  if (said === undefined || !UNNAMED.test(said) || !runner.user.other) return said
  const named = runnerFor(runner.binaries, nobody, layout)
  if (!named.ok) return said
  give(folder, nobody)
  const failed = await initdb(folder, named.value)
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) give(join(folder, name), runner.user)
  give(folder, runner.user)
  return failed
}

const give = (path: string, { uid, gid }: User) => lchownSync(path, uid, gid)

/** What it said, where it failed. */
async function initdb(folder: string, { run, binaries: { major } }: Runner): Promise<string | undefined> {
  // Order by code point, built in: another version of the operating system's locales cannot spoil an index.
  const locale = major >= 17 ? ['--locale-provider=builtin', '--builtin-locale=C.UTF-8'] : []
  const args = [
    '-D',
    folder,
    '-U',
    USER,
    '-E',
    'UTF8',
    '--locale=C',
    ...locale,
    '--data-checksums',
    '--no-instructions',
  ]
  // Whoever may enter the 0700 folder of the socket is trusted; nobody comes over the network.
  const access = ['--auth-local=trust', '--auth-host=reject']
  const child = run('initdb', [...args, ...access], { stdio: ['ignore', 'pipe', 'pipe'], afterUs: 'KILL' })
  let said = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-16_384)))
  const code = await once(child, 'close').then(
    ([code]) => code as number | null,
    (error: Error) => ((said += `${error.message}\n`), null),
  )
  return code === 0 ? undefined : said
}

/** Those of launches that were killed. */
export function removeHalfMade({ folder }: Layout): void {
  for (const name of readdirSync(folder))
    if (name.startsWith(HALF_MADE) || /^pg\.bin-.*\.new-/.test(name))
      rmSync(join(folder, basename(name)), { recursive: true, force: true, maxRetries: 3 })
}

/** A rename is on the disk when its folder is. */
function syncFolder(folder: string): void {
  for (const path of [folder, dirname(folder)]) {
    const fd = openSync(path, 'r')
    fsyncSync(fd)
    closeSync(fd)
  }
}
