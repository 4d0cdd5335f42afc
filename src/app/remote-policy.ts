import { changeText, policyText, type ShownChange, type ShownPolicy } from '../writers/terminal/policy.ts'
import { type Answer, refusal } from './answer.ts'
import { loadPolicy, MAX_POLICY_BYTES } from './policy.ts'
import type { Ports } from './ports.ts'
import { type Heard, heardAs } from './remote.ts'

/** `holdpoint policy show` */
export const heardPolicy = (heard: Heard<ShownPolicy>, json: boolean, ports: Ports): Answer =>
  heardAs(heard, (value) => policyText(value, ports.terminal.style), json, ports)

/** `holdpoint policy show 3`: what a proposal would change. */
export const heardChange = (heard: Heard<ShownChange>, json: boolean, ports: Ports): Answer =>
  heardAs(heard, (value) => changeText(value, ports.terminal.style), json, ports)

/** The text of a file that is sound; everything that is wrong with it is said here, with carets, before any server is asked. */
export async function soundText(file: string, ports: Ports): Promise<string | Answer> {
  const policy = await loadPolicy([file], ports)
  if (!policy.ok) return refusal(policy.problem, ports)
  const text = ports.files.text(file, MAX_POLICY_BYTES)
  return text.ok ? text.value : refusal([text.problem], ports)
}

/** `holdpoint policy propose` */
export const heardProposed = (
  heard: Heard<{ readonly entries: readonly number[] }>,
  json: boolean,
  ports: Ports,
): Answer =>
  heardAs(
    heard,
    ({ entries: [n] }) =>
      n === undefined
        ? 'You proposed this very text before.\n'
        : `Proposal ${n}. It changes nothing until a second person approves it: \`holdpoint policy approve ${n}\`\n`,
    json,
    ports,
  )

/** `holdpoint policy approve`, `withdraw` */
export const heardSettled = (heard: Heard<object>, done: string, json: boolean, ports: Ports): Answer =>
  heardAs(heard, () => `${done}\n`, json, ports)
