import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { DecisionSigner } from '../core/decision/envelope.ts'
import { formatPublicKey, type PublicKey, publicKey, readPublicKeys } from '../core/decision/public-key.ts'
import { ok, refuse, type Result } from '../core/problem.ts'
import { nodeCrypto } from './crypto.ts'
import { cannotWrite } from './disk.ts'
import { createDurably } from './durable.ts'

export const GATE_KEY = 'gate.key'
export const GATE_PUB = 'gate.pub'

/**
 * The key that signs decisions: another one than the log's, so that neither can ever say what the other does, and each can be changed
 * alone. Made at its first use; several nodes may do so at once and come to the same one. It outlives a restore.
 */
export function openGateKey(folder: string): Result<DecisionSigner> {
  const [file, pub] = [join(folder, GATE_KEY), join(folder, GATE_PUB)]
  try {
    if (!existsSync(file)) {
      if (existsSync(pub)) return MISSING(folder)
      const { privateKey } = generateKeyPairSync('ed25519')
      createDurably(file, privateKey.export({ format: 'pem', type: 'pkcs8' }).toString())
    }
    const key = privateKeyOf(readFileSync(file, 'utf8'))
    if (key?.asymmetricKeyType !== 'ed25519') return UNREADABLE(file)
    const half = publicHalf(key)
    createDurably(pub, formatPublicKey(half))
    const told = readPublicKeys(readFileSync(pub, 'utf8'), nodeCrypto.sha256)
    if (!told.ok) return { ok: false, problem: { ...told.problem, at: { file: pub } } }
    if (!told.value.some(({ id }) => id === half.id)) return WRONG(pub, half)
    return ok({ key: half, sign: (message) => sign(null, message, key) })
  } catch (error) {
    return cannotWrite(error, { file })
  }
}

function privateKeyOf(pem: string): KeyObject | undefined {
  try {
    return createPrivateKey(pem)
  } catch {
    return undefined // and not a word of what the file holds
  }
}

function publicHalf(key: KeyObject): PublicKey {
  const { x } = createPublicKey(key).export({ format: 'jwk' })
  return publicKey(Buffer.from(x!, 'base64url'), nodeCrypto.sha256)
}

const MISSING = (file: string) =>
  refuse(
    'keys/missing',
    'gate.key is not in the folder, and gate.pub is.',
    'Put gate.key back from where you keep your keys; or take gate.pub away, and give everybody the new one.',
    { file },
  )
const UNREADABLE = (file: string) =>
  refuse(
    'keys/unreadable',
    'This is not an Ed25519 private key (PKCS #8, PEM).',
    'Put the file back from where you keep your keys.',
    { file },
  )
const WRONG = (file: string, { id }: PublicKey) =>
  refuse('keys/wrong', `gate.key is ${id}, and that is not in gate.pub.`, 'Put the two back that belong together.', {
    file,
  })
