import type { Instant } from '../instant.ts'
import { ok, refuse, type Result } from '../problem.ts'
import { toBase64 } from './base.ts'
import { Bundle, parseSignedCheckpoint, type SignedCheckpoint } from './bundle.ts'
import type { VerifierKey } from './key.ts'
import type { Signed } from './note.ts'
import type { Continuation } from './restoration.ts'
import { cosignatures, type TrustOptions } from './trust.ts'
import { Walk } from './walk.ts'
import { NO_WITNESSES } from './witness.ts'

export interface VerifyOptions extends TrustOptions {
  /** How messages call the bundle. */
  readonly file: string
  /** Signed checkpoints seen before: the log must have grown from each. The handover belongs here after a change of keys. */
  readonly earlier?: readonly { readonly file: string; readonly text: string }[]
}

/** What was checked of a log that verifies, and nothing more. */
export interface VerifiedLog {
  readonly origin: string
  readonly size: number
  /** In base64, as the checkpoint has it. */
  readonly root: string
  /** Trusted keys of the log under its checkpoint. */
  readonly signedBy: readonly VerifierKey[]
  /** Witnesses under its checkpoint, with the time they give. */
  readonly cosignedBy: readonly Signed[]
  /** Sizes of the earlier checkpoints that it grew from. */
  readonly grownFrom: readonly number[]
  readonly streams: number
  readonly first?: Instant
  readonly last?: Instant
  readonly keyChanges: readonly { readonly index: number; readonly key: VerifierKey }[]
  /** The log before, which this one says it goes on from; whether it does, that log shows (`verifyChain`). */
  readonly continues?: Continuation
}

/**
 * Verifies a log offline, in one pass and in memory that grows with its streams, not with its entries: each entry's form,
 * order and time, and the root and signatures of its checkpoint and of the earlier ones. Chunks may be reused once read.
 */
export function verifyBundle(chunks: Iterable<Uint8Array>, options: VerifyOptions): Result<VerifiedLog> {
  const walked = walkBundle(chunks, options)
  return walked.ok ? ok(walked.value.log) : walked
}

/** A log that verifies, and the walk over it. @param remember the size at which the walk keeps the log's state */
export function walkBundle(
  chunks: Iterable<Uint8Array>,
  options: VerifyOptions,
  remember?: number,
): Result<{ readonly log: VerifiedLog; readonly walk: Walk }> {
  const bundle = new Bundle(chunks, options.file)
  const head = bundle.head()
  if (!head.ok) return head
  const earlier = parseEarlier(head.value, options.earlier ?? [])
  if (!earlier.ok) return earlier
  const cosigned = cosignatures(head.value, options.witnesses ?? NO_WITNESSES, options)
  if (!cosigned.ok) return cosigned

  const walk = new Walk(bundle, head.value, earlier.value, options)
  const walked = walk.run(remember)
  if (!walked.ok) return walked
  const { checkpoint } = head.value
  const log: VerifiedLog = {
    origin: checkpoint.origin,
    size: checkpoint.size,
    root: toBase64(checkpoint.root),
    signedBy: walked.value,
    cosignedBy: cosigned.value,
    grownFrom: earlier.value.map(({ checkpoint }) => checkpoint.size),
    ...walk.summary(),
  }
  return ok({ log, walk })
}

function parseEarlier(
  head: SignedCheckpoint,
  notes: NonNullable<VerifyOptions['earlier']>,
): Result<readonly SignedCheckpoint[]> {
  const earlier: SignedCheckpoint[] = []
  for (const { file, text } of notes) {
    const parsed = parseSignedCheckpoint(text, file)
    if (!parsed.ok) return parsed
    const { origin, size } = parsed.value.checkpoint
    if (origin !== head.checkpoint.origin)
      return refuse(
        'log/another-log',
        `The earlier checkpoint is of "${origin.slice(0, 80)}", this log is "${head.checkpoint.origin.slice(0, 80)}".`,
        'Give a checkpoint of the same log. After a restore a log starts under a new name.',
        { file },
      )
    if (size > head.checkpoint.size)
      return refuse(
        'log/shrunk',
        `The earlier checkpoint has ${size} entries, this log only ${head.checkpoint.size}: its tail was cut off.`,
        'Get the newest bundle. If this is the newest, entries were taken back.',
        { file },
      )
    earlier.push(parsed.value)
  }
  return ok(earlier.sort((a, b) => a.checkpoint.size - b.checkpoint.size))
}
