import { closeSync, fstatSync, fsyncSync, openSync, readSync, renameSync, rmSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { promisify } from 'node:util'
import { createGunzip, gzip } from 'node:zlib'
import type { Draft, Packed, PackedFiles } from '../app/ports/backup.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { cannot, cannotWrite, writeAll } from './disk.ts'
import { syncFolder } from './durable.ts'

const CHUNK = 1 << 18
const pack = promisify(gzip)

/** Gzip, part by part: `gunzip` and `zcat` read it, too. */
export const packedFiles: PackedFiles = {
  draft(path) {
    const file = join(dirname(path), `.holdpoint-${process.pid}-${Math.random().toString(36).slice(2)}`)
    try {
      return ok(draftAt(file, openSync(file, 'wx+', 0o600), path))
    } catch (error) {
      return cannotWrite(error, { file: path })
    }
  },
  open(path) {
    try {
      const fd = openSync(path, 'r')
      if (fstatSync(fd).isFile()) return ok(packedAt(path, fd))
      closeSync(fd)
      return refuse('file/not-a-file', 'This is not a regular file.', 'Name the file itself.', { file: path })
    } catch (error) {
      return cannot(error, { file: path })
    }
  },
}

function draftAt(file: string, fd: number, path: string): Draft {
  let state: 'open' | 'gone' = 'open'
  return {
    async write(part) {
      const packed = await pack(part)
      try {
        return ok(writeAll(fd, packed))
      } catch (error) {
        return cannotWrite(error, { file: path })
      }
    },
    readBack: () => packedAt(path, fd).chunks(),
    deliver() {
      try {
        fsyncSync(fd)
        const { size } = fstatSync(fd)
        renameSync(file, path)
        state = 'gone'
        closeSync(fd)
        syncFolder(dirname(path))
        return ok(size)
      } catch (error) {
        return cannotWrite(error, { file: path })
      }
    },
    discard() {
      if (state === 'gone') return
      state = 'gone'
      closeSync(fd)
      rmSync(file, { force: true })
    },
  }
}

const packedAt = (name: string, fd: number): Packed => ({
  name,
  async *chunks(): AsyncGenerator<Result<Uint8Array>> {
    const unzip = createGunzip({ chunkSize: CHUNK })
    const fed = pipeline(Readable.from(chunksOf(fd)), unzip)
    fed.catch(() => {}) // it shows where it is read
    try {
      for await (const chunk of unzip) yield ok(chunk as Uint8Array)
      await fed
      if (unzip.bytesWritten !== fstatSync(fd).size)
        yield refuse('backup/damaged', 'The backup is not what was written: something follows its end.', ANOTHER)
    } catch (error) {
      yield unpackable(error, name)
    }
  },
  close: () => closeSync(fd),
})

function* chunksOf(fd: number): Generator<Uint8Array> {
  for (let at = 0; ;) {
    const buffer = new Uint8Array(CHUNK)
    const length = readSync(fd, buffer, 0, CHUNK, at)
    if (length === 0) return
    at += length
    yield buffer.subarray(0, length)
  }
}

function unpackable(error: unknown, file: string): Result<never> {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR') return refuse('backup/truncated', 'The backup was cut off.', ANOTHER, { file })
  if (code.startsWith('Z_'))
    return refuse('backup/damaged', 'The backup is not what was written: it cannot be unpacked.', ANOTHER, { file })
  return cannot(error, { file })
}

const ANOTHER = 'Take another copy of it. Nothing was touched.'
