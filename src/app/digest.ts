import type { Digest } from '../core/ids.ts'
import { canonical } from '../core/log/canonical.ts'
import type { EntryValue } from '../core/log/entry.ts'

/** The digest of a value in its canonical form. */
export function digestOf(value: EntryValue, sha256: (text: string) => string): Digest {
  const text = canonical(value)
  if (!text.ok) throw new Error(text.problem.message) // what was validated has no NaN in it
  return `sha256:${sha256(text.value)}` as Digest
}
