import { instantFromMillis, type Instant } from '../instant.ts'
import { ok, refuse, type Result } from '../problem.ts'
import { concat, fromBase64, fromHex, toBase64, toHex } from './base.ts'
import { isKeyName, type Signer, type VerifierKey } from './key.ts'
import type { VerifyEd25519 } from './primitives.ts'
import { encodeUtf8 } from './utf8.ts'

/** A text with the signatures that stand under it. Nothing in it may be believed before {@link verifyNote}. */
export interface Note {
  /** Ends in a newline. */
  readonly text: string
  readonly signatures: readonly NoteSignature[]
}

export interface NoteSignature {
  readonly name: string
  /** 8 hex digits. */
  readonly id: string
  readonly bytes: Uint8Array
}

/** A key whose signature under a note was verified. */
export interface Signed {
  readonly key: VerifierKey
  /** When a witness saw it. */
  readonly at?: Instant
}

/** A stranger's note may carry this many signatures; the specification asks for at least 16. */
export const MAX_SIGNATURES = 64

const SIGNATURE_LINE = /^— (\S+) (\S+)$/u

/** @source C2SP signed-note v1.0.0 */
export function parseNote(note: string): Result<Note> {
  const cut = note.lastIndexOf('\n\n')
  if (cut < 0) return unreadable('no blank line separates its text from its signatures')
  if (/(?!\n)[\p{Cc}\p{Cs}]/u.test(note)) return unreadable('it holds a control character')
  if (!note.endsWith('\n')) return unreadable('its last line has no end')
  const lines = note.slice(cut + 2, -1).split('\n')
  if (lines.length > MAX_SIGNATURES) return unreadable(`it has more than ${MAX_SIGNATURES} signatures`)
  const signatures: NoteSignature[] = []
  for (const line of lines) {
    const [, name = '', encoded = ''] = SIGNATURE_LINE.exec(line) ?? []
    const bytes = fromBase64(encoded)
    if (!isKeyName(name) || !bytes || bytes.length < 5)
      return unreadable(`"${line.slice(0, 60)}" is not a signature line`)
    signatures.push({ name, id: toHex(bytes.subarray(0, 4)), bytes: bytes.subarray(4) })
  }
  return ok({ text: note.slice(0, cut + 1), signatures })
}

/**
 * Which of the keys signed. Signatures of keys that we do not know are passed over; one of a known key that does not
 * verify refuses the whole note. Each key counts once. That nobody known signed is for the caller to judge.
 */
export function verifyNote(
  { text, signatures }: Note,
  keys: readonly VerifierKey[],
  verify: VerifyEd25519,
): Result<readonly Signed[]> {
  const signed = new Map<VerifierKey, Signed>()
  for (const signature of signatures) {
    const key = keys.find(({ name, id }) => name === signature.name && id === signature.id)
    if (!key) continue
    const valid = key.kind === 'log' ? signedBy(key, text, signature, verify) : cosignedBy(key, text, signature, verify)
    if (!valid)
      return refuse(
        'log/bad-signature',
        `The signature of ${key.name} (${key.id}) does not fit the text above it.`,
        'The text or the signature was changed since. Get the original, or ask who keeps the log.',
      )
    signed.set(key, valid)
  }
  return ok([...signed.values()])
}

/** The text, signed: earlier signatures stay in front. */
export function signNote(text: string, signers: readonly Signer[], earlier: readonly NoteSignature[] = []): string {
  const message = encodeUtf8(text)
  if (!message || !text.endsWith('\n')) throw new RangeError('a note is well-formed text that ends in a newline')
  const added = signers.map(({ key, sign }) => ({ name: key.name, id: key.id, bytes: sign(message) }))
  return formatNote({ text, signatures: [...earlier, ...added] })
}

export const formatNote = ({ text, signatures }: Note): string => `${text}\n${signatures.map(signatureLine).join('')}`

const signatureLine = ({ name, id, bytes }: NoteSignature) => `— ${name} ${toBase64(concat(fromHex(id)!, bytes))}\n`

/** What a witness signs. @source C2SP tlog-cosignature, cosignature/v1 */
export const cosignedText = (text: string, unixSeconds: number): string =>
  `cosignature/v1\ntime ${unixSeconds}\n${text}`

function signedBy(key: VerifierKey, text: string, { bytes }: NoteSignature, verify: VerifyEd25519): Signed | undefined {
  return bytes.length === 64 && verify(key.publicKey, encodeUtf8(text)!, bytes) ? { key } : undefined
}

function cosignedBy(key: VerifierKey, text: string, { bytes }: NoteSignature, verify: VerifyEd25519) {
  if (bytes.length !== 8 + 64) return undefined
  const seconds = bytes.subarray(0, 8).reduce((sum, byte) => sum * 256 + byte, 0)
  if (seconds > LAST_SECOND) return undefined
  const message = encodeUtf8(cosignedText(text, seconds))!
  return verify(key.publicKey, message, bytes.subarray(8)) ? { key, at: instantFromMillis(seconds * 1000) } : undefined
}

const LAST_SECOND = 253_402_300_799 // the end of the year 9999

const unreadable = (why: string) =>
  refuse(
    'log/note-unreadable',
    `This is not a signed note: ${why}.`,
    'A note is text, a blank line, and lines such as "— name base64".',
  )
