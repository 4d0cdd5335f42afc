import {
  createCipheriv,
  createDecipheriv,
  createPrivateKey,
  createPublicKey,
  hkdfSync,
  scrypt,
  sign,
} from 'node:crypto'
import type { Locksmith } from '../app/ports/locksmith.ts'
import { publicKey } from '../core/decision/public-key.ts'
import { ok } from '../core/problem.ts'
import { nodeCrypto } from './crypto.ts'
import { cannotWrite } from './disk.ts'
import { createDurably } from './durable.ts'

const TAG = 16
/** DER of an Ed25519 private key, up to its seed. @source RFC 8410, section 7 */
const PKCS8 = Buffer.from('302e020100300506032b657004220420', 'hex')

export const nodeLocksmith: Locksmith = {
  stretch: (passphrase, salt, cost) =>
    new Promise((resolve, reject) => {
      const N = 2 ** cost
      scrypt(passphrase, salt, 32, { N, r: 8, p: 1, maxmem: 256 * N * 8 }, (error, key) =>
        error ? reject(error) : resolve(key),
      )
    }),
  lock(secrets, plain, nonce, about) {
    const cipher = createCipheriv('aes-256-gcm', keyOf(secrets), nonce).setAAD(about)
    return Buffer.concat([cipher.update(plain), cipher.final(), cipher.getAuthTag()])
  },
  unlock(secrets, box, nonce, about) {
    try {
      const tag = box.subarray(-TAG)
      const decipher = createDecipheriv('aes-256-gcm', keyOf(secrets), nonce, { authTagLength: TAG }).setAAD(about)
      decipher.setAuthTag(tag)
      return Buffer.concat([decipher.update(box.subarray(0, -TAG)), decipher.final()])
    } catch {
      return undefined
    }
  },
  hide(file, text) {
    try {
      return ok(createDurably(file, text))
    } catch (error) {
      return cannotWrite(error, { file })
    }
  },
  signer(seed) {
    const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: 'der', type: 'pkcs8' })
    const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32)
    return { key: publicKey(raw, nodeCrypto.sha256), sign: (message) => sign(null, message, key) }
  },
}

const keyOf = (secrets: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(hkdfSync('sha256', Buffer.concat(secrets), Buffer.alloc(0), 'holdpoint/sealed-key/v1', 32))
