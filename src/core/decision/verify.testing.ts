import { createPublicKey, verify } from 'node:crypto'
import type { VerifyEd25519 } from '../log/primitives.ts'

const SPKI = Buffer.from('302a300506032b6570032100', 'hex')

export const nodeVerify: VerifyEd25519 = (key, message, signature) =>
  verify(null, message, createPublicKey({ key: Buffer.concat([SPKI, key]), format: 'der', type: 'spki' }), signature)
