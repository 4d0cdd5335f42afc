import { ok, refuse, type Result } from '../problem.ts'
import type { ReadEntry } from './codec.ts'
import type { EntryData } from './entry.ts'
import { formatKey, parseKey, type VerifierKey } from './key.ts'
import type { Sha256 } from './primitives.ts'

/**
 * The log says itself which key signs from now on: an entry `key_changed` in the stream `log`. The first checkpoint that
 * covers it, the handover, is signed by the old key and the new one; later ones need the new one alone. So whoever
 * holds an older key and the handover comes to trust the new key, and a stolen old key signs nothing more.
 */
export const KEY_CHANGED = { stream: 'log', type: 'key_changed' } as const

export const keyChange = (key: VerifierKey): EntryData => ({ key: formatKey(key) })

/** The key that an entry names as the next one; undefined where it is another sort of entry. */
export function readKeyChange(entry: ReadEntry, origin: string, sha256: Sha256): Result<VerifierKey | undefined> {
  if (entry.stream !== KEY_CHANGED.stream || entry.type !== KEY_CHANGED.type) return ok(undefined)
  const { key: text } = entry.readData()
  const key = typeof text === 'string' ? parseKey(text, sha256) : undefined
  if (key?.ok && key.value.kind === 'log' && key.value.name === origin) return key
  return refuse(
    'log/key-change-unreadable',
    `This change of keys names no key of ${origin.slice(0, 80)}.`,
    'Its data must be {"key":"origin+id+key"}.',
  )
}
