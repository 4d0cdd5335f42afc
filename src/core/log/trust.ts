import { ok, refuse, type Result } from '../problem.ts'
import type { SignedCheckpoint } from './bundle.ts'
import { located } from './located.ts'
import type { VerifierKey } from './key.ts'
import { verifyNote, type Signed } from './note.ts'
import type { Primitives, VerifyEd25519 } from './primitives.ts'
import { reaches, type WitnessPolicy } from './witness.ts'

export interface TrustOptions extends Primitives {
  /** Keys of the log that the verifier trusts. */
  readonly keys: readonly VerifierKey[]
  /** Who else must have seen the checkpoint. */
  readonly witnesses?: WitnessPolicy
}

/**
 * Which keys may sign for a log, while its entries and checkpoints go by. A key that an entry announces is trusted
 * once a checkpoint that covers the entry is signed by a key trusted before; from then on it must sign.
 */
export class Trust {
  private readonly origin: string
  private readonly trusted: VerifierKey[]
  private readonly verify: VerifyEd25519
  private readonly announced: VerifierKey[] = []
  /** The key in force where the log has named one; before that any trusted key will do. */
  private current: VerifierKey | undefined

  constructor(origin: string, { keys, witnesses, verifyEd25519 }: TrustOptions) {
    this.origin = origin
    this.trusted = [...keys, ...(witnesses?.logs ?? [])].filter(({ name, kind }) => name === origin && kind === 'log')
    this.verify = verifyEd25519
  }

  announce(key: VerifierKey): void {
    this.announced.push(key)
    this.current = key
  }

  /** The trusted keys under a checkpoint, or why it cannot be believed. */
  accept(signed: SignedCheckpoint): Result<readonly VerifierKey[]> {
    return located(this.judge(signed), { file: signed.file })
  }

  private judge({ checkpoint, note }: SignedCheckpoint): Result<readonly VerifierKey[]> {
    if (this.trusted.length === 0)
      return refuse(
        'log/another-log',
        `The log is "${this.origin.slice(0, 80)}": no key of that name was given.`,
        'A key begins with the name of its log. Give the one that belongs to this log.',
      )
    const known = [...this.trusted, ...this.announced]
    const signed = verifyNote(note, known, this.verify)
    if (!signed.ok) return signed
    const names = (key: VerifierKey) => signed.value.some((one) => one.key.id === key.id)
    const signers = this.trusted.filter(names)
    if (signers.length === 0)
      return refuse(
        'log/not-signed',
        `No trusted key signed the checkpoint of ${checkpoint.size} entries.`,
        'Either the key is not the right one, or somebody else wrote this log. After a change of keys give the handover checkpoint as well.',
      )
    if (this.current && !names(this.current))
      return refuse(
        'log/retired-key',
        `The log changed its key to ${this.current.id} before its checkpoint of ${checkpoint.size} entries, which that key did not sign.`,
        'An old key may have been stolen. Ask whoever keeps the log.',
      )
    this.trusted.push(...this.announced.filter((key) => !this.trusted.some(({ id }) => id === key.id)))
    return ok(signers)
  }
}

/** The witnesses under a checkpoint, where they are enough for the policy. */
export function cosignatures(
  { note, file }: SignedCheckpoint,
  { witnesses, quorum }: WitnessPolicy,
  { verifyEd25519 }: Primitives,
): Result<readonly Signed[]> {
  const signed = verifyNote(note, witnesses, verifyEd25519)
  if (!signed.ok) return located(signed, { file })
  if (reaches(quorum, new Set(signed.value.map(({ key }) => key)))) return signed
  return refuse(
    'log/not-witnessed',
    `The checkpoint has cosignatures of ${signed.value.length} known witnesses, which is less than the policy asks for.`,
    'Fetch a checkpoint that the witnesses have seen. If there is none, the log may show them something else.',
    { file },
  )
}
