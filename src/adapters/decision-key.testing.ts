import { generateKeyPairSync, sign } from 'node:crypto'
import type { DecisionSigner } from '../core/decision/envelope.ts'
import { publicKey } from '../core/decision/public-key.ts'
import { nodeCrypto } from './crypto.ts'

/** A new key that signs decisions, in memory. */
export function decisionKey(): DecisionSigner {
  const pair = generateKeyPairSync('ed25519')
  const bytes = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  return { key: publicKey(bytes, nodeCrypto.sha256), sign: (message) => sign(null, message, pair.privateKey) }
}
