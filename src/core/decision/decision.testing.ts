import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { Asked } from '../case/standing.ts'
import type { Commit, Digest, Product } from '../ids.ts'
import type { Result } from '../problem.ts'
import type { DecisionSigner } from './envelope.ts'
import { publicKey } from './public-key.ts'

export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest()

/** A new key that signs. */
export function signer(): DecisionSigner {
  const pair = generateKeyPairSync('ed25519')
  const bytes = pair.publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)
  return { key: publicKey(bytes, sha256), sign: (message) => sign(null, message, pair.privateKey) }
}

export const DIGEST = `sha256:${'3f'.repeat(32)}` as Digest
export const COMMIT = '6b1f'.repeat(10) as Commit
export const ASKED: Asked = {
  product: 'payments' as Product,
  version: '2.4.0',
  digests: [DIGEST],
  environment: 'production',
}

/** The verdict on {@link ASKED}, as everyone gets it. */
export const verdict = (more: object = {}) => ({
  schema: 'holdpoint/verdict/v1',
  decision: 'clear',
  release: ASKED,
  enforced: true,
  reasons: [],
  reasons_total: 0,
  evaluated_at: '2026-11-20T14:00:00.000Z',
  valid_until: '2026-11-20T14:05:00.000Z',
  policy: `sha256:${'00'.repeat(32)}`,
  log: { origin: 'test.example/log', size: 812 },
  ...more,
})

export const must = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.problem))
  return result.value
}
export const codeOf = (result: Result<unknown>): string => (result.ok ? 'ok' : result.problem.code)
