import { EXIT } from '../core/gate/verdict.ts'
import { type Problem, problem } from '../core/problem.ts'
import { decide, tableNamed } from '../core/score/ssvc/decide.ts'
import { decisionJson } from '../writers/json/ssvc.ts'
import { decisionText } from '../writers/terminal/ssvc.ts'
import { problemText } from '../writers/terminal/problem.ts'
import type { Answer } from './answer.ts'
import type { Ports } from './ports.ts'
import { jsonText } from '../writers/json/text.ts'

export interface SsvcRequest {
  readonly table: string
  /** `exploitation=poc` */
  readonly inputs: readonly string[]
  readonly json: boolean
}

/** `holdpoint ssvc`: what a decision table says of these inputs, and which row says it. */
export function ssvc({ table: name, inputs, json }: SsvcRequest, ports: Ports): Answer {
  const { style } = ports.terminal
  const wrong = (problems: readonly Problem[]): Answer => ({
    exit: EXIT.usage,
    complaints: problems.map((one) => problemText(one, style)),
  })
  const table = tableNamed(name)
  if (!table.ok) return wrong([table.problem])
  const given = new Map<string, string>()
  for (const input of inputs) {
    const [, key, value] = /^([^=]+)=(.+)$/s.exec(input) ?? []
    if (key === undefined || value === undefined) return wrong([UNREADABLE(input)])
    if (given.has(key.toLowerCase())) return wrong([TWICE(key)])
    given.set(key.toLowerCase(), value)
  }
  const decided = decide(table.value, given)
  if (!decided.ok) return wrong(decided.problem)
  const out = ports.files.spool()
  out.write(json ? `${jsonText(decisionJson(decided.value))}\n` : decisionText(decided.value, style))
  const delivered = out.deliver('-')
  return delivered.ok ? { exit: EXIT.clear, complaints: [] } : wrong([delivered.problem])
}

const UNREADABLE = (input: string) =>
  problem('ssvc/unreadable', `"${input.slice(0, 60)}" is no input.`, 'Write it as exploitation=poc.')

const TWICE = (key: string) => problem('ssvc/given-twice', `${key.slice(0, 60)} is given twice.`, 'Leave one out.')
