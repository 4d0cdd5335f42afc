import { may } from '../core/case/authority.ts'
import type { Rules } from '../core/case/rules.ts'
import { type KnownKey, OVERRIDE_KEYS, type OverrideKey, overrideKeyText } from '../core/decision/override-key.ts'
import { type Actor, parseActor, parseProduct, type Product, uuidv7 } from '../core/ids.ts'
import { addMillis, DAY } from '../core/instant.ts'
import type { EntryData } from '../core/log/entry.ts'
import { CONSOLE } from '../core/people/decide.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { jsonText } from '../writers/json/text.ts'
import { keyMadeText, keysText, shownKey } from '../writers/terminal/override.ts'
import { type Answer, deliver, print, refusal } from './answer.ts'
import { rulesUnder } from './case-file.ts'
import { directory } from './directory.ts'
import type { Desk } from './handle/handle.ts'
import { overrideKeys } from './override-keys.ts'
import { defaultPolicy } from './policy.ts'
import type { Ports } from './ports.ts'
import type { Store } from './ports/store.ts'
import { makeSealedKey, MIN_PASSPHRASE, type Secret } from './sealed-key.ts'
import { withStore } from './with-store.ts'

export interface MakeKeyRequest {
  readonly data?: string
  readonly name: string
  readonly holders: readonly string[]
  readonly products: readonly string[]
  readonly days: number
  readonly maxHours: number
  /** Where the sealed key goes, and where its public half. */
  readonly output: string
  readonly public: string
}

/**
 * `holdpoint admin override-key create`: a key for when there is no server. It opens for two of its holders together, each of whom may
 * break glass here; its public half is an entry of the log.
 */
export async function createOverrideKey(request: MakeKeyRequest, ports: Ports): Promise<Answer> {
  const about = aboutOf(request, ports)
  if (!about.ok) return refusal([about.problem], ports)
  const { holders, ...key } = about.value
  const made = await withStore(request.data, ports, async (store, desk) => {
    const fits = await fitting(key, holders, store, ports)
    if (!fits.ok) return fits
    const secrets = await askAll(holders, ports)
    if (!secrets.ok) return secrets
    const smith = await ports.locksmith()
    const sealed = await makeSealedKey(key, secrets.value, { chance: ports.chance, smith })
    if (!sealed.ok) return sealed
    // The file first: a key in the log that nobody has is worth nothing, and one that is in no log is honoured by nobody.
    const hidden = smith.hide(request.output, sealed.value.file)
    if (!hidden.ok) return hidden
    if (!hidden.value) return FILE_TAKEN(request.output)
    const noted = await note(desk, 'override_key_registered', sealed.value.key as unknown as EntryData, ports)
    return noted.ok ? ok(sealed.value.key) : noted
  })
  if (!made.ok) return refusal([made.problem], ports)
  const shown = keyMadeText({ key: made.value, holders, sealed: request.output, public: request.public })
  return deliver(
    [
      { to: { file: request.public }, text: overrideKeyText(made.value) },
      { to: '-', text: shown },
    ],
    0,
    ports,
  )
}

/** `holdpoint admin override-key revoke`: what it signs from now on is recorded as a breach. Nobody offline hears of it. */
export async function revokeOverrideKey(
  { data, name }: { data?: string; name: string },
  ports: Ports,
): Promise<Answer> {
  const done = await withStore(data, ports, async ({ ledger }, desk) => {
    const keys = await overrideKeys(ledger)
    if (!keys.ok) return keys
    const known = keys.value.get(name)
    if (!known) return NO_KEY(name)
    return known.revoked ? ok(undefined) : note(desk, 'override_key_revoked', { name }, ports)
  })
  if (!done.ok) return refusal([done.problem], ports)
  return print(`Revoked: ${name}. Take override.pub away wherever it lies: nobody offline hears of this.\n`, ports)
}

/** `holdpoint admin override-key list`: every key, and every use of it that was told. */
export async function listOverrideKeys(
  { data, json }: { data?: string; json: boolean },
  ports: Ports,
): Promise<Answer> {
  const keys = await withStore(data, ports, ({ ledger }) => overrideKeys(ledger))
  if (!keys.ok) return refusal([keys.problem], ports)
  const now = ports.clock.now()
  const shown = [...keys.value.values()].map((key: KnownKey) => shownKey(key, now))
  return print(json ? shown.map((one) => `${jsonText(one)}\n`).join('') : keysText(shown, ports.terminal.style), ports)
}

type About = Omit<OverrideKey, 'pairs'> & { readonly holders: readonly Actor[] }

