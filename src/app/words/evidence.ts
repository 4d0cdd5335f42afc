import { parseDigest } from '../../core/ids.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { CaseServer } from '../ports/case-server.ts'
import { BESIDE } from '../ports/studies.ts'
import type { OpenSource, Ports } from '../ports.ts'
import type { Heard } from '../remote.ts'
import { CHANGED } from '../report.ts'

/** A file that is to become evidence. */
export interface Attachment {
  readonly evidence: string
  readonly bytes: number
  readonly name: string
  readonly sensitive: boolean
}

/** The files that a command names: opened and hashed as they are named, sent and attached once the rest of it is understood. */
export class Evidence {
  readonly #files: Ports['files']
  readonly #taken = new Map<string, OpenSource>()

  constructor({ files }: { readonly files: Ports['files'] }) {
    this.#files = files
  }

  /** @param text a file, or the digest of what is attached already */
  take(text: string): Result<string> {
    const digest = parseDigest(text)
    if (digest.ok) return digest
    const source = this.#files.open(text)
    if (!source.ok) return source
    if (source.value.size === 0) {
      source.value.close()
      return refuse('evidence/empty', 'The file is empty: it shows nothing.', 'Did what should have written it fail?', {
        file: text,
      })
    }
    const known = source.value.digest
    if (this.#taken.has(known)) source.value.close()
    else this.#taken.set(known, source.value)
    return ok(known)
  }

  get attachments(): readonly Attachment[] {
    return [...this.#taken].map(([evidence, { name, size }]) => ({
      evidence,
      bytes: size,
      name: baseOf(name),
      // What says nothing of the weakness: figures of the product, and who works when.
      sensitive: !BESIDE.some((one) => baseOf(name) === one || name.endsWith(`.${one}`)),
    }))
  }

  /** Sends every file to the server. */
  async send(server: CaseServer): Promise<Heard<unknown>> {
    for (const [digest, source] of this.#taken) {
      const sent = await server.send(digest, streamOf(source))
      if (!sent.ok)
        return source.changed() ? { ok: false, status: 0, problem: { ...told(CHANGED(source.name)) } } : sent
    }
    return NOTHING
  }

  /** Sends every file, and attaches what the case does not have yet. */
  async attach(server: CaseServer, id: string, known: readonly string[] = []): Promise<Heard<unknown>> {
    const sent = await this.send(server)
    if (!sent.ok) return sent
    for (const file of this.attachments) {
      if (known.includes(file.evidence)) continue
      const said = await server.wish(id, 'attach', file)
      if (!said.ok) return said
    }
    return NOTHING
  }

  close(): void {
    for (const source of this.#taken.values()) source.close()
  }
}

const NOTHING = { ok: true, value: undefined } as const
const told = ({ code, message, hint }: ReturnType<typeof CHANGED>) => ({ code, detail: message, hint })
const baseOf = (path: string): string => path.replace(/^.*[/\\]/, '')

/** A file piece by piece, each as it is asked for. */
function streamOf(source: OpenSource): ReadableStream<Uint8Array> {
  const chunks = source.chunks()[Symbol.iterator]()
  return new ReadableStream({
    pull(controller) {
      const next = chunks.next()
      if (next.done) controller.close()
      else controller.enqueue(next.value.slice()) // the next one takes its place
    },
  })
}
