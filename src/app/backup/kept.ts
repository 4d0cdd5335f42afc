import { toHex } from '../../core/log/base.ts'
import { parseSignedCheckpoint, type SignedCheckpoint } from '../../core/log/bundle.ts'
import type { VerifierKey } from '../../core/log/key.ts'
import { verifyNote } from '../../core/log/note.ts'
import { type Digest } from '../../core/ids.ts'
import { encodeUtf8 } from '../../core/log/utf8.ts'
import { ok, type Problem, problem, refuse, type Result } from '../../core/problem.ts'
import type { Crypto } from '../ports.ts'
import type { Keys } from '../ports/keys.ts'
import type { Found } from './read.ts'
import { isOfHistory } from './read.ts'

/** What the signed note that lies outside of the database says of a backup. */
export interface Compared {
  /** Signed entries that the backup does not have. */
  readonly lost: number
  /** SHA-256 of the signed note of this log that is known last. */
  readonly checkpoint?: Digest
  /** What somebody has to hear. */
  readonly warnings: readonly Problem[]
}

export const parseKept = (text: string | undefined): Result<SignedCheckpoint | undefined> =>
  text === undefined ? ok(undefined) : parseSignedCheckpoint(text, 'checkpoint')

/** Holds a backup against the note that was kept outside; refused where they are of two histories. */
export function compare(found: Found, kept: SignedCheckpoint | undefined, { sha256 }: Crypto): Result<Compared> {
  const { header, follower } = found
  const own = kept?.checkpoint.origin === header.origin ? kept : undefined
  if (own && !isOfHistory(found, own)) return OTHER_HISTORY(own.checkpoint.size)
  const lost = Math.max(0, (own?.checkpoint.size ?? 0) - header.size)
  const last = own && own.checkpoint.size >= (follower.note?.checkpoint.size ?? 0) ? own : follower.note
  const known = last && { checkpoint: `sha256:${toHex(sha256(encodeUtf8(last.text)!))}` as Digest }
  const warnings = lost > 0 ? [LOST(lost, header.size)] : own ? [] : [CANNOT_TELL(kept?.checkpoint.origin)]
  return ok({ lost, ...known, warnings })
}

/** Is the last checkpoint of a backup signed by this key, where there is one? */
export function isSigned({ follower }: Found, key: VerifierKey, { verifyEd25519 }: Crypto): Result<undefined> {
  if (!follower.note || follower.note.checkpoint.origin !== key.name) return ok(undefined)
  const signed = verifyNote(follower.note.note, [key], verifyEd25519)
  if (signed.ok && signed.value.length > 0) return ok(undefined)
  return refuse(
    'backup/not-signed',
    `Its checkpoint is not signed by the key of ${key.name} (${key.id}).`,
    'Somebody else made this backup, or it is of other keys. Nothing was touched.',
  )
}

/** Files of evidence that none of these keys opens, as a warning. */
export function locked({ lockedBy }: Found, keys: Keys | undefined): readonly Problem[] {
  const held = new Set(keys?.masters.map(({ id }) => id))
  const lost = [...lockedBy].filter(([id]) => !held.has(id))
  const files = lost.reduce((sum, [, count]) => sum + count, 0)
  return files > 0 ? [LOCKED(files, lost.map(([id]) => id).join(', '))] : []
}

const OTHER_HISTORY = (size: number) =>
  refuse(
    'backup/other-history',
    `The first ${size} entries are not those that were signed, as the checkpoint that was kept outside shows.`,
    'This backup is of a database that somebody changed. Look for an older one. Nothing was touched.',
  )
const LOST = (lost: number, size: number) =>
  problem(
    'backup/lost-entries',
    `${lost} SIGNED ${lost === 1 ? 'ENTRY IS' : 'ENTRIES ARE'} LOST: the log had ${size + lost}, the backup has ${size}.`,
    'Look for a newer backup before anybody works with this one. The new log says what is lost; say it to those whom it concerns.',
  )
const LOCKED = (files: number, ids: string) =>
  problem(
    'backup/evidence-locked',
    `${files} ${files === 1 ? 'FILE' : 'FILES'} OF EVIDENCE CANNOT BE READ: the master key is not here (${ids.slice(0, 200)}).`,
    'Put the "masters" of the old keys into the folder of the new ones, one a line, and they can.',
  )
const CANNOT_TELL = (other: string | undefined) =>
  problem(
    'backup/cannot-tell',
    other === undefined
      ? 'No checkpoint was kept outside: whether signed entries are lost cannot be told.'
      : `The checkpoint that was kept outside is of "${other.slice(0, 80)}": whether signed entries are lost cannot be told.`,
    'Compare the last entries with what people remember, and with checkpoints that were sent elsewhere.',
  )
