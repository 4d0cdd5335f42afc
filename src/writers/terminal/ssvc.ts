import type { Decision } from '../../core/score/ssvc/decide.ts'
import type { Style } from './problem.ts'

/** What a decision table says, for people: the outcome, then each input, then whose table it is. */
export function decisionText(decision: Decision, style: Style): string {
  const { table, outcome, row } = decision
  return [
    `${style('bold', outcome.title)}  ${table.outcome.title}`,
    ...answers(decision, 1, style),
    '',
    style('dim', `Row ${row} of ${table.rows.length} of ${table.title} (${table.id}), SSVC of CERT/CC.`),
    '',
  ].join('\n')
}

const answers = ({ answers: given }: Decision, depth: number, style: Style): string[] =>
  given.flatMap(({ point, value, from }) => {
    const source = from ? `  (row ${from.row} of ${from.table.title})` : ''
    const line = `${'  '.repeat(depth)}${style('cyan', point.title)}: ${value.title}${source}`
    return [line, ...(from ? answers(from, depth + 1, style) : [])]
  })
