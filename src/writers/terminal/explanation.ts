import type { Judged } from '../../core/gate/docket.ts'
import type { GateDecision } from '../../core/gate/verdict.ts'
import type { Policy } from '../../core/policy/policy.ts'
import { plain } from '../../core/plain.ts'
import { placeText, type Style } from './problem.ts'
import { count } from './reading.ts'

/** What a policy made of the reports. */
export interface Explanation {
  readonly policy: Policy
  readonly judged: Judged[]
  readonly decision: GateDecision
}

/** Rule by rule, the findings that met it; then what another policy would do differently with the same ones. */
export function explanationText(now: Explanation, changed: Explanation | undefined, style: Style): string {
  const met = now.policy.rules.concat(now.policy.repository?.rules ?? []).map((rule) => {
    const findings = now.judged.filter((judged) => judged.rule.id === rule.id)
    const head = `${style('bold', rule.id)}  ${rule.treatment}, ${count(findings.length, 'finding')}`
    return [head, `  ${style('dim', plain(rule.because))}`, ...findings.map((judged) => `  ${line(judged)}`)].join('\n')
  })
  const unmet = now.judged.filter(({ rule }) => rule.id === 'no-rule')
  if (unmet.length > 0) met.push([style('bold', 'no rule'), ...unmet.map((judged) => `  ${line(judged)}`)].join('\n'))
  return `${met.join('\n\n')}\n${changed ? `\n${differences(now, changed, style)}\n` : ''}`
}

function line({ finding, severity, raisedBy, excuse }: Judged): string {
  const { file, at } = finding.provenance
  const raised = raisedBy.length > 0 ? `, raised by ${raisedBy.join(', ')}` : ''
  const excused = excuse ? `, excused by ${EXCUSE[excuse.kind]}` : ''
  return `${severity.padEnd(8)}  ${plain(finding.title, 80)}  ${placeText({ file, pointer: at })}${raised}${excused}`
}

const EXCUSE = { author: 'a trusted author', ignore: 'an ignore entry', baseline: 'the baseline' } as const

function differences(now: Explanation, changed: Explanation, style: Style): string {
  const moved = now.judged.flatMap((before, i) => {
    const after = changed.judged[i]
    if (!after || outcome(before) === outcome(after)) return []
    return [`  ${plain(before.finding.title, 80)}\n    ${outcome(before)} → ${outcome(after)}`]
  })
  const verdict = `${now.decision} → ${changed.decision}`
  return [
    style(
      'bold',
      `With ${plain(changed.policy.name, 60)}: ${verdict}, ${count(moved.length, 'finding')} judged differently`,
    ),
    ...moved,
  ].join('\n')
}

const outcome = ({ rule, severity, excuse }: Judged) =>
  `${severity}, ${rule.id} (${rule.treatment})${excuse ? `, excused by ${EXCUSE[excuse.kind]}` : ''}`
