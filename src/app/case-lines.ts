import type { Opening } from '../core/log/entry.ts'
import { decodeUtf8 } from '../core/log/utf8.ts'
import type { StreamEntry } from './ports/ledger.ts'

/** A case as a file, one entry a line: its bytes as the log has them, with the words behind their seals that are still there. */
export function caseLines(entries: readonly StreamEntry[], words: ReadonlyMap<string, Opening>): string {
  return entries
    .map(({ bytes }) => {
      const entry = decodeUtf8(bytes)!
      const opened = [...entry.matchAll(/"sealed":"([0-9a-f]{64})"/g)].flatMap(([, seal]) => {
        const opening = words.get(seal!)
        return opening ? [[seal!, { salt: opening.salt, value: opening.value }] as const] : []
      })
      return `{"entry":${entry},"openings":${JSON.stringify(Object.fromEntries(opened))}}\n`
    })
    .join('')
}
