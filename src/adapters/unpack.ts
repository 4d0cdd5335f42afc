import { createHash } from 'node:crypto'
import { closeSync, readSync } from 'node:fs'
import { Readable, type Transform } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { crc32, createGunzip, createInflateRaw } from 'node:zlib'
import type { Archives, OpenSource } from '../app/ports.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import type { Source } from '../scan/source.ts'
import { cannot, writeAll } from './disk.ts'
import { nameless } from './spool.ts'
import { ArchiveFault, damaged, zipMembers, type ZipMember } from './zip.ts'

/** What an archive may unpack to. Beyond it: a clear problem, never a full disk. */
export interface ArchiveLimits {
  readonly members: number
  /** Of all members together, in bytes. */
  readonly total: number
  /** How many times its own size an archive may become, once it is larger than `freeBytes`. */
  readonly ratio: number
  readonly freeBytes: number
}

export const ARCHIVE_LIMITS: ArchiveLimits = { members: 1000, total: 8 * 2 ** 30, ratio: 250, freeBytes: 64 * 2 ** 20 }

const CHUNK = 1 << 18

/** Unpacks into one nameless temporary file; every source is a stretch of it, and nothing is left behind. */
export const archives = (limits: ArchiveLimits = ARCHIVE_LIMITS): Archives => ({
  async unpack(source, kind) {
    const spool = new Spooled(source.size, limits)
    try {
      if (kind === 'gzip')
        return [await spool.take(source.name, inflating(source.chunks(), createGunzip(), source.size))]
      return await unzip(source, spool, limits)
    } catch (error) {
      return [refusalOf(error, source.name)]
    } finally {
      spool.release()
    }
  },
})

/** Zip needs its end first, so the archive itself is spooled too: what was looked at is what is unpacked. */
async function unzip(source: Source, spool: Spooled, limits: ArchiveLimits): Promise<readonly Result<OpenSource>[]> {
  const copy = nameless()
  try {
    let size = 0
    for (const chunk of source.chunks()) {
      writeAll(copy, chunk)
      size += chunk.length
    }
    const members = zipMembers((position, length) => readAt(copy, position, length), size, limits.members)
    if (members.length === 0) throw new ArchiveFault('archive/empty', 'There is no report in this archive.')
    const sources: Result<OpenSource>[] = []
    for (const member of members) {
      const name = `${source.name}!${member.name}`
      sources.push(await spool.take(name, unpacked(copy, member), member))
    }
    return sources
  } finally {
    closeSync(copy)
  }
}

const unpacked = (fd: number, { method, from, until }: ZipMember) =>
  method === 'stored' ? stretch(fd, from, until) : inflating(stretch(fd, from, until), createInflateRaw(), until - from)

/** The bytes that come out of `chunks`; what comes behind their end is damage. */
async function* inflating(chunks: Iterable<Uint8Array>, inflate: Transform & { bytesWritten: number }, size: number) {
  const fed = pipeline(Readable.from(copies(chunks)), inflate)
  // A fault of the stream shows where it is read; here it only must not go unheard.
  fed.catch(() => {})
  for await (const chunk of inflate) yield chunk as Uint8Array
  await fed
  if (inflate.bytesWritten !== size) throw damaged('something follows its end')
}

/** A source's chunk is valid until the next one; a stream holds several. */
function* copies(chunks: Iterable<Uint8Array>): Generator<Uint8Array> {
  for (const chunk of chunks) yield chunk.slice()
}

/** One temporary file for everything that an archive holds. It is closed with the last source. */
class Spooled {
  readonly #fd = nameless()
  readonly #limits: ArchiveLimits
  readonly #packed: number
  #size = 0
  #users = 1

  constructor(packed: number, limits: ArchiveLimits) {
    this.#packed = packed
    this.#limits = limits
  }

  async take(
    name: string,
    chunks: AsyncIterable<Uint8Array> | Iterable<Uint8Array>,
    expected?: Pick<ZipMember, 'crc' | 'size'>,
  ): Promise<Result<OpenSource>> {
    const from = this.#size
    const hash = createHash('sha256')
    let crc = 0
    try {
      for await (const chunk of chunks) {
        this.#keep(chunk)
        hash.update(chunk)
        if (expected) crc = crc32(chunk, crc)
      }
      if (expected && (crc !== expected.crc || this.#size - from !== expected.size))
        throw damaged('what comes out is not what was packed')
    } catch (error) {
      return refusalOf(error, name)
    }
    return ok(this.#source(name, from, this.#size, `sha256:${hash.digest('hex')}`))
  }

  #keep(chunk: Uint8Array): void {
    this.#size += chunk.length
    const { total, ratio, freeBytes } = this.#limits
    if (this.#size > total)
      throw new ArchiveFault('archive/too-large', `It unpacks to more than ${total} bytes.`, SPLIT)
    if (this.#size > freeBytes && this.#size > ratio * this.#packed)
      throw new ArchiveFault('archive/too-dense', `It unpacks to more than ${ratio} times its size.`, SPLIT)
    writeAll(this.#fd, chunk)
  }

  #source(name: string, from: number, until: number, digest: string): OpenSource {
    this.#users++
    return {
      name,
      size: until - from,
      digest,
      chunks: () => stretch(this.#fd, from, until),
      changed: () => false, // nobody else can reach it
      close: () => this.release(),
    }
  }

  release(): void {
    if (--this.#users === 0) closeSync(this.#fd)
  }
}

const SPLIT = 'If it is a report indeed, unpack it and give the file.'

function* stretch(fd: number, from: number, until: number): Generator<Uint8Array> {
  const buffer = new Uint8Array(CHUNK)
  for (let at = from; at < until;) {
    const length = readSync(fd, buffer, 0, Math.min(CHUNK, until - at), at)
    if (length === 0) throw new RangeError('a temporary file became shorter')
    at += length
    yield buffer.subarray(0, length)
  }
}

function readAt(fd: number, position: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  if (readSync(fd, bytes, 0, length, position) !== length) throw new RangeError('a temporary file became shorter')
  return bytes
}

function refusalOf(error: unknown, file: string): Result<never> {
  if (error instanceof ArchiveFault) return refuse(error.code, error.message, error.hint, { file })
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'Z_BUF_ERROR')
    return refuse('archive/truncated', 'The archive ends in the middle.', 'Was it written to its end?', { file })
  if (code.startsWith('Z_')) return refusalOf(damaged('its bytes cannot be unpacked'), file)
  return cannot(error, { file })
}
