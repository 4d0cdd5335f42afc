import { SEVERITIES } from '../../core/finding/severity.ts'
import type { Tally } from '../../core/finding/tally.ts'
import type { Evidence } from '../../core/gate/evidence.ts'
import { plain } from '../../core/plain.ts'
import { problemText, type Style } from './problem.ts'

/** What became of one report, for people. */
export function readingText(evidence: Evidence, style: Style): string {
  const head =
    evidence.status === 'refused'
      ? `${style('red', 'not read')}  ${style('bold', plain(evidence.file, 300))}`
      : `${evidence.problems.length > 0 ? style('yellow', 'in part ') : style('green', 'read    ')}  ${style('bold', plain(evidence.file, 300))}  ${evidence.format}`
  const counts = evidence.status === 'read' ? [`  ${tallyText(evidence.tally)}`] : []
  const problems = evidence.problems.map((problem) => indent(problemText(problem, style)))
  return `${[head, ...counts, ...problems].join('\n')}\n`
}

/** `14 records: 12 findings (1 critical, 11 medium), 1 merged, 1 ignored (kind-pass)`. */
export function tallyText({ records, findings, merged, ignored, severities }: Tally): string {
  const bySeverity = SEVERITIES.filter((s) => severities[s] > 0).map((s) => `${severities[s]} ${s}`)
  const dropped = Object.entries(ignored).map(([reason, n]) => `${n} ignored (${plain(reason, 60)})`)
  const parts = [
    `${count(findings, 'finding')}${bySeverity.length > 0 ? ` (${bySeverity.join(', ')})` : ''}`,
    ...(merged > 0 ? [`${merged} merged`] : []),
    ...dropped,
  ]
  return `${count(records, 'record')}: ${parts.join(', ')}`
}

export const count = (n: number, thing: string): string => `${n} ${thing}${n === 1 ? '' : 's'}`

const indent = (text: string) => text.replace(/^/gm, '  ')
