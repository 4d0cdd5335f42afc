import { ok, refuse, type Result } from '../problem.ts'
import { fromBase64, toBase64 } from './base.ts'
import { HASH_BYTES } from './merkle.ts'
import type { TreeHead } from './merkle-proof.ts'

/** The state of a log at one moment: what the log's key signs. */
export interface Checkpoint extends TreeHead {
  /** Names the log for ever: `holdpoint.example/log`. */
  readonly origin: string
  /** Lines that some other program added; ours writes none. */
  readonly extensions: readonly string[]
}

/** The text of a note as a checkpoint. @source C2SP tlog-checkpoint v1.0.0 */
export function parseCheckpoint(text: string): Result<Checkpoint> {
  if (!text.endsWith('\n')) return unreadable('its last line has no end')
  const [origin = '', size = '', encoded = '', ...extensions] = text.slice(0, -1).split('\n')
  if (origin === '') return unreadable('its first line, the origin, is empty')
  if (!/^(?:0|[1-9]\d{0,15})$/.test(size) || !Number.isSafeInteger(Number(size)))
    return unreadable(`"${size.slice(0, 40)}" is not a number of entries`)
  if (encoded === '') return unreadable('it has fewer than three lines')
  const root = fromBase64(encoded)
  if (!root) return unreadable(`"${encoded.slice(0, 60)}" is not base64`)
  if (root.length !== HASH_BYTES) return unreadable(`its root has ${root.length} bytes and not ${HASH_BYTES}`)
  if (extensions.includes('')) return unreadable('one of its lines is empty')
  return ok({ origin, size: Number(size), root, extensions })
}

export const formatCheckpoint = ({ origin, size, root, extensions }: Checkpoint): string =>
  [origin, size, toBase64(root), ...extensions, ''].join('\n')

const unreadable = (why: string) =>
  refuse(
    'log/checkpoint-unreadable',
    `This is not a checkpoint: ${why}.`,
    'A checkpoint has the origin, the number of entries and the root in base64, each on a line.',
  )
