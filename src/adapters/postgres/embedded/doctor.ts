import { spawnSync } from 'node:child_process'
import { accessSync, constants, existsSync, statfsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import type { Check } from '../../../app/ports.ts'
import type { Problem, Result } from '../../../core/problem.ts'
import { type Binaries, findBinaries } from './binaries.ts'
import { otherMajor, storedMajor } from './cluster.ts'
import { diskFault, ELSEWHERE, full } from './faults.ts'
import { answers, holder } from './guard.ts'
import type { EmbeddedOptions } from './launch.ts'
import { type Layout, layoutOf } from './layout.ts'
import { missingLinks } from './links.ts'
import { lastLines } from './log.ts'
import { readPidFile } from './pid-file.ts'
import { identify } from './processes.ts'
import { PORT } from './settings.ts'
import { fits, madeSocketFolder, ROOM_BYTES, signposts } from './socket.ts'
import { stat, userFor } from './user.ts'
import { wayInto } from './way.ts'

/** Everything that a launch depends on, looked at without touching anything. */
export async function examine({ folder, binaries }: Omit<EmbeddedOptions, 'mode'>): Promise<readonly Check[]> {
  if (process.platform === 'win32')
    return [{ what: 'platform', state: 'broken', detail: 'It does not run on Windows.', hint: ELSEWHERE }]
  const layout = layoutOf(folder)
  const found = findBinaries(binaries)
  const looks: readonly [what: string, look: () => Look | Promise<Look>][] = [
    ['programs', () => programs(found)],
    ['user', () => user(layout)],
    ['folder', () => rights(layout)],
    ['disk', () => disk(layout)],
    ['sockets', () => sockets(layout)],
    ['store', () => store(layout, found)],
    ['pid file', () => pidFile(layout)],
    ['server', () => server(layout)],
    ['log', () => log(layout)],
  ]
  const checks: Check[] = []
  for (const [what, look] of looks) checks.push({ what, ...(await safely(look, layout)) })
  return checks
}

type Look = Omit<Check, 'what'>

const fine = (detail: string): Look => ({ state: 'fine', detail })
const warning = (detail: string, hint?: string): Look => ({ state: 'warning', detail, ...(hint && { hint }) })
const broken = ({ message, hint }: Problem): Look => ({ state: 'broken', detail: message, ...(hint && { hint }) })

/** What may not be looked at is broken as well. */
async function safely(look: () => Look | Promise<Look>, { folder }: Layout): Promise<Look> {
  try {
    return await look()
  } catch (error) {
    const fault = diskFault(error, folder)
    return fault.ok ? fine('') : broken(fault.problem)
  }
}

function programs(found: Result<Binaries>): Look {
  if (!found.ok) return broken(found.problem)
  const { bin, version, package: folder } = found.value
  const missing = folder === undefined ? [] : missingLinks(folder)
  if (missing.length > 0)
    return warning(
      `PostgreSQL ${version} in ${bin}, without ${missing.length} links that its install script makes`,
      'The first start makes them, or copies the programs beside the data (60 MB).',
    )
  const { status, stderr, error } = spawnSync(join(bin, 'postgres'), ['--version'], { encoding: 'utf8', cwd: '/' })
  return status === 0
    ? fine(`PostgreSQL ${version} in ${bin}`)
    : { state: 'broken', detail: `They do not run here: ${error?.message ?? stderr.trim()}`, hint: ELSEWHERE }
}

function user(layout: Layout): Look {
  const user = userFor(layout)
  if (!user.ok) return broken(user.problem)
  const { other, uid } = user.value
  if (!other) return fine(`user ${uid}, you`)
  const way = wayInto(nearestOf(layout.folder), user.value)
  if (!way.ok) return broken(way.problem)
  const right = way.value.passes ? ', with the right to pass through folders that are closed to others' : ''
  return fine(`you are root; the server runs as user ${uid}${right}`)
}

function rights({ folder }: Layout): Look {
  const there = stat(folder)
  const nearest = there ? folder : nearestOf(folder)
  accessSync(nearest, constants.W_OK | constants.X_OK)
  if (!there) return fine(`not there yet; it will be made in ${nearest}`)
  const mode = (there.mode & 0o777).toString(8)
  return there.mode & 0o022
    ? warning(`others may write to it (mode ${mode})`, `Take that from them: chmod go-w ${folder}`)
    : fine(`user ${there.uid}'s, mode ${mode}`)
}

const nearestOf = (path: string): string => (existsSync(path) ? path : nearestOf(dirname(path)))

const MB = 2 ** 20
/** A new store takes 60 MB, its log at most 512 MB between two checkpoints. */
const NEEDED_MB = 128
const COMFORTABLE_MB = 1024

function disk({ folder }: Layout): Look {
  const { bavail, bsize } = statfsSync(nearestOf(folder))
  const freeMb = Math.floor((bavail * bsize) / MB)
  if (freeMb < NEEDED_MB) return { ...broken(full(folder)), detail: `${freeMb} MB are free` }
  return freeMb < COMFORTABLE_MB
    ? warning(`${freeMb} MB are free`, 'Make room before it stops.')
    : fine(`${freeMb} MB are free`)
}

function sockets({ run }: Layout): Look {
  const bytes = Buffer.byteLength(run)
  if (fits(run)) return fine(`${bytes} of at most ${ROOM_BYTES} bytes of path`)
  const [short] = signposts(run)
  return short
    ? fine(`the path has ${bytes} of at most ${ROOM_BYTES} bytes; ${short} stands for it`)
    : {
        state: 'broken',
        detail: `the path has ${bytes} of at most ${ROOM_BYTES} bytes`,
        hint: 'Take a folder with a shorter path.',
      }
}

function store(layout: Layout, found: Result<Binaries>): Look {
  const major = storedMajor(layout)
  if (!major.ok) return broken(major.problem)
  if (major.value === undefined) return fine('none yet; the first start makes it')
  if (found.ok && found.value.major !== major.value) return broken(otherMajor(layout, major.value, found.value))
  return fine(`of PostgreSQL ${major.value}, with all its parts`)
}

function pidFile({ pidFile, cluster }: Layout): Look {
  const file = readPidFile(pidFile)
  if (!file) return fine('none')
  const identity = file.pid === 0 ? 'gone' : identify(file.pid, cluster)
  return identity === 'server'
    ? fine(`names process ${file.pid}, the server of this folder`)
    : warning(`left by a server that was killed (process ${file.pid} is ${WHO[identity]})`, 'The next start clears it.')
}

const WHO = { other: 'another program', zombie: 'a zombie', gone: 'gone' } as const

async function server(layout: Layout): Promise<Look> {
  const folder = madeSocketFolder(layout)
  if (folder === undefined || !existsSync(layout.run)) return fine('does not run')
  const [owner, answer] = [await holder(folder), await answers(join(folder, `.s.PGSQL.${PORT}`))]
  if (owner) return fine(`${answer === 'somebody' ? 'runs' : 'is starting'}, for process ${owner.pid} (${owner.mode})`)
  return answer === 'somebody'
    ? warning('runs, and the process that started it is gone', 'The next start ends it, and begins with its store.')
    : fine('does not run')
}

function log(layout: Layout): Look {
  const lines = lastLines(layout, 5)
  if (lines.length === 0) return fine('nothing yet')
  const text = [layout.log, ...lines].join('\n')
  return lines.some((line) => /\b(?:PANIC|FATAL):/.test(line)) ? warning(text) : fine(text)
}
