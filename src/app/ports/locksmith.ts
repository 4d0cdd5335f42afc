import type { DecisionSigner } from '../../core/decision/envelope.ts'
import type { Result } from '../../core/problem.ts'

/** What a sealed key is locked with, and signs with once it is open. */
export interface Locksmith {
  /** 32 bytes of a passphrase, at a price: scrypt with N = 2^cost, r = 8, p = 1 (RFC 7914). */
  stretch(passphrase: string, salt: Uint8Array, cost: number): Promise<Uint8Array>
  /**
   * AES-256-GCM under a key that takes all of these secrets (HKDF-SHA-256, RFC 5869). What it is `about` is not hidden, and cannot be
   * changed. @param nonce 12 bytes, never used before with these secrets
   */
  lock(secrets: readonly Uint8Array[], plain: Uint8Array, nonce: Uint8Array, about: Uint8Array): Uint8Array
  /** Undefined where a secret is another one, or anything was changed. */
  unlock(secrets: readonly Uint8Array[], box: Uint8Array, nonce: Uint8Array, about: Uint8Array): Uint8Array | undefined
  /** The Ed25519 key of a seed of 32 bytes (RFC 8032). */
  signer(seed: Uint8Array): DecisionSigner
  /** Puts a private file where none is, in one step, and on the disk. @returns false where there was one: it stays as it is */
  hide(file: string, text: string): Result<boolean>
}
