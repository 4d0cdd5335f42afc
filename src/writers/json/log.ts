import { nameAndId } from '../../core/log/key.ts'
import type { Signed } from '../../core/log/note.ts'
import type { ProvenEntry } from '../../core/log/prove.ts'
import type { VerifiedLog } from '../../core/log/verify.ts'
import { jsonText } from './text.ts'

/** What was checked of a log, and of those before it, for machines. */
export function logJson([log, ...before]: readonly VerifiedLog[]): string {
  return line({ verified: true, ...shown(log!), ...(before.length > 0 && { after: before.map(shown) }) })
}

function shown(log: VerifiedLog) {
  const { origin, size, root, signedBy, cosignedBy, grownFrom, streams, first, last, keyChanges, continues } = log
  return {
    origin,
    size,
    root,
    signed_by: signedBy.map(nameAndId),
    cosigned_by: cosignedBy.map(witness),
    grown_from: grownFrom,
    streams,
    first,
    last,
    key_changes: keyChanges.map(({ index, key }) => ({ index, key: nameAndId(key) })),
    continues,
  }
}

export function proofJson({ entry, index, checkpoint, signedBy, cosignedBy }: ProvenEntry): string {
  const { origin, size } = checkpoint
  return line({
    proven: true,
    index,
    origin,
    size,
    signed_by: signedBy.map(nameAndId),
    cosigned_by: cosignedBy.map(witness),
    entry,
  })
}

const line = (value: object) => `${jsonText(value)}\n`
const witness = ({ key, at }: Signed) => ({ key: nameAndId(key), at })
