import { ok, refuse, type Result } from '../problem.ts'
import { fromBase64, toBase64 } from './base.ts'
import { HASH_BYTES, type Hash } from './merkle.ts'

/** An entry's place in a log, to be verified offline. @source C2SP tlog-proof v1 */
export interface TlogProof {
  /** From 0. */
  readonly index: number
  /** Anything; ours holds the entry's own bytes, so that the file stands alone. Nobody signed it. */
  readonly extra?: Uint8Array
  /** From the leaf's sibling upwards. */
  readonly hashes: readonly Hash[]
  /** The signed checkpoint, byte for byte; not looked into here. */
  readonly checkpoint: string
}

const HEADER = 'c2sp.org/tlog-proof@v1'
const MAX_HASHES = 63 // more than any tree can ask for

export function formatTlogProof({ index, extra, hashes, checkpoint }: TlogProof): string {
  const extraLine = extra ? [`extra ${toBase64(extra)}`] : []
  return [HEADER, ...extraLine, `index ${index}`, ...hashes.map(toBase64), '', checkpoint].join('\n')
}

export function parseTlogProof(text: string): Result<TlogProof> {
  const cut = text.indexOf('\n\n')
  if (cut < 0) return unreadable('no blank line stands before its checkpoint')
  const [header, ...lines] = text.slice(0, cut).split('\n')
  if (header !== HEADER) return unreadable(`it does not begin with ${HEADER}`)
  const extra = lines[0]?.startsWith('extra ') ? fromBase64(lines.shift()!.slice(6)) : null
  if (extra === undefined) return unreadable('its extra data are not base64')
  const [, index = ''] = /^index (0|[1-9]\d{0,15})$/.exec(lines.shift() ?? '') ?? []
  if (index === '' || !Number.isSafeInteger(Number(index))) return unreadable('it names no index')
  if (lines.length > MAX_HASHES) return unreadable(`it has more than ${MAX_HASHES} hashes`)
  const hashes = lines.map(fromBase64).filter((hash) => hash?.length === HASH_BYTES) as Hash[]
  if (hashes.length < lines.length) return unreadable('one of its hashes is not 32 bytes in base64')
  return ok({ index: Number(index), hashes, checkpoint: text.slice(cut + 2), ...(extra && { extra }) })
}

const unreadable = (why: string) =>
  refuse(
    'log/proof-unreadable',
    `This is not a proof of an entry: ${why}.`,
    'Make it again with `holdpoint log prove`; it must not be edited or cut.',
  )
