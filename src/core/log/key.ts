import { ok, refuse, type Result } from '../problem.ts'
import { concat, fromBase64, toBase64, toHex } from './base.ts'
import type { Sha256 } from './primitives.ts'
import { encodeUtf8 } from './utf8.ts'

/** A public key that signs notes: the log's own, or a witness's. Both are Ed25519; what they sign differs. */
export interface VerifierKey {
  /** For a log its origin: `holdpoint.example/log`. */
  readonly name: string
  /** 8 hex digits that tell keys of one name apart; no fingerprint to trust. */
  readonly id: string
  readonly kind: KeyKind
  /** 32 bytes. */
  readonly publicKey: Uint8Array
}

/** `log` signs the note itself; `witness` signs what it saw, and when (cosignature/v1). */
export type KeyKind = 'log' | 'witness'

/** A key with the power to sign. `sign` gives the 64 bytes of an Ed25519 signature. */
export interface Signer {
  readonly key: VerifierKey
  readonly sign: (message: Uint8Array) => Uint8Array
}

const TYPES = { log: 0x01, witness: 0x04 } as const // the other assigned types are not Ed25519
const KEY_BYTES = 32

/** @source C2SP signed-note v1.0.0: key ID = SHA-256(name ‖ 0x0A ‖ type ‖ public key), its first four bytes */
export function verifierKey(name: string, kind: KeyKind, publicKey: Uint8Array, sha256: Sha256): VerifierKey {
  if (!isKeyName(name) || publicKey.length !== KEY_BYTES) throw new RangeError('not an Ed25519 key with a name')
  const hashed = concat(encodeUtf8(`${name}\n`)!, Uint8Array.of(TYPES[kind]), publicKey)
  return { name, kind, publicKey, id: toHex(sha256(hashed).subarray(0, 4)) }
}

/** Which key it is, for people and machines: `name+id`. */
export const nameAndId = ({ name, id }: VerifierKey): string => `${name}+${id}`

/** A key as text: `name+id+base64(type ‖ public key)`. */
export const formatKey = (key: VerifierKey): string =>
  `${nameAndId(key)}+${toBase64(Uint8Array.of(TYPES[key.kind], ...key.publicKey))}`

/** Reads one key: `holdpoint.example/log+33d7b496+AeHT…`. */
export function parseKey(text: string, sha256: Sha256): Result<VerifierKey> {
  const no = (why: string) =>
    refuse('log/key-unreadable', `"${text.slice(0, 80)}" is not a verifier key: ${why}.`, HINT)
  const [, name = '', id = '', encoded = ''] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/s.exec(text) ?? []
  if (!isKeyName(name)) return no('expected name+id+key')
  const bytes = fromBase64(encoded)
  if (!bytes || bytes.length === 0) return no('the key is not base64')
  const kind = bytes[0] === TYPES.log ? 'log' : bytes[0] === TYPES.witness ? 'witness' : undefined
  if (!kind || bytes.length !== 1 + KEY_BYTES) return no('only Ed25519 keys (types 1 and 4) are known')
  const key = verifierKey(name, kind, bytes.subarray(1), sha256)
  return key.id === id ? ok(key) : no(`the id of this key is ${key.id}`)
}

/** A file of keys, one a line, such as `log.pub`; more than one after a change of keys. */
export function parseKeys(text: string, sha256: Sha256): Result<readonly VerifierKey[]> {
  const keys: VerifierKey[] = []
  for (const line of text.replace(/\r?\n$/, '').split(/\r?\n/)) {
    const key = parseKey(line, sha256)
    if (!key.ok) return key
    keys.push(key.value)
  }
  return ok(keys)
}

/** The same public key in the role of a witness: policies often write a witness's key as a plain one. */
export const asWitness = (key: VerifierKey, sha256: Sha256): VerifierKey =>
  verifierKey(key.name, 'witness', key.publicKey, sha256)

/** Not empty, no space of any sort, no plus, well-formed, no control character. */
export const isKeyName = (name: string): boolean => /^[^\s+\p{Cc}\p{Cs}\p{Z}]{1,255}$/u.test(name)

const HINT = 'It is one line such as holdpoint.example/log+33d7b496+AeHT…, as the log published it.'
