import { concat, fromBase64, fromHex, sameBytes, toBase64, toHex } from '../log/base.ts'
import type { Sha256 } from '../log/primitives.ts'
import { ok, refuse, type Result } from '../problem.ts'

/** An Ed25519 key that decisions are verified with. */
export interface PublicKey {
  /** `sha256:` and the hex SHA-256 of its DER: the key's own name, so it can be compared over the telephone. */
  readonly id: string
  /** 32 bytes. */
  readonly bytes: Uint8Array
}

/** DER of a SubjectPublicKeyInfo for Ed25519, up to the key itself. @source RFC 8410, section 4 */
const SPKI = fromHex('302a300506032b6570032100')!
const KEY_BYTES = 32

export function publicKey(bytes: Uint8Array, sha256: Sha256): PublicKey {
  if (bytes.length !== KEY_BYTES) throw new RangeError('not an Ed25519 key')
  return { id: `sha256:${toHex(sha256(concat(SPKI, bytes)))}`, bytes }
}

/** As every tool takes it: `-----BEGIN PUBLIC KEY-----`. */
export const formatPublicKey = ({ bytes }: PublicKey): string => `${BEGIN}\n${toBase64(concat(SPKI, bytes))}\n${END}\n`

/** A file of keys, one behind the other: more than one after a change of keys. */
export function readPublicKeys(text: string, sha256: Sha256): Result<readonly PublicKey[]> {
  const keys: PublicKey[] = []
  const rest = text.replaceAll('\r\n', '\n').replace(BLOCK, (_, encoded: string) => {
    const der = fromBase64(encoded.replaceAll('\n', ''))
    if (der?.length === SPKI.length + KEY_BYTES && sameBytes(der.subarray(0, SPKI.length), SPKI))
      keys.push(publicKey(der.subarray(SPKI.length), sha256))
    else return 'another sort of key'
    return ''
  })
  return rest.trim() === '' && keys.length > 0
    ? ok(keys)
    : refuse(
        'decision/key-unreadable',
        'This is no Ed25519 public key in PEM.',
        "It is the server's gate.pub, as GET /api/gate/key gives it.",
      )
}

const BEGIN = '-----BEGIN PUBLIC KEY-----'
const END = '-----END PUBLIC KEY-----'
const BLOCK = new RegExp(`${BEGIN}\\n([A-Za-z0-9+/=\\n]{1,400})\\n${END}\\n?`, 'g')
