import { concat } from '../../core/log/base.ts'
import { decodeUtf8 } from '../../core/log/utf8.ts'
import { type Instant, parseInstant } from '../../core/instant.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { rulesJson } from '../../writers/json/rules.ts'
import { besideOf, type Found, textsOf } from '../at-hand.ts'
import { caseLines } from '../case-lines.ts'
import { sealsOf } from '../case-view.ts'
import type { Clock, Crypto } from '../ports.ts'
import type { Principal } from '../ports/principal.ts'
import type { Store } from '../ports/store.ts'
import type { Studies, Study, StudyTask, Worked } from '../ports/studies.ts'
import type { Reading } from '../reading.ts'
import type { Under } from '../verdict.ts'
import type { Json } from './json.ts'
import { type Readable, readable } from './readable.ts'

export interface DocumentService {
  /** The case as a file, one entry a line. */
  file(who: Principal, id: string): Promise<Result<string>>
  rules(who: Principal, id: string): Promise<Result<Json>>
  /** A document, or figures as JSON. @param at as of this moment; now where not given */
  study(who: Principal, id: string, study: Study, at?: string): Promise<Result<Worked>>
}

export interface DocumentPorts {
  readonly store: Pick<Store, 'ledger' | 'shelf' | 'evidence'>
  readonly clock: Clock
  readonly crypto: Pick<Crypto, 'sha256'>
  readonly under: () => Omit<Under, 'validMinutes'>
  readonly studies: Studies
  readonly reading: Reading
  /** Of this program: stands beside what it computes. */
  readonly version: string
}

const MAX_TEXT_BYTES = 2 ** 20

export function documentService(ports: DocumentPorts): DocumentService {
  const { store, clock, crypto, under, studies, version } = ports

  async function fileOf({ entries, events }: Readable): Promise<Result<string>> {
    const words = await store.ledger.openings(sealsOf(events))
    return words.ok ? ok(caseLines(entries, words.value)) : words
  }

  async function text({ digest, by }: Found): Promise<Result<string | undefined>> {
    const sent = await store.evidence.sentBy(digest, [by])
    if (!sent.ok) return sent
    if (!sent.value) return ok(undefined)
    const file = await store.evidence.find(digest)
    if (!file.ok) return file
    if (!file.value || file.value.erasedAt) return ok(undefined)
    if (file.value.bytes > MAX_TEXT_BYTES) return TOO_LARGE(digest)
    const bytes = await store.evidence.read(digest)
    if (!bytes.ok) return bytes
    const pieces: Uint8Array[] = []
    for await (const piece of bytes.value) pieces.push(piece)
    const read = decodeUtf8(concat(...pieces))
    return read === undefined ? NOT_TEXT(digest) : ok(read)
  }

  return {
    async file(who, id) {
      const told = await readable(who, id, { part: 'words' }, ports)
      return told.ok ? fileOf(told.value) : told
    },

    async rules(who, id) {
      const told = await readable(who, id, { part: 'words' }, ports)
      return told.ok ? ok(rulesJson(under().rules)) : told
    },

    async study(who, id, study, at) {
      const kind = study.of === 'document' ? study.kind : study.of
      const told = await readable(who, id, { part: 'document', kind }, ports)
      if (!told.ok) return told
      const file = await fileOf(told.value)
      if (!file.ok) return file
      const { state } = told.value
      const now = clock.now() > state.at ? clock.now() : state.at
      const moment: Result<Instant> = at === undefined ? ok(now) : parseInstant(at)
      if (!moment.ok) return moment
      const found = besideOf(file.value, { at: moment.value, sha256: crypto.sha256 })
      if (!found.ok) return found
      const beside = await textsOf(found.value, text)
      if (!beside.ok) return beside
      const task: StudyTask = {
        study,
        case: { id: told.value.id, file: file.value, beside: beside.value },
        rules: under().rules,
        now,
        version,
        ...(at !== undefined && { at }),
      }
      const studied = await studies(task)
      return studied.ok ? studied : { ok: false, problem: studied.problem[0]! }
    },
  }
}

const TOO_LARGE = (digest: string) =>
  refuse(
    'file/too-large',
    `${digest} has more than ${MAX_TEXT_BYTES} bytes; such a file is written by a person.`,
    'Attach another one under this name.',
  )
const NOT_TEXT = (digest: string) => refuse('file/not-utf8', `${digest} is not UTF-8 text.`, 'Save it as UTF-8.')
