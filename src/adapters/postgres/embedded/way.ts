import { spawnSync } from 'node:child_process'
import { accessSync, constants, readFileSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import process from 'node:process'
import { ok, refuse, type Result } from '../../../core/problem.ts'
import { ELSEWHERE } from './faults.ts'
import type { User } from './user.ts'

/** How a program becomes the server's user here: what Node gives it, and what runs before it and turns into it. */
export interface Way {
  readonly as: { readonly uid?: number; readonly gid?: number }
  /** The words before the program's own. */
  before(afterUs: AfterUs): readonly string[]
  /** It keeps a right of root to pass through folders that are closed to others. */
  readonly passes: boolean
}

/** What the kernel sends to the program when we die (or the thread that started it), however that happens. Linux only. */
export type AfterUs = 'INT' | 'KILL'

const shell = ['/bin/sh', '-c']

/** The way of a server whose data lie in `folder`, which is there. */
export function wayInto(folder: string, user: User): Result<Way> {
  const way = plainWay(user)
  if (!user.other) return ok(way)
  const entering = spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...way.as, cwd: '/' })
  if (entering.error)
    return refuse(
      'postgres/needs-a-user',
      `PostgreSQL refuses to run as root, and this root may not become user ${user.uid} (${entering.error.message}).`,
      `Start the container as an ordinary user. ${ELSEWHERE}`,
      { file: folder },
    )
  return entering.status === 0 ? ok(way) : passingWay(folder, user)
}

function plainWay({ uid, gid, other }: User): Way {
  const setpriv = onPath('setpriv')
  // That of busybox knows less.
  const tells = setpriv && works([setpriv, '--pdeathsig', 'INT', '--', ...shell, ':'])
  return {
    as: other ? { uid, gid } : {},
    before: (afterUs) => (tells ? [setpriv, '--pdeathsig', afterUs, '--'] : []),
    passes: false,
  }
}

/**
 * Folders above the data (or the programs) are closed to others, as `mktemp -d` makes them. The server still becomes another
 * user, and keeps one right of root: to pass through folders. It takes effect with the shell, which then becomes the server.
 */
export function passingWay(folder: string, { uid, gid }: User): Result<Way> {
  const setpriv = onPath('setpriv')
  const right = passingRight()
  const become = ['--reuid', `${uid}`, '--regid', `${gid}`, '--clear-groups']
  const keep = ['--inh-caps', `+${right}`, '--ambient-caps', `+${right}`]
  const before = (afterUs: AfterUs) => [setpriv!, ...become, ...keep, '--pdeathsig', afterUs, '--', ...shell]
  return setpriv && right && works([...before('INT'), 'cd "$0"', folder])
    ? ok({ as: {}, before: (afterUs) => [...before(afterUs), 'exec "$0" "$@"'], passes: true })
    : refuse(
        'postgres/closed-folder',
        `The server runs as user ${uid}, who may not enter ${folder}.`,
        'Take a folder that others may enter (chmod a+x on those above it), or run Holdpoint as an ordinary user.',
        { file: folder },
      )
}

const works = ([program, ...args]: readonly string[]) => spawnSync(program!, args, { cwd: '/' }).status === 0

/** The smaller right where we have it: containers leave root the larger one only. */
function passingRight(): string | undefined {
  if (process.platform !== 'linux') return undefined
  const [, held = '0'] = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? []
  const rights = BigInt(`0x${held}`)
  return (['dac_read_search', 'dac_override'] as const).find((_, index) => rights & (1n << BigInt(2 - index)))
}

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
