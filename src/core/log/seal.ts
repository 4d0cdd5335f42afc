import { ok, refuse, type Result } from '../problem.ts'
import { concat, fromHex, toHex } from './base.ts'
import type { Opening, Sealed } from './entry.ts'
import type { Sha256 } from './primitives.ts'
import { encodeUtf8 } from './utf8.ts'

export const SALT_BYTES = 16

/**
 * What the log keeps of free text: SHA-256(salt ‖ UTF-8 value) in hex. The salt makes a name or a short sentence
 * impossible to guess from it, once the opening is gone. @param salt 16 random bytes, never used twice
 */
export function seal(salt: Uint8Array, value: string, sha256: Sha256): Result<{ sealed: Sealed; opening: Opening }> {
  if (salt.length !== SALT_BYTES) throw new RangeError(`a salt has ${SALT_BYTES} bytes`)
  const text = encodeUtf8(value)
  if (!text) return refuse('log/not-text', 'This text holds half a character (a lone surrogate).', 'Type it again.')
  const sealed = toHex(sha256(concat(salt, text)))
  return ok({ sealed: { sealed }, opening: { salt: toHex(salt), value } })
}

/** Is this what was sealed? */
export function opens({ sealed }: Sealed, { salt, value }: Opening, sha256: Sha256): boolean {
  const bytes = fromHex(salt)
  if (bytes?.length !== SALT_BYTES) return false
  const again = seal(bytes, value, sha256)
  return again.ok && again.value.sealed.sealed === sealed
}

/** The text behind a seal; undefined once it was erased, which is no fault. Another text than the sealed one is refused. */
export function reveal(sealed: Sealed, opening: Opening | undefined, sha256: Sha256): Result<string | undefined> {
  if (!opening) return ok(undefined)
  return opens(sealed, opening, sha256)
    ? ok(opening.value)
    : refuse(
        'log/opening-differs',
        `The text kept for ${sealed.sealed.slice(0, 12)}… is not the one that was sealed.`,
        'Somebody changed it beside the log. Restore it from a backup, or treat it as erased.',
      )
}
