import { between, list, object, oneOf, text } from '../core/case/schema.ts'
import { actor } from '../core/case/values.ts'
import type { DecisionSigner } from '../core/decision/envelope.ts'
import { type OverrideKey, overrideKeyText, readOverrideKey } from '../core/decision/override-key.ts'
import type { Actor } from '../core/ids.ts'
import { fromHex, toHex } from '../core/log/base.ts'
import { canonicalBytes, parseCanonical } from '../core/log/canonical.ts'
import type { EntryData } from '../core/log/entry.ts'
import { decodeUtf8, encodeUtf8 } from '../core/log/utf8.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import type { Chance } from './ports.ts'
import type { Locksmith } from './ports/locksmith.ts'

/** 2^17 · 8 · 128 bytes: 128 MiB for each guess. */
const COST = 17
export const MIN_PASSPHRASE = 12

const hex = (bytes: number) => text(new RegExp(`^[0-9a-f]{${2 * bytes}}$`), `${bytes} bytes in hex`)
const LOCKS = object({
  schema: oneOf('holdpoint/sealed-key/v1'),
  /** The public half, as it stands in override.pub. */
  key: text(/^\{[^\n]{1,60000}\}$/, 'a key'),
  scrypt: object({ cost: between(10, 20), r: between(8, 8), p: between(1, 1) }),
  holders: list(object({ holder: actor, salt: hex(16) }), 2),
  boxes: list(object({ holders: list(actor, 2), nonce: hex(12), box: hex(48) }), 1),
})

/** A key for any two of its holders, locked: the file is worth nothing without two of their passphrases. */
export interface SealedKey {
  readonly key: OverrideKey
  readonly holders: readonly Actor[]
  /** The key of these two; refused where a passphrase is another one. */
  open(pair: readonly [Secret, Secret]): Promise<Result<DecisionSigner>>
}

export interface Secret {
  readonly holder: Actor
  readonly passphrase: string
}

export interface Making {
  readonly chance: Chance
  readonly smith: Locksmith
}

/** A new key for each two of these people, and the file that holds them all. */
export async function makeSealedKey(
  about: Omit<OverrideKey, 'pairs'>,
  people: readonly Secret[],
  { chance, smith }: Making,
): Promise<Result<{ readonly key: OverrideKey; readonly file: string }>> {
  const salts = people.map(({ holder }) => ({ holder, salt: toHex(chance.bytes(16)) }))
  const secrets: Uint8Array[] = []
  for (const [i, { passphrase }] of people.entries())
    secrets.push(await smith.stretch(normal(passphrase), fromHex(salts[i]!.salt)!, COST))
  const pairs = people.flatMap((a, i) =>
    people.slice(i + 1).map((b, j) => {
      const seed = chance.bytes(32)
      const holders = [a.holder, b.holder]
      return { holders, seed, secrets: [secrets[i]!, secrets[i + 1 + j]!], signer: smith.signer(seed) }
    }),
  )
  const key: OverrideKey = {
    ...about,
    pairs: pairs.map(({ holders, signer }) => ({ holders, public_key: toHex(signer.key.bytes) })),
  }
  const open = {
    schema: SCHEMA,
    key: overrideKeyText(key).trimEnd(),
    scrypt: { cost: COST, r: 8, p: 1 },
    holders: salts,
  }
  const bytes = canonicalBytes(open as unknown as EntryData)
  if (!bytes.ok) return bytes
  const boxes = pairs.map(({ holders, seed, secrets }) => {
    const nonce = chance.bytes(12)
    return { holders, nonce: toHex(nonce), box: toHex(smith.lock(secrets, seed, nonce, bytes.value)) }
  })
  const file = canonicalBytes({ ...open, boxes } as unknown as EntryData)
  return file.ok ? ok({ key, file: `${decodeUtf8(file.value)}\n` }) : file
}

/** A file as somebody took it out of its envelope. */
export function readSealedKey(given: string, smith: Locksmith): Result<SealedKey> {
  const bytes = encodeUtf8(given.replace(/\n$/, ''))
  const value = bytes && parseCanonical(bytes)
  const read = value?.ok ? LOCKS.read(value.value, '') : undefined
  if (!read?.ok) return UNREADABLE
  const { boxes, ...open } = read.value
  const key = readOverrideKey(open.key)
  if (!key.ok) return UNREADABLE
  const about = canonicalBytes(open as unknown as EntryData)
  if (!about.ok) return about
  return ok({
    key: key.value,
    holders: open.holders.map(({ holder }) => holder),
    async open(pair) {
      const names = pair.map(({ holder }) => holder)
      const box = boxes.find(({ holders }) => holders.length === 2 && holders.every((one) => names.includes(one)))
      if (!box || names[0] === names[1]) return NO_PAIR(names, open.holders)
      const secrets: Uint8Array[] = []
      for (const holder of box.holders) {
        const { salt } = open.holders.find((one) => one.holder === holder) ?? { salt: '' }
        const { passphrase } = pair.find((one) => one.holder === holder)!
        secrets.push(await smith.stretch(normal(passphrase), fromHex(salt)!, open.scrypt.cost))
      }
      const seed = smith.unlock(secrets, fromHex(box.box)!, fromHex(box.nonce)!, about.value)
      return seed ? ok(smith.signer(seed)) : WRONG_PASSPHRASE
    },
  })
}

/** The same letters are the same passphrase, whichever keyboard wrote them. */
const normal = (passphrase: string): string => passphrase.normalize('NFKC')

const SCHEMA = 'holdpoint/sealed-key/v1'
const UNREADABLE = refuse(
  'override/key-unreadable',
  'This is no sealed key.',
  'It is the file that `holdpoint admin override-key create` wrote, byte for byte.',
)
const WRONG_PASSPHRASE = refuse(
  'override/wrong-passphrase',
  'The key does not open: a passphrase is another one, or the file was changed.',
  'Each of the two types their own, exactly as when the key was made.',
)
const NO_PAIR = (names: readonly string[], holders: readonly { readonly holder: Actor }[]) =>
  refuse(
    'override/no-pair',
    `${names.join(' and ')} are not two of its holders.`,
    `It takes two of: ${holders.map(({ holder }) => holder).join(', ')}.`,
  )
