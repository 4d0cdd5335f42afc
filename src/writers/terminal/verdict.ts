import type { Judged } from '../../core/gate/docket.ts'
import type { Evaluation } from '../../core/gate/evaluate.ts'
import type { Reason, Verdict } from '../../core/gate/verdict.ts'
import { plain } from '../../core/plain.ts'
import { feedName } from './feeds.ts'
import { placeText, type Style } from './problem.ts'
import { count, tallyText } from './reading.ts'

/** How many findings fit one screen; the rest is in the JSON. */
const SHOWN = 5

/** The verdict on one screen: the decision, why, the worst findings, who can lift it, what to do next. */
export function verdictText(evaluation: Evaluation, style: Style): string {
  const { verdict, worst } = evaluation
  const gaps = verdict.reasons.filter((reason) => reason.finding === undefined)
  const sections = [
    heading(verdict, style),
    why(evaluation),
    ...(worst.length > 0
      ? [
          worst
            .slice(0, SHOWN)
            .map((judged) => findingText(judged, style))
            .join('\n'),
        ]
      : []),
    ...(worst.length > SHOWN
      ? [`  … and ${evaluation.counts.blocking + evaluation.counts.unassessed - SHOWN} more: --output json names them.`]
      : []),
    ...(gaps.length > 0
      ? [
          gaps
            .slice(0, SHOWN)
            .map((reason) => gapText(reason, style))
            .join('\n'),
        ]
      : []),
    ...(gaps.length > SHOWN ? [`  … and ${gaps.length - SHOWN} more of this kind: --output json names them.`] : []),
    footer(evaluation, style),
  ]
  return `${sections.filter(Boolean).join('\n\n')}\n`
}

export function heading({ decision, release, enforced }: Verdict, style: Style): string {
  const word = (enforced ? '' : 'WOULD BE ') + decision.toUpperCase()
  const colour = ({ held: 'red', unknown: 'yellow', clear: 'green' } as const)[decision]
  const name = release.version === undefined ? release.product : `${release.product}@${release.version}`
  const observed = enforced ? '' : ' (only observed: nothing is enforced, and this is no pass)'
  return `${style(colour, style('bold', word))}  ${style('bold', name)} for ${release.environment}${observed}`
}

function why({ verdict, counts, evidence }: Evaluation): string {
  const stops = verdict.reasons.filter(({ finding, decision }) => finding === undefined && decision === 'held').length
  const gaps = verdict.reasonsTotal - counts.blocking - counts.unassessed - stops
  const parts = [
    ...(stops > 0 ? [`The server holds it for ${count(stops, 'reason')}`] : []),
    ...(counts.blocking > 0 ? [`${count(counts.blocking, 'finding')} must be fixed first`] : []),
    ...(counts.unassessed > 0 ? [`${count(counts.unassessed, 'finding')} nobody has rated`] : []),
    ...(gaps > 0 ? [`${count(gaps, 'gap')} in the evidence`] : []),
  ]
  const excused =
    counts.excused > 0
      ? ` ${count(counts.excused, 'finding')} excused: in production already, or by somebody whom policy trusts.`
      : ''
  return parts.length > 0
    ? `  ${parts.join(', ')}.${excused}`
    : `  Nothing in ${count(evidence.length, 'report')} blocks this release.${excused}`
}

function findingText({ finding, rule, severity, raisedBy, epss, kev }: Judged, style: Style): string {
  const { score, component, locations, cwes, advisories, provenance, state } = finding
  const grade = `${severity}${score ? ` ${score.score.toFixed(1)}` : ''}`
  const facts = [
    kev ? 'known to be exploited (KEV)' : '',
    epss === undefined ? '' : `EPSS ${epss.toFixed(2)}`,
    ...advisories.slice(0, 2),
    ...cwes.slice(0, 2).map((cwe) => `CWE-${cwe}`),
    component ? `${component.name}${component.version ? `@${component.version}` : ''}` : '',
    locations[0] ? spot(locations[0]) : '',
    finding.fixedIn.length > 0 ? `fixed in ${finding.fixedIn.slice(0, 3).join(', ')}` : '',
  ].filter(Boolean)
  return [
    `  ${style('red', grade.padEnd(13))} ${style('bold', plain(finding.title, 100))}`,
    ...(facts.length > 0 ? [`  ${' '.repeat(14)}${facts.map((fact) => plain(fact, 80)).join(' · ')}`] : []),
    ...(score ? [`  ${' '.repeat(14)}${score.vector}`] : []),
    ...(state.status === 'open'
      ? []
      : [
          `  ${' '.repeat(14)}The report calls it ${state.status.replace('_', ' ')}; policy does not take the report's word for it.`,
        ]),
    `  ${' '.repeat(14)}${style('dim', `rule ${rule.id}${raisedBy.length > 0 ? `, raised by ${raisedBy.join(', ')}` : ''} · ${placeText({ file: provenance.file, pointer: provenance.at })}`)}`,
  ].join('\n')
}

const spot = ({ file, line, logical, url }: Judged['finding']['locations'][number]) =>
  file ? `${file}${line === undefined ? '' : `:${line}`}` : (logical ?? url ?? '')

function gapText({ code, decision, hold, name, message, at, next }: Reason, style: Style): string {
  const word = decision === 'held' ? style('red', 'held'.padEnd(13)) : style('yellow', 'cannot tell'.padEnd(13))
  const which = hold === undefined ? '' : `${hold}${name === undefined ? '' : ` "${name}"`}: `
  return [
    `  ${word} ${plain(`${which}${message}`, 300)}`,
    `  ${' '.repeat(14)}${style('dim', `${at ? `${placeText(at)} · ` : ''}${code}`)}`,
    ...(next ? [`  ${' '.repeat(14)}${plain(next, 300)}`] : []),
  ].join('\n')
}

function footer({ verdict, worst, evidence, feeds }: Evaluation, style: Style): string {
  const first = verdict.reasons[0]
  const rows: [string, string][] = []
  if (worst[0]) rows.push(['Why', worst[0].rule.because])
  if (first?.whoCanLift)
    rows.push(['Who can lift', first.whoCanLift.map((role) => role.replace('-', ' ')).join(' or ')])
  if (first?.contact) rows.push(['Call', first.contact])
  if (first?.next) rows.push(['Next', first.next])
  rows.push([
    'Judged',
    `${verdict.evaluatedAt} by policy ${verdict.policy.slice(0, 19)}…; good until ${verdict.validUntil}`,
  ])
  if (worst.some(({ finding }) => finding.score))
    rows.push(['Scores', 'CVSS, a standard owned by FIRST.Org, computed from each vector'])
  if (feeds.length > 0) rows.push(['Feeds', feeds.map(feedName).join(', ')])
  for (const [i, one] of evidence.entries())
    rows.push([
      i === 0 ? 'Evidence' : '',
      `${one.file}: ${one.status === 'read' ? `${one.format}, ${tallyText(one.tally)}` : 'not read'}`,
    ])
  return rows.map(([name, text]) => `  ${style('cyan', name.padEnd(13))} ${plain(text, 300)}`).join('\n')
}
