import { createHash, createHmac, createPublicKey, verify } from 'node:crypto'
import type { Crypto } from '../app/ports.ts'

/** DER of a SubjectPublicKeyInfo for Ed25519, up to the 32 bytes of the key. @source RFC 8410, section 4 */
const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

export const nodeCrypto: Crypto = {
  sha256: (bytes) => createHash('sha256').update(bytes).digest(),
  verifyEd25519(publicKey, message, signature) {
    try {
      const key = createPublicKey({ key: Buffer.concat([SPKI, publicKey]), format: 'der', type: 'spki' })
      return verify(null, message, key, signature)
    } catch {
      return false // no point of the curve: it verifies nothing
    }
  },
}

/** @source RFC 2104; RFC 6238 asks for SHA-1 where nothing else was agreed */
export const hmacSha1 = (key: Uint8Array, message: Uint8Array): Uint8Array =>
  createHmac('sha1', key).update(message).digest()
