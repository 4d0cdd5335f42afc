import { createHash, createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { mkdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import process from 'node:process'
import type { Keys, MasterKey } from '../app/ports/keys.ts'
import { fromBase64, sameBytes } from '../core/log/base.ts'
import { formatKey, parseKeys, type VerifierKey, verifierKey } from '../core/log/key.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { nodeCrypto } from './crypto.ts'
import { cannot, cannotWrite } from './disk.ts'
import { createDurably, replaceDurably, syncFolder } from './durable.ts'
import { GATE_KEY, GATE_PUB, openGateKey } from './gate-key.ts'

/** Private key of the log (PKCS #8, PEM), its public key as verifiers take it, the master keys of the evidence. */
const FILES = ['log.key', 'log.pub', 'masters'] as const
const CHECKPOINT = 'checkpoint'

/**
 * The keys in a folder. Of a new store (`origin` undefined) they are made where there are none; several nodes may do so at once and come
 * to the same ones. Those of a store that has a log already must be there and be its own: nothing is made then, whatever is missing.
 */
export function openKeys(folder: string, origin: string | undefined): Result<Keys> {
  const allowed = exposure(folder)
  if (!allowed.ok) return allowed
  if (origin === undefined) {
    const made = make(folder)
    if (!made.ok) return made
  }
  return read(folder, origin)
}

/** Only who runs Holdpoint may look into the folder and at what lies there. Windows has other means, and tells nothing here. */
function exposure(folder: string): Result<void> {
  const judged = [
    ['.', '700'] as const,
    ...[...FILES, CHECKPOINT, GATE_KEY, GATE_PUB].map((name) => [name, '600'] as const),
  ]
  for (const [name, mode] of process.platform === 'win32' ? [] : judged) {
    const file = join(folder, name)
    const found = statOf(file)
    if (!found.ok) return found
    if (found.value !== undefined && (found.value & 0o077) !== 0) return EXPOSED(file, found.value, mode)
  }
  return ok(undefined)
}

function make(folder: string): Result<void> {
  const there = (name: string) => statOf(join(folder, name))
  const [signed, publicKey, privateKey] = [there(CHECKPOINT), there('log.pub'), there('log.key')]
  for (const found of [signed, publicKey, privateKey]) if (!found.ok) return found
  if (signed.ok && signed.value !== undefined) return USED(folder)
  if (publicKey.ok && publicKey.value !== undefined && privateKey.ok && privateKey.value === undefined)
    return MISSING(folder, ['log.key'])
  try {
    mkdirSync(dirname(folder), { recursive: true })
    if (mkdirSync(folder, { recursive: true, mode: 0o700 }) !== undefined) syncFolder(dirname(folder))
    createDurably(join(folder, 'masters'), `${randomBytes(32).toString('base64')}\n`)
    const { privateKey } = generateKeyPairSync('ed25519')
    createDurably(join(folder, 'log.key'), privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
  } catch (error) {
    return cannotWrite(error, { file: folder })
  }
  const kept = privateKeyIn(folder) // another node's, perhaps
  if (!kept.ok) return kept
  const name = `holdpoint-${randomBytes(6).toString('hex')}`
  try {
    createDurably(join(folder, 'log.pub'), `${formatKey(publicHalf(kept.value, name))}\n`)
    return ok(undefined)
  } catch (error) {
    return cannotWrite(error, { file: folder })
  }
}

function read(folder: string, wanted: string | undefined): Result<Keys> {
  const missing: string[] = []
  for (const name of FILES) {
    const found = statOf(join(folder, name))
    if (!found.ok) return found
    if (found.value === undefined) missing.push(name)
  }
  if (missing.length > 0) return MISSING(folder, missing, wanted)
  const privateKey = privateKeyIn(folder)
  if (!privateKey.ok) return privateKey
  const key = publicKeyIn(folder, privateKey.value, wanted)
  if (!key.ok) return key
  const masters = mastersIn(folder)
  if (!masters.ok) return masters
  const file = join(folder, CHECKPOINT)
  return ok({
    origin: key.value.name,
    signer: { key: key.value, sign: (message) => sign(null, message, privateKey.value) },
    gate: () => openGateKey(folder),
    masters: masters.value,
    checkpoint() {
      const found = statOf(file)
      return found.ok && found.value === undefined ? ok(undefined) : textOf(file)
    },
    keep(note) {
      try {
        return ok(replaceDurably(file, note))
      } catch (error) {
        return cannotWrite(error, { file })
      }
    },
  })
}

function privateKeyIn(folder: string): Result<KeyObject> {
  const file = join(folder, 'log.key')
  const text = textOf(file)
  if (!text.ok) return text
  const key = privateKeyOf(text.value)
  return key?.asymmetricKeyType === 'ed25519' ? ok(key) : UNREADABLE(file, 'an Ed25519 private key (PKCS #8, PEM)')
}

function privateKeyOf(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined // and not a word of what the file holds
  }
}

/** After a restore there is a line for each log; the last one is the present one. */
function publicKeyIn(folder: string, privateKey: KeyObject, wanted: string | undefined): Result<VerifierKey> {
  const file = join(folder, 'log.pub')
  const text = textOf(file)
  if (!text.ok) return text
  const keys = parseKeys(text.value, nodeCrypto.sha256)
  if (!keys.ok) return { ok: false, problem: { ...keys.problem, at: { file } } }
  const key = keys.value.findLast(({ name }) => wanted === undefined || name === wanted)
  if (!key) return WRONG(folder, `they are of ${keys.value.at(-1)!.name}`, `${wanted}`)
  const half = publicHalf(privateKey, key.name)
  return sameBytes(half.publicKey, key.publicKey)
    ? ok(key)
    : WRONG(folder, `log.key is ${half.name}+${half.id}`, `${key.name}+${key.id}`)
}

const publicHalf = (key: KeyObject, name: string): VerifierKey => {
  const { x } = createPublicKey(key).export({ format: 'jwk' })
  return verifierKey(name, 'log', Buffer.from(x!, 'base64url'), nodeCrypto.sha256)
}

function mastersIn(folder: string): Result<readonly [MasterKey, ...MasterKey[]]> {
  const file = join(folder, 'masters')
  const text = textOf(file)
  if (!text.ok) return text
  const masters: MasterKey[] = []
  for (const [i, line] of text.value
    .replace(/\r?\n$/, '')
    .split(/\r?\n/)
    .entries()) {
    const key = fromBase64(line)
    if (key?.length !== 32) return UNREADABLE(file, '32 bytes in base64', i + 1)
    masters.push(masterKey(key))
  }
  return ok(masters as [MasterKey, ...MasterKey[]])
}

export const masterKey = (key: Uint8Array): MasterKey => ({
  id: createHash('sha256').update(key).digest('hex').slice(0, 16),
  key,
})

/** The permissions of what lies there; undefined where nothing does. */
function statOf(file: string): Result<number | undefined> {
  try {
    return ok(statSync(file, { throwIfNoEntry: false })?.mode)
  } catch (error) {
    return cannot(error, { file })
  }
}

function textOf(file: string): Result<string> {
  try {
    return ok(readFileSync(file, 'utf8'))
  } catch (error) {
    return cannot(error, { file })
  }
}

const MISSING = (file: string, names: readonly string[], origin?: string) =>
  refuse(
    'keys/missing',
    origin === undefined
      ? `${names.join(', ')} is not in the folder, and log.pub is.`
      : `The store's log is ${origin}; in the folder of its keys ${names.join(', ')} cannot be found.`,
    'Set HOLDPOINT_KEYS to the folder with its keys, or put them back from where you keep them. Nothing was touched.',
    { file },
  )
const WRONG = (file: string, found: string, wanted: string) =>
  refuse(
    'keys/wrong',
    `These are other keys: the store needs those of ${wanted}, and ${found}.`,
    'Set HOLDPOINT_KEYS to the folder with the keys of this store. Nothing was touched.',
    { file },
  )
const USED = (file: string) =>
  refuse(
    'keys/used',
    'These keys have signed a log already, and this store has none.',
    'Bring the database back (`holdpoint restore`), or name another folder in HOLDPOINT_KEYS to begin anew. Nothing was touched.',
    { file },
  )
const EXPOSED = (file: string, mode: number, wanted: string) =>
  refuse(
    'keys/exposed',
    `Others may use what lies there: its mode is ${(mode & 0o777).toString(8)}.`,
    `Run: chmod ${wanted} '${file}'. Then think about who may have read it.`,
    { file },
  )
const UNREADABLE = (file: string, what: string, line?: number) =>
  refuse('keys/unreadable', `This is not ${what}.`, 'Put the file back from where you keep your keys.', {
    file,
    ...(line !== undefined && { line }),
  })
