import { replay } from '../core/case/evolve.ts'
import type { Case } from '../core/case/case.ts'
import type { CaseEvent } from '../core/case/event.ts'
import type { WishType } from '../core/case/command.ts'
import type { Asked } from '../core/case/standing.ts'
import { type CaseId, holdId, parseCaseId, parseUuid, type Product, type Uuid, uuidv7 } from '../core/ids.ts'
import { instantFromMillis } from '../core/instant.ts'
import { concat, toHex } from '../core/log/base.ts'
import { parseSignedCheckpoint } from '../core/log/bundle.ts'
import { encodeUtf8 } from '../core/log/utf8.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { verdictJson } from '../writers/json/verdict.ts'
import { concerns, mayLook, mayTouch, mayTouchCase, readsWords } from './access.ts'
import { facetsOf, outlineOf, sealsOf } from './case-view.ts'
import { codeName } from './code-name.ts'
import type { Feed } from './feed.ts'
import type { Gatekeeper } from './gatekeeper.ts'
import type { Desk } from './handle/handle.ts'
import type { Handled } from './handle/wished.ts'
import { eventOf } from './handle/world.ts'
import type { Chance, Clock, Crypto } from './ports.ts'
import type { Principal } from './ports/principal.ts'
import type { Store } from './ports/store.ts'
import { type SealedWish, sealWish } from './sealing.ts'
import type { Under } from './verdict.ts'

type Json = Record<string, unknown>

/** What a server offers, whatever carries it. Answers are JSON-ready; each asks first whether this one may. */
export interface Service {
  gate(who: Principal, asked: Question): Promise<Result<Json>>
  /** The number of entries is its version. */
  case(who: Principal, id: string): Promise<Result<{ readonly version: number; readonly view: Json }>>
  /** @param cursor as the page before gave it */
  cases(who: Principal, page: { readonly cursor?: string | undefined; readonly limit: number }): Promise<Result<Json>>
  holds(who: Principal, product?: string): Promise<Result<Json>>
  /** @param key the id of the command, a UUIDv7 */
  open(who: Principal, key: string, opening: Opening): Promise<Result<Json>>
  wish(who: Principal, key: string, said: SaidWish): Promise<Result<Json>>
  /** The note that was signed last. */
  checkpoint(who: Principal): Promise<Result<string>>
  /** The log as a bundle, a piece at a time; it throws where the store goes away under it. */
  bundle(who: Principal): Promise<Result<AsyncGenerator<Uint8Array>>>
  news(who: Principal): Result<Feed>
  /** Can it answer now? */
  ready(): Promise<Result<unknown>>
}

/** What would be promoted, and where. Its form was checked by its contract, with the core's own schemas. */
export interface Question {
  readonly product: string
  readonly version?: string | undefined
  readonly commit?: string | undefined
  readonly digests: readonly string[]
  readonly environment: string
}

/** A wish in plain words, as it came in. */
export interface SaidWish {
  readonly on: string
  readonly type: WishType
  readonly said: unknown
  /** Refused unless the case still has so many entries. */
  readonly expect?: number
}

/** A case, and what is said of it in the same breath. */
export interface Opening {
  readonly title: string
  readonly name?: string | undefined
  readonly hold?:
    | {
        readonly product: string
        readonly reason: string
        readonly version?: string | undefined
        readonly commit?: string | undefined
        readonly digests?: readonly string[] | undefined
        readonly environments?: readonly string[] | undefined
        readonly branch?: string | undefined
      }
    | undefined
  readonly finding?: object | undefined
  readonly evidence?: readonly object[] | undefined
}

export interface ServicePorts {
  readonly store: Pick<Store, 'ledger' | 'shelf'>
  readonly desk: Desk
  readonly gatekeeper: Gatekeeper
  readonly feed: Feed
  readonly crypto: Crypto
  readonly chance: Chance
  readonly clock: Clock
  readonly under: () => Omit<Under, 'validMinutes'>
}

