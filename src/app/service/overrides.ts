import { authority, may, mayNot } from '../../core/case/authority.ts'
import type { Case } from '../../core/case/case.ts'
import { heldSince } from '../../core/case/hold.ts'
import type { Rules } from '../../core/case/rules.ts'
import { standing } from '../../core/case/standing.ts'
import { SKEW_MS } from '../../core/decision/decision.ts'
import { type EnvelopeJson, envelopeText, readEnvelope, verified } from '../../core/decision/envelope.ts'
import { type Breach, isTooLong, type KnownKey, OVERRIDE_KEYS, pairKeys } from '../../core/decision/override-key.ts'
import { OVERRIDE, overrideIn, type SignedOverride } from '../../core/decision/override.ts'
import { readStatement } from '../../core/decision/statement.ts'
import { type CaseId, type Uuid, uuidv7 } from '../../core/ids.ts'
import { addMillis, type Instant } from '../../core/instant.ts'
import { toHex } from '../../core/log/base.ts'
import type { EntryData } from '../../core/log/entry.ts'
import { SALT_BYTES, seal } from '../../core/log/seal.ts'
import { encodeUtf8 } from '../../core/log/utf8.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import { shownKey } from '../../writers/terminal/override.ts'
import { concerns, mayLook, mayTouch } from '../access.ts'
import type { Gatekeeper } from '../gatekeeper.ts'
import type { Desk } from '../handle/handle.ts'
import { type KnownKeys, overrideKeys } from '../override-keys.ts'
import type { Chance, Clock, Crypto } from '../ports.ts'
import type { Ledger } from '../ports/ledger.ts'
import type { Principal } from '../ports/principal.ts'
import type { Json } from './json.ts'

export interface OverrideService {
  /** Records what was signed while there was no server: in the case that it went against, and in the list of its key. */
  reconcile(who: Principal, envelope: EnvelopeJson): Promise<Result<Json>>
  /** Every sealed key, and every use of it that was told. */
  overrideKeys(who: Principal): Promise<Result<Json>>
}

export interface OverridePorts {
  readonly store: { readonly ledger: Pick<Ledger, 'stream'> }
  readonly gatekeeper: Pick<Gatekeeper, 'look' | 'allCases'>
  readonly desk: Desk
  readonly crypto: Crypto
  readonly chance: Chance
  readonly clock: Clock
  readonly under: () => { readonly rules: Rules }
}

export function overrideService(ports: OverridePorts): OverrideService {
  const { store, gatekeeper, clock, under } = ports
  return {
    async reconcile(who, envelope) {
      const look = mayLook(who)
      if (!look.ok) return look
      const keys = await overrideKeys(store.ledger)
      if (!keys.ok) return keys
      const signed = signedOverride(envelope, keys.value, ports.crypto)
      if (!signed.ok) return signed
      const { override, key } = signed.value
      const touch = mayTouch(who, override.release.product)
      if (!touch.ok) return touch
      const { rules } = under()
      const refused = mayNot(rules, who.actor, 'record', clock.now())
      if (refused) return refused
      const head = await gatekeeper.look()
      if (!head.ok) return head
      const { now } = head.value
      if (override.from > addMillis(now, SKEW_MS)) return AHEAD(override.from, now)
      const against = casesOf(override, gatekeeper.allCases(), now)
      if (!against.ok) return against
      const breaches = [
        ...new Set([
          ...breachesOf(override, key, rules),
          ...against.value.flatMap((state) => freshIn(state, override, rules)),
        ]),
      ]
      const cases = against.value.map(({ id }) => id)
      const again = key.uses.some(({ use }) => use === override.use)
      const noted = again ? ok(undefined) : await noteUse(who, override, { breaches, cases }, ports)
      if (!noted.ok) return noted
      const told = await recordInCases(override, ports)
      return told.ok ? ok({ ...told.value, again }) : told
    },

    async overrideKeys(who) {
      const look = mayLook(who)
      if (!look.ok) return look
      const keys = await overrideKeys(store.ledger)
      if (!keys.ok) return keys
      const its = [...keys.value.values()].filter(({ products }) => products.some((product) => concerns(who, product)))
      const now = clock.now()
      return ok({ keys: its.map((key) => shownKey(withUsesFor(who, key), now)) })
    },
  }
}

/** Whoever is bound to a product hears of its uses only: one key may let many through. */
const withUsesFor = (who: Principal, key: KnownKey): KnownKey => ({
  ...key,
  products: key.products.filter((product) => concerns(who, product)),
  uses: key.uses.filter(({ product }) => concerns(who, product)),
})

interface Signed {
  readonly override: SignedOverride
  readonly key: KnownKey
}

/** What was signed by a pair of a key that stands in the log. */
function signedOverride(json: EnvelopeJson, keys: KnownKeys, { sha256, verifyEd25519 }: Crypto): Result<Signed> {
  const envelope = readEnvelope(envelopeText(json))
  if (!envelope.ok) return envelope
  const { keyId } = envelope.value
  const pairs = [...keys.values()].flatMap((key) => pairKeys(key, sha256).map((pair) => ({ ...pair, key })))
  const signer = pairs.find(({ id }) => id === keyId)
  if (!signer) return NOT_REGISTERED(keyId)
  const payload = verified(envelope.value, [signer], verifyEd25519)
  if (!payload.ok) return payload
  const statement = readStatement(payload.value)
  if (!statement.ok) return statement
  if (statement.value.predicateType !== OVERRIDE) return NOT_AN_OVERRIDE
  const override = overrideIn(statement.value, signer.key, keyId, sha256)
  return override.ok ? ok({ override: override.value, key: signer.key }) : override
}

