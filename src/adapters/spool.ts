import { closeSync, fsyncSync, ftruncateSync, mkdtempSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import process from 'node:process'
import type { Files, Spool } from '../app/ports.ts'
import { ok, type Result } from '../core/problem.ts'
import { cannotWrite, writeAll } from './disk.ts'

/** Beyond this, waiting output moves from memory to a temporary file. */
const IN_MEMORY = 8 * 2 ** 20

/** Output that waits until it is whole: small in memory, large in a nameless temporary file. */
export function fileSpool(): Spool {
  let texts: string[] = []
  let length = 0 // in bytes, of everything
  let waiting = 0 // in bytes, of `texts`
  let fd: number | undefined

  const flush = () => {
    fd ??= nameless()
    writeAll(fd, Buffer.from(texts.join(''), 'utf8'))
    texts = []
    waiting = 0
  }
  function* parts(): Generator<Uint8Array> {
    const buffer = new Uint8Array(1 << 18)
    if (fd !== undefined) {
      let at = 0
      for (let read; (read = readSync(fd, buffer, 0, buffer.length, at)) > 0; at += read) yield buffer.subarray(0, read)
    }
    if (texts.length > 0) yield Buffer.from(texts.join(''), 'utf8')
  }
  return {
    write(text) {
      const bytes = Buffer.byteLength(text)
      texts.push(text)
      length += bytes
      waiting += bytes
      if (waiting > IN_MEMORY) flush()
    },
    get mark() {
      return length
    },
    rewind(mark) {
      if (mark === length) return
      flush()
      ftruncateSync(fd!, mark)
      length = mark
    },
    deliver: (to) => (to === '-' ? print(parts()) : replace(to.file, parts())),
    discard() {
      if (fd !== undefined) closeSync(fd)
    },
  }
}

/** A file without a name: nothing is left behind, whatever happens. */
export function nameless(): number {
  const folder = mkdtempSync(join(tmpdir(), 'holdpoint-'))
  const fd = openSync(join(folder, 'spool'), 'ax+', 0o600)
  rmSync(folder, { recursive: true })
  return fd
}

export const put: Files['put'] = (bytes, to) => (to === '-' ? print([bytes]) : replace(to.file, [bytes]))

function print(parts: Iterable<Uint8Array>): Result<void> {
  try {
    for (const part of parts) writeAll(1, part)
    return ok(undefined)
  } catch (error) {
    // Whoever read our output has enough of it (`| head`): that is their right.
    if (error instanceof Error && 'code' in error && error.code === 'EPIPE') return ok(undefined)
    return cannotWrite(error, { file: '(standard output)' })
  }
}

/** A new file takes the old one's place in one step, so nobody ever sees half of it. */
export function replace(file: string, parts: Iterable<Uint8Array>): Result<void> {
  const draft = join(dirname(file), `.holdpoint-${process.pid}-${Math.random().toString(36).slice(2)}`)
  let fd: number | undefined
  try {
    fd = openSync(draft, 'wx', 0o644)
    try {
      for (const part of parts) writeAll(fd, part)
      fsyncSync(fd)
    } finally {
      closeSync(fd)
    }
    renameSync(draft, file)
    return ok(undefined)
  } catch (error) {
    if (fd !== undefined) rmSync(draft, { force: true })
    return cannotWrite(error, { file })
  }
}
