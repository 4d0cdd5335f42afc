import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { MasterKey } from '../../app/ports/keys.ts'
import type { Uuid } from '../../core/ids.ts'

/**
 * How a file is encrypted: AES-256-GCM (NIST SP 800-38D), each file under a random key of its own. What is said beside a ciphertext
 * is bound to it: a chunk opens only as that chunk of that file, the last one only as the last, and a key only for its file.
 */
const KEY_BYTES = 32
const NONCE_BYTES = 12
const TAG_BYTES = 16

/** Where a chunk stands. */
export interface Position {
  readonly file: Uuid
  readonly n: number
  readonly last: boolean
}

export const newKey = (): Uint8Array => randomBytes(KEY_BYTES)

/** A key encrypts each chunk number once, so the number is the nonce. */
export const sealChunk = (key: Uint8Array, bytes: Uint8Array, position: Position): Uint8Array =>
  seal(key, nonceOf(position), bytes, placeOf(position))

/** @returns undefined where it is not that chunk, or was changed */
export const openChunk = (key: Uint8Array, sealed: Uint8Array, position: Position): Uint8Array | undefined =>
  open(key, nonceOf(position), sealed, placeOf(position))

/** What a file's key belongs to. */
export interface Owner {
  readonly file: Uuid
  /** SHA-256 of the plain bytes. */
  readonly digest: Uint8Array
}

/** A file's key under a master key: random nonce, ciphertext, tag. */
export function wrapKey(key: Uint8Array, master: MasterKey, owner: Owner): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  return Buffer.concat([nonce, seal(master.key, nonce, key, nameOf(owner))])
}

/** @returns undefined where it was wrapped by another master key, for another file, or was changed */
export const unwrapKey = (wrapped: Uint8Array, master: MasterKey, owner: Owner): Uint8Array | undefined =>
  open(master.key, wrapped.subarray(0, NONCE_BYTES), wrapped.subarray(NONCE_BYTES), nameOf(owner))

/** A small secret under a master key; `name` says what it is and whose, and binds it to that. */
export function sealSecret(secret: Uint8Array, master: MasterKey, name: string): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES)
  return Buffer.concat([nonce, seal(master.key, nonce, secret, secretName(name))])
}

/** @returns undefined where another master key sealed it, it is another secret, or it was changed */
export const openSecret = (sealed: Uint8Array, master: MasterKey, name: string): Uint8Array | undefined =>
  open(master.key, sealed.subarray(0, NONCE_BYTES), sealed.subarray(NONCE_BYTES), secretName(name))

function seal(key: Uint8Array, nonce: Uint8Array, bytes: Uint8Array, beside: Uint8Array): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(beside)
  return Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()])
}

function open(key: Uint8Array, nonce: Uint8Array, sealed: Uint8Array, beside: Uint8Array): Uint8Array | undefined {
  const end = sealed.length - TAG_BYTES
  if (end < 0 || nonce.length !== NONCE_BYTES) return undefined
  const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(beside)
  decipher.setAuthTag(sealed.subarray(end))
  const bytes = decipher.update(sealed.subarray(0, end))
  try {
    decipher.final()
    return bytes
  } catch {
    return undefined // the tag does not fit: whatever came out is worth nothing
  }
}

function nonceOf({ n }: Position): Uint8Array {
  const nonce = Buffer.alloc(NONCE_BYTES)
  nonce.writeUInt32BE(n, NONCE_BYTES - 4)
  return nonce
}

const placeOf = ({ file, n, last }: Position) => Buffer.from(`holdpoint/evidence/chunk/v1 ${file} ${n} ${last}`)
const nameOf = ({ file, digest }: Owner) =>
  Buffer.from(`holdpoint/evidence/key/v1 ${file} ${Buffer.from(digest).toString('hex')}`)
const secretName = (name: string) => Buffer.from(`holdpoint/accounts/v1 ${name}`)