/** The case whose hold it names; where it names none, every case that holds what it let through. A neighbour is not touched. */
function casesOf({ hold, release }: SignedOverride, all: readonly Case[], now: Instant): Result<readonly Case[]> {
  const its = all.filter(({ holds }) => holds.has(release.product))
  if (hold === undefined) return ok(its.filter((state) => standing(state, release, now).is === 'held'))
  const named = its.filter((state) => state.holds.get(release.product)!.id === hold)
  return named.length > 0 ? ok(named) : NO_HOLD(hold)
}

/** What happened is recorded, whatever it was; and in what it went beyond what its key may do. */
function breachesOf(override: SignedOverride, key: KnownKey, rules: Rules): readonly Breach[] {
  const { from, people, release } = override
  const breaches: Breach[] = []
  if (from >= key.until) breaches.push('key_over')
  if (key.revoked !== undefined && from >= key.revoked) breaches.push('key_revoked')
  if (!key.products.includes(release.product)) breaches.push('other_product')
  if (isTooLong(override, Math.min(key.max_hours, rules.overrideMaxHours))) breaches.push('too_long')
  if (people.some((one) => !may(rules, one, 'break_glass', from))) breaches.push('holder_without_role')
  return breaches
}

/** Whether somebody got the role only after the hold was placed: on the server, too, they could not have used it against that. */
function freshIn(state: Case, { people, from, release }: SignedOverride, rules: Rules): readonly Breach[] {
  const held = heldSince(state, release.product)
  const fresh = people.some((one) => authority(rules, one, rules.may.break_glass, from, held) === 'fresh')
  return fresh ? ['fresh_role'] : []
}

/** In the list of its key; the same use again is the same entry. */
function noteUse(
  { actor }: Principal,
  override: SignedOverride,
  found: { readonly breaches: readonly Breach[]; readonly cases: readonly CaseId[] },
  { desk, crypto, chance }: OverridePorts,
) {
  const sealed = seal(chance.bytes(SALT_BYTES), override.reason, crypto.sha256)
  if (!sealed.ok) return Promise.resolve(sealed)
  const { use, key, people, hold, release, from, until } = override
  const { digests, ...where } = release
  const said = { use, key, people, hold, ...where, digest: digests[0], from, until } as unknown as EntryData
  return desk.handle({
    id: use as Uuid,
    by: actor,
    on: OVERRIDE_KEYS,
    fact: { type: 'override_used', v: 1, data: { ...said, ...found, reason: sealed.value.sealed } },
    asked: { ...said, reason: toHex(crypto.sha256(encodeUtf8(override.reason)!)) },
    openings: [sealed.value.opening],
  })
}

/** As the log has it: whoever tells it again, later, when other things hold, is told what was recorded. */
async function recordInCases(
  override: SignedOverride,
  { store, desk, crypto, chance }: OverridePorts,
): Promise<Result<Json>> {
  const keys = await overrideKeys(store.ledger)
  if (!keys.ok) return keys
  const used = keys.value.get(override.key)?.uses.find(({ use }) => use === override.use)
  if (!used) throw new Error('a use that was recorded is not there')
  const { product, digest, environment, from, until, people, key, use, breaches, by } = used
  for (const on of used.cases as readonly CaseId[]) {
    const sealed = seal(chance.bytes(SALT_BYTES), override.reason, crypto.sha256)
    if (!sealed.ok) return sealed
    const facts = { product, digest, environment, from, until, people, key, use, breaches }
    const wish = { type: 'reconcile_override', ...facts, reason: sealed.value.sealed } as const
    const id = uuidv7(from, crypto.sha256(encodeUtf8(`override ${use} ${on}`)!).subarray(0, 10))
    const told = await desk.handle({ id, by, on, wish, openings: [sealed.value.opening] })
    if (!told.ok) return told
  }
  return ok({ use, key, people, from, until, cases: used.cases, breaches })
}

const NOT_REGISTERED = (id: string) =>
  refuse(
    'override/not-registered',
    `It is signed by ${JSON.stringify(id.slice(0, 80))}, and that is no sealed key of this log.`,
    'Nobody had the right to sign this. If it was honoured somewhere, find out whose override.pub lies there.',
  )
const NOT_AN_OVERRIDE = refuse(
  'decision/unknown-predicate',
  'What was signed is no override.',
  'Give the file that `holdpoint override use` wrote.',
)
const NO_HOLD = (hold: string) =>
  refuse('hold/unknown', `There is no hold ${hold}.`, 'It names a hold of another store, perhaps.')
const AHEAD = (from: Instant, now: Instant) =>
  refuse(
    'decision/from-the-future',
    `It begins at ${from}; here it is ${now}.`,
    'One of the two clocks is wrong. Tell it again once that time has come.',
  )
