import type { Actor } from '../ids.ts'
import { millisOf, type Instant } from '../instant.ts'

/** HMAC-SHA-1 (RFC 2104), or another hash in tests of the vectors. */
export type Hmac = (key: Uint8Array, message: Uint8Array) => Uint8Array

const STEP_MS = 30_000
const DIGITS = 6

/** Which half minute it is: T of the clause, with T0 = 0 and X = 30. @source RFC 6238, section 4.2 */
export const stepAt = (now: Instant): number => Math.floor(millisOf(now) / STEP_MS)

/**
 * The code of a step.
 *
 * @returns as many digits, zeros in front
 * @source RFC 4226, section 5.3: truncation; RFC 6238, section 4: the step as counter
 */
export function totpCode(secret: Uint8Array, step: number, hmac: Hmac, digits: number = DIGITS): string {
  const counter = new Uint8Array(8)
  for (let i = 7, rest = step; i >= 0; i--, rest = Math.floor(rest / 256)) counter[i] = rest % 256
  const mac = hmac(secret, counter)
  const at = mac.at(-1)! & 0x0f
  const [a = 0, b = 0, c = 0, d = 0] = mac.subarray(at, at + 4)
  const binary = (a & 0x7f) * 2 ** 24 + b * 2 ** 16 + c * 2 ** 8 + d
  return String(binary % 10 ** digits).padStart(digits, '0')
}

/**
 * The step that a code is of: the present one or a neighbour, since clocks differ; later than the one that was used last, since a code
 * opens once. Undefined where there is none.
 *
 * @source RFC 6238, section 5.2
 */
export function stepOfCode(
  { secret, lastStep }: { readonly secret: Uint8Array; readonly lastStep: number },
  code: string,
  now: Instant,
  hmac: Hmac,
): number | undefined {
  const wanted = code.replaceAll(/[\s-]/g, '')
  const present = stepAt(now)
  return [present - 1, present, present + 1].find(
    (step) => step > lastStep && isSame(totpCode(secret, step, hmac), wanted),
  )
}

/** Takes as long wherever the first difference is. */
function isSame(a: string, b: string): boolean {
  if (a.length !== b.length) return false
  let different = 0
  for (let i = 0; i < a.length; i++) different |= a.charCodeAt(i) ^ b.charCodeAt(i)
  return different === 0
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'

/** Base 32 without padding. @source RFC 4648, section 6 */
export function toBase32(bytes: Uint8Array): string {
  let [text, bits, held] = ['', 0, 0]
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    for (; bits >= 5; bits -= 5) text += ALPHABET[(held >>> (bits - 5)) & 31]
    held &= (1 << bits) - 1
  }
  return bits > 0 ? text + ALPHABET[(held << (5 - bits)) & 31] : text
}

/** What an authenticator reads off a picture. */
export const otpauth = (person: Actor, secret: Uint8Array): string =>
  `otpauth://totp/Holdpoint:${encodeURIComponent(person)}?secret=${toBase32(secret)}&issuer=Holdpoint&algorithm=SHA1&digits=${DIGITS}&period=30`
