import { problem, type Result } from '../core/problem.ts'
import { head } from '../scan/head.ts'
import { kindOf } from '../scan/recognise.ts'
import type { Source } from '../scan/source.ts'
import type { OpenSource, Ports } from './ports.ts'

/** What a packed source holds; undefined where it is not packed. Recognised by its content, like everything else. */
export async function unpacked(
  source: OpenSource,
  { archives }: Ports,
): Promise<readonly Result<OpenSource>[] | undefined> {
  const kind = packing(source)
  if (!kind) return undefined
  const members = await archives.unpack(source, kind)
  return members.map((member) => (member.ok && packing(member.value) ? nested(member.value) : member))
}

/** By its first bytes. */
export function packing(source: Source): 'gzip' | 'zip' | undefined {
  const kind = kindOf(head(source))
  return kind === 'gzip' || kind === 'zip' ? kind : undefined
}

function nested({ name, close }: OpenSource): Result<never> {
  close()
  return {
    ok: false,
    problem: problem('archive/nested', 'This is an archive within an archive.', 'Unpack it first.', { file: name }),
  }
}
