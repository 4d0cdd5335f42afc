/**
 * Bytes that can be read again from the start: a file, or something spooled first (standard input, an upload, an archive's
 * member). Reading is synchronous; a server does it in a worker.
 */
export interface Source {
  /** For people: a path as given, or `(standard input)`. Never opened from here. */
  readonly name: string
  /** In bytes. */
  readonly size: number
  /** `sha256:…` of all bytes. */
  readonly digest: string
  /** The bytes in order, from the start. A chunk is valid until the next one is asked for. */
  chunks(): Iterable<Uint8Array>
}

/** Bytes in memory as a source: for tests and small things. */
export function sourceOf(name: string, bytes: Uint8Array, digest: string, chunkSize = 1 << 16): Source {
  return {
    name,
    size: bytes.length,
    digest,
    *chunks() {
      for (let i = 0; i < bytes.length; i += chunkSize) yield bytes.subarray(i, i + chunkSize)
    },
  }
}
