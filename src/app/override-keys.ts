import { evolveKeys, type KnownKey, OVERRIDE_KEYS } from '../core/decision/override-key.ts'
import { decodeEntry } from '../core/log/codec.ts'
import { ok, type Result } from '../core/problem.ts'
import type { Ledger } from './ports/ledger.ts'

export type KnownKeys = ReadonlyMap<string, KnownKey>

/** Every sealed key that was ever registered, by its name, with what is known of it: read anew, for it is rarely asked. */
export async function overrideKeys(ledger: Pick<Ledger, 'stream'>): Promise<Result<KnownKeys>> {
  const entries = await ledger.stream(OVERRIDE_KEYS, 0)
  if (!entries.ok) return entries
  let keys: KnownKeys = new Map()
  for (const bytes of entries.value) {
    const entry = decodeEntry(bytes)
    const next = entry.ok ? evolveKeys(keys, entry.value, { file: OVERRIDE_KEYS }) : entry
    if (!next.ok) return next
    keys = next.value
  }
  return ok(keys)
}
