import type { DecisionSigner } from '../../core/decision/envelope.ts'
import type { Signer } from '../../core/log/key.ts'
import type { Result } from '../../core/problem.ts'

/**
 * What must never lie in the database or in a backup: the key that signs the log, the master key of the evidence, and the last
 * checkpoint that was signed, so that a database that was put back cannot pass for the one it was.
 */
export interface Keys {
  /** The log's name, for ever. */
  readonly origin: string
  /** Signs for that origin. */
  readonly signer: Signer
  /** Signs decisions, and nothing of the log; made at its first use. */
  readonly gate: () => Result<DecisionSigner>
  /** AES-256 keys under which each file's own key is wrapped: the first wraps, all unwrap. */
  readonly masters: readonly [MasterKey, ...MasterKey[]]
  /** The signed note that was kept last. */
  readonly checkpoint: () => Result<string | undefined>
  /** Keeps a newer one, in one step. */
  readonly keep: (note: string) => Result<void>
}

export interface MasterKey {
  /** First eight bytes of its SHA-256 in hex: says which key it was, and nothing of it. */
  readonly id: string
  /** 32 bytes. */
  readonly key: Uint8Array
}
