import { plain } from '../../core/plain.ts'
import type { Said, Score, VectorProblem } from '../../core/score/index.ts'
import { rating } from '../json/score.ts'
import { problemText, type Style } from './problem.ts'

/** What a vector amounts to and what each of its metrics says, for people. */
export function scoreText(score: Score, said: readonly Said[], style: Style): string {
  const { version, base, temporal, threat, environmental, nomenclature, macrovector } = score
  const parts = [
    `base ${base.toFixed(1)}`,
    ...(temporal === undefined ? [] : [`temporal ${temporal.toFixed(1)}`]),
    ...(threat === undefined ? [] : [`with threat ${threat.toFixed(1)}`]),
    ...(environmental === undefined ? [] : [`environmental ${environmental.toFixed(1)}`]),
    ...(macrovector === undefined ? [] : [`macrovector ${macrovector}`]),
  ]
  const wide = Math.max(...said.map(({ name }) => name.length))
  return [
    `${style('bold', `${score.score.toFixed(1)} ${rating(score)}`)}  ${nomenclature ?? 'CVSS'} ${version}`,
    `  ${parts.join(', ')}`,
    '',
    ...said.map(
      (one) => `  ${style('cyan', `${one.metric}:${one.value}`.padEnd(6))}  ${one.name.padEnd(wide)}  ${one.says}`,
    ),
    '',
    style('dim', 'CVSS is a standard owned by FIRST.Org, Inc.; the score is computed by its specification.'),
    '',
  ].join('\n')
}

/** Shows the vector with a caret under the place where it cannot be read. */
export function refusalText(vector: string, problem: VectorProblem, style: Style): string {
  const shown = plain(vector, 300)
  // Where escaping moved the characters, a caret would point at the wrong one.
  const caret =
    shown === vector ? [`    ${shown}`, `    ${' '.repeat(problem.column - 1)}${style('red', '^')}`] : [`    ${shown}`]
  return [problemText(problem, style), ...caret].join('\n')
}
