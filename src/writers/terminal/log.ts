import { canonical } from '../../core/log/canonical.ts'
import { nameAndId } from '../../core/log/key.ts'
import type { Signed } from '../../core/log/note.ts'
import type { ProvenEntry } from '../../core/log/prove.ts'
import type { Continuation } from '../../core/log/restoration.ts'
import type { VerifiedLog } from '../../core/log/verify.ts'
import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'
import { count } from './reading.ts'

/** What was checked of a log and of those before it, against what, and what was not. */
export function logText(logs: readonly VerifiedLog[], style: Style): string {
  const tables = logs.map((log, i) => table(rowsOf(log, logs[i + 1]), style))
  return `${style('green', style('bold', 'VERIFIED'))}  every entry is as it was signed, whole and in order\n\n${tables.join('\n\n')}\n`
}

function rowsOf(log: VerifiedLog, before: VerifiedLog | undefined): readonly (readonly [string, string])[] {
  const span = log.first && log.last ? `, from ${log.first} to ${log.last}` : ''
  return [
    ['Log', log.origin],
    ['Entries', `${log.size} in ${count(log.streams, 'stream')}${span}`],
    ['Root', log.root],
    ['Signed by', log.signedBy.map(nameAndId).join(', ')],
    ['Witnesses', log.cosignedBy.length > 0 ? log.cosignedBy.map(seen).join(', ') : 'none was asked for'],
    [
      'Grown from',
      log.grownFrom.length > 0
        ? `earlier checkpoints of ${log.grownFrom.join(', ')} entries`
        : 'no earlier checkpoint was given: a rewriting by whoever holds the key would not show',
    ],
    ...log.keyChanges.map(({ index, key }) => ['Key changed', `by entry ${index} to ${nameAndId(key)}`] as const),
    ...(log.continues ? continuing(log.continues, before) : []),
  ]
}

function continuing(
  { origin, size, lost }: Continuation,
  before: VerifiedLog | undefined,
): readonly (readonly [string, string])[] {
  const gone = before ? before.size - size : lost
  return [
    ['Continues', `${origin} after entry ${size}`],
    [
      'Checked',
      before ? 'every stream goes on from there without a gap' : 'by itself: that log was not given (--after)',
    ],
    ...(lost > 0 ? [['Lost', `${entries(lost)} that were signed, it says`] as const] : []),
    ...(before && gone > 0
      ? [['Left behind', `${entries(gone)} of that log, which this one does not have`] as const]
      : []),
  ]
}

export function proofText({ entry, index, checkpoint, signedBy, cosignedBy }: ProvenEntry, style: Style): string {
  const text = canonical({ ...entry })
  const rows: [string, string][] = [
    ['Log', checkpoint.origin],
    ['Entry', `${index} of ${checkpoint.size}`],
    ['Signed by', signedBy.map(nameAndId).join(', ')],
    ['Witnesses', cosignedBy.length > 0 ? cosignedBy.map(seen).join(', ') : 'none was asked for'],
  ]
  return `${style('green', style('bold', 'PROVEN'))}  this entry stands in the signed log\n\n${table(rows, style)}\n\n  ${plain(text.ok ? text.value : '', 20_000)}\n`
}

const table = (rows: readonly (readonly [string, string])[], style: Style) =>
  rows.map(([name, text]) => `  ${style('cyan', name.padEnd(12))} ${plain(text, 1000)}`).join('\n')
const entries = (n: number) => `${n} ${n === 1 ? 'entry' : 'entries'}`
const seen = ({ key, at }: Signed) => `${nameAndId(key)}${at ? ` at ${at}` : ''}`
