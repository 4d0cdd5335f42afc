import type { WishType } from '../../core/case/command.ts'
import { type CaseId, holdId, parseUuid, type Product, type Uuid, uuidv7 } from '../../core/ids.ts'
import { instantFromMillis } from '../../core/instant.ts'
import { toHex } from '../../core/log/base.ts'
import { encodeUtf8 } from '../../core/log/utf8.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { concerns, mayLook, mayRead, mayTouch } from '../access.ts'
import { codeName } from '../code-name.ts'
import type { Desk } from '../handle/handle.ts'
import type { Handled } from '../handle/wished.ts'
import type { Chance, Crypto } from '../ports.ts'
import type { Principal } from '../ports/principal.ts'
import type { Store } from '../ports/store.ts'
import { type SealedWish, sealWish } from '../sealing.ts'
import type { Under } from '../verdict.ts'
import { caseIdOf, caseOf } from './case-of.ts'
import type { Json } from './json.ts'
import { productsOf } from './subjects.ts'

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

export interface WishService {
  /** @param key the id of the command, a UUIDv7 */
  open(who: Principal, key: string, opening: Opening): Promise<Result<Json>>
  wish(who: Principal, key: string, said: SaidWish): Promise<Result<Json>>
}

export interface WishPorts {
  readonly store: Pick<Store, 'shelf' | 'evidence'>
  readonly desk: Desk
  readonly crypto: Crypto
  readonly chance: Chance
  readonly under: () => Omit<Under, 'validMinutes'>
}

export function wishService(ports: WishPorts): WishService {
  const { desk, crypto, store, under } = ports
  /** Whether a token's bounds hold this wish: on a case that it may know of, about a product that it is bound to. */
  async function bounded(who: Principal, on: CaseId, wish: SealedWish['wish']): Promise<Result<unknown>> {
    if (who.products === undefined) return ok(undefined)
    const state = await caseOf(on, store.shelf)
    if (!state.ok) return state
    const known = mayRead(who, state.value, 'outline', under().rules)
    if (!known.ok) return known
    const named = 'product' in wish ? mayTouch(who, wish.product) : ok(undefined)
    if (!named.ok) return named
    return productsOf(wish, state.value).every((product) => concerns(who, product)) ? known : ELSEWHERE(who)
  }

  /** What is about to be attached is not dropped meanwhile as something that nobody attached. */
  async function claimed(wishes: readonly SealedWish[]): Promise<Result<void>> {
    for (const { wish } of wishes) {
      const claim = wish.type === 'attach' ? await store.evidence.claim(wish.evidence) : ok(undefined)
      if (!claim.ok) return claim
    }
    return ok(undefined)
  }

  return {
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
      const claim = await claimed(more)
      if (!claim.ok) return claim
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
      const look = mayLook(who)
      if (!look.ok) return look
      const on = caseIdOf(text)
      if (!on.ok) return on
      const id = parseUuid(key)
      if (!id.ok) return id
      const sealed = sealWish(type, said, ports)
      if (!sealed.ok) return sealed
      const may = await bounded(who, on.value, sealed.value.wish)
      if (!may.ok) return may
      const claim = await claimed([sealed.value])
      if (!claim.ok) return claim
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
  }
}

/** A case that is opened with what is known: each thing a wish of its own, all of them checked before the first is taken. */
function wishesOf(
  { title, name, hold, finding, evidence = [] }: Opening,
  key: Uuid,
  ports: WishPorts,
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
export function derived(key: Uuid, nth: number, { sha256 }: Crypto): Uuid {
  const millis = Number.parseInt(key.slice(0, 8) + key.slice(9, 13), 16)
  return uuidv7(instantFromMillis(Math.min(millis, LAST_MILLIS)), sha256(encodeUtf8(`${key} ${nth}`)!).subarray(0, 10))
}

const LAST_MILLIS = Date.UTC(9999, 11, 31)

/** 128 bits that say nothing of what was found. */
const derivedFinding = (key: Uuid, { sha256 }: Crypto): string =>
  toHex(sha256(encodeUtf8(`${key} finding`)!).subarray(0, 16))

const positions = ({ n, entries }: Handled): readonly number[] => Array.from({ length: entries }, (_, i) => n + i)

/** Does not say of which: a token is not told of the products beside its own. */
const ELSEWHERE = ({ actor }: Principal): Result<never> =>
  refuse('access/other-product', `${actor} is bound to other products than this is about.`, 'Use a token for this one.')
