import { createHash } from 'node:crypto'
import { chmodSync, lstatSync, mkdirSync, readlinkSync, renameSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { ok, refuse, type Result } from '../../../core/problem.ts'
import type { Layout } from './layout.ts'

/** What the kernel takes as the path of a socket, less the longest name that we give one (`/owner.new-12345678`). */
export const ROOM_BYTES = (process.platform === 'darwin' ? 103 : 107) - 20

export const fits = (path: string): boolean => Buffer.byteLength(path) <= ROOM_BYTES

/**
 * A name of the folder of sockets that is short enough for them. Where its own is not: a symbolic link in a private folder. The
 * sockets stay in the data folder, so processes meet there whatever their TMPDIR is.
 */
export function socketFolder({ run, folder }: Layout): Result<string> {
  if (fits(run)) return ok(run)
  const signpost = signposts(run).find(isPrivate)
  if (signpost) return ok(pointing(signpost, run))
  return refuse(
    'postgres/no-socket',
    `The path of the data folder is too long for a socket (${Buffer.byteLength(run)} of at most ${ROOM_BYTES} bytes), and no shorter name for it can be made in ${tmpdir()}.`,
    'Take a folder with a shorter path, or set TMPDIR to one that you may write to.',
    { file: folder },
  )
}

/** The same, where nothing is to be made: undefined where no short name is there yet. */
export function madeSocketFolder({ run }: Layout): string | undefined {
  if (fits(run)) return run
  return signposts(run)
    .map((signpost) => join(signpost, 'run'))
    .find((link) => target(link) === run)
}

/** Places for a short name, in the order in which they are tried: another's folder may stand in one of them. */
export function signposts(run: string): readonly string[] {
  const digest = createHash('sha256').update(run).digest('hex').slice(0, 16)
  const name = `holdpoint-${process.getuid!()}-${digest}`
  const names = [name, ...Array.from({ length: 9 }, (_, index) => `${name}-${index + 1}`)]
  const parents = [...new Set([tmpdir(), '/tmp'])]
  return parents.flatMap((parent) => names.map((name) => join(parent, name))).filter((path) => fits(join(path, 'run')))
}

/** Ours, and not to be changed by anybody else; made where nothing stood. */
function isPrivate(folder: string): boolean {
  try {
    mkdirSync(folder, { mode: 0o700 })
    // The server of root is another user, who has to pass through.
    if (process.getuid!() === 0) chmodSync(folder, 0o711)
    return true
  } catch {
    const there = lstatSync(folder, { throwIfNoEntry: false })
    return there !== undefined && there.isDirectory() && there.uid === process.getuid!() && (there.mode & 0o022) === 0
  }
}

function pointing(signpost: string, run: string): string {
  const link = join(signpost, 'run')
  if (target(link) === run) return link
  const next = join(signpost, `run.${process.pid}`)
  rmSync(next, { force: true })
  symlinkSync(run, next)
  renameSync(next, link)
  return link
}

function target(link: string): string | undefined {
  try {
    return readlinkSync(link)
  } catch {
    return undefined
  }
}
