import type { Judged } from '../../core/gate/docket.ts'
import type { Evaluation } from '../../core/gate/evaluate.ts'
import type { Reason } from '../../core/gate/verdict.ts'
import { feedName } from '../terminal/feeds.ts'
import { placeText } from '../terminal/problem.ts'
import { count, tallyText } from '../terminal/reading.ts'
import { code } from './escape.ts'

/** The verdict as Markdown, for a pull request, a ticket or a job's summary. */
export function verdictMarkdown({ verdict, worst, counts, evidence, feeds }: Evaluation): string {
  const { decision, release, enforced } = verdict
  const name = release.version === undefined ? release.product : `${release.product}@${release.version}`
  const gaps = verdict.reasons.filter(({ finding }) => finding === undefined)
  const first = verdict.reasons[0]
  const sections = [
    `## ${enforced ? '' : 'WOULD BE '}${decision.toUpperCase()}: ${code(name)} for ${code(release.environment)}`,
    ...(enforced ? [] : ['*Only observed: nothing is enforced, and this is no pass.*']),
    `${count(counts.blocking, 'finding')} must be fixed first, ${counts.unassessed} not rated, ${counts.excused} excused.`,
    ...(worst.length > 0 ? [table(['Severity', 'Finding', 'Where', 'Rule'], worst.map(findingRow))] : []),
    ...(gaps.length > 0 ? [table(['Reason', 'Message', 'Where', 'Next'], gaps.map(gapRow))] : []),
    ...(first ? [next(first)] : []),
    table(
      ['Report', 'Read as', 'Records'],
      evidence.map((one) => [
        code(one.file),
        one.status === 'read' ? one.format : 'not read',
        one.status === 'read' ? code(tallyText(one.tally)) : '',
      ]),
    ),
    ...(feeds.length > 0 ? [`Feeds: ${feeds.map((feed) => code(feedName(feed))).join(', ')}.`] : []),
    `Judged ${verdict.evaluatedAt}, good until ${verdict.validUntil}; policy ${code(verdict.policy)}. CVSS is a standard owned by FIRST.Org.`,
  ]
  return `${sections.join('\n\n')}\n`
}

const findingRow = ({ finding, severity, rule }: Judged) => [
  `${severity}${finding.score ? ` ${finding.score.score.toFixed(1)}` : ''}`,
  code(finding.title, 120),
  code(
    placeText({
      file: finding.locations[0]?.file ?? finding.component?.name ?? finding.provenance.file,
      ...(finding.locations[0]?.line !== undefined && { line: finding.locations[0].line }),
    }),
  ),
  code(rule.id),
]

const gapRow = ({ code: reason, message, at, next: hint }: Reason) => [
  `\`${reason}\``,
  code(message, 300),
  at ? code(placeText(at)) : '',
  hint ? code(hint, 300) : '',
]

const next = ({ whoCanLift, contact, next: step }: Reason) =>
  [
    ...(whoCanLift && whoCanLift.length > 0
      ? [`- **Who can lift:** ${whoCanLift.map((role) => role.replaceAll('-', ' ')).join(' or ')}`]
      : []),
    ...(contact ? [`- **Call:** ${code(contact)}`] : []),
    ...(step ? [`- **Next:** ${code(step, 300)}`] : []),
  ].join('\n')

const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
