import type { Standing } from '../../core/case/standing.ts'
import type { Lean, Verdict } from '../../core/gate/verdict.ts'
import { plain } from '../../core/plain.ts'
import type { Style } from './problem.ts'
import { heading } from './verdict.ts'

/**
 * What whoever is stopped may know: the hold, its code name, whom to call and the next step.
 *
 * @param standings why it passes although a case knows its product; of a server's answer, on what it leans
 */
export function gateText(verdict: Verdict, standings: readonly (Standing | Lean)[], style: Style): string {
  const reasons = verdict.reasons.map(({ hold, name, message, whoCanLift, contact, next, code }) => {
    const rows: [string, string | undefined][] = [
      [hold ?? 'Reason', `${name ? `"${name}": ` : ''}${message}`],
      ['Who can lift', whoCanLift?.map((role) => role.replaceAll('-', ' ')).join(' or ')],
      ['Call', contact],
      ['Next', next],
      ['Code', code],
    ]
    return table(rows, style)
  })
  const passing = verdict.decision === 'clear' ? standings.flatMap((one) => PASSES[one.is]?.(one as never) ?? []) : []
  const good = table([['Judged', `${verdict.evaluatedAt}; good until ${verdict.validUntil}`]], style)
  return `${[heading(verdict, style), ...reasons, ...(passing.length > 0 ? [passing.map((line) => `  ${line}`).join('\n')] : []), good].join('\n\n')}\n`
}

/** Why a release passes although a case knows its product. */
const PASSES: { readonly [Is in Standing['is']]?: (standing: Extract<Standing, { is: Is }>) => string } = {
  cleared: ({ hold }) => `${hold} was lifted for this release: it was proven.`,
  accepted: ({ hold, until }) => `${plain(hold)}: the risk is accepted until ${until}.`,
  overridden: ({ hold, until }) => `${plain(hold)}: an override is open until ${until}; it will be reviewed.`,
  withdrawn: ({ hold }) => `${hold} was withdrawn.`,
}

const table = (rows: readonly (readonly [string, string | undefined])[], style: Style) =>
  rows
    .flatMap(([name, text]) => (text === undefined ? [] : [`  ${style('cyan', name.padEnd(14))} ${plain(text, 400)}`]))
    .join('\n')
