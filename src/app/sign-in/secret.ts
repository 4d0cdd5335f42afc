import type { Digest, Uuid } from '../../core/ids.ts'
import { uuidv7 } from '../../core/ids.ts'
import { toHex } from '../../core/log/base.ts'
import { encodeUtf8 } from '../../core/log/utf8.ts'
import type { SignInPorts } from './ports.ts'

/** 256 bits that nobody guesses, as text. */
export const newSecret = ({ chance }: Pick<SignInPorts, 'chance'>): string => toHex(chance.bytes(32))

export const digestOf = (text: string, { crypto }: Pick<SignInPorts, 'crypto'>): Uint8Array =>
  crypto.sha256(encodeUtf8(text) ?? new Uint8Array(0))

/** The same as the log writes it. */
export const namedDigestOf = (text: string, ports: Pick<SignInPorts, 'crypto'>): Digest =>
  `sha256:${toHex(digestOf(text, ports))}` as Digest

export const newId = ({ clock, chance }: Pick<SignInPorts, 'clock' | 'chance'>): Uuid =>
  uuidv7(clock.now(), chance.bytes(10))

/** Letters and digits that nobody takes for others, read aloud or copied by hand. */
const ALPHABET = 'BCDFGHJKLMNPQRSTVWXZ23456789'

/** So many of them in groups of four: `BCDF-GHJK`. */
export function spelled(count: number, { chance }: Pick<SignInPorts, 'chance'>): string {
  const letters: string[] = []
  while (letters.length < count)
    for (const byte of chance.bytes(count))
      if (byte < 252 && letters.length < count) letters.push(ALPHABET[byte % ALPHABET.length]!) // 252 = 9 × 28: no letter more often
  return letters.join('').replaceAll(/(.{4})(?=.)/g, '$1-')
}

/** What was copied by hand, as it was shown. */
export const copied = (text: string): string => text.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')
