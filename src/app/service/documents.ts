import { concat } from '../../core/log/base.ts'
import { decodeUtf8 } from '../../core/log/utf8.ts'
import { type Instant, parseInstant } from '../../core/instant.ts'
import type { Product } from '../../core/ids.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { rulesJson } from '../../writers/json/rules.ts'
import { allOf, mayTouch } from '../access.ts'
import { besideOf, type Found, textsOf } from '../at-hand.ts'
import { caseLines } from '../case-lines.ts'
import { sealsOf } from '../case-view.ts'
import type { Clock, Crypto } from '../ports.ts'
import type { Principal } from '../ports/principal.ts'
import type { Store } from '../ports/store.ts'
import type { Studies, Study, StudyTask, Worked } from '../ports/studies.ts'
import type { Reading } from '../reading.ts'
import { heldProducts, registerSays } from '../register-says.ts'
import type { Under } from '../verdict.ts'
import type { Json } from './json.ts'
import { type Readable, readable } from './readable.ts'

export interface DocumentService {
  /** The case as a file, one entry a line. */
  file(who: Principal, id: string): Promise<Result<string>>
  rules(who: Principal, id: string): Promise<Result<Json>>
  /** What the register has of its product. @param at as of this moment; now where not given */
  caseProfile(who: Principal, id: string, at?: string): Promise<Result<Json>>
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

    async caseProfile(who, id, at) {
      const told = await readable(who, id, { part: 'words' }, ports)
      if (!told.ok) return told
      const until = at === undefined ? ok(undefined) : parseInstant(at)
      if (!until.ok) return until
      const products = heldProducts(told.value.events, until.value)
      // Whoever may not look at the product does not by way of its case.
      const may = allOf(...products.map((product) => mayTouch(who, product)))
      if (!may.ok) return may
      const says = await registerSays(products, until.value, store)
      if (!says.ok) return says
      const { profile } = says.value
      if (!profile) return NO_PROFILE(told.value.id, products)
      const { product, digest, n, at: since, text } = profile
      return ok({ product, profile: digest, entry: n, at: since, text })
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
      const until = at === undefined ? undefined : moment.value
      const register = beside.value.has('profile.yaml')
        ? ok({})
        : await registerSays(heldProducts(told.value.events, until), until, store)
      if (!register.ok) return register
      const task: StudyTask = {
        study,
        case: { id: told.value.id, file: file.value, beside: beside.value, register: register.value },
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

const NO_PROFILE = (id: string, products: readonly Product[]) =>
  products.length === 1
    ? refuse(
        'product/no-profile',
        `There is no profile of ${products[0]}.`,
        `Register one: \`holdpoint product add ${products[0]} --profile profile.yaml\`; or attach one to the case: \`holdpoint attach ${id} profile.yaml\`.`,
      )
    : refuse(
        'product/no-profile',
        `${id} is not about exactly one product, of which the register could have the profile.`,
        `Attach one to the case: \`holdpoint attach ${id} profile.yaml\`.`,
      )

const TOO_LARGE = (digest: string) =>
  refuse(
    'file/too-large',
    `${digest} has more than ${MAX_TEXT_BYTES} bytes; such a file is written by a person.`,
    'Attach another one under this name.',
  )
const NOT_TEXT = (digest: string) => refuse('file/not-utf8', `${digest} is not UTF-8 text.`, 'Save it as UTF-8.')
