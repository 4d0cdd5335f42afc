import { toHex } from '../../core/log/base.ts'
import { canonicalBytes } from '../../core/log/canonical.ts'
import type { EntryValue, Opening, Sealed } from '../../core/log/entry.ts'
import { fromHex } from '../../core/log/base.ts'
import { seal } from '../../core/log/seal.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Crypto } from '../ports.ts'
import type { Ask } from './wished.ts'

/** An ask as it is told from another one: hex SHA-256 of what was said, whoever said it. */
export function saidOf(ask: Ask, { sha256 }: Crypto): Result<string> {
  const said = 'wish' in ask ? ask.wish : (ask.asked ?? ask.fact)
  const bytes = canonicalBytes({ on: ask.on, said: said as unknown as EntryValue })
  return bytes.ok ? ok(toHex(sha256(bytes.value))) : bytes
}

/** The openings by seal: exactly those that what was said leans on, each of which opens its own. */
export function openingsOf(ask: Ask, { sha256 }: Crypto): Result<readonly (Opening & Sealed)[]> {
  const wanted = new Set(sealsIn('wish' in ask ? ask.wish : ask.fact?.data))
  const openings: (Opening & Sealed)[] = []
  for (const { salt, value } of ask.openings) {
    const sealed = seal(fromHex(salt) ?? new Uint8Array(0), value, sha256)
    if (!sealed.ok) return sealed
    if (wanted.delete(sealed.value.sealed.sealed)) openings.push({ salt, value, ...sealed.value.sealed })
  }
  return wanted.size === 0
    ? ok(openings)
    : refuse(
        'case/words-missing',
        `The words behind ${[...wanted][0]!.slice(0, 12)}… are not there.`,
        'Send the opening of each seal with it.',
      )
}

function* sealsIn(value: unknown): Generator<string> {
  if (typeof value !== 'object' || value === null) return
  if ('sealed' in value && typeof value.sealed === 'string') yield value.sealed
  else for (const member of Object.values(value)) yield* sealsIn(member)
}
