/** What the log needs of cryptography. The core has none: whoever runs it hands these in. */
export interface Primitives {
  readonly sha256: Sha256
  readonly verifyEd25519: VerifyEd25519
}

/** @returns the 32 bytes of SHA-256; the argument is read before it returns, never kept */
export type Sha256 = (bytes: Uint8Array) => Uint8Array

/** @param publicKey 32 bytes, @param signature 64 bytes; a key that is no point of the curve verifies nothing. @source RFC 8032 */
export type VerifyEd25519 = (publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array) => boolean
