import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Keys } from '../app/ports/keys.ts'
import type { Renewal } from '../app/ports/renewal.ts'
import { fromBase64 } from '../core/log/base.ts'
import { formatKey, parseKeys, type VerifierKey, verifierKey } from '../core/log/key.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { nodeCrypto } from './crypto.ts'
import { cannot, cannotWrite } from './disk.ts'
import { createDurably, syncFolder } from './durable.ts'
import { openKeys } from './keys.ts'

/** Where the next keys wait, within the folder of those in use. */
const NEXT = 'next'

/** The keys in a folder as they are, and nothing is made; undefined where no log was ever named there. */
export function presentKeys(folder: string): Result<Keys | undefined> {
  const named = namesIn(join(folder, 'log.pub'))
  if (!named.ok) return named
  const last = named.value.at(-1)
  return last ? openKeys(folder, last.name) : ok(undefined)
}

/**
 * Makes the key of a log that begins, beside the present one: `log.pub` gets a line more, the masters stay as they are. In a folder where
 * nothing was they are made, too: what older ones have locked stays locked.
 */
export function renewKeys(folder: string): Result<Renewal> {
  const before = namesIn(join(folder, 'log.pub'))
  if (!before.ok) return before
  const masters = join(folder, 'masters')
  if (before.value.length > 0 && !existsSync(masters)) return MISSING(folder)
  const next = join(folder, NEXT)
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const raw = fromBase64(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32).toString('base64'))!
  const key = verifierKey(`holdpoint-${randomBytes(6).toString('hex')}`, 'log', raw, nodeCrypto.sha256)
  try {
    rmSync(next, { recursive: true, force: true }) // of a restore that came to nothing
    mkdirSync(next, { mode: 0o700, recursive: true })
    if (!existsSync(masters)) createDurably(masters, `${randomBytes(32).toString('base64')}\n`)
    createDurably(join(next, 'log.key'), privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
    createDurably(join(next, 'log.pub'), [...before.value, key].map((one) => `${formatKey(one)}\n`).join(''))
    syncFolder(folder)
  } catch (error) {
    return cannotWrite(error, { file: next })
  }
  return ok({ origin: key.name, settle: () => settleKeys(folder, key.name) })
}

/**
 * Puts the keys that wait for this log in their place, where some do. The old private key and the last checkpoint stay beside them,
 * with the number of their log. Whatever breaks off is done to its end the next time: `log.pub` goes last.
 */
export function settleKeys(folder: string, origin: string): Result<void> {
  const next = join(folder, NEXT)
  const waiting = namesIn(join(next, 'log.pub'))
  if (!waiting.ok) return waiting
  if (waiting.value.at(-1)?.name !== origin) return ok(undefined)
  const old = waiting.value.length - 1
  try {
    move(join(folder, 'checkpoint'), join(folder, `checkpoint.${old}`))
    if (existsSync(join(next, 'log.key'))) {
      move(join(folder, 'log.key'), join(folder, `log.key.${old}`))
      move(join(next, 'log.key'), join(folder, 'log.key'))
    }
    syncFolder(folder)
    move(join(next, 'log.pub'), join(folder, 'log.pub'))
    syncFolder(folder)
    rmSync(next, { recursive: true, force: true })
    return ok(undefined)
  } catch (error) {
    return cannotWrite(error, { file: folder })
  }
}

const MISSING = (file: string) =>
  refuse(
    'keys/missing',
    'The folder has the name of a log, and no masters: the evidence could not be read.',
    'Put them back from where you keep your keys; or name an empty folder, and go without the evidence. Nothing was touched.',
    { file },
  )

function move(from: string, to: string): void {
  if (existsSync(from)) renameSync(from, to)
}

function namesIn(file: string): Result<readonly VerifierKey[]> {
  try {
    if (!existsSync(file)) return ok([])
    const keys = parseKeys(readFileSync(file, 'utf8'), nodeCrypto.sha256)
    return keys.ok ? keys : { ok: false, problem: { ...keys.problem, at: { file } } }
  } catch (error) {
    return cannot(error, { file })
  }
}