export function service(ports: ServicePorts): Service {
  const { store, desk, gatekeeper, feed, crypto, clock, under } = ports
  const { ledger, shelf } = store

  async function caseOf(id: CaseId): Promise<Result<Case>> {
    const entries = await shelf.streams([id])
    if (!entries.ok) return entries
    const events: CaseEvent[] = []
    for (const entry of entries.value) {
      const event = eventOf(entry, events.at(-1))
      if (!event.ok) return event
      events.push(event.value)
    }
    return events.length > 0 ? ok(replay(id, events)) : NO_CASE(id)
  }

  /** Whether a token's bounds hold this wish. */
  async function bounded(who: Principal, on: CaseId, wish: SealedWish['wish']): Promise<Result<unknown>> {
    if (who.products === undefined) return ok(undefined)
    if ('product' in wish) return mayTouch(who, wish.product)
    const state = await caseOf(on)
    return state.ok ? mayTouchCase(who, state.value) : state
  }

  return {
    async gate(who, question) {
      const asked = question as Asked
      const may = allOf(mayLook(who), mayTouch(who, asked.product))
      return may.ok ? ok(verdictJson(await gatekeeper.ask(asked)) as Json) : may
    },

    async case(who, text) {
      const look = mayLook(who)
      if (!look.ok) return look
      const id = caseIdOf(text)
      if (!id.ok) return id
      const state = await caseOf(id.value)
      if (!state.ok) return state
      const may = mayTouchCase(who, state.value)
      if (!may.ok) return may
      const { policy, rules } = under()
      const now = clock.now() > state.value.at ? clock.now() : state.value.at
      const outline = outlineOf(state.value, rules, policy.contact, now)
      if (!readsWords(who)) return ok({ version: state.value.n, view: outline })
      const words = await ledger.openings(sealsOf(state.value))
      if (!words.ok) return words
      return ok({ version: state.value.n, view: { ...outline, facets: facetsOf(state.value, rules, words.value) } })
    },

    async cases(who, { cursor, limit }) {
      const may = mayLook(who)
      if (!may.ok) return may
      const rows = await shelf.cases({ ...(cursor && { before: `HP-${cursor}` as CaseId }), limit: limit + 1 })
      if (!rows.ok) return rows
      const page = rows.value.slice(0, limit)
      return ok({
        cases: page.map(({ id, n, name, openedAt, closed }) => ({
          case: id,
          name,
          entries: n,
          opened_at: openedAt,
          closed,
        })),
        ...(rows.value.length > limit && { next_cursor: page.at(-1)!.id.slice(3) }),
      })
    },

    async holds(who, product) {
      const may = mayLook(who)
      if (!may.ok) return may
      const rows = await shelf.holds(product as Product | undefined)
      if (!rows.ok) return rows
      const holds = rows.value.filter((row) => concerns(who, row.product))
      return ok({
        holds: holds.map((row) => ({
          hold: holdId(row.case, row.product),
          case: row.case,
          product: row.product,
          in_force: row.inForce,
        })),
      })
    },

    async open(who, id, opening) {
      const parsed = parseUuid(id)
      if (!parsed.ok) return parsed
      const key = parsed.value
      const name = opening.name ?? codeName(crypto.sha256(encodeUtf8(key)!))
      const wishes = wishesOf({ ...opening, name }, key, ports)
      if (!wishes.ok) return wishes
      const [first, ...more] = wishes.value
      if (opening.hold) {
        const may = mayTouch(who, opening.hold.product as Product)
        if (!may.ok) return may
      }
      const opened = await desk.handle({ id: key, by: who.actor, on: 'new', ...first! })
      if (!opened.ok) return opened
      const on = opened.value.stream as CaseId
      const rest = more.map((one, i) => desk.handle({ id: derived(key, i, crypto), by: who.actor, on, ...one }))
      const handled = [opened.value]
      for (const answer of await Promise.all(rest)) {
        if (!answer.ok) return answer
        handled.push(answer.value)
      }
      return ok({
        case: on,
        name,
        holds: opening.hold ? [holdId(on, opening.hold.product as Product)] : [],
        at: handled.at(-1)!.at,
        entries: handled.flatMap(positions),
      })
    },

    async wish(who, key, { on: text, type, said, expect }) {
      const on = caseIdOf(text)
      if (!on.ok) return on
      const id = parseUuid(key)
      if (!id.ok) return id
      const sealed = sealWish(type, said, ports)
      if (!sealed.ok) return sealed
      const may = await bounded(who, on.value, sealed.value.wish)
      if (!may.ok) return may
      const ask = {
        id: id.value,
        by: who.actor,
        on: on.value,
        ...sealed.value,
        ...(expect !== undefined && { expect }),
      }
      const handled = await desk.handle(ask)
      if (!handled.ok) return handled
      const { stream, at, log, index } = handled.value
      return ok({ case: stream, at, entries: positions(handled.value), log: { log, index } })
    },

    async checkpoint(who) {
      const may = mayLook(who)
      if (!may.ok) return may
      const head = await ledger.head()
      if (!head.ok) return head
      const note = await ledger.checkpoint(head.value.log)
      if (!note.ok) return note
      return note.value === undefined ? NOT_SIGNED : ok(note.value)
    },

    async bundle(who) {
      const may = mayLook(who)
      if (!may.ok) return may
      const head = await ledger.head()
      if (!head.ok) return head
      const { log } = head.value
      const note = await ledger.checkpoint(log)
      if (!note.ok) return note
      if (note.value === undefined) return NOT_SIGNED
      const signed = parseSignedCheckpoint(note.value, 'checkpoint')
      return signed.ok ? ok(lines(note.value, ledger.entries(log, 0, signed.value.checkpoint.size))) : signed
    },

    news: (who) => {
      const may = mayLook(who)
      return may.ok ? ok(feed) : may
    },
    ready: () => gatekeeper.look(),
  }
}

