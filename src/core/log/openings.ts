import { ok, refuse, type Result } from '../problem.ts'
import { fromHex } from './base.ts'
import { CanonicalReader } from './canonical-reader.ts'
import type { Opening, Sealed } from './entry.ts'
import { Lines } from './lines.ts'
import type { Sha256 } from './primitives.ts'
import { seal, SALT_BYTES } from './seal.ts'

/** The texts that were not erased, by what the log has in their place. */
export type Openings = ReadonlyMap<Sealed['sealed'], Opening>

/**
 * Reads the file beside a bundle: one opening a line, as canonical JSON, in any order. It proves nothing and needs no
 * signature: what an opening opens follows from itself, so a changed one opens nothing.
 */
export function readOpenings(chunks: Iterable<Uint8Array>, file: string, sha256: Sha256): Result<Openings> {
  const lines = new Lines(chunks)
  const openings = new Map<string, Opening>()
  const no = (line: number) =>
    refuse('log/opening-unreadable', 'This line is not an opening.', 'It is {"salt":"32 hex digits","value":"text"}.', {
      file,
      line,
    })
  for (let line = lines.next(); line; line = lines.next()) {
    const opening = readOpening(line)
    const salt = opening && fromHex(opening.salt)
    if (!opening || salt?.length !== SALT_BYTES) return no(lines.number)
    const sealed = seal(salt, opening.value, sha256)
    if (!sealed.ok) return no(lines.number)
    openings.set(sealed.value.sealed.sealed, opening)
  }
  return lines.fault ? no(lines.number + 1) : ok(openings)
}

export const formatOpening = ({ salt, value }: Opening): string =>
  `{"salt":${JSON.stringify(salt)},"value":${JSON.stringify(value)}}\n`

function readOpening(line: Uint8Array): Opening | undefined {
  const reader = new CanonicalReader(line)
  reader.literal('{"salt":')
  const salt = reader.string()
  reader.literal(',"value":')
  const value = reader.string()
  reader.literal('}')
  reader.end()
  return reader.fault ? undefined : { salt, value }
}