function aboutOf({ name, holders, products, days, maxHours }: MakeKeyRequest, ports: Ports): Result<About> {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,59}$/.test(name)) return NO_NAME(name)
  const people: Actor[] = []
  for (const holder of holders) {
    const actor = parseActor(holder)
    if (!actor.ok) return actor
    if (!people.includes(actor.value)) people.push(actor.value)
  }
  if (people.length < 2 || people.length > 5) return TWO_TO_FIVE(people.length)
  const named: Product[] = []
  for (const one of products) {
    const product = parseProduct(one)
    if (!product.ok) return product
    named.push(product.value)
  }
  if (named.length === 0) return NO_PRODUCT
  const until = addMillis(ports.clock.now(), days * DAY)
  return ok({ name, holders: people, products: named, max_hours: maxHours, until })
}

/** Within policy; each of its holders may break glass, and no other key has its name. */
async function fitting(
  { name, max_hours }: Pick<OverrideKey, 'name' | 'max_hours'>,
  holders: readonly Actor[],
  { ledger }: Store,
  { crypto, clock, hash }: Ports,
): Promise<Result<void>> {
  const who = directory({ ledger, crypto, clock })
  const met = await who.refresh()
  if (!met.ok) return met
  const rules: Rules = rulesUnder(defaultPolicy(hash), who.people().grants)
  if (max_hours < 1 || max_hours > rules.overrideMaxHours) return TOO_MANY_HOURS(max_hours, rules.overrideMaxHours)
  const stranger = holders.find((holder) => !may(rules, holder, 'break_glass', clock.now()))
  if (stranger !== undefined) return NOT_A_HOLDER(stranger, rules)
  const keys = await overrideKeys(ledger)
  if (!keys.ok) return keys
  return keys.value.has(name) ? TAKEN(name) : ok(undefined)
}

async function askAll(holders: readonly Actor[], ports: Ports): Promise<Result<readonly Secret[]>> {
  const secrets: Secret[] = []
  for (const holder of holders) {
    const passphrase = await ports.terminal.secret(`Passphrase of ${holder}, who types it alone: `)
    if (passphrase === undefined || passphrase.length < MIN_PASSPHRASE) return WEAK(holder)
    if ((await ports.terminal.secret('The same once more: ')) !== passphrase) return NOT_THE_SAME(holder)
    if (secrets.some((one) => one.passphrase === passphrase)) return SHARED(holder)
    secrets.push({ holder, passphrase })
  }
  return ok(secrets)
}

const note = (desk: Desk, type: string, data: EntryData, { clock, chance }: Ports) =>
  desk.handle({
    id: uuidv7(clock.now(), chance.bytes(10)),
    by: CONSOLE,
    on: OVERRIDE_KEYS,
    fact: { type, v: 1, data },
    openings: [],
  })

const NO_NAME = (name: string) =>
  refuse('override/no-name', `"${name.slice(0, 60)}" is no name for a key.`, 'Use letters, digits, dots and dashes.')
const TWO_TO_FIVE = (count: number) =>
  refuse(
    'override/holders',
    `It has ${count} holders, and takes two to five.`,
    'Name each: --holder ana --holder ben --holder cyd. Any two of them open it, nobody alone.',
  )
const NO_PRODUCT = refuse('override/no-product', 'It is for no product.', 'Name each: --product payments.')
const TOO_MANY_HOURS = (hours: number, most: number) =>
  refuse(
    'override/too-long',
    `${hours} hours at a time are not within ${most}.`,
    'Policy says how long an override may last.',
  )
const NOT_A_HOLDER = (holder: string, rules: Rules) =>
  refuse(
    'override/not-a-holder',
    `${holder} may not break glass.`,
    `Only those hold such a key who may: ${rules.may.break_glass.join(', ')}.`,
  )
const TAKEN = (name: string) =>
  refuse('override/name-taken', `There is a key ${name} already.`, 'Give this one another name.')
const FILE_TAKEN = (file: string) =>
  refuse('override/file-taken', 'There is a file already.', 'Name another one: nothing was made.', { file })
const NO_KEY = (name: string) =>
  refuse(
    'override/unknown-key',
    `There is no key ${name.slice(0, 60)}.`,
    'Look it up: `holdpoint admin override-key list`.',
  )
const WEAK = (holder: string) =>
  refuse(
    'override/weak-passphrase',
    `The passphrase of ${holder} has fewer than ${MIN_PASSPHRASE} characters.`,
    'Take several words that nobody would say in a row.',
  )
const NOT_THE_SAME = (holder: string) =>
  refuse('override/not-the-same', `${holder} typed two different passphrases.`, 'Begin again: nothing was made.')
const SHARED = (holder: string) =>
  refuse(
    'override/shared-passphrase',
    `${holder} has the passphrase of another holder.`,
    'Each has one that nobody else knows: it takes two people.',
  )
