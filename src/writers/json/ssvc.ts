import type { Decision } from '../../core/score/ssvc/decide.ts'
import type { Point, Value } from '../../core/score/ssvc/table.ts'

/** What a decision table says, with the ids and versions that stand behind it. */
export const decisionJson = ({ table, outcome, row, answers }: Decision): object => ({
  table: table.id,
  name: table.name,
  outcome: said(table.outcome, outcome),
  row,
  inputs: answers.map(({ point, value, from }) => ({ ...said(point, value), from: from && decisionJson(from) })),
})

const said = (point: Point, { key, word, title }: Value) => ({ point: point.id, name: point.name, key, word, title })
