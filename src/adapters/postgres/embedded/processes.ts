import { execFileSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import process from 'node:process'

/** What a process is, seen from a folder: its server, somebody else, a zombie (dead, not yet buried), or nothing. */
export type Identity = 'server' | 'other' | 'zombie' | 'gone'

/** A number alone says nothing: the system gives it to the next program. */
export function identify(pid: number, cluster: string): Identity {
  if (!exists(pid)) return 'gone'
  return process.platform === 'linux' ? onLinux(pid, cluster) : elsewhere(pid, cluster)
}

function exists(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function onLinux(pid: number, cluster: string): Identity {
  try {
    // pid (name, which may hold anything) state …
    const status = readFileSync(`/proc/${pid}/stat`, 'utf8')
    if (/^[ZX]/.test(status.slice(status.lastIndexOf(')') + 2))) return 'zombie'
    const [program = '', ...args] = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')
    if (!/(?:^|\/)(?:postgres|postmaster)$/.test(program)) return 'other'
    return args[args.indexOf('-D') + 1] === cluster || folderOf(pid) === cluster ? 'server' : 'other'
  } catch {
    return 'gone'
  }
}

/** The server works in its data folder. */
function folderOf(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`)
  } catch {
    return undefined
  }
}

function elsewhere(pid: number, cluster: string): Identity {
  try {
    const line = execFileSync('ps', ['-ww', '-o', 'stat=,command=', '-p', `${pid}`], { encoding: 'utf8' }).trim()
    if (line.startsWith('Z')) return 'zombie'
    return /(?:postgres|postmaster) /.test(line) && `${line} `.includes(` -D ${cluster} `) ? 'server' : 'other'
  } catch {
    return 'gone'
  }
}
