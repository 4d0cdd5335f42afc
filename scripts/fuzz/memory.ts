import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Hash, OpenSource } from '../../src/app/ports.ts'
import type { Digest } from '../../src/core/ids.ts'
import type { Sheet } from '../../src/writers/output.ts'

export const hash: Hash = { sha256: (text) => createHash('sha256').update(text, 'utf8').digest('hex') }
export const DIGEST = `sha256:${'ab'.repeat(32)}` as Digest

/** Bytes as an open file. As with a real one, each chunk's memory is used again for the next. */
export function memory(name: string, bytes: Uint8Array, chunkSize: number): OpenSource {
  return {
    name,
    size: bytes.length,
    digest: DIGEST,
    *chunks() {
      const buffer = new Uint8Array(chunkSize)
      for (let at = 0; at < bytes.length; at += chunkSize) {
        const part = bytes.subarray(at, at + chunkSize)
        buffer.set(part)
        yield buffer.subarray(0, part.length)
      }
    },
    changed: () => false,
    close() {},
  }
}

/** Another way to cut the same bytes: small pieces, but not too many. */
export const oddChunks = (input: Uint8Array): number => 1 + (input.length % 61) + (input.length >> 9)

/** The text of a small file as the program would get it; undefined where it is not UTF-8, which is refused before. */
export function textOf(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

/** A sheet whose text can be had. */
export class Paper implements Sheet {
  text = ''

  write(more: string): void {
    this.text += more
  }

  get mark(): number {
    return this.text.length
  }

  rewind(mark: number): void {
    this.text = this.text.slice(0, mark)
  }
}

/** Files of a folder below the project's root, in order. */
export const filesIn = (folder: string, name: RegExp): readonly Uint8Array[] =>
  readdirSync(folder)
    .filter((file) => name.test(file))
    .toSorted()
    .map((file) => new Uint8Array(readFileSync(join(folder, file))))

export const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)
