import {
  closeSync,
  constants,
  copyFileSync,
  fchownSync,
  fstatSync,
  ftruncateSync,
  openSync,
  readSync,
  statSync,
} from 'node:fs'
import type { Layout } from './layout.ts'
import type { User } from './user.ts'

const CAP_BYTES = 4 * 2 ** 20
const LOOK_MS = 60_000
const TAIL_BYTES = 16_384

/**
 * The server's log: a file that it appends to itself, so that it keeps writing when we are killed. Kept small by setting the full
 * one aside as `pg.log.1` and emptying it.
 */
export interface Log {
  readonly fd: number
  /** The last of what was said since it was opened. */
  since(): string
  close(): void
}

export function openLog({ log }: Layout, user: User): Log {
  const { O_APPEND, O_CREAT, O_RDWR, O_NOFOLLOW } = constants
  const fd = openSync(log, O_APPEND | O_CREAT | O_RDWR | O_NOFOLLOW, 0o600)
  if (user.other) fchownSync(fd, user.uid, user.gid)
  const cap = () => {
    if (fstatSync(fd).size <= CAP_BYTES) return
    copyFileSync(log, `${log}.1`)
    ftruncateSync(fd)
  }
  cap()
  const start = fstatSync(fd).size
  const timer = setInterval(cap, LOOK_MS).unref()
  return {
    fd,
    since: () => tail(fd, start),
    close() {
      clearInterval(timer)
      closeSync(fd)
    },
  }
}

function tail(fd: number, start: number): string {
  const { size } = fstatSync(fd)
  const from = Math.max(size < start ? 0 : start, size - TAIL_BYTES)
  const bytes = Buffer.alloc(Math.max(0, size - from))
  return bytes.subarray(0, readSync(fd, bytes, 0, bytes.length, from)).toString('utf8')
}

/** Its last lines, for doctor. */
export function lastLines({ log }: Layout, count: number): readonly string[] {
  if (!statSync(log, { throwIfNoEntry: false })?.isFile()) return []
  const fd = openSync(log, 'r')
  try {
    return tail(fd, 0).split('\n').filter(Boolean).slice(-count)
  } finally {
    closeSync(fd)
  }
}
