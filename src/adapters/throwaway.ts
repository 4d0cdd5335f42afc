import { chmodSync, lstatSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Throwaway } from '../app/ports/throwaway.ts'
import { ok, type Result } from '../core/problem.ts'
import { cannotWrite } from './disk.ts'

const PREFIX = 'holdpoint-try-'

/**
 * A folder for a store that nobody keeps. Its name says whose it is: what a killed process left behind goes with the next one.
 */
export function throwawayFolder(parent = tmpdir()): Result<Throwaway> {
  try {
    for (const name of readdirSync(parent)) if (isLeft(join(parent, name), name)) remove(join(parent, name))
    const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`))
    if (process.getuid?.() === 0) chmodSync(folder, 0o711) // root's database is another user's, who has to pass through
    return ok({ folder, remove: () => remove(folder) })
  } catch (error) {
    return cannotWrite(error, { file: parent })
  }
}

/** Ours, and of a process that is gone. */
function isLeft(path: string, name: string): boolean {
  const [, pid] = new RegExp(`^${PREFIX}(\\d+)-`).exec(name) ?? []
  if (pid === undefined || runs(Number(pid))) return false
  const there = lstatSync(path, { throwIfNoEntry: false })
  return there !== undefined && there.isDirectory() && there.uid === (process.getuid?.() ?? there.uid)
}

function runs(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** Its database may still be on its way out, after a kill. What cannot be removed now goes the next time. */
function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  } catch {
    // the next one tries again
  }
}
