import { mkdirSync, readFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { DataFolder } from '../app/ports.ts'
import { ok, refuse } from '../core/problem.ts'
import { cannot } from './disk.ts'
import { replace } from './spool.ts'

/** HOLDPOINT_DATA, else by the XDG Base Directory Specification: a relative path there counts as none. */
export function dataFolder(env: Readonly<Record<string, string | undefined>>): DataFolder {
  const { HOLDPOINT_DATA: own, XDG_DATA_HOME: xdg } = env
  const path = own || join(xdg && isAbsolute(xdg) ? xdg : join(homedir(), '.local', 'share'), 'holdpoint')
  return {
    path,
    read(name) {
      const file = join(path, name)
      try {
        const bytes = readFileSync(file)
        const whole = bytes.length >= 4 && bytes.readUInt32LE(bytes.length - 4) === crc32(bytes.subarray(0, -4))
        return whole ? ok(bytes.subarray(0, -4)) : DAMAGED(file)
      } catch (error) {
        if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
          return ok(undefined)
        return cannot(error, { file })
      }
    },
    replace(name, bytes) {
      const file = join(path, name)
      try {
        mkdirSync(dirname(file), { recursive: true })
      } catch {
        // Why it cannot be written is said where it is written.
      }
      const check = Buffer.alloc(4)
      check.writeUInt32LE(crc32(bytes))
      return replace(file, [bytes, check])
    },
  }
}

const DAMAGED = (file: string) =>
  refuse('data/damaged', 'The file is not what Holdpoint wrote.', 'Remove it, and import again what was in it.', {
    file,
  })