const NO_CASE = (id: string) =>
  refuse('case/not-open', `There is no case ${id.slice(0, 40)}.`, 'Look it up among the cases.')
const caseIdOf = (text: string): Result<CaseId> => {
  const id = parseCaseId(text)
  return id.ok ? id : NO_CASE(text)
}
const NOT_SIGNED = refuse(
  'log/not-signed',
  'Nothing of the log is signed yet.',
  'Wait a second: it is signed as it grows.',
)

/** A case that is opened with what is known: each thing a wish of its own, all of them checked before the first is taken. */
function wishesOf(
  { title, name, hold, finding, evidence = [] }: Opening,
  key: Uuid,
  ports: ServicePorts,
): Result<readonly SealedWish[]> {
  const said: (readonly [WishType, unknown, string])[] = [['open', { title, name }, '']]
  if (hold) said.push(['place', placeOf(hold), '/hold'])
  if (finding) said.push(['add_finding', { finding: derivedFinding(key, ports.crypto), ...finding }, '/finding'])
  for (const [i, file] of evidence.entries()) said.push(['attach', file, `/evidence/${i}`])
  const wishes: SealedWish[] = []
  for (const [type, words, under] of said) {
    const sealed = sealWish(type, words, ports)
    if (sealed.ok) wishes.push(sealed.value)
    else
      return {
        ok: false,
        problem: { ...sealed.problem, at: { file: 'body', pointer: under + (sealed.problem.at?.pointer ?? '') } },
      }
  }
  return ok(wishes)
}

function placeOf({
  product,
  reason,
  version,
  commit,
  digests = [],
  environments,
  branch,
}: NonNullable<Opening['hold']>) {
  const affected = {
    digests,
    commits: commit === undefined ? [] : [commit],
    versions: version === undefined ? [] : [version],
  }
  return { product, reason, affected, ...(environments && { environments }), ...(branch !== undefined && { branch }) }
}

/** The ids of what follows from one request: the same again, when it is asked again. */
function derived(key: Uuid, nth: number, { sha256 }: Crypto): Uuid {
  const millis = Number.parseInt(key.slice(0, 8) + key.slice(9, 13), 16)
  return uuidv7(instantFromMillis(Math.min(millis, LAST_MILLIS)), sha256(encodeUtf8(`${key} ${nth}`)!).subarray(0, 10))
}

const LAST_MILLIS = Date.UTC(9999, 11, 31)

/** 128 bits that say nothing of what was found. */
const derivedFinding = (key: Uuid, { sha256 }: Crypto): string =>
  toHex(sha256(encodeUtf8(`${key} finding`)!).subarray(0, 16))

const positions = ({ n, entries }: Handled): readonly number[] => Array.from({ length: entries }, (_, i) => n + i)

async function* lines(note: string, entries: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  yield encodeUtf8(note)!
  const newline = Uint8Array.of(0x0a)
  let [batch, bytes]: [Uint8Array[], number] = [[], 0]
  for await (const entry of entries) {
    batch.push(entry, newline)
    bytes += entry.length + 1
    if (bytes < PIECE_BYTES) continue
    yield concat(...batch)
    ;[batch, bytes] = [[], 0]
  }
  if (batch.length > 0) yield concat(...batch)
}
const PIECE_BYTES = 64 * 1024

/** The first refusal, if there is one. */
const allOf = (...all: readonly Result<void>[]): Result<void> => all.find((one) => !one.ok) ?? ok(undefined)
