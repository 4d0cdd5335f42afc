import { concat, fromHex, toHex } from '../../core/log/base.ts'
import { canonicalBytes } from '../../core/log/canonical.ts'
import type { EntryData, EntryValue, Opening, Sealed } from '../../core/log/entry.ts'
import { HASH_BYTES } from '../../core/log/merkle.ts'
import { seal } from '../../core/log/seal.ts'
import { ok, refuse, type Result } from '../../core/problem.ts'
import type { Crypto } from '../ports.ts'
import type { Ask } from './wished.ts'

/** An ask with what follows from it alone: worked out as it comes, not while others wait for the head. */
export interface Understood {
  readonly ask: Ask
  readonly openings: readonly (Opening & Sealed)[]
  readonly said: string
}

export function understood(ask: Ask, crypto: Crypto): Result<Understood> {
  const openings = openingsOf(ask, crypto)
  if (!openings.ok) return openings
  const said = saidOf(ask, openings.value, crypto)
  return said.ok ? ok({ ask, openings: openings.value, said: said.value }) : said
}

/**
 * What was said, in a form that tells it from everything else: hex of SHA-256 over it with its words in place of their seals, after the salt
 * of the first of them (so that nobody guesses words from it; whoever erases words erases this too). Seals differ each time that
 * something is said, words do not.
 */
function saidOf(ask: Ask, openings: readonly (Opening & Sealed)[], crypto: Crypto): Result<string> {
  return hashed(ask, openings, openings[0]?.salt ?? '', crypto)
}

/** Was the same said before? What was erased since cannot be told from it. */
export function saysAgain(before: string, { ask, openings }: Understood, crypto: Crypto): boolean {
  if (before === '') return true
  const said = hashed(ask, openings, before.slice(0, -2 * HASH_BYTES), crypto)
  return said.ok && said.value === before
}

function hashed(ask: Ask, openings: readonly (Opening & Sealed)[], salt: string, { sha256 }: Crypto): Result<string> {
  const words = new Map(openings.map(({ sealed, value }) => [sealed, value]))
  const said = 'wish' in ask ? ask.wish : (ask.asked ?? ask.fact)
  const bytes = canonicalBytes({ on: ask.on, said: spoken(said as unknown as EntryValue, words) })
  return bytes.ok ? ok(salt + toHex(sha256(concat(fromHex(salt)!, bytes.value)))) : bytes
}

/** With the words in place of their seals. */
function spoken(value: EntryValue, words: ReadonlyMap<string, string>): EntryValue {
  if (typeof value !== 'object' || value === null) return value
  if (Array.isArray(value)) return value.map((one: EntryValue) => spoken(one, words))
  const members = Object.entries(value as EntryData).filter(([, member]) => member !== undefined)
  if ('sealed' in value && typeof value.sealed === 'string') return { words: words.get(value.sealed) ?? null }
  return Object.fromEntries(members.map(([key, member]) => [key, spoken(member!, words)]))
}

/** The openings by seal: exactly those that what was said leans on, each of which opens its own. */
function openingsOf(ask: Ask, { sha256 }: Crypto): Result<readonly (Opening & Sealed)[]> {
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
