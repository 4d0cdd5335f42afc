import { plain } from '../../core/plain.ts'
import type { Continuation } from '../../core/log/restoration.ts'
import type { Style } from './problem.ts'

export interface TakenBackup {
  readonly origin: string
  readonly size: number
  readonly taken_at: string
  readonly bytes: number
}

export const backupText = (file: string, { origin, size, taken_at, bytes }: TakenBackup): string =>
  `Backed up ${plain(origin)} as of ${taken_at}: ${size} entries, ${bytes} bytes in ${plain(file)}.
The keys are not in it: keep a copy of their folder elsewhere.
`

export const exportedText = (file: string): string =>
  `The log, as far as it is signed, is in ${plain(file)}. Whoever has log.pub checks it: \`holdpoint log verify ${plain(file)} --key log.pub\`
`

export interface PutBack {
  readonly origin: string
  readonly continues: Continuation
  readonly cases: number
}

export const restoredText = ({ origin, continues, cases }: PutBack, style: Style): string =>
  `Put back: ${cases} ${cases === 1 ? 'case' : 'cases'}, ${continues.size} entries of ${plain(continues.origin)}.
${style('bold', `A new log begins: ${plain(origin)}.`)} Its first entry names the old one; give auditors its key too.
`

export interface Upgraded {
  readonly from: number
  readonly to: number
  readonly origin: string
  readonly entries: number
  readonly backup: string
  readonly old: string
}

export const upgradedText = ({ from, to, origin, entries, backup, old }: Upgraded, style: Style): string =>
  `${style('bold', `The store is of PostgreSQL ${to} now`)} (it was of ${from}): the same log, ${plain(origin)}, with its ${entries} entries.
Start Holdpoint on it and look around. Then these may go:
  ${plain(old)}  the old store
  ${plain(backup)}  a backup of it
`
