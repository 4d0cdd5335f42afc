import { problem } from '../core/problem.ts'
import { decide, tableNamed } from '../core/score/ssvc/decide.ts'
import { decisionJson } from '../writers/json/ssvc.ts'
import { decisionText } from '../writers/terminal/ssvc.ts'
import { type Answer, print, refusal } from './answer.ts'
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
  const table = tableNamed(name)
  if (!table.ok) return refusal([table.problem], ports)
  const given = new Map<string, string>()
  for (const input of inputs) {
    const [, key, value] = /^([^=]+)=(.+)$/s.exec(input) ?? []
    if (key === undefined || value === undefined) return refusal([UNREADABLE(input)], ports)
    if (given.has(key.toLowerCase())) return refusal([TWICE(key)], ports)
    given.set(key.toLowerCase(), value)
  }
  const decided = decide(table.value, given)
  if (!decided.ok) return refusal(decided.problem, ports)
  const text = json ? `${jsonText(decisionJson(decided.value))}\n` : decisionText(decided.value, ports.terminal.style)
  return print(text, ports)
}

const UNREADABLE = (input: string) =>
  problem('ssvc/unreadable', `"${input.slice(0, 60)}" is no input.`, 'Write it as exploitation=poc.')

const TWICE = (key: string) => problem('ssvc/given-twice', `${key.slice(0, 60)} is given twice.`, 'Leave one out.')
