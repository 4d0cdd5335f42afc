import type { CaseEvent } from '../../core/case/event.ts'
import type { Digest } from '../../core/ids.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { mayLook } from '../access.ts'
import type { Principal } from '../ports/principal.ts'
import type { Store } from '../ports/store.ts'
import type { Reading } from '../reading.ts'
import type { Json } from './json.ts'
import { readable } from './readable.ts'

export interface EvidenceService {
  /** Takes a file as it comes; a case has it once it is attached there. @param announced how many bytes it is said to have */
  upload(who: Principal, digest: string, bytes: AsyncIterable<Uint8Array>, announced?: number): Promise<Result<Json>>
  /** A file of a case, piece by piece; it throws where the store goes away under it. */
  download(who: Principal, id: string, digest: string): Promise<Result<Download>>
}

export interface Download {
  /** As whoever attached it called it; undefined where that was erased. Not to be trusted. */
  readonly name: string | undefined
  readonly size: number
  readonly bytes: AsyncGenerator<Uint8Array>
}

export interface EvidencePorts {
  readonly store: Pick<Store, 'ledger' | 'shelf' | 'evidence'>
  readonly reading: Reading
  /** The most that one file may have. */
  readonly evidenceBytes: number
}

export function evidenceService({ store, reading, evidenceBytes }: EvidencePorts): EvidenceService {
  const { evidence, ledger } = store
  return {
    async upload(who, digest, bytes, announced = 0) {
      const may = mayLook(who)
      if (!may.ok) return may
      if (announced > evidenceBytes) return TOO_LARGE(announced, evidenceBytes)
      if (digest === NOTHING) return EMPTY
      const limits = { limitBytes: evidenceBytes, expected: digest as Digest, by: who.actor }
      const stored = await evidence.put(bytes, limits)
      return stored.ok ? ok({ evidence: stored.value.digest, bytes: stored.value.bytes }) : stored
    },

    async download(who, text, digest) {
      const told = await readable(who, text, { part: 'evidence', digest: digest as Digest }, { store, reading })
      if (!told.ok) return told
      const { id, events } = told.value
      const attached = events.find((event) => isAttached(event, digest))
      if (!attached) return NOT_OF_THE_CASE(digest, id)
      const words = await ledger.openings([attached.data.name.sealed])
      if (!words.ok) return words
      const file = await evidence.find(attached.data.evidence)
      if (!file.ok) return file
      // A digest stands in the log: attached by somebody who never had the file, it opens nothing.
      const sent = await evidence.sentBy(attached.data.evidence, [attached.actor, who.actor])
      if (!sent.ok) return sent
      if (!file.value || !sent.value) return NOT_HERE(digest)
      const { name } = attached.data
      const bytes = await evidence.read(attached.data.evidence)
      if (!bytes.ok) return bytes
      return ok({ name: words.value.get(name.sealed)?.value, size: file.value.bytes, bytes: bytes.value })
    },
  }
}

const isAttached = (event: CaseEvent, digest: string): event is Extract<CaseEvent, { type: 'evidence_attached' }> =>
  event.type === 'evidence_attached' && event.data.evidence === digest

/** Of no bytes at all. */
const NOTHING = 'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'
const EMPTY = refuse('evidence/empty', 'The file is empty: it shows nothing.', 'Did what should have written it fail?')
const TOO_LARGE = (bytes: number, limit: number) =>
  refuse(
    'evidence/too-large',
    `The file has ${bytes} bytes, more than ${limit}. Nothing of it was kept.`,
    'Attach the part that matters, or ask for a higher limit.',
  )
const NOT_OF_THE_CASE = (digest: string, id: string) =>
  refuse('evidence/no-such-file', `${id} has no file ${digest}.`, 'Its facets list what is attached.')
const NOT_HERE = (digest: string) =>
  refuse(
    'evidence/not-here',
    `The file ${digest} is named in the case, and whoever attached it has not sent it.`,
    'Send it, with `holdpoint attach`: the case has it then.',
  )
