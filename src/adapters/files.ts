import {
  closeSync,
  fstatSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
} from 'node:fs'
import { createHash } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import type { Files, OpenFile, Opening } from '../app/ports.ts'
import { ok, refuse } from '../core/problem.ts'
import { cannot, writeAll } from './disk.ts'
import { fileSpool, put } from './spool.ts'

const CHUNK = 1 << 18

export const nodeFiles: Files = {
  list(path) {
    try {
      if (!statSync(path).isDirectory()) return ok([path])
      const files = [...visible(path)]
      return files.length > 0
        ? ok(files)
        : refuse('file/empty-folder', 'There is no report in this folder.', undefined, { file: path })
    } catch (error) {
      return cannot(error, { file: path })
    }
  },

  open(path, how) {
    try {
      const fd = openSync(path, 'r')
      const kind = fstatSync(fd)
      if (!kind.isFile()) {
        closeSync(fd)
        return kind.isDirectory()
          ? refuse('file/not-a-file', 'This is a folder.', 'Name a file in it.', { file: path })
          : refuse('file/not-a-file', 'This is not a regular file.', 'Pipe it in and give - instead.', { file: path })
      }
      return ok(fileSource(path, fd, how))
    } catch (error) {
      return cannot(error, { file: path })
    }
  },

  async standardInput() {
    const folder = mkdtempSync(join(tmpdir(), 'holdpoint-'))
    const name = '(standard input)'
    // The open file stays readable; its name is gone, so nothing is left behind whatever happens.
    const nameless = () => rmSync(folder, { recursive: true, force: true })
    try {
      const path = join(folder, 'stdin')
      const fd = openSync(path, 'wx', 0o600)
      for await (const chunk of process.stdin) writeAll(fd, chunk as Uint8Array)
      closeSync(fd)
      const spooled = openSync(path, 'r')
      nameless() // before its stamp is taken: to lose its name changes it
      return ok(fileSource(name, spooled))
    } catch (error) {
      return cannot(error, { file: name })
    } finally {
      nameless()
    }
  },

  text(path, limitBytes) {
    try {
      const { size } = statSync(path)
      if (size > limitBytes)
        return refuse('file/too-large', `The file has ${size} bytes; at most ${limitBytes} are taken.`, undefined, {
          file: path,
        })
      return ok(new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(path)))
    } catch (error) {
      return error instanceof TypeError
        ? refuse('file/not-utf8', 'The file is not UTF-8 text.', 'Save it as UTF-8.', { file: path })
        : cannot(error, { file: path })
    }
  },

  put,
  spool: fileSpool,
}

/** Every file in and under a folder, in order; hidden ones and links to folders are left alone. */
function* visible(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'))
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) yield* visible(join(folder, entry.name))
    else yield join(folder, entry.name)
  }
}

/** A file that is read twice through one descriptor, so that it cannot be swapped in between; its digest comes with the first pass. */
function fileSource(name: string, fd: number, { progress, digest: when }: Opening = {}): OpenFile {
  const { size } = fstatSync(fd)
  const stamp = stampOf(fd)
  let digest: string | undefined
  function* chunks(hashed = when !== 'later'): Generator<Uint8Array> {
    const hash = hashed && digest === undefined ? createHash('sha256') : undefined
    const buffer = new Uint8Array(CHUNK)
    let position = 0
    for (;;) {
      const length = readSync(fd, buffer, 0, CHUNK, position)
      if (length === 0) break
      position += length
      const chunk = buffer.subarray(0, length)
      hash?.update(chunk)
      progress?.(position)
      yield chunk
    }
    if (hash) digest ??= `sha256:${hash.digest('hex')}`
  }
  return {
    name,
    size,
    stamp,
    get digest() {
      if (digest === undefined) for (const _ of chunks(true));
      return digest!
    },
    chunks: () => chunks(),
    changed: () => stampOf(fd) !== stamp,
    close: () => closeSync(fd),
  }
}

/** Whoever writes to a file changes this, and cannot set it back: nobody sets ctime. */
function stampOf(fd: number): string {
  const { dev, ino, size, mtimeNs, ctimeNs } = fstatSync(fd, { bigint: true })
  return [dev, ino, size, mtimeNs, ctimeNs].join(':')
}
